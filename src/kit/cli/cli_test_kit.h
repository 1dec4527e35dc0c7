// cli_test_kit.h - for tests: a command run as a person runs it, with its words, its standard input and what it wrote.
#ifndef COLOA_KIT_CLI_CLI_TEST_KIT_H
#define COLOA_KIT_CLI_CLI_TEST_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/cli/cli.h"
#include "kit/os/os.h"

typedef struct cli_test_line {
    const char *words; // parted by single blanks
    const char *input; // on standard input; NULL: none
    bool        json;
} cli_test_line;

static inline str cli_test_all_of(arena *a, int fd)
{
    str text;
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(os_read_fd(fd, 1 << 20, a, &text), ST_OK);
    os_close(fd);
    return text;
}

// Begins with an empty arena, on 22 November 2026, in Vietnamese. *out: what the command gave, else what it wrote, else its
// complaint; it lives in a until the next run.
static inline int cli_test_run(int (*run)(command_run *), arena *a, const cli_test_line *line,
                               str *out)
{
    str  words[16], rest = str_from(line->words);
    int  n    = 0;
    bool more = rest.len > 0;
    for (a->next = a->start; more; n++) more = str_cut(rest, ' ', &words[n], &rest);
    buf         b = buf_in(a, 4096, 4 << 20);
    command_run r = { .a         = a,
                      .argc      = n,
                      .argv      = words,
                      .folder_fd = OS_CWD,
                      .json      = line->json,
                      .lang      = LANG_VI,
                      .now_ms    = INT64_C(1795309260000),
                      .out       = &b };
    assert_int_equal(os_temp_in_memory(&r.in_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.out_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.err_fd), ST_OK);
    if (line->input) assert_int_equal(os_write_all(r.in_fd, str_from(line->input)), ST_OK);
    assert_int_equal(os_rewind(r.in_fd), ST_OK);
    int code  = run(&r);
    str wrote = cli_test_all_of(a, r.out_fd), failed = cli_test_all_of(a, r.err_fd);
    os_close(r.in_fd);
    *out = b.len ? buf_str(&b) : wrote.len ? wrote : failed;
    return code;
}

#endif
