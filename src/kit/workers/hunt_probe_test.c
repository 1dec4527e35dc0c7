// hunt_probe_test.c - a program that loads rules like coloa-hunt and then misbehaves as the file it gets says.
// usage: hunt_probe nursery
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/workers/hunt_frames.h"
#include "kit/workers/sealed.h"

static frame_out *out;
static bool       only_rules;

static void text(const char *s)
{
    frame_u32(out, (uint32_t)strlen(s));
    frame_bytes(out, str_from(s));
}

static void put_rules(void)
{
    frame_begin(out, HUNT_FRAME_RULE);
    frame_u32(out, 1), frame_u8(out, 0), frame_u8(out, 0);
    for (int i = 0; i < HUNT_RULE_TEXTS; i++) text(i ? "" : "one");
    frame_end(out);
    frame_begin(out, HUNT_FRAME_LOADED);
    frame_u32(out, 1), frame_u32(out, 0), frame_u64(out, 0), frame_u64(out, 0), frame_u32(out, 0);
    frame_end(out);
}

static void put_finding(uint32_t rule, const char *event)
{
    frame_begin(out, HUNT_FRAME_FINDING);
    frame_u32(out, rule);
    frame_u64(out, 0), frame_u64(out, 0), frame_u64(out, 1);
    frame_u8(out, 0);
    for (int i = 0; i < 4; i++) text("");
    frame_u8(out, 0);
    text(event);
    frame_end(out);
}

static void put_end(uint64_t findings)
{
    frame_begin(out, HUNT_FRAME_END);
    frame_u8(out, 0), frame_u8(out, 0);
    frame_u64(out, 1);
    for (int i = 0; i < 6; i++) frame_u64(out, 0);
    frame_u64(out, findings);
    for (int i = 0; i < 8; i++) frame_u64(out, 0);
    frame_u8(out, 0);
    frame_end(out);
}

static volatile int never = 0;

static void break_out(str how)
{
    char *const none[] = { NULL };
    if (str_equal(how, S("open"))) (void)open("/etc/hostname", O_RDONLY);
    if (str_equal(how, S("socket"))) (void)socket(AF_INET, SOCK_STREAM, 0);
    if (str_equal(how, S("fork"))) (void)fork();
    if (str_equal(how, S("exec"))) (void)execve("/bin/true", none, none);
    if (str_equal(how, S("kill"))) (void)kill(getppid(), SIGTERM);
    if (str_equal(how, S("crash"))) *(volatile int *)(uintptr_t)never = 1;
    if (str_equal(how, S("hang"))) {
        while (!never) continue;
    }
}

static bool is_given_memory(void)
{
    return mmap(NULL, 512 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

// While it loads: as the rules say behind "load:".
static bool warm(bool many)
{
    str pack;
    if (!many || !sealed_map(STDOUT_FILENO, 1 << 20, &pack)) return false;
    ptrdiff_t at = str_find(pack, S("load:"));
    if (at < 0) return true;
    str how = str_slice(pack, at + 5, pack.len);
    if (str_equal(how, S("memory"))) return is_given_memory();
    break_out(how);
    return true;
}

static bool words(const char *const *w, size_t count, frame_out *to)
{
    out        = to;
    only_rules = count == 1 && strcmp(w[0], "rules") == 0;
    return true;
}

static void misbehave(str how)
{
    break_out(how);
    if (str_equal(how, S("flood"))) {
        while (!out->failed) put_finding(0, "{\"and\":\"on\"}");
    }
    if (str_equal(how, S("other-rule"))) put_finding(1, "{\"a\":1}");
    if (str_equal(how, S("two-lines"))) put_finding(0, "{\"a\":1}\n{\"b\":2}");
    if (str_equal(how, S("no-object"))) put_finding(0, "[1]");
}

static void work(const sealed_job *job)
{
    if (only_rules) {
        put_rules();
        return;
    }
    misbehave(job->input);
    if (str_equal(job->input, S("silent"))) return;
    put_finding(0, "{\"a\":1}");
    put_end(str_equal(job->input, S("miscount")) ? 2 : 1);
}

int main(int argc, char **argv)
{
    const sealed_program self = { .limits          = { 64 << 20, 1 },
                                  .loading         = { 64 << 20, 1 },
                                  .input_bytes_max = 100,
                                  .out_bytes       = HUNT_OUT_BYTES,
                                  .idle_ms         = -1,
                                  .warm            = warm,
                                  .words           = words,
                                  .work            = work };
    return sealed_main(&self, argc, argv);
}
