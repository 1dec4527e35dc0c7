// probe_test.c - a program that misbehaves on request, to see that worker_run and the seal hold.
// usage: probe BEHAVIOUR
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

enum { NOTE = 9 };

static status answer(void *ctx, str bytes)
{
    (void)ctx;
    return write(STDOUT_FILENO, bytes.ptr, (size_t)bytes.len) == bytes.len ? ST_OK : ST_BROKEN;
}

static char      room[2 * FRAME_OUT_BYTES];
static frame_out out;

static void note(const char *text)
{
    frame_begin(&out, NOTE);
    frame_bytes(&out, str_from(text));
    frame_end(&out);
}

static void leave(int code)
{
    _exit(frame_finish(&out) == ST_OK ? code : 99);
}

static void say_sealed(uint8_t seccomp)
{
    frame_begin(&out, FRAME_SEALED);
    frame_u8(&out, 0);
    frame_u8(&out, seccomp);
    frame_end(&out);
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
    frame_bytes(&out,
                (str){ bad, sizeof bad }); // "half": a head that announces a byte, and no more
    if (strcmp(how, "half") == 0) leave(0);
    frame_bytes(&out, S("x"));
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
    if (strcmp(how, "read") == 0) (void)!read(STDIN_FILENO, room, 1);
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
        if (frame_finish(&out) != ST_OK) leave(98);
        spin();
    }
}

int main(int argc, char **argv)
{
    const seal_limits limits = { 64 << 20, 1 };
    seal_state        state;
    out             = frame_out_over(room, sizeof room, answer, NULL);
    const char *how = argc > 1 ? argv[1] : "";
    if (strncmp(how, "frame-", 6) == 0) misframe(how + 6);
    if (strcmp(how, "landlock") == 0) try_landlock(), leave(0);
    if (strcmp(how, "descriptors") == 0) count_descriptors(), leave(0);
    if (strcmp(how, "environment") == 0) tell_environment(), leave(0);
    if (seal_worker(&limits, &state) != ST_OK) return 60;
    say_sealed(1);
    note("sealed");
    break_out(how);
    leave(0);
}
