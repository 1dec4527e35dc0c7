// probe_test.c - seals itself as coloa-print does, prints a document, then misbehaves on request.
// usage: probe BEHAVIOUR, or probe nursery
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/workers/sealed.h"
#include "print/print.h"

static fonts     own_fonts;
static print_job job;
static char      wanted[64];

static void break_out(const char *how)
{
    char *const none[] = { NULL };
    if (strcmp(how, "open") == 0) (void)open("/etc/hostname", O_RDONLY);
    if (strcmp(how, "font") == 0) (void)open("/usr/share/fonts", O_RDONLY | O_DIRECTORY);
    if (strcmp(how, "socket") == 0) (void)socket(AF_INET, SOCK_STREAM, 0);
    if (strcmp(how, "fork") == 0) (void)fork();
    if (strcmp(how, "exec") == 0) (void)execve("/bin/true", none, none);
    if (strcmp(how, "write") == 0) (void)!write(STDERR_FILENO, "x", 1);
}

static bool warm(bool many)
{
    static char work[64 << 20], pdf[16 << 20];
    job = (print_job){ .lang  = S("vi-VN"),
                       .fonts = &own_fonts,
                       .work  = arena_over(work, sizeof work),
                       .pdf   = arena_over(pdf, sizeof pdf) };
    return fonts_open(&own_fonts) == ST_OK && (!many || fonts_rehearse(&own_fonts) == ST_OK);
}

static bool words(const char *const *w, size_t count, frame_out *out)
{
    if (count != 1 || strlen(w[0]) >= sizeof wanted) return false;
    strcpy(wanted, w[0]);
    job.out = out;
    return true;
}

static void work(const sealed_job *given)
{
    job.docx = given->input;
    job.salt = given->salt;
    print_document(&job);
    if (frame_finish(job.out) != ST_OK) _exit(61);
    break_out(wanted);
}

int main(int argc, char **argv)
{
    static const sealed_program self = {
        .limits          = { 192 << 20, 20 },
        .input_bytes_max = 1 << 20,
        .out_bytes       = 2 * FRAME_OUT_BYTES,
        .heap_at_once    = 64 << 10,
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return sealed_main(&self, argc, argv);
}
