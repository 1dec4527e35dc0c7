// paper_cmd_test.c - `dossiers export` and `forms list` as a person runs them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/documents/docx_test_kit.h"
#include "kit/os/os.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define LEVEL_2                                                                                    \
    "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"],\"serves_defsec\":false,\"nat_egov\":false,"         \
    "\"nat_special_store\":false,\"pm_level\":0}"

typedef struct desk {
    arena a;
    call  c;
    int   folder;
    str   path;
} desk;

static void open_desk(desk *d, void **state)
{
    d->a = test_arena(48 * 1024 * 1024);
    d->c = test_call(*state, &d->a);
    test_system(&d->c, "BTC", "Hệ thống nhân sự", LEVEL_2);
    call_end(&d->c);
    assert_int_equal(os_temp_folder(S("coloa-papers"), &d->a, &d->path), ST_OK);
    assert_int_equal(os_open_folder(OS_CWD, d->path, &d->folder), ST_OK);
}

static void close_desk(desk *d)
{
    call_end(&d->c);
    os_close(d->folder);
    assert_int_equal(os_remove_folder(OS_CWD, d->path), ST_OK);
}

// Runs one command; *out is what it wrote, else what it complained of.
static int run(desk *d, const char *words, const char *line, bool json, str *out)
{
    str  argv[16], rest = str_from(line);
    int  n    = 0;
    bool more = rest.len > 0;
    for (; more; n++) more = str_cut(rest, ' ', &argv[n], &rest);
    buf         b = buf_in(&d->a, 4096, 1 << 20);
    command_run r = { .a         = &d->a,
                      .argc      = n,
                      .argv      = argv,
                      .folder_fd = d->folder,
                      .json      = json,
                      .lang      = LANG_VI,
                      .now_ms    = d->c.now_ms,
                      .call      = &d->c,
                      .out       = &b };
    assert_int_equal(os_temp_in_memory(&r.in_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.out_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.err_fd), ST_OK);
    int code = -1;
    for (size_t i = 0; i < dossiers_commands.count; i++) {
        const command *c = &dossiers_commands.commands[i];
        if (strcmp(c->words, words) == 0) code = c->fn(&r);
    }
    str wrote, failed;
    assert_int_equal(os_rewind(r.out_fd), ST_OK);
    assert_int_equal(os_rewind(r.err_fd), ST_OK);
    assert_int_equal(os_read_fd(r.out_fd, 1 << 20, &d->a, &wrote), ST_OK);
    assert_int_equal(os_read_fd(r.err_fd, 1 << 20, &d->a, &failed), ST_OK);
    *out = b.len ? buf_str(&b) : wrote.len ? wrote : failed;
    os_close(r.in_fd);
    os_close(r.out_fd);
    os_close(r.err_fd);
    return code;
}

