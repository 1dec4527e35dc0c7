// probe_test.c - seals itself as coloa-print does, prints a document, then misbehaves on request.
// usage: probe BEHAVIOUR
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit/workers/print_frames.h"
#include "kit/workers/seal.h"
#include "print/print.h"

static char work[64 << 20], pdf[16 << 20], room[2 * FRAME_OUT_BYTES];

static status answer(void *ctx, str bytes)
{
    (void)ctx;
    return write(STDOUT_FILENO, bytes.ptr, (size_t)bytes.len) == bytes.len ? ST_OK : ST_BROKEN;
}

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

int main(int argc, char **argv)
{
    static fonts      f;
    const seal_limits limits = { 192 << 20, 20 };
    seal_state        state;
    struct stat       st;
    frame_out         out = frame_out_over(room, sizeof room, answer, NULL);
    setenv("TZ", "UTC0", 1);
    tzset();
    if (argc != 2 || fonts_open(&f) != ST_OK || fstat(STDIN_FILENO, &st) != 0) return 50;
    char *docx = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (docx == MAP_FAILED || seal_worker(&limits, &state) != ST_OK) return 60;
    frame_begin(&out, FRAME_SEALED);
    frame_u8(&out, 0);
    frame_u8(&out, 1);
    frame_end(&out);
    print_job job = { .docx  = { docx, st.st_size },
                      .lang  = S("vi-VN"),
                      .salt  = 1,
                      .fonts = &f,
                      .work  = arena_over(work, sizeof work),
                      .pdf   = arena_over(pdf, sizeof pdf),
                      .out   = &out };
    print_document(&job);
    if (frame_finish(&out) != ST_OK) _exit(61);
    break_out(argv[1]);
    _exit(0);
}
