// nursery_test.c - what befalls one job or the nursery itself leaves the other jobs well.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/os/os.h"
#include "kit/workers/nursery.h"
#include "kit/workers/nursery_wire.h"
#include "kit/workers/worker.h"

enum { NOTE = 9, THREADS = 8, JOBS = 50, TEXT_MAX = 400 };

typedef struct told {
    char   text[TEXT_MAX];
    size_t len;
} told;

static status keep(void *ctx, uint8_t type, str payload)
{
    told *t = ctx;
    if (type != NOTE) return ST_BROKEN;
    if (t->len + (size_t)payload.len + 2 > sizeof t->text) return ST_OK; // a flood
    memcpy(t->text + t->len, payload.ptr, (size_t)payload.len);
    t->len += (size_t)payload.len;
    t->text[t->len++] = '\n';
    t->text[t->len]   = 0;
    return ST_OK;
}

// One job, in a thread of any kind: it asserts nothing.
static status job(const char *behaviour, str input, told *t, worker_outcome *out)
{
    static const frame_rule rules[] = { { NOTE, 200 }, { 0, 0 } };
    char                    memory[256 * 1024];
    int                     fd  = -1;
    problem                 why = { 0 };
    *t                          = (told){ .len = 0 };
    TRY(os_temp_in_memory(&fd));
    status               st = os_write_all(fd, input);
    const worker_options o  = { .program          = S(PROBE),
                                .args             = { str_from(behaviour) },
                                .in_fd            = fd,
                                .wall_ms          = 20000,
                                .output_bytes_max = 1 << 20,
                                .rules            = rules,
                                .frame            = keep,
                                .ctx              = t };
    if (st == ST_OK) st = worker_run(&o, arena_over(memory, sizeof memory), out, &why);
    os_close(fd);
    return st;
}

static void good_job(bool warm)
{
    told           t;
    worker_outcome o;
    assert_int_equal(job("good", S(""), &t, &o), ST_OK);
    assert_int_equal(o.end, WORKER_DONE);
    assert_int_equal(o.warm, warm);
    assert_string_equal(t.text, "sealed\n");
}

static int open_it(void **state)
{
    (void)state;
    return nursery_open(PROBE) == ST_OK ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    nurseries_close();
    return 0;
}

static size_t open_descriptors(void)
{
    size_t count  = 0;
    DIR   *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder)) count++;
    closedir(folder);
    return count;
}

static void no_child_is_left(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void it_starts_with_the_first_job_and_serves_many(void **state)
{
    (void)state;
    assert_int_equal(nursery_look(PROBE).pid, 0);
    good_job(true);
    int pid = nursery_look(PROBE).pid;
    assert_true(pid > 0);
    for (int i = 0; i < 20; i++) good_job(true);
    assert_int_equal(nursery_look(PROBE).pid, pid);
    assert_int_equal(nursery_open(PROBE), ST_OK); // once more: nothing changes
    assert_int_equal(nursery_look(PROBE).pid, pid);
}

static void a_job_finds_nothing_of_the_one_before(void **state)
{
    (void)state;
    told           t;
    worker_outcome o;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(job("remember", S("an input"), &t, &o), ST_OK);
        assert_true(o.warm);
        assert_string_equal(t.text, "sealed\nvisit 1, kept \"\"\n");
        assert_int_equal(job("input", i % 2 ? S("odd") : S("even"), &t, &o), ST_OK);
        assert_string_equal(t.text, i % 2 ? "odd\n" : "even\n");
        assert_int_equal(job("descriptors", S(""), &t, &o), ST_OK);
        assert_string_equal(t.text, "2 open, input there\n");
    }
    assert_int_equal(nursery_look(PROBE).starts, 1);
}

static void a_bad_job_harms_no_other_and_the_next_lies_elsewhere(void **state)
{
    (void)state;
    static const char *const ways[] = { "crash", "open", "exit", "flood", "frame-type", "spin" };
    for (size_t i = 0; i < COUNT(ways); i++) {
        told           t;
        worker_outcome o;
        good_job(true);
        int64_t starts = nursery_look(PROBE).starts;
        (void)job(ways[i], S(""), &t, &o);
        assert_true(o.warm && o.end != WORKER_DONE);
        good_job(true);
        assert_int_equal(nursery_look(PROBE).starts, starts + 1);
    }
}

static void it_is_made_anew_after_many_jobs(void **state)
{
    (void)state;
    for (int i = 0; i < NURSERY_JOBS_MAX; i++) good_job(true);
    assert_int_equal(nursery_look(PROBE).starts, 1);
    good_job(true);
    assert_int_equal(nursery_look(PROBE).starts, 2);
}

static void killed_it_is_replaced(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        good_job(true);
        int            pid = nursery_look(PROBE).pid;
        told           t;
        worker_outcome o;
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_int_equal(job("good", S(""), &t, &o), ST_OK); // from whichever: it is done
        assert_int_equal(o.end, WORKER_DONE);
        good_job(true);
        assert_int_not_equal(nursery_look(PROBE).pid, pid);
    }
}

static void one_that_hangs_is_given_up(void **state)
{
    (void)state;
    good_job(true);
    int pid = nursery_look(PROBE).pid;
    assert_int_equal(kill(pid, SIGSTOP), 0);
    good_job(false);
    good_job(true);
    assert_int_not_equal(nursery_look(PROBE).pid, pid);
}

