// os_test.c - the door to the kernel keeps the promises of os.h.
#include "kit/os/os.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char  memory[1 << 20];
static arena a;
static str   place;
static int   folder;

static int set_up(void **state)
{
    (void)state;
    a = arena_over(memory, sizeof(memory));
    if (os_temp_folder(S("coloa-os"), &a, &place) != ST_OK) return -1;
    return os_open_folder(OS_CWD, place, &folder) == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    os_close(folder);
    return os_remove_folder(OS_CWD, place) == ST_OK ? 0 : -1;
}

static void put(str name, str bytes)
{
    assert_int_equal(os_replace_file(folder, name, bytes), ST_OK);
}

// ---- files -------------------------------------------------------------------------------------

static void a_file_comes_back_as_it_was_replaced(void **state)
{
    str got;
    (void)state;
    put(S("f"), S("first"));
    put(S("f"), S("second\0with a NUL"));
    assert_int_equal(os_read_file(folder, S("f"), 100, &a, &got), ST_OK);
    assert_true(str_equal(got, S("second\0with a NUL")));
    put(S("f"), S(""));
    assert_int_equal(os_read_file(folder, S("f"), 100, &a, &got), ST_OK);
    assert_int_equal(got.len, 0);
}

static void a_file_at_the_ceiling_is_read_and_one_byte_more_is_not(void **state)
{
    str got;
    (void)state;
    put(S("f"), S("12345"));
    assert_int_equal(os_read_file(folder, S("f"), 5, &a, &got), ST_OK);
    assert_int_equal(os_read_file(folder, S("f"), 4, &a, &got), ST_LIMIT);
    int pipe_ends[2];
    assert_int_equal(os_pipe(pipe_ends), ST_OK);
    assert_int_equal(os_write_all(pipe_ends[1], S("12345")), ST_OK);
    os_close(pipe_ends[1]);
    assert_int_equal(os_read_fd(pipe_ends[0], 4, &a, &got), ST_LIMIT);
    os_close(pipe_ends[0]);
}

static void a_pipe_is_read_to_its_end(void **state)
{
    int  pipe_ends[2];
    str  got;
    char big[60000];
    (void)state;
    memset(big, 'x', sizeof(big));
    assert_int_equal(os_pipe(pipe_ends), ST_OK);
    assert_int_equal(os_write_all(pipe_ends[1], (str){ big, sizeof(big) }), ST_OK);
    os_close(pipe_ends[1]);
    assert_int_equal(os_read_fd(pipe_ends[0], 1 << 18, &a, &got), ST_OK);
    os_close(pipe_ends[0]);
    assert_true(str_equal(got, (str){ big, sizeof(big) }));
}

static void names_that_cannot_be_opened_say_why(void **state)
{
    int fd;
    (void)state;
    put(S("f"), S("x"));
    assert_int_equal(os_make_folders(folder, S("d")), ST_OK);
    assert_int_equal(mkfifoat(folder, "pipe", 0600), 0);
    assert_int_equal(os_open_read(folder, S("none"), &fd), ST_MISSING);
    assert_int_equal(os_open_read(folder, S("d"), &fd), ST_INVALID);
    assert_int_equal(os_open_folder(folder, S("f"), &fd), ST_INVALID);
    assert_int_equal(os_open_read(folder, S("a\0b"), &fd), ST_INVALID);
    assert_int_equal(os_open_read(folder, S(""), &fd), ST_INVALID);
    assert_int_equal(os_open_write(folder, S("f"), true, &fd), ST_CONFLICT);
    assert_int_equal(os_open_read(folder, S("pipe"), &fd), ST_OK); // does not hang
    os_close(fd);
}

