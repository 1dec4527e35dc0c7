// letters_test.c - the register on both engines: numbers, sight, history, files and their signatures, roots.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/letters/file_ops.h"
#include "modules/letters/letters.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"
#include "parse/signed_pdf_test_kit.h"

enum { YEAR_S = 31557600 };

static struct {
    test_key root, clerk, stranger;
    str      folder; // stands for the data folder
    int      folder_fd;
} world;

static arena fresh(void)
{
    return test_arena(48 * 1024 * 1024);
}

static void set_up(void)
{
    static char        room[4096];
    arena              a     = arena_over(room, sizeof room);
    const int64_t      now   = (int64_t)time(NULL);
    const test_subject all[] = {
        { "CA gốc Mẫu", "Cơ quan Mẫu", now - 5 * YEAR_S, now + 5 * YEAR_S, "keyCertSign", true },
        { "Nguyễn Thị Minh Khai", "Sở Mẫu 01", now - YEAR_S, now + YEAR_S,
          "digitalSignature,nonRepudiation", false },
    };
    world.root     = kit_key(&all[0], NULL);
    world.clerk    = kit_key(&all[1], &world.root);
    world.stranger = kit_key(&all[1], NULL);
    if (os_temp_folder(S("coloa-letters"), &a, &world.folder) != ST_OK ||
        os_open_folder(OS_CWD, world.folder, &world.folder_fd) != ST_OK)
        abort();
    blobs_lend(world.folder_fd);
    letters_lend_parser(S(COLOA_PARSE));
}

static void tear_down(void)
{
    os_close(world.folder_fd);
    (void)!os_remove_folder(OS_CWD, world.folder);
    kit_key_free(&world.root);
    kit_key_free(&world.clerk);
    kit_key_free(&world.stranger);
}

static call officer(store *s, arena *a, const char *code)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_LETTERS_READ | RIGHT_LETTERS_WRITE;
    return c;
}

static letter_draft sent(const char *ref)
{
    return (letter_draft){ .direction = LETTER_OUT,
                           .ref       = str_from(ref),
                           .day       = S("2026-03-05"),
                           .about = S("Đề nghị thẩm định hồ sơ đề xuất cấp độ"),
                           .counterpart = S("BCA"),
                           .open        = true };
}

static letter_draft came(const char *number)
{
    letter_draft d = sent("9/CV-X");
    d.direction    = LETTER_IN;
    d.arrival_no   = str_from(number);
    d.arrival_day  = S("2026-03-07");
    return d;
}

static int64_t enter(call *c, const letter_draft *d, const letter_upload *file)
{
    int64_t id  = 0;
    problem why = { 0 };
    status  st  = letters_add(c, d, file, &id, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.rule),
                 STR_ARG(why.detail));
    return id;
}

static void refused(call *c, const letter_draft *d, const letter_upload *file, const char *rule)
{
    int64_t id;
    problem why = { 0 };
    status  st  = letters_add(c, d, file, &id, &why);
    assert_int_not_equal(st, ST_OK);
    if (!str_equal(why.rule, str_from(rule)))
        fail_msg(STR_FMT ", wanted %s", STR_ARG(why.rule), rule);
    call_end(c);
}

static letter_upload upload_of(str bytes, const char *name)
{
    letter_upload u = { .bytes = bytes.len, .name = str_from(name) };
    assert_int_equal(os_temp_in_memory(&u.fd), ST_OK);
    assert_int_equal(os_write_all(u.fd, bytes), ST_OK);
    assert_int_equal(os_rewind(u.fd), ST_OK);
    return u;
}

