// evidence_test.c - evidence on both engines: bringing, sight, serving many things, dropping, pieces.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "modules/evidence/evidence.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

static struct {
    str folder; // stands for the data folder
    int folder_fd;
} world;

static const char abc_hash[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static void set_up(void)
{
    static char room[4096];
    arena       a = arena_over(room, sizeof room);
    if (os_temp_folder(S("coloa-evidence"), &a, &world.folder) != ST_OK ||
        os_open_folder(OS_CWD, world.folder, &world.folder_fd) != ST_OK)
        abort();
    blobs_lend(world.folder_fd);
    evidence_lend_workers(S(COLOA_PARSE), S(COLOA_PRINT));
}

static void tear_down(void)
{
    os_close(world.folder_fd);
    (void)!os_remove_folder(OS_CWD, world.folder);
}

static int bytes_fd(str bytes)
{
    int fd = -1;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, bytes), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    return fd;
}

static status try_add(call *c, int64_t system_id, const char *name, str bytes, evidence_added *out,
                      problem *why)
{
    evidence_draft  d  = { .system_id = system_id, .open = true, .valid_until = S("31/12/2026") };
    evidence_upload f  = { bytes_fd(bytes), str_from(name) };
    status          st = evidence_add(c, &d, &f, out, why);
    os_close(f.fd);
    call_end(c);
    return st;
}

static int64_t bring(call *c, int64_t system_id, const char *name, str bytes)
{
    evidence_added got = { 0 };
    problem        why = { 0 };
    status         st  = try_add(c, system_id, name, bytes, &got, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.rule),
                 STR_ARG(why.detail));
    return got.id;
}

static void refused(call *c, int64_t system_id, const char *name, str bytes, const char *rule)
{
    evidence_added got;
    problem        why = { 0 };
    assert_int_not_equal(try_add(c, system_id, name, bytes, &got, &why), ST_OK);
    if (!str_equal(why.rule, str_from(rule)))
        fail_msg(STR_FMT ", wanted %s", STR_ARG(why.rule), rule);
}