static void folders_are_made_to_the_bottom_and_kept_private(void **state)
{
    struct stat st;
    (void)state;
    assert_int_equal(os_make_folders(folder, S("one/two/three")), ST_OK);
    assert_int_equal(os_make_folders(folder, S("one/two/three")), ST_OK);
    assert_int_equal(fstatat(folder, "one/two", &st, 0), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    put(S("one/file"), S("x"));
    assert_int_equal(os_make_folders(folder, S("one/file")), ST_INVALID);
    assert_int_equal(os_remove_folder(folder, S("one")), ST_OK);
    os_file_info info;
    assert_int_equal(os_info_of(folder, S("one"), &info), ST_MISSING);
}

static void removing_a_folder_follows_no_link(void **state)
{
    str got;
    (void)state;
    put(S("outside"), S("kept"));
    assert_int_equal(os_make_folders(folder, S("d/in")), ST_OK);
    assert_int_equal(os_make_folders(folder, S("e")), ST_OK);
    put(S("e/inside"), S("kept"));
    assert_int_equal(symlinkat("../outside", folder, "d/link"), 0);
    assert_int_equal(symlinkat("../../e", folder, "d/in/link"), 0);
    assert_int_equal(os_remove_folder(folder, S("d")), ST_OK);
    assert_int_equal(os_read_file(folder, S("outside"), 100, &a, &got), ST_OK);
    assert_int_equal(os_read_file(folder, S("e/inside"), 100, &a, &got), ST_OK);
}

static status note_entry(void *ctx, str name, bool is_folder)
{
    int *seen = ctx;
    if (str_equal(name, S("f")) && !is_folder)
        *seen |= 1;
    else if (str_equal(name, S("d")) && is_folder)
        *seen |= 2;
    else
        *seen |= 4;
    return ST_OK;
}

static void a_folder_lists_what_is_in_it(void **state)
{
    int seen = 0;
    (void)state;
    put(S("f"), S("x"));
    assert_int_equal(os_make_folders(folder, S("d")), ST_OK);
    assert_int_equal(os_list(folder, S("."), note_entry, &seen), ST_OK);
    assert_int_equal(seen, 3);
    assert_int_equal(os_list(folder, S("none"), note_entry, &seen), ST_MISSING);
}

static void an_unnamed_file_may_get_a_free_name(void **state)
{
    int    fd;
    str    got;
    char   back[8];
    size_t n;
    (void)state;
    put(S("taken"), S("x"));
    assert_int_equal(os_temp(folder, &fd), ST_OK);
    assert_int_equal(os_write_all(fd, S("content")), ST_OK);
    assert_int_equal(os_temp_name(fd, folder, S("taken")), ST_CONFLICT);
    assert_int_equal(os_temp_name(fd, folder, S("named")), ST_OK);
    assert_int_equal(os_read_at(fd, 3, back, sizeof(back), &n), ST_OK);
    assert_true(str_equal((str){ back, (ptrdiff_t)n }, S("tent")));
    os_close(fd);
    assert_int_equal(os_read_file(folder, S("named"), 100, &a, &got), ST_OK);
    assert_true(str_equal(got, S("content")));
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_at(fd, 2, S("ab")), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(os_read_fd(fd, 100, &a, &got), ST_OK);
    assert_true(str_equal(got, S("\0\0ab")));
    os_close(fd);
}

static void a_lock_has_one_holder(void **state)
{
    int first, second;
    (void)state;
    assert_int_equal(os_lock(folder, S("lock"), &first), ST_OK);
    assert_int_equal(os_lock(folder, S("lock"), &second), ST_CONFLICT);
    os_close(first);
    assert_int_equal(os_lock(folder, S("lock"), &second), ST_OK);
    os_close(second);
}

// ---- memory ------------------------------------------------------------------------------------

static void released_pages_come_back_as_zeros(void **state)
{
    arena region;
    (void)state;
    assert_int_equal(os_map(1 << 20, &region), ST_OK);
    char *p = NEW(&region, char, 1 << 20);
    assert_non_null(p);
    memset(p, 7, 1 << 20);
    os_release(&region, 8192);
    assert_ptr_equal(region.next, region.start);
    assert_int_equal(p[100], 7); // kept, not cleared: arena_alloc clears what it gives out
    assert_int_equal(p[8192], 0);
    assert_int_equal(p[(1 << 20) - 1], 0);
    os_unmap(&region);
    assert_null(region.start);
    os_unmap(&region);
}

static void clocks_go_forward_and_random_bytes_differ(void **state)
{
    uint64_t x, y;
    (void)state;
    int64_t before = os_monotonic_ns();
    os_sleep_ms(2);
    assert_true(os_monotonic_ns() - before >= 2000000);
    assert_true(os_now_ms() > 1700000000000);
    assert_int_equal(os_random(&x, sizeof(x)), ST_OK);
    assert_int_equal(os_random(&y, sizeof(y)), ST_OK);
    assert_true(x != y);
    assert_true(os_processors() >= 1);
}

static void names_for_other_nodes_sort_by_time(void **state)
{
    str earlier, later, third;
    (void)state;
    assert_int_equal(os_uuid(1795000000000, &a, &earlier), ST_OK);
    assert_int_equal(os_uuid(1795000000001, &a, &later), ST_OK);
    assert_int_equal(os_uuid(1795000000001, &a, &third), ST_OK);
    assert_int_equal(earlier.len, 36);
    assert_true(str_compare(earlier, later) < 0);
    assert_false(str_equal(later, third));
    assert_int_equal(earlier.ptr[14], '7');
    assert_non_null(strchr("89ab", earlier.ptr[19]));
    assert_true(str_starts(earlier, S("01a1ee56-5e00-7"))); // 1795000000000 in hexadecimal
}

// ---- processes ---------------------------------------------------------------------------------

static os_ended run(const char *script, const int *fds, size_t count, int64_t timeout_ms)
{
    const char      *argv[] = { "/bin/sh", "-c", script, NULL };
    const char      *env[]  = { "WORD=hello", NULL };
    os_spawn_options o      = { .argv = argv, .env = env, .fds = fds, .fd_count = count };
    os_process       p      = { 0 };
    os_ended         ended  = { 0 };
    assert_int_equal(os_spawn(&o, &p), ST_OK);
    assert_int_equal(os_wait(&p, timeout_ms, &ended), ST_OK);
    return ended;
}

static void a_helper_gets_exactly_the_given_descriptors(void **state)
{
    int out, in;
    str got;
    (void)state;
    assert_int_equal(os_temp_in_memory(&in), ST_OK);
    assert_int_equal(os_temp_in_memory(&out), ST_OK);
    assert_int_equal(os_write_all(in, S("input")), ST_OK);
    assert_int_equal(os_rewind(in), ST_OK);
    const int fds[] = { in, out, out };
    os_ended  ended = run("cat; printf ' %s ' $WORD; echo /proc/self/fd/*; exit 3", fds, 3, 10000);
    assert_int_equal(ended.code, 3);
    assert_int_equal(ended.signal, 0);
    assert_int_equal(os_rewind(out), ST_OK);
    assert_int_equal(os_read_fd(out, 1000, &a, &got), ST_OK);
    assert_true(str_starts(got, S("input hello ")));
    assert_true(str_find(got, S("/fd/2")) > 0);
    assert_true(str_find(got, S("/fd/4")) < 0); // 3 is the listing's own
    os_close(in);
    os_close(out);
}

static void descriptors_may_change_places(void **state)
{
    int x, y;
    str got;
    (void)state;
    assert_int_equal(os_temp_in_memory(&x), ST_OK);
    assert_int_equal(os_temp_in_memory(&y), ST_OK);
    int fds[]  = { STDIN_FILENO, y, x };
    fds[0]     = x;
    os_ended e = run("echo to-y; echo to-x >&2", fds, 3, 10000);
    assert_int_equal(e.code, 0);
    assert_int_equal(os_rewind(x), ST_OK);
    assert_int_equal(os_read_fd(x, 100, &a, &got), ST_OK);
    assert_true(str_equal(got, S("to-x\n")));
    os_close(x);
    os_close(y);
}

static void a_helper_that_does_not_end_is_ended(void **state)
{
    int fd;
    (void)state;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    const int fds[] = { fd, fd, fd };
    os_ended  ended = run("exec sleep 600", fds, 3, 50);
    assert_true(ended.timed_out);
    assert_int_equal(ended.signal, SIGKILL);
    ended = run("kill -SEGV $$", fds, 3, 10000);
    assert_false(ended.timed_out);
    assert_int_equal(ended.signal, SIGSEGV);
    os_close(fd);
}

static void a_program_that_is_not_there_is_missing(void **state)
{
    const char      *argv[] = { "/nowhere/program", NULL };
    os_spawn_options o      = { .argv = argv };
    os_process       p;
    (void)state;
    assert_int_equal(os_spawn(&o, &p), ST_MISSING);
}

static void a_child_made_in_our_name_is_adopted_and_no_other(void **state)
{
    os_process p;
    os_ended   ended;
    (void)state;
    pid_t child = fork();
    if (child == 0) _exit(7);
    assert_int_equal(os_adopt(child, &p), ST_OK);
    assert_int_equal(os_wait(&p, 5000, &ended), ST_OK);
    assert_int_equal(ended.code, 7);
    assert_int_equal(os_adopt(child, &p), ST_MISSING);     // gone
    assert_int_equal(os_adopt(getppid(), &p), ST_MISSING); // somebody else's
    assert_int_equal(os_adopt(0, &p), ST_MISSING);
    assert_int_equal(os_adopt(-1, &p), ST_MISSING);
}

static status how_humble(void *ctx)
{
    *(int *)ctx = getpriority(PRIO_PROCESS, 0);
    return ST_CONFLICT;
}

static void humble_work_gives_way_and_leaves_others_as_they_were(void **state)
{
    int before = getpriority(PRIO_PROCESS, 0), inside = -100;
    (void)state;
    assert_int_equal(os_humbly(how_humble, &inside), ST_CONFLICT);
    assert_int_equal(inside, before < 10 ? 10 : before);
    assert_int_equal(getpriority(PRIO_PROCESS, 0), before);
}

// ---- sockets -----------------------------------------------------------------------------------

static void a_message_stays_a_message(void **state)
{
    int    ends[2], fds[OS_PASS_MAX];
    char   got[16];
    size_t n, count;
    (void)state;
    assert_int_equal(os_packet_pair(ends), ST_OK);
    assert_int_equal(os_send_fds(ends[0], S("one"), NULL, 0), ST_OK);
    assert_int_equal(os_send_fds(ends[0], S("and two"), &ends[0], 1), ST_OK);
    assert_int_equal(os_recv_fds(ends[1], got, sizeof got, &n, fds, &count), ST_OK);
    assert_int_equal(n, 3);
    assert_int_equal(count, 0);
    assert_int_equal(os_recv_fds(ends[1], got, sizeof got, &n, fds, &count), ST_OK);
    assert_int_equal(n, 7);
    assert_int_equal(count, 1);
    os_close(fds[0]);
    os_close(ends[0]);
    os_close(ends[1]);
}

static void descriptors_travel_over_a_socket(void **state)
{
    int     listener, here, there, file, fds[OS_PASS_MAX];
    char    back[16];
    size_t  n, count;
    str     got;
    os_peer peer;
    (void)state;
    assert_int_equal(os_connect(folder, S("sock"), &here), ST_MISSING);
    assert_int_equal(os_listen(folder, S("sock"), &listener), ST_OK);
    assert_int_equal(os_connect(folder, S("sock"), &here), ST_OK);
    assert_int_equal(os_accept(listener, &there), ST_OK);
    assert_int_equal(os_peer_of(there, &peer), ST_OK);
    assert_int_equal(peer.pid, getpid());
    assert_int_equal(peer.uid, os_user_id());
    assert_int_equal(os_temp_in_memory(&file), ST_OK);
    assert_int_equal(os_write_all(file, S("passed")), ST_OK);
    assert_int_equal(os_send_fds(here, S("word"), &file, 1), ST_OK);
    os_close(file);
    assert_int_equal(os_recv_fds(there, back, sizeof(back), &n, fds, &count), ST_OK);
    assert_true(str_equal((str){ back, (ptrdiff_t)n }, S("word")));
    assert_int_equal(count, 1);
    assert_int_equal(os_rewind(fds[0]), ST_OK);
    assert_int_equal(os_read_fd(fds[0], 100, &a, &got), ST_OK);
    assert_true(str_equal(got, S("passed")));
    os_close(fds[0]);
    assert_int_equal(os_recv(there, back, sizeof(back), 10, &n), ST_LIMIT);
    os_close(here);
    assert_int_equal(os_recv(there, back, sizeof(back), 1000, &n), ST_OK);
    assert_int_equal(n, 0);
    os_close(there);
    os_close(listener);
    assert_int_equal(os_connect(folder, S("sock"), &here), ST_MISSING); // a stale name
    assert_int_equal(os_listen(folder, S("sock"), &listener), ST_OK);
    struct stat st;
    assert_int_equal(fstatat(folder, "sock", &st, 0), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    os_close(listener);
}

static void a_deep_folder_still_has_a_socket(void **state)
{
    char deep[200];
    int  inner, listener, here;
    (void)state;
    memset(deep, 'd', sizeof(deep));
    str name = { deep, sizeof(deep) };
    assert_int_equal(os_make_folders(folder, name), ST_OK);
    assert_int_equal(os_open_folder(folder, name, &inner), ST_OK);
    assert_int_equal(os_listen(inner, S("sock"), &listener), ST_OK);
    assert_int_equal(os_connect(inner, S("sock"), &here), ST_OK);
    os_close(here);
    os_close(listener);
    os_close(inner);
}

static void polling_names_who_can_be_read(void **state)
{
    int    x[2], y[2];
    size_t which = 9;
    (void)state;
    assert_int_equal(os_socket_pair(x), ST_OK);
    assert_int_equal(os_pipe(y), ST_OK);
    const int fds[] = { x[0], -1, y[0] };
    assert_int_equal(os_poll(fds, 3, 5, &which), ST_LIMIT);
    assert_int_equal(os_write_all(y[1], S("!")), ST_OK);
    assert_int_equal(os_poll(fds, 3, 1000, &which), ST_OK);
    assert_int_equal(which, 2);
    for (int i = 0; i < 2; i++) {
        os_close(x[i]);
        os_close(y[i]);
    }
}

static void a_signal_is_read_like_bytes(void **state)
{
    int    fd;
    size_t which;
    (void)state;
    assert_int_equal(os_signals(&fd), ST_OK);
    assert_int_equal(os_signal_next(fd), 0);
    kill(getpid(), SIGTERM);
    assert_int_equal(os_poll(&fd, 1, 1000, &which), ST_OK);
    assert_int_equal(os_signal_next(fd), SIGTERM);
    assert_int_equal(os_signal_next(fd), 0);
    os_close(fd);
}

// ---- the log -----------------------------------------------------------------------------------

static str logged(bool json, const char *text)
{
    int fd, kept = dup(STDERR_FILENO);
    str got = { 0 };
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    dup2(fd, STDERR_FILENO);
    os_log_set(json, OS_INFO);
    os_log(OS_DEBUG, "test.place", "not shown");
    os_log(OS_WARN, "test.place", "%s", text);
    os_log_set(false, OS_INFO);
    dup2(kept, STDERR_FILENO);
    close(kept);
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(os_read_fd(fd, 10000, &a, &got), ST_OK);
    os_close(fd);
    return got;
}

static void a_log_line_stays_one_line(void **state)
{
    (void)state;
    str text = logged(false, "a\nb\x1b[31m");
    assert_true(str_ends(text, S("warn test.place: a b [31m\n")));
    str json = logged(true, "say \"x\"\n\\");
    assert_true(str_starts(json, S("{\"at\":\"2")));
    assert_true(str_ends(json, S("\"level\":\"warn\",\"place\":\"test.place\","
                                 "\"text\":\"say \\\"x\\\"\\u000a\\\\\"}\n")));
}

static void a_long_log_line_is_cut_not_lost(void **state)
{
    static char big[9000];
    (void)state;
    static const char fills[] = { 'x', '"', 1, (char)0xC3 };
    for (size_t i = 0; i < COUNT(fills); i++) {
        memset(big, fills[i], sizeof(big) - 1);
        str text = logged(true, big);
        assert_true(text.len > 1000 && text.len < 8192);
        assert_true(str_ends(text, S("\"}\n")));
        assert_true(str_is_utf8(text));
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_comes_back_as_it_was_replaced),
        TEST(a_file_at_the_ceiling_is_read_and_one_byte_more_is_not),
        TEST(a_pipe_is_read_to_its_end),
        TEST(names_that_cannot_be_opened_say_why),
        TEST(folders_are_made_to_the_bottom_and_kept_private),
        TEST(removing_a_folder_follows_no_link),
        TEST(a_folder_lists_what_is_in_it),
        TEST(an_unnamed_file_may_get_a_free_name),
        TEST(a_lock_has_one_holder),
        TEST(released_pages_come_back_as_zeros),
        TEST(clocks_go_forward_and_random_bytes_differ),
        TEST(names_for_other_nodes_sort_by_time),
        TEST(a_helper_gets_exactly_the_given_descriptors),
        TEST(descriptors_may_change_places),
        TEST(a_helper_that_does_not_end_is_ended),
        TEST(a_program_that_is_not_there_is_missing),
        TEST(a_child_made_in_our_name_is_adopted_and_no_other),
        TEST(a_message_stays_a_message),
        TEST(humble_work_gives_way_and_leaves_others_as_they_were),
        TEST(descriptors_travel_over_a_socket),
        TEST(a_deep_folder_still_has_a_socket),
        TEST(polling_names_who_can_be_read),
        TEST(a_signal_is_read_like_bytes),
        TEST(a_log_line_stays_one_line),
        TEST(a_long_log_line_is_cut_not_lost),
    };
    return cmocka_run_group_tests_name("os", tests, NULL, NULL);
}