static void a_paper_is_written_into_the_named_file(void **state)
{
    desk          d;
    str           out, docx;
    paper_record *past;
    size_t        count;
    open_desk(&d, state);
    assert_int_equal(run(&d, "dossiers export", "1 --form mau-01 --out a.docx", true, &out),
                     CLI_DONE);
    assert_true(str_find(out, S("\"code\":\"HT-000001\"")) > 0);
    assert_true(str_find(out, S("\"level\":2,\"file\":\"a.docx\"")) > 0);
    assert_true(str_find(out, S("\"missing\":[\"operator\"")) > 0);
    assert_int_equal(os_read_file(d.folder, S("a.docx"), 1 << 20, &d.a, &docx), ST_OK);
    assert_true(str_find(test_unzip(&d.a, docx, "word/document.xml"), S("Hệ thống nhân sự")) > 0);
    assert_int_equal(papers_history(&d.c, 1, &past, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(str_find(out, past[0].docx_sha256) > 0);
    close_desk(&d);
}

static void the_name_of_the_file_chooses_pdf(void **state)
{
    desk          d;
    str           out, pdf;
    paper_record *past;
    size_t        count;
    open_desk(&d, state);
    assert_int_equal(run(&d, "dossiers export", "1 --form mau-01 --out a.pdf", true, &out),
                     CLI_DONE);
    assert_true(str_find(out, S("\"pages\":2,\"not_drawn\":[]")) > 0);
    assert_int_equal(os_read_file(d.folder, S("a.pdf"), 1 << 20, &d.a, &pdf), ST_OK);
    assert_true(str_starts(pdf, S("%PDF-")) && str_ends(pdf, S("%%EOF\n")));
    str size = arena_printf(&d.a, "\"bytes\":%lld,", (long long)pdf.len);
    assert_true(str_find(out, size) > 0);
    assert_int_equal(papers_history(&d.c, 1, &past, &count), ST_OK);
    assert_int_equal(count, 1); // what it was made of
    assert_true(str_find(out, past[0].docx_sha256) > 0);
    close_desk(&d);
}

static void refusals_leave_no_file_and_no_row(void **state)
{
    desk d;
    static const struct {
        const char *line;
        int         code;
        const char *says;
    } cases[] = {
        { "1 --form mau-05 --out b.docx", CLI_REFUSED, "\"rule\":\"form-level\"" },
        { "1 --form mau-05 --out b.docx", CLI_REFUSED,
          "mau-01, mau-04, danh-muc, thuyet-minh, phuong-an, quyet-dinh, quy-che" },
        { "1 --form mau-01 --out b.txt", CLI_REFUSED, "\"rule\":\"out-not-docx\"" },
        { "1 --form mau-01 --out b.docx --pack nd58", CLI_REFUSED, "law-pack-unknown" },
        { "99 --form mau-01 --out b.docx", CLI_REFUSED, "error" },
        { "1 --form mau-01 --out no/such/b.docx", CLI_REFUSED, "error" },
        { "1 --form mau-01", CLI_USAGE, "" },
        { "--form mau-01 --out b.docx", CLI_USAGE, "" },
    };
    open_desk(&d, state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        str           out, docx;
        paper_record *past;
        size_t        count;
        int           code = run(&d, "dossiers export", cases[i].line, true, &out);
        if (code != cases[i].code || str_find(out, str_from(cases[i].says)) < 0) {
            fail_msg("%s: %d " STR_FMT, cases[i].line, code, STR_ARG(out));
        }
        assert_int_not_equal(os_read_file(d.folder, S("b.docx"), 1 << 20, &d.a, &docx), ST_OK);
        assert_int_equal(papers_history(&d.c, 1, &past, &count), ST_OK);
        assert_int_equal(count, 0);
    }
    close_desk(&d);
}

static void forms_of_a_pack_are_listed(void **state)
{
    desk d;
    str  out;
    open_desk(&d, state);
    assert_int_equal(run(&d, "forms list", "--pack nd331", true, &out), CLI_DONE);
    assert_true(str_find(out, S("{\"pack\":\"nd331\",\"items\":[{\"form\":\"mau-01\"")) == 0);
    assert_true(str_find(out, S("\"levels\":[1,2],\"from\":\"operator\",\"to\":\"specialist\"")) >
                0);
    assert_true(str_find(out, S("\"template\":true")) > 0);
    assert_int_equal(run(&d, "forms list", "--pack nd85", false, &out), CLI_DONE);
    assert_true(str_find(out, S("mau-05\t3-4\tdocx\tTờ trình")) > 0);
    assert_int_equal(run(&d, "forms list", "--pack nd58", true, &out), CLI_REFUSED);
    assert_int_equal(run(&d, "forms list", "", true, &out), CLI_USAGE);
    close_desk(&d);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &systems_sql,
                                                 &controls_sql, &dossiers_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_is_written_into_the_named_file),
        cmocka_unit_test(the_name_of_the_file_chooses_pdf),
        cmocka_unit_test(refusals_leave_no_file_and_no_row),
        cmocka_unit_test(forms_of_a_pack_are_listed),
    };
    return test_store_run(tests, COUNT(tests));
}