static void a_job_it_cannot_be_told_is_started_by_itself(void **state)
{
    (void)state;
    static char    much[NURSERY_MESSAGE_MAX + 10];
    told           t;
    worker_outcome o;
    memset(much, 'x', sizeof much - 1);
    assert_int_equal(job(much, S(""), &t, &o), ST_OK);
    assert_int_equal(o.end, WORKER_DONE);
    assert_false(o.warm);
    good_job(true);
}

static void a_program_that_is_not_there_has_no_nursery(void **state)
{
    (void)state;
    static const char *const words[] = { "x", NULL };
    os_process               p;
    assert_int_equal(nursery_open("/nowhere/coloa-parse"), ST_OK);
    assert_int_equal(nursery_child("/nowhere/coloa-parse", words, 0, 1, &p), ST_MISSING);
    assert_int_equal(nursery_look("/nowhere/coloa-parse").pid, 0);
}

typedef struct line { // one of many threads
    pthread_t thread;
    int       number, done, warm, wrong;
} line;

static void *work_off(void *ctx)
{
    line *l = ctx;
    for (int i = 0; i < JOBS; i++) {
        char           text[40], want[48];
        told           t;
        worker_outcome o;
        snprintf(text, sizeof text, "thread %d job %d", l->number, i);
        snprintf(want, sizeof want, "%s\n", text);
        bool   bad = l->number == 0 && i % 10 == 5; // one of them brings crashing jobs
        status st  = job(bad ? "crash" : "input", str_from(text), &t, &o);
        l->done++;
        l->warm += o.warm;
        if (st != ST_OK || (bad ? o.end != WORKER_DIED : strcmp(t.text, want) != 0)) l->wrong++;
    }
    return NULL;
}

static void many_threads_at_once_each_get_their_own(void **state)
{
    (void)state;
    line   lines[THREADS];
    size_t before;
    int    warm = 0;
    good_job(true);
    before = open_descriptors();
    for (int i = 0; i < THREADS; i++) {
        lines[i] = (line){ .number = i };
        assert_int_equal(pthread_create(&lines[i].thread, NULL, work_off, &lines[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(lines[i].thread, NULL), 0);
        assert_int_equal(lines[i].done, JOBS);
        assert_int_equal(lines[i].wrong, 0);
        warm += lines[i].warm;
    }
    assert_int_equal(warm, THREADS * JOBS);
    good_job(true);
    assert_int_equal(open_descriptors(), before);
}

static void closed_it_leaves_nothing(void **state)
{
    (void)state;
    size_t before = open_descriptors();
    for (int i = 0; i < 5; i++) {
        assert_int_equal(nursery_open(PROBE), ST_OK);
        good_job(true);
        int pid = nursery_look(PROBE).pid;
        nurseries_close();
        assert_int_equal(kill(pid, 0), -1);
        good_job(false);
    }
    assert_int_equal(nursery_open(PROBE), ST_OK); // never used
    nurseries_close();
    nurseries_close();
    assert_int_equal(open_descriptors(), before);
    no_child_is_left();
}

// Descriptors of the processes whose parent is `owner`; they can be read once those have ended.
static size_t children_of(pid_t owner, int *fds, size_t most)
{
    size_t         count  = 0;
    DIR           *folder = opendir("/proc");
    struct dirent *entry;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        char    room[4096];
        arena   a   = arena_over(room, sizeof room);
        str     pid = str_from(entry->d_name), text, name, rest, parent;
        int64_t number, of;
        if (!str_int(pid, &number)) continue;
        str path = arena_printf(&a, "/proc/%lld/stat", (long long)number);
        if (os_read_file(OS_CWD, path, 400, &a, &text) != ST_OK) continue;
        if (!str_cut(text, ')', &name, &rest) ||
            !str_cut(str_slice(rest, 3, rest.len), ' ', &parent, &rest))
            continue;
        if (!str_int(parent, &of) || of != owner || count == most) continue;
        fds[count++] = (int)syscall(SYS_pidfd_open, (pid_t)number, 0);
    }
    closedir(folder);
    return count;
}

static void with_its_owner_everything_ends(void **state)
{
    (void)state;
    int    fds[4];
    size_t count = 0, which;
    pid_t  owner = fork();
    if (owner == 0) {
        told           t;
        worker_outcome o;
        alarm(20); // whatever becomes of this test
        if (nursery_open(PROBE) != ST_OK) _exit(1);
        for (;;) (void)job("spin", S(""), &t, &o);
    }
    for (int i = 0; i < 500 && count != 2; i++) { // the nursery and a job of it
        for (size_t j = 0; j < count; j++) os_close(fds[j]);
        os_sleep_ms(10);
        count = children_of(owner, fds, COUNT(fds));
    }
    assert_int_equal(count, 2);
    assert_int_equal(kill(owner, SIGKILL), 0);
    assert_int_equal(waitpid(owner, NULL, 0), owner);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(os_poll(&fds[i], 1, 5000, &which), ST_OK);
        os_close(fds[i]);
    }
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(it_starts_with_the_first_job_and_serves_many),
        FRESH(a_job_finds_nothing_of_the_one_before),
        FRESH(a_bad_job_harms_no_other_and_the_next_lies_elsewhere),
        FRESH(it_is_made_anew_after_many_jobs),
        FRESH(killed_it_is_replaced),
        FRESH(one_that_hangs_is_given_up),
        FRESH(a_job_it_cannot_be_told_is_started_by_itself),
        FRESH(a_program_that_is_not_there_has_no_nursery),
        FRESH(many_threads_at_once_each_get_their_own),
        cmocka_unit_test(closed_it_leaves_nothing),
        cmocka_unit_test(with_its_owner_everything_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
