// probe_test.c - a program that misbehaves on request, to see that worker_run and the seal hold.
// usage: probe BEHAVIOUR, or probe nursery
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/workers/frame.h"
#include "kit/workers/seal.h"
#include "kit/workers/sealed.h"

enum { NOTE = 9 };

static frame_out *out;
static char       wanted[64];

static void note(const char *text)
{
    frame_begin(out, NOTE);
    frame_bytes(out, str_from(text));
    frame_end(out);
}

static void leave(int code)
{
    _exit(frame_finish(out) == ST_OK ? code : 99);
}

static void say_sealed(uint8_t seccomp)
{
    frame_begin(out, FRAME_SEALED);
    frame_u8(out, 0);
    frame_u8(out, seccomp);
    frame_end(out);
}

// ---- before any seal -------------------------------------------------------------------------------

static void count_descriptors(void)
{
    int open_ones = 0;
    for (int fd = 0; fd < 1024; fd++) open_ones += fcntl(fd, F_GETFD) >= 0;
    char text[64];
    snprintf(text, sizeof text, "%d open, input %s", open_ones,
             fcntl(STDIN_FILENO, F_GETFD) >= 0 ? "there" : "absent");
    say_sealed(1);
    note(text);
}

extern char **environ;

static void tell_environment(void)
{
    say_sealed(1);
    for (char **e = environ; *e; e++) note(*e);
}

static void try_landlock(void)
{
    int abi = 0;
    if (seal_landlock(&abi) != ST_OK) leave(50);
    say_sealed(1);
    int fd = open("/proc/self/status", O_RDONLY);
    note(abi == 0 ? "no landlock" : fd >= 0 ? "OPENED" : strerror(errno));
}

static void stop_still(void)
{
    say_sealed(1);
    if (frame_finish(out) == ST_OK) (void)raise(SIGSTOP);
}

static void misframe(const char *how)
{
    char bad[FRAME_HEAD_BYTES] = { 1, 0, 0, 0, NOTE, 0, 0, 0 };
    if (strcmp(how, "unsealed") == 0) {
        note("not sealed first");
        leave(0);
    }
    say_sealed(strcmp(how, "half-sealed") != 0);
    if (strcmp(how, "type") == 0) bad[4] = 77;
    if (strcmp(how, "long") == 0) bad[2] = 0x7f;
    if (strcmp(how, "pad") == 0) bad[6] = 1;
    frame_bytes(out, (str){ bad, sizeof bad }); // "half": a head that announces a byte, and no more
    if (strcmp(how, "half") == 0) leave(0);
    frame_bytes(out, S("x"));
    leave(0);
}

// Counts in the memory of both that cannot be: more was written than it holds.
static void miscount(void)
{
    uint32_t *written = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, STDOUT_FILENO, 0);
    say_sealed(1);
    if (written == MAP_FAILED || frame_finish(out) != ST_OK) leave(97);
    *written += 1024 * 1024 * 1024;
    leave(0);
}

// ---- sealed ----------------------------------------------------------------------------------------

static void flood(void)
{
    for (;;) note("and on and on and on and on and on and on and on and on and on");
}

static volatile int never = 0;

static void spin(void)
{
    while (!never) continue;
}

static void take_memory(void)
{
    void *p = mmap(NULL, 512 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    note(p == MAP_FAILED ? "refused" : "given");
}

static void break_out(const char *how)
{
    char *const none[] = { NULL };
    if (strcmp(how, "open") == 0) (void)open("/etc/hostname", O_RDONLY);
    if (strcmp(how, "socket") == 0) (void)socket(AF_INET, SOCK_STREAM, 0);
    if (strcmp(how, "fork") == 0) (void)fork();
    if (strcmp(how, "exec") == 0) (void)execve("/bin/true", none, none);
    if (strcmp(how, "kill") == 0) (void)kill(getppid(), 0);
    if (strcmp(how, "read") == 0) (void)!read(STDIN_FILENO, wanted, 1);
    if (strcmp(how, "write") == 0) (void)!write(STDERR_FILENO, "x", 1);
    if (strcmp(how, "code") == 0) {
        (void)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
    if (strcmp(how, "map") == 0) (void)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (strcmp(how, "spin") == 0) spin();
    if (strcmp(how, "flood") == 0) flood();
    if (strcmp(how, "memory") == 0) take_memory();
    if (strcmp(how, "crash") == 0) *(volatile int *)(uintptr_t)never = 1;
    if (strcmp(how, "exit") == 0) leave(3);
    if (strcmp(how, "linger") == 0) {
        if (frame_finish(out) != ST_OK) leave(98);
        spin();
    }
}

// What must not pass from one job to the next: what was said, what was kept, what was taken.
static void remember(void)
{
    static int  visits;
    static char secret[32];
    char        text[80], *heap = malloc(64);
    snprintf(text, sizeof text, "visit %d, kept \"%s\"", ++visits, secret);
    memcpy(secret, "a word of the job before", 25);
    if (heap) memcpy(heap, secret, 25);
    note(text);
}

// ---- as a sealed program -----------------------------------------------------------------------------

static bool warm(bool many)
{
    (void)many;
    return true;
}

static bool words(const char *const *w, size_t count, frame_out *to)
{
    out = to;
    snprintf(wanted, sizeof wanted, "%s", count > 0 ? w[0] : "");
    if (strcmp(wanted, "usage") == 0) return false;
    if (strncmp(wanted, "frame-", 6) == 0) misframe(wanted + 6);
    if (strcmp(wanted, "landlock") == 0) try_landlock(), leave(0);
    if (strcmp(wanted, "descriptors") == 0) count_descriptors(), leave(0);
    if (strcmp(wanted, "environment") == 0) tell_environment(), leave(0);
    if (strcmp(wanted, "miscount") == 0) miscount();
    if (strcmp(wanted, "stop") == 0) stop_still(), leave(0);
    return true;
}

static void work(const sealed_job *job)
{
    if (strcmp(wanted, "input") == 0) {
        frame_begin(out, NOTE);
        frame_bytes(out, job->input);
        frame_end(out);
        return;
    }
    note("sealed");
    if (strcmp(wanted, "remember") == 0) remember();
    break_out(wanted);
}

int main(int argc, char **argv)
{
    static const sealed_program self = {
        .limits          = { 64 << 20, 1 },
        .input_bytes_max = 100,
        .out_bytes       = 2 * FRAME_OUT_BYTES,
        .heap_at_once    = 64 << 10,
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return sealed_main(&self, argc, argv);
}