static evidence_page files_of(call *c, int64_t system_id, evidence_state state)
{
    evidence_page p   = { 0 };
    problem       why = { 0 };
    call_end(c);
    assert_int_equal(evidence_list(c, &(evidence_ask){ system_id, state, S(""), 0 }, &p, &why),
                     ST_OK);
    call_end(c);
    return p;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void a_file_is_kept_by_its_content(void **state)
{
    arena    a  = fresh();
    call     c  = test_call_of(*state, &a, "BYT");
    int64_t  s  = test_system(&c, "BYT", "Hệ thống có minh chứng", "{}");
    int64_t  id = bring(&c, s, "../Quy che\xCC\x82\xCC\x81.pdf", S("%PDF-abc"));
    evidence e;
    problem  why = { 0 };
    int      fd  = -1;
    assert_int_equal(evidence_load(&c, id, &e), ST_OK);
    assert_true(str_equal(e.name, S("Quy chế.pdf")) && str_equal(e.type, S("pdf")));
    assert_int_equal(e.bytes, 8);
    assert_true(str_equal(e.valid_until, S("2026-12-31")));
    assert_true(str_equal(e.person, S("Nguyễn Thị Minh Khai")));
    assert_int_equal(e.sha256.len, 64);
    call_end(&c);
    assert_int_equal(evidence_open(&c, id, false, &e, &fd, &why), ST_OK);
    str back;
    assert_int_equal(os_read_fd(fd, 100, &a, &back), ST_OK);
    assert_true(str_equal(back, S("%PDF-abc")));
    os_close(fd);
    // The same bytes once more: the one that is there.
    evidence_added again = { 0 };
    assert_int_equal(try_add(&c, s, "khác.pdf", S("%PDF-abc"), &again, &why), ST_OK);
    assert_true(again.same);
    assert_int_equal(again.id, id);
    assert_int_equal(files_of(&c, s, 0).total, 1);
    // In another system it is another piece of evidence.
    int64_t other = test_system(&c, "BYT", "Hệ thống khác có minh chứng", "{}");
    assert_int_not_equal(bring(&c, other, "khác.pdf", S("%PDF-abc")), id);
}

static void what_is_not_taken_leaves_nothing(void **state)
{
    arena          a = fresh();
    call           c = test_call_of(*state, &a, "BYT");
    int64_t        s = test_system(&c, "BYT", "Hệ thống từ chối", "{}");
    evidence_added got;
    problem        why = { 0 };
    refused(&c, s, "x.exe", S("MZ"), "evidence-type-program");
    refused(&c, s, "x.xlsm", S("PK"), "evidence-type-macros");
    refused(&c, s, "Kế hoạch TUYỆT MẬT.pdf", S("%PDF-"), "evidence-secret");
    refused(&c, s, "..", S("%PDF-"), "required");
    refused(&c, s, "rỗng.pdf", S(""), "evidence-empty");
    refused(&c, s, "x.pdf", S("chữ"), "evidence-differs");
    refused(&c, s, "x.txt", S("MZ\x90\0\3"), "evidence-found-program");
    refused(&c, s, "x.gif", S("GIF89a\1 %PDF-1.4 %%EOF"), "evidence-found-two");
    evidence_upload f = { bytes_fd(S("%PDF-")), S("x.pdf") };
    evidence_draft  d = { .system_id = s };
    assert_int_equal(evidence_add(&c, &d, &f, &got, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-open")));
    d = (evidence_draft){ .system_id = s, .open = true, .valid_until = S("31/02/2026") };
    assert_int_equal(evidence_add(&c, &d, &f, &got, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("not-a-day")));
    os_close(f.fd);
    assert_int_equal(files_of(&c, s, 0).total, 0);
}

static void who_does_not_see_the_system_sees_no_file(void **state)
{
    arena          a     = fresh();
    call           c     = test_call_of(*state, &a, "BYT");
    call           other = test_call_of(*state, &a, "BTC");
    int64_t        s     = test_system(&c, "BYT", "Hệ thống riêng của y tế", "{}");
    int64_t        id    = bring(&c, s, "a.pdf", S("%PDF-private"));
    evidence       e;
    problem        why = { 0 };
    int            fd  = -1;
    evidence_added got;
    evidence_page  p;
    assert_int_equal(evidence_load(&other, id, &e), ST_MISSING);
    assert_int_equal(evidence_open(&other, id, false, &e, &fd, &why), ST_MISSING);
    assert_int_equal(evidence_list(&other, &(evidence_ask){ s, 0, S(""), 0 }, &p, &why),
                     ST_MISSING);
    assert_int_equal(try_add(&other, s, "b.pdf", S("%PDF-x"), &got, &why), ST_MISSING);
    assert_int_equal(evidence_drop(&other, id, 1, S("không phải của tôi"), &why), ST_MISSING);
    call_end(&other);
    // A superior without the right to write may look, not bring.
    call reader       = test_call_of(*state, &a, "BYT");
    reader.who.rights = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ;
    assert_int_equal(evidence_load(&reader, id, &e), ST_OK);
    call_end(&reader);
    assert_int_equal(try_add(&reader, s, "b.pdf", S("%PDF-x"), &got, &why), ST_FORBIDDEN);
}

// ---- serving -----------------------------------------------------------------------------------------

typedef struct link_ctx {
    call   *c;
    int64_t object, evidence, to;
    int     act;
} link_ctx;

static status link_act(db *d, void *ctx)
{
    link_ctx *l = ctx;
    (void)d;
    if (l->act == 0) return evidence_attach(l->c, S("control-answer"), l->object, l->evidence);
    if (l->act == 1) return evidence_detach(l->c, S("control-answer"), l->object, l->evidence);
    return evidence_attach_all(l->c, S("control-answer"), l->object, l->to);
}

static status link_up(call *c, int64_t object, int64_t id, int act)
{
    link_ctx l  = { c, object, id, id, act };
    status   st = call_act(c, link_act, &l);
    call_end(c);
    return st;
}

static status tell_answer(call *c, int64_t object_id, str *name, str *address)
{
    if (object_id == 13) return ST_MISSING;
    *name    = arena_printf(c->a, "Yêu cầu %lld", (long long)object_id);
    *address = S("/yeu-cau");
    return ST_OK;
}

static void one_file_serves_many_things(void **state)
{
    static const evidence_teller        teller = { STR("control-answer"), tell_answer };
    static const evidence_teller *const all[]  = { &teller };
    arena                               a      = fresh();
    call                                c      = test_call_of(*state, &a, "BYT");
    call                                other  = test_call_of(*state, &a, "BTC");
    int64_t            s      = test_system(&c, "BYT", "Hệ thống dùng chung tệp", "{}");
    int64_t            one    = bring(&c, s, "a.pdf", S("%PDF-one"));
    int64_t            two    = bring(&c, s, "b.pdf", S("%PDF-two"));
    evidence          *rows   = NULL;
    evidence_link_row *links  = NULL;
    evidence_place    *places = NULL;
    size_t             count  = 0;
    problem            why    = { 0 };
    evidence_tellers(all, COUNT(all));
    assert_int_equal(link_up(&c, 11, one, 0), ST_OK);
    assert_int_equal(link_up(&c, 11, one, 0), ST_OK); // once is enough
    assert_int_equal(link_up(&c, 12, one, 0), ST_OK);
    assert_int_equal(link_up(&c, 13, one, 0), ST_OK);
    assert_int_equal(link_up(&c, 11, two, 0), ST_OK);
    assert_int_equal(link_up(&other, 14, one, 0), ST_MISSING);
    assert_int_equal(evidence_of(&c, S("control-answer"), 11, &rows, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].id, one);
    assert_int_equal(rows[0].places, 3);
    assert_int_equal(evidence_links_of(&c, s, S("control-answer"), &links, &count), ST_OK);
    assert_int_equal(count, 4);
    assert_int_equal(links[3].object_id, 13);
    assert_int_equal(evidence_of(&other, S("control-answer"), 11, &rows, &count), ST_OK);
    assert_int_equal(count, 0);
    call_end(&other);
    assert_int_equal(evidence_places(&c, one, &places, &count), ST_OK);
    assert_int_equal(count, 3);
    assert_true(str_equal(places[0].name, S("Yêu cầu 11")));
    assert_int_equal(places[2].name.len, 0); // out of sight, or gone: told by its kind alone
    call_end(&c);
    // What serves something is not dropped.
    assert_int_equal(evidence_drop(&c, two, 1, S("nhầm"), &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-in-use")) && str_equal(why.detail, S("1")));
    // A copied sheet takes what was attached along.
    link_ctx copy = { &c, 11, 0, 21, 2 };
    assert_int_equal(call_act(&c, link_act, &copy), ST_OK);
    assert_int_equal(evidence_of(&c, S("control-answer"), 21, &rows, &count), ST_OK);
    assert_int_equal(count, 2);
    call_end(&c);
    assert_int_equal(link_up(&c, 21, two, 1), ST_OK);
    assert_int_equal(link_up(&c, 11, two, 1), ST_OK);
    assert_int_equal(link_up(&c, 11, two, 1), ST_OK); // gone already
    assert_int_equal(evidence_drop(&c, two, 1, S("nhầm"), &why), ST_OK);
    assert_int_equal(link_up(&c, 11, two, 0), ST_MISSING); // dropped files serve nothing
    evidence_tellers(NULL, 0);
}

static void a_file_is_dropped_with_a_reason_and_stays(void **state)
{
    arena    a  = fresh();
    call     c  = test_call_of(*state, &a, "BYT");
    int64_t  s  = test_system(&c, "BYT", "Hệ thống bỏ tệp", "{}");
    int64_t  id = bring(&c, s, "a.pdf", S("%PDF-drop"));
    evidence e;
    problem  why = { 0 };
    int      fd  = -1;
    assert_int_equal(evidence_drop(&c, id, 1, S("  "), &why), ST_INVALID);
    assert_int_equal(evidence_drop(&c, id, 7, S("x"), &why), ST_CONFLICT);
    assert_int_equal(evidence_change(&c, id, 1, S("1/1/2027"), S(" ghi  chú "), &why), ST_OK);
    assert_int_equal(evidence_load(&c, id, &e), ST_OK);
    assert_true(str_equal(e.valid_until, S("2027-01-01")) && str_equal(e.note, S("ghi chú")));
    call_end(&c);
    assert_int_equal(evidence_change(&c, id, 1, S(""), S(""), &why), ST_CONFLICT);
    assert_int_equal(evidence_drop(&c, id, 2, S("nhầm hệ thống"), &why), ST_OK);
    assert_int_equal(files_of(&c, s, 0).total, 0);
    assert_int_equal(files_of(&c, s, EVIDENCE_DROPPED).total, 1);
    assert_int_equal(evidence_load(&c, id, &e), ST_OK);
    assert_true(str_equal(e.dropped_why, S("nhầm hệ thống")));
    call_end(&c);
    assert_int_equal(evidence_open(&c, id, false, &e, &fd, &why), ST_OK);
    os_close(fd);
    assert_int_equal(evidence_change(&c, id, 3, S(""), S(""), &why), ST_CONFLICT);
    // Brought again it is new evidence.
    assert_int_not_equal(bring(&c, s, "a.pdf", S("%PDF-drop")), id);
}

static void a_long_list_goes_on_by_cursor(void **state)
{
    arena   a   = fresh();
    call    c   = test_call_of(*state, &a, "BYT");
    int64_t s   = test_system(&c, "BYT", "Hệ thống nhiều tệp", "{}");
    problem why = { 0 };
    for (int i = 0; i < 5; i++) bring(&c, s, "a.txt", arena_printf(&a, "tệp %d", i));
    evidence_page p    = { 0 };
    int64_t       last = INT64_MAX;
    size_t        seen = 0;
    for (str cursor = S("");; cursor = p.next) {
        assert_int_equal(evidence_list(&c, &(evidence_ask){ s, 0, cursor, 2 }, &p, &why), ST_OK);
        assert_int_equal(p.total, 5);
        for (size_t i = 0; i < p.count; i++, seen++) {
            assert_true(p.items[i].id < last);
            last = p.items[i].id;
        }
        if (!p.next.len) break;
    }
    assert_int_equal(seen, 5);
    assert_int_equal(evidence_list(&c, &(evidence_ask){ s, 0, S("x"), 2 }, &p, &why), ST_INVALID);
    call_end(&c);
}

static const unsigned char dot[] = { // a PNG of one red pixel
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00,
    0x00, 0x90, 0x77, 0x53, 0xDE, 0x00, 0x00, 0x00, 0x0C, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0x00, 0x00, 0x03, 0x01, 0x01, 0x00, 0xC9, 0xFE, 0x92,
    0xEF, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82
};

static void a_picture_is_drawn_anew(void **state)
{
    arena   a    = fresh();
    call    c    = test_call_of(*state, &a, "BYT");
    int64_t s    = test_system(&c, "BYT", "Hệ thống có ảnh", "{}");
    str     jpeg = { 0 };
    problem why  = { 0 };
    int64_t good = bring(&c, s, "a.png", (str){ (const char *)dot, sizeof dot });
    int64_t bad  = bring(&c, s, "b.png", S("\x89PNG\r\n\x1A\n nothing behind it"));
    int64_t text = bring(&c, s, "c.txt", S("chữ"));
    assert_int_equal(evidence_picture(&c, good, &jpeg, &why), ST_OK);
    assert_true(str_starts(jpeg, S("\xFF\xD8\xFF")));
    call_end(&c);
    assert_int_equal(evidence_picture(&c, bad, &jpeg, &why), ST_INVALID);
    assert_int_equal(evidence_picture(&c, text, &jpeg, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-no-picture")));
    call_end(&c);
    call other = test_call_of(*state, &a, "BTC");
    assert_int_equal(evidence_picture(&other, good, &jpeg, &why), ST_MISSING);
    call_end(&other);
}

// ---- in pieces -----------------------------------------------------------------------------------------

static status piece(call *c, int64_t id, int64_t at, str bytes, evidence *out, problem *why)
{
    int    fd = bytes_fd(bytes);
    status st = evidence_send_piece(c, id, at, fd, bytes.len, out, why);
    os_close(fd);
    call_end(c);
    return st;
}

static evidence_begin begin_of(int64_t system_id, int64_t bytes, const char *sha256)
{
    return (evidence_begin){
        { system_id, S(""), S("ảnh"), true }, S("a.txt"), bytes, str_from(sha256)
    };
}

static void a_file_comes_in_pieces(void **state)
{
    arena          a   = fresh();
    call           c   = test_call_of(*state, &a, "BYT");
    int64_t        s   = test_system(&c, "BYT", "Hệ thống gửi dở", "{}");
    evidence_begin b   = begin_of(s, 3, abc_hash);
    evidence       e   = { 0 }, seen;
    problem        why = { 0 };
    evidence_added got = { 0 };
    evidence      *mine;
    size_t         count;
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_OK);
    call_end(&c);
    assert_int_equal(e.received, 0);
    int64_t id = e.id;
    assert_int_equal(evidence_load(&c, id, &seen), ST_MISSING); // not evidence yet
    assert_int_equal(files_of(&c, s, 0).total, 0);
    assert_int_equal(piece(&c, id, 0, S("a"), &e, &why), ST_OK);
    assert_int_equal(e.received, 1);
    // The link was lost and what came was sent again: told where to go on.
    assert_int_equal(piece(&c, id, 0, S("a"), &e, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("evidence-offset")) && str_equal(why.detail, S("1")));
    assert_int_equal(piece(&c, id, 1, S("bcd"), &e, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-beyond")));
    assert_int_equal(evidence_send_finish(&c, id, &got, &why), ST_CONFLICT);
    assert_int_equal(evidence_sending_list(&c, s, &mine, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_int_equal(mine[0].received, 1);
    call_end(&c);
    // Nobody else goes on with it.
    call mate          = test_call_of(*state, &a, "BYT");
    mate.who.person_id = 8;
    assert_int_equal(piece(&mate, id, 1, S("b"), &e, &why), ST_MISSING);
    assert_int_equal(piece(&c, id, 1, S("bc"), &e, &why), ST_OK);
    assert_int_equal(evidence_send_finish(&c, id, &got, &why), ST_OK);
    assert_int_equal(got.id, id);
    assert_false(got.same);
    assert_int_equal(evidence_load(&c, id, &seen), ST_OK);
    assert_true(str_equal(seen.sha256, str_from(abc_hash)) && str_equal(seen.note, S("ảnh")));
    call_end(&c);
    assert_int_equal(evidence_send_finish(&c, id, &got, &why), ST_MISSING);
    // The same content again is what is there.
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_OK);
    call_end(&c);
    assert_int_equal(piece(&c, e.id, 0, S("abc"), &e, &why), ST_OK);
    assert_int_equal(evidence_send_finish(&c, e.id, &got, &why), ST_OK);
    assert_true(got.same);
    assert_int_equal(got.id, id);
}

static void other_bytes_than_announced_are_forgotten(void **state)
{
    arena          a   = fresh();
    call           c   = test_call_of(*state, &a, "BYT");
    int64_t        s   = test_system(&c, "BYT", "Hệ thống gửi sai", "{}");
    evidence_begin b   = begin_of(s, 3, abc_hash);
    evidence       e   = { 0 };
    problem        why = { 0 };
    evidence_added got = { 0 };
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_OK);
    call_end(&c);
    assert_int_equal(piece(&c, e.id, 0, S("abd"), &e, &why), ST_OK);
    assert_int_equal(evidence_send_finish(&c, e.id, &got, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-altered")));
    assert_int_equal(evidence_sending_load(&c, e.id, &e), ST_MISSING);
    call_end(&c);
    b.sha256 = S("xyz");
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_INVALID);
    b.sha256 = S("");
    b.bytes  = 0;
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_INVALID);
    b.bytes = EVIDENCE_BYTES_MAX + 1;
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-big")));
    b.bytes = EVIDENCE_BYTES_MAX;
    b.name  = S("x.zip");
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_INVALID);
}

static void what_nobody_goes_on_with_is_forgotten(void **state)
{
    arena          a   = fresh();
    call           c   = test_call_of(*state, &a, "BYT");
    int64_t        s   = test_system(&c, "BYT", "Hệ thống bỏ dở", "{}");
    evidence_begin b   = begin_of(s, 3, "");
    evidence       old = { 0 }, young = { 0 }, stopped = { 0 };
    problem        why = { 0 };
    assert_int_equal(evidence_send_begin(&c, &b, &old, &why), ST_OK);
    call_end(&c);
    c.now_ms += INT64_C(6) * 24 * 3600 * 1000;
    assert_int_equal(evidence_send_begin(&c, &b, &young, &why), ST_OK);
    call_end(&c);
    assert_int_equal(evidence_send_begin(&c, &b, &stopped, &why), ST_OK);
    call_end(&c);
    assert_int_equal(evidence_send_stop(&c, stopped.id), ST_OK);
    call machine   = test_call(*state, &a);
    machine.now_ms = c.now_ms + INT64_C(2) * 24 * 3600 * 1000;
    assert_int_equal(evidence_minute(&machine), ST_OK);
    evidence e;
    assert_int_equal(evidence_sending_load(&c, old.id, &e), ST_MISSING);
    assert_int_equal(evidence_sending_load(&c, stopped.id, &e), ST_MISSING);
    assert_int_equal(evidence_sending_load(&c, young.id, &e), ST_OK);
    call_end(&c);
}

static void a_failed_database_keeps_nothing_half(void **state)
{
    arena          a   = fresh();
    call           c   = test_call_of(*state, &a, "BYT");
    int64_t        s   = test_system(&c, "BYT", "Hệ thống đĩa hỏng", "{}");
    evidence_begin b   = begin_of(s, 3, abc_hash);
    evidence       e   = { 0 };
    problem        why = { 0 };
    evidence_added got = { 0 };
    assert_int_equal(evidence_send_begin(&c, &b, &e, &why), ST_OK);
    call_end(&c);
    for (int n = 1; n < 40; n++) {
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st = e.received ? ST_OK : piece(&c, e.id, 0, S("abc"), &e, &why);
        if (st == ST_OK) st = evidence_send_finish(&c, e.id, &got, &why);
        bool struck = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        if (st == ST_OK) {
            assert_false(struck);
            assert_int_equal(files_of(&c, s, 0).total, 1);
            return;
        }
        assert_int_equal(files_of(&c, s, 0).total, 0);
        status now = evidence_sending_load(&c, e.id, &e);
        call_end(&c);
        assert_int_equal(now, ST_OK); // and it goes on from what was acknowledged
    }
    fail_msg("never whole");
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &jobs_sql, &organisations_sql,
                                                 &systems_sql, &evidence_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(every_query_is_prepared),
                 cmocka_unit_test(a_file_is_kept_by_its_content),
                 cmocka_unit_test(what_is_not_taken_leaves_nothing),
                 cmocka_unit_test(who_does_not_see_the_system_sees_no_file),
                 cmocka_unit_test(one_file_serves_many_things),
                 cmocka_unit_test(a_file_is_dropped_with_a_reason_and_stays),
                 cmocka_unit_test(a_long_list_goes_on_by_cursor),
                 cmocka_unit_test(a_picture_is_drawn_anew),
                 cmocka_unit_test(a_file_comes_in_pieces),
                 cmocka_unit_test(other_bytes_than_announced_are_forgotten),
                 cmocka_unit_test(what_nobody_goes_on_with_is_forgotten),
                 cmocka_unit_test(a_failed_database_keeps_nothing_half),
    };
    store_register(modules, COUNT(modules));
    set_up();
    int failed = test_store_run(tests, COUNT(tests));
    tear_down();
    return failed;
}