static size_t found(call *c, letter_direction direction, int64_t of, const char *words)
{
    letter_page   p;
    problem       why = { 0 };
    letter_filter f   = { direction, 2026, of, str_from(words) };
    assert_int_equal(letters_list(c, &f, S(""), 0, &p, &why), ST_OK);
    assert_int_equal((size_t)p.total, p.count);
    call_end(c);
    return p.count;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void numbers_are_unique_in_a_body_a_direction_and_a_year(void **state)
{
    arena        a = fresh();
    call         c = officer(*state, &a, "BTC"), other = officer(*state, &a, "BYT");
    letter_draft d = sent("5/TTr-BTC");
    enter(&c, &d, NULL);
    d.ref  = S("05/ttr-btc"); // the same, however written
    d.kind = S("cong-van");
    refused(&c, &d, NULL, "letter-number-taken");
    d = sent("5/QĐ-BTC"); // another kind has numbers of its own
    enter(&c, &d, NULL);
    d = sent("5a/TTr-BTC");
    enter(&c, &d, NULL);
    d = sent("5/TTr-BTC");
    enter(&other, &d, NULL); // another body
    d.day = S("2025-03-05"); // another year
    enter(&c, &d, NULL);
    int64_t next;
    str     latest;
    assert_int_equal(letters_next(&c, S("2026-03-08"), &next, &latest), ST_OK);
    assert_int_equal(next, 1);
    d = came("41");
    enter(&c, &d, NULL);
    d = came("41a");
    enter(&c, &d, NULL);
    d = came("041");
    refused(&c, &d, NULL, "letter-number-taken");
    assert_int_equal(letters_next(&c, S("2026-03-08"), &next, &latest), ST_OK);
    assert_int_equal(next, 42);
    assert_true(str_equal(latest, S("05/TTr-BTC")) || str_ends(latest, S("-BTC")));
    assert_int_equal(found(&c, LETTER_OUT, 0, ""), 3);
    assert_int_equal(found(&c, LETTER_IN, 0, ""), 2);
    call_end(&c);
    call_end(&other);
}

static void a_list_is_searched_without_accents_and_turned_page_by_page(void **state)
{
    arena         a = fresh();
    call          c = officer(*state, &a, "BTC");
    letter_page   p;
    problem       why    = { 0 };
    letter_filter f      = { LETTER_OUT, 2026, 0, S("") };
    str           cursor = S("");
    for (int i = 1; i <= 7; i++) {
        char ref[32];
        snprintf(ref, sizeof ref, "%d/QĐ-BTC", i);
        letter_draft d = sent(ref);
        if (i == 4) d.about = S("Phê duyệt 100% kinh_phí");
        enter(&c, &d, NULL);
    }
    int64_t last = 100, seen = 0;
    do {
        assert_int_equal(letters_list(&c, &f, cursor, 3, &p, &why), ST_OK);
        assert_int_equal(p.total, 7);
        for (size_t i = 0; i < p.count; i++, seen++) {
            assert_true(p.items[i].data.entry_no < last);
            last = p.items[i].data.entry_no;
        }
        cursor = p.next;
    } while (cursor.len);
    assert_int_equal(seen, 7);
    assert_int_equal(found(&c, LETTER_OUT, 0, "phe duyet"), 1);
    assert_int_equal(found(&c, LETTER_OUT, 0, "THẨM định bo cong an"), 6);
    assert_int_equal(found(&c, LETTER_OUT, 0, "quyet dinh"), 7); // the kind
    assert_int_equal(found(&c, LETTER_OUT, 0, "%"), 7);          // no sign of its own
    assert_int_equal(found(&c, LETTER_OUT, 0, "khongco"), 0);
    assert_int_equal(letters_list(&c, &f, S("x"), 3, &p, &why), ST_INVALID);
    call_end(&c);
}

static void only_the_branch_and_only_those_who_see_the_system_see_a_letter(void **state)
{
    arena a = fresh();
    call  m = test_call(*state, &a), c = officer(*state, &a, "BTC"), o = officer(*state, &a, "BYT");
    int64_t hidden = test_system(&m, "BYT", "Hệ thống của Bộ Y tế", "");
    int64_t own    = test_system(&m, "BTC", "Hệ thống của Bộ Tài chính", "");
    int64_t id, about;
    letter  l;
    call_end(&m);
    letter_draft d = sent("1/QĐ-BTC");
    id             = enter(&c, &d, NULL);
    d              = sent("2/QĐ-BTC");
    d.system       = arena_printf(&a, "%lld", (long long)own);
    about          = enter(&c, &d, NULL);
    d.ref          = S("3/QĐ-BTC");
    d.system       = arena_printf(&a, "%lld", (long long)hidden);
    refused(&c, &d, NULL, "letter-object-unknown");
    assert_int_equal(letters_get(&o, id, &l), ST_MISSING);
    assert_int_equal(letters_get(&o, about, &l), ST_MISSING);
    assert_int_equal(letters_get(&c, about, &l), ST_OK);
    assert_int_equal(l.data.object_id, own);
    letter *rows;
    size_t  count;
    assert_int_equal(letters_of_system(&c, own, &rows, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_int_equal(letters_of_system(&o, own, &rows, &count), ST_OK);
    assert_int_equal(count, 0);
    // The machine stands above both: it sees all, by naming whose register it asks for.
    call_end(&m);
    assert_int_equal(letters_get(&m, about, &l), ST_OK);
    assert_int_equal(found(&m, LETTER_OUT, test_body(&m, "BTC"), ""), 2);
    letter_page   p;
    problem       why = { 0 };
    letter_filter f   = { LETTER_OUT, 2026, test_body(&o, "BTC"), S("") };
    assert_int_equal(letters_list(&o, &f, S(""), 0, &p, &why), ST_MISSING);
    // A letter of the own branch about a system that is no longer in sight is not there either.
    call reader = officer(*state, &a, "BTC");
    reader.who.rights &= ~(uint64_t)RIGHT_LETTERS_WRITE;
    int64_t made;
    d = sent("9/QĐ-BTC");
    assert_int_equal(letters_add(&reader, &d, NULL, &made, &why), ST_FORBIDDEN);
    call_end(&c);
    call_end(&o);
    call_end(&m);
    call_end(&reader);
}

static void a_correction_is_a_new_version_with_its_history(void **state)
{
    arena         a   = fresh();
    call          c   = officer(*state, &a, "BTC");
    letter_draft  d   = sent("5/QĐ-BTC");
    int64_t       id  = enter(&c, &d, NULL);
    letter_change of  = { id, 1, S("Ghi nhầm số") };
    problem       why = { 0 };
    letter        l;
    letter_event *events;
    size_t        count;
    assert_int_equal(letters_correct(&c, &of, &d, NULL, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("letter-same")));
    d.ref     = S("6/QĐ-BTC");
    d.day     = S("06/3/2026");
    of.reason = S(" ");
    assert_int_equal(letters_correct(&c, &of, &d, NULL, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("reason")));
    of.reason = S("Ghi nhầm số");
    assert_int_equal(letters_correct(&c, &of, &d, NULL, &why), ST_OK);
    assert_int_equal(letters_correct(&c, &of, &d, NULL, &why), ST_CONFLICT); // of version 1
    assert_int_equal(letters_get(&c, id, &l), ST_OK);
    assert_true(str_equal(l.data.ref, S("06/QĐ-BTC")));
    assert_int_equal(l.version, 2);
    assert_int_equal(letters_history(&c, id, &events, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_true(str_equal(events[1].field, S("ref")) &&
                str_equal(events[1].before, S("05/QĐ-BTC")));
    assert_true(str_equal(events[0].why, S("Ghi nhầm số")));
    call_end(&c);
    d                    = sent("5/QĐ-BTC"); // the number is free again
    int64_t       second = enter(&c, &d, NULL);
    letter_change gone   = { second, 1, S("Ghi hai lần") };
    assert_int_equal(letters_withdraw(&c, &gone, &why), ST_OK);
    assert_int_equal(letters_withdraw(&c, &gone, &why), ST_CONFLICT);
    gone.version = 2;
    assert_int_equal(letters_correct(&c, &gone, &d, NULL, &why), ST_CONFLICT);
    refused(&c, &d, NULL, "letter-number-taken"); // that of a withdrawn one is not
    assert_int_equal(letters_get(&c, second, &l), ST_OK);
    assert_true(l.withdrawn_ms > 0 && str_equal(l.withdrawn_why, S("Ghi hai lần")));
    call_end(&c);
}

// ---- files and signatures --------------------------------------------------------------------------------

static const test_signing by_clerk    = { &world.clerk, NULL, "adbe.pkcs7.detached", NULL, false };
static const test_signing by_stranger = { &world.stranger, NULL, "adbe.pkcs7.detached", NULL,
                                          false };

static str altered_of(arena *a, str pdf)
{
    str       copy;
    ptrdiff_t at = str_find(pdf, S("Quyet dinh"));
    assert_true(at > 0 && arena_copy(a, pdf, &copy) == ST_OK);
    ((char *)(uintptr_t)copy.ptr)[at] = 'X';
    return copy;
}

static void trust(call *c, const test_key *key)
{
    size_t  added = 0;
    problem why   = { 0 };
    arena   a     = fresh();
    status  st    = roots_add(c, kit_der(&a, key), S("Đã so qua điện thoại"), &added, &why);
    if (st != ST_OK) fail_msg(STR_FMT, STR_ARG(why.rule));
    assert_int_equal(added, 1);
    call_end(c);
}

static letter_verdict verdict_of(call *c, int64_t id)
{
    letter l;
    assert_int_equal(letters_get(c, id, &l), ST_OK);
    call_end(c);
    return l.file.verdict;
}

static void signatures_are_checked_when_a_file_comes_and_again_when_asked(void **state)
{
    arena         a = fresh();
    call          m = test_call(*state, &a), c = officer(*state, &a, "BTC");
    str           pdf = kit_signed_pdf(&a, "Quyet dinh", &by_clerk);
    letter_upload u   = upload_of(pdf, "quyet-dinh.pdf");
    letter_draft  d   = came("1");
    int64_t       id  = enter(&c, &d, &u);
    letter        l;
    problem       why = { 0 };
    assert_int_equal(verdict_of(&c, id), LETTER_DOUBTFUL); // nothing is trusted yet
    trust(&m, &world.root);
    letter_verdict now;
    assert_int_equal(letters_recheck(&c, id, &now, &why), ST_OK);
    assert_int_equal(now, LETTER_SOUND);
    assert_int_equal(letters_get(&c, id, &l), ST_OK);
    letter_signatures s;
    assert_int_equal(letter_signatures_read(l.signatures, &a, &s), ST_OK);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.roots, 1);
    assert_true(str_equal(s.items[0].signer, S("Nguyễn Thị Minh Khai")));
    assert_true(str_equal(s.items[0].time, S("claimed")));
    call_end(&c);
    letter_file file;
    int         fd;
    str         bytes;
    assert_int_equal(letters_open(&c, id, 0, &file, &fd, &why), ST_OK);
    assert_int_equal(os_read_fd(fd, 1 << 20, &a, &bytes), ST_OK);
    assert_true(str_equal(bytes, pdf));
    os_close(fd);
    os_close(u.fd);
    call_end(&c);
    call_end(&m);
}

static void an_altered_file_is_kept_as_evidence_and_goes_out_only_with_a_reason(void **state)
{
    arena         a = fresh();
    call          m = test_call(*state, &a), c = officer(*state, &a, "BTC");
    str           pdf = kit_signed_pdf(&a, "Quyet dinh", &by_clerk);
    letter_upload bad = upload_of(altered_of(&a, pdf), "sua.pdf"), good = upload_of(pdf, "tot.pdf");
    letter_draft  in = came("1"), out = sent("1/QĐ-BTC");
    problem       why = { 0 };
    letter_file  *files;
    size_t        count;
    trust(&m, &world.root);
    int64_t id = enter(&c, &in, &bad);
    assert_int_equal(verdict_of(&c, id), LETTER_ALTERED);
    refused(&c, &out, &bad, "letter-altered");
    assert_int_equal(found(&c, LETTER_OUT, 0, ""), 0);
    out.exception  = S("Bản gốc đã mất, giữ làm chứng cứ");
    int64_t forced = enter(&c, &out, &bad);
    assert_int_equal(verdict_of(&c, forced), LETTER_ALTERED);
    letter_change of = { id, 1, S("Nơi gửi gửi lại bản đúng") };
    assert_int_equal(letters_correct(&c, &of, &in, &good, &why), ST_OK);
    assert_int_equal(verdict_of(&c, id), LETTER_SOUND);
    assert_int_equal(letters_files(&c, id, &files, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(files[1].verdict, LETTER_ALTERED); // still there
    letter_file file;
    int         fd;
    assert_int_equal(letters_open(&c, id, files[1].id, &file, &fd, &why), ST_OK);
    os_close(fd);
    assert_int_equal(letters_open(&c, id, 9999, &file, &fd, &why), ST_MISSING);
    os_close(bad.fd);
    os_close(good.fd);
    call_end(&c);
    call_end(&m);
}

static void strangers_added_parts_and_unsigned_files_are_told_apart(void **state)
{
    arena a = fresh();
    call  m = test_call(*state, &a), c = officer(*state, &a, "BTC");
    trust(&m, &world.root);
    str good = kit_signed_pdf(&a, "Quyet dinh", &by_clerk);
    str tail = arena_printf(&a, STR_FMT, STR_ARG(S("9 0 obj\n<< >>\nendobj\n%%EOF\n")));
    buf more = buf_in(&a, 1024, 1 << 20);
    buf_put(&more, good);
    buf_put(&more, tail);
    const struct {
        str            bytes;
        const char    *name;
        letter_verdict verdict;
    } cases[] = {
        { kit_signed_pdf(&a, "x", &by_stranger), "la.pdf", LETTER_DOUBTFUL },
        { buf_str(&more), "them.pdf", LETTER_DOUBTFUL },
        { S("%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"), "khong-ky.pdf", LETTER_UNSIGNED },
        { S("PK\3\4 not looked into"), "a.docx", LETTER_NO_PDF },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char number[8];
        snprintf(number, sizeof number, "%zu", i + 1);
        letter_draft  d  = came(number);
        letter_upload u  = upload_of(cases[i].bytes, cases[i].name);
        int64_t       id = enter(&c, &d, &u);
        if (verdict_of(&c, id) != cases[i].verdict) fail_msg("%s", cases[i].name);
        os_close(u.fd);
    }
    letter_verdict now;
    problem        why = { 0 };
    assert_int_equal(letters_recheck(&c, 4, &now, &why), ST_INVALID);
    call_end(&c);
    call_end(&m);
}

static void a_reader_that_dies_leaves_the_file_kept_and_unread(void **state)
{
    arena         a = fresh();
    call          c = officer(*state, &a, "BTC");
    letter_upload u = upload_of(kit_signed_pdf(&a, "x", &by_clerk), "a.pdf");
    letter_draft  d = came("1");
    letters_lend_parser(S("/bin/false"));
    int64_t id = enter(&c, &d, &u);
    letters_lend_parser(S("/nowhere/coloa-parse"));
    d            = came("2");
    int64_t none = enter(&c, &d, &u);
    letters_lend_parser(S(COLOA_PARSE));
    assert_int_equal(verdict_of(&c, id), LETTER_UNREAD);
    assert_int_equal(verdict_of(&c, none), LETTER_UNREAD);
    letter_verdict now;
    problem        why = { 0 };
    assert_int_equal(letters_recheck(&c, id, &now, &why), ST_OK);
    assert_int_equal(now, LETTER_DOUBTFUL);
    os_close(u.fd);
    call_end(&c);
}

static void a_full_disk_and_a_failing_store_enter_nothing(void **state)
{
    arena         a = fresh();
    call          c = officer(*state, &a, "BTC");
    letter_upload u = upload_of(S("\x89PNG\r\n\x1A\n..."), "a.png");
    letter_draft  d = came("1");
    int64_t       id;
    problem       why = { 0 };
    blobs_lend(-1); // no place for files
    assert_int_equal(letters_add(&c, &d, &u, &id, &why), ST_BROKEN);
    assert_true(str_equal(why.rule, S("letter-file-disk")));
    blobs_lend(world.folder_fd);
    call_end(&c);
    assert_int_equal(found(&c, LETTER_IN, 0, ""), 0);
    int n = 1;
    for (;; n++) {
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = letters_add(&c, &d, &u, &id, &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        if (!met) {
            assert_int_equal(st, ST_OK);
            break;
        }
        assert_int_not_equal(st, ST_OK);
        assert_int_equal(found(&c, LETTER_IN, 0, ""), 0);
    }
    assert_true(n > 6);
    assert_int_equal(found(&c, LETTER_IN, 0, ""), 1);
    os_close(u.fd);
}

// ---- trusted certificates --------------------------------------------------------------------------------

static void roots_are_added_by_hand_and_removed_with_a_reason(void **state)
{
    arena        a = fresh();
    call         m = test_call(*state, &a), c = officer(*state, &a, "BTC");
    problem      why = { 0 };
    size_t       added, count;
    letter_root *roots;
    int64_t      n, changed;
    assert_int_equal(roots_add(&c, kit_pem(&a, &world.root), S("x"), &added, &why), ST_FORBIDDEN);
    assert_int_equal(roots_add(&m, S("no certificate"), S("x"), &added, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("certificate-unreadable")));
    assert_int_equal(roots_add(&m, kit_pem(&a, &world.clerk), S("x"), &added, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("root-not-authority")));
    assert_int_equal(roots_read(&c, kit_pem(&a, &world.root), &roots, &count, &why), ST_FORBIDDEN);
    assert_int_equal(roots_read(&m, S("no certificate"), &roots, &count, &why), ST_INVALID);
    assert_int_equal(roots_read(&m, kit_pem(&a, &world.root), &roots, &count, &why), ST_OK);
    assert_int_equal(count, 1);
    assert_true(roots[0].id == 0 && roots[0].sha256.len == 64); // read, not trusted
    assert_int_equal(roots_add(&m, kit_pem(&a, &world.root), S(""), &added, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("note")));
    trust(&m, &world.root); // as DER
    assert_int_equal(roots_add(&m, kit_pem(&a, &world.root), S("x"), &added, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("root-known"))); // the same as PEM
    assert_int_equal(roots_read(&m, kit_pem(&a, &world.root), &roots, &count, &why), ST_OK);
    assert_true(roots[0].id != 0);
    call_end(&m);
    assert_int_equal(roots_list(&c, &roots, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(str_equal(roots[0].subject, S("CA gốc Mẫu")) && roots[0].sha256.len == 64);
    assert_int_equal(roots_remove(&c, roots[0].sha256, S("x"), &why), ST_FORBIDDEN);
    assert_int_equal(roots_remove(&m, roots[0].sha256, S(""), &why), ST_INVALID);
    assert_int_equal(roots_remove(&m, S("ff"), S("x"), &why), ST_MISSING);
    assert_int_equal(roots_remove(&m, roots[0].sha256, S("Hết dùng"), &why), ST_OK);
    call_end(&m);
    assert_int_equal(roots_state(&m, &n, &changed), ST_OK);
    assert_int_equal(n, 0);
    assert_true(changed > 0);
    call_end(&m);
    trust(&m, &world.root); // again
    call_end(&c);
}

// ---- heirs -----------------------------------------------------------------------------------------------

typedef struct moved {
    call   *c;
    body    from, to;
    int64_t n;
} moved;

static status hand_on(db *d, void *ctx)
{
    moved *w = ctx;
    return letters_heir.move(w->c, d, &w->from, &w->to, &w->n);
}

static void the_register_of_a_body_that_ends_goes_to_its_successor(void **state)
{
    arena a = fresh();
    call  m = test_call(*state, &a), c = officer(*state, &a, "BTC"), o = officer(*state, &a, "BYT");
    moved w         = { .c = &m };
    letter_draft d  = sent("5/QĐ-X");
    int64_t      id = enter(&c, &d, NULL);
    letter       l;
    enter(&o, &d, NULL); // the successor has that number too
    assert_int_equal(body_by_code(&m, S("BTC"), &w.from), ST_OK);
    assert_int_equal(body_by_code(&m, S("BYT"), &w.to), ST_OK);
    assert_int_equal(call_act(&m, hand_on, &w), ST_OK);
    assert_int_equal(w.n, 1);
    assert_int_equal(letters_get(&o, id, &l), ST_OK);
    assert_true(str_equal(l.body_code, S("BTC")));
    assert_int_equal(found(&o, LETTER_OUT, 0, ""), 2);
    assert_int_equal(letters_get(&c, id, &l), ST_MISSING);
    call_end(&c);
    call_end(&o);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &accounts_sql,
                                                 &systems_sql, &letters_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(every_query_is_prepared),
                 cmocka_unit_test(numbers_are_unique_in_a_body_a_direction_and_a_year),
                 cmocka_unit_test(a_list_is_searched_without_accents_and_turned_page_by_page),
                 cmocka_unit_test(only_the_branch_and_only_those_who_see_the_system_see_a_letter),
                 cmocka_unit_test(a_correction_is_a_new_version_with_its_history),
                 cmocka_unit_test(signatures_are_checked_when_a_file_comes_and_again_when_asked),
                 cmocka_unit_test(an_altered_file_is_kept_as_evidence_and_goes_out_only_with_a_reason),
                 cmocka_unit_test(strangers_added_parts_and_unsigned_files_are_told_apart),
                 cmocka_unit_test(a_reader_that_dies_leaves_the_file_kept_and_unread),
                 cmocka_unit_test(a_full_disk_and_a_failing_store_enter_nothing),
                 cmocka_unit_test(roots_are_added_by_hand_and_removed_with_a_reason),
                 cmocka_unit_test(the_register_of_a_body_that_ends_goes_to_its_successor),
    };
    store_register(modules, COUNT(modules));
    set_up();
    int failed = test_store_run(tests, COUNT(tests));
    tear_down();
    return failed;
}
