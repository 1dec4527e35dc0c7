// call_test.c - looks and acts of a call, keys of acts done once, the audit chain.
#include "kit/call/call.h"
#include "kit/call/tamper_queries.gen.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct bench { // a call with its memory
    arena a;
    call  c;
} bench;

static bench *new_bench(store *s)
{
    arena  a = test_arena(4 << 20);
    bench *b = NEW(&a, bench, 1);
    b->a     = a;
    b->c     = (call){ .store      = s,
                       .a          = &b->a,
                       .now_ms     = 1795000000000,
                       .who        = { .person_id = 7, .body_id = 3, .login = S("lan") },
                       .lang       = LANG_VI,
                       .request_id = S("r-1"),
                       .address    = S("127.0.0.1") };
    return b;
}

typedef struct noting {
    call  *c;
    int    times;
    int    runs;
    status end;
    str    answer;
} noting;

static status note_acts(db *d, void *ctx)
{
    noting *n = ctx;
    (void)d;
    n->runs++;
    for (int i = 0; i < n->times; i++) {
        str detail = arena_printf(n->c->a, "{\"nth\":%d}", i);
        if (!detail.ptr) return ST_MEMORY;
        TRY(audit_write(n->c, S("task.add"), S("task"), 100 + i, detail));
    }
    if (n->answer.ptr) TRY(call_result(n->c, n->answer));
    return n->end;
}

static int64_t rows_seen(call *c)
{
    db             *d;
    audit_count_row row;
    assert_int_equal(call_db(c, &d), ST_OK);
    assert_int_equal(audit_count(d, c->a, &row), ST_OK);
    return row.n;
}

static void write_rows(store *s, int times)
{
    bench *b = new_bench(s);
    noting n = { .c = &b->c, .times = times };
    assert_int_equal(call_act(&b->c, note_acts, &n), ST_OK);
    call_end(&b->c);
}

static int64_t seal(store *s)
{
    int64_t sealed = -1;
    assert_int_equal(audit_seal(s, test_arena(2 << 20), &sealed), ST_OK);
    return sealed;
}

// ---- looks and acts ----------------------------------------------------------------------------

static void a_look_opened_before_an_act_sees_it_afterwards(void **state)
{
    bench *b = new_bench(*state);
    noting n = { .c = &b->c, .times = 2 };
    for (int i = 0; i < 10; i++) { // more often than there are readers: none is left open
        assert_int_equal(rows_seen(&b->c), 2 * i);
        assert_int_equal(call_act(&b->c, note_acts, &n), ST_OK);
        assert_int_equal(rows_seen(&b->c), 2 * i + 2);
    }
    call_end(&b->c);
    call_end(&b->c);
}

static void an_act_that_ends_badly_leaves_no_audit_row(void **state)
{
    bench *b = new_bench(*state);
    noting n = { .c = &b->c, .times = 2, .end = ST_FORBIDDEN };
    assert_int_equal(call_act(&b->c, note_acts, &n), ST_FORBIDDEN);
    assert_int_equal(rows_seen(&b->c), 0);
    call_end(&b->c);
}

static void memory_is_rewound_when_an_act_runs_again(void **state)
{
    bench *b = new_bench(*state);
    noting n = { .c = &b->c, .times = 3 };
    assert_int_equal(call_act(&b->c, note_acts, &n), ST_OK);
    char *start = b->a.next;
    assert_int_equal(call_act(&b->c, note_acts, &n), ST_OK);
    ptrdiff_t once = b->a.next - start;
    start          = b->a.next;
    store_fault(*state, 3, STORE_FAULT_RERUN);
    n.runs = 0;
    assert_int_equal(call_act(&b->c, note_acts, &n), ST_OK);
    assert_int_equal(n.runs, 2);
    assert_int_equal(b->a.next - start, once);
    assert_int_equal(rows_seen(&b->c), 9);
    call_end(&b->c);
}

// ---- codes ---------------------------------------------------------------------------------------

enum { TAKERS = 6, TAKEN_EACH = 20 };

typedef struct taking {
    call       *c;
    const char *prefix;
    str         code;
    status      end;
} taking;

static status take_code(db *d, void *ctx)
{
    taking *t = ctx;
    TRY(call_code(t->c, d, t->prefix, &t->code));
    return t->end;
}

static str taken(bench *b, const char *prefix)
{
    taking t = { .c = &b->c, .prefix = prefix };
    assert_int_equal(call_act(&b->c, take_code, &t), ST_OK);
    return t.code;
}

static void codes_of_a_series_go_on_by_one(void **state)
{
    bench *b    = new_bench(*state);
    taking lost = { .c = &b->c, .prefix = "SC", .end = ST_FORBIDDEN };
    assert_true(str_equal(taken(b, "SC"), S("SC-2026-000001")));
    assert_true(str_equal(taken(b, "SC"), S("SC-2026-000002")));
    assert_true(str_equal(taken(b, "VV"), S("VV-2026-000001")));
    assert_int_equal(call_act(&b->c, take_code, &lost), ST_FORBIDDEN);
    assert_true(str_equal(lost.code, S("SC-2026-000003")));
    assert_true(str_equal(taken(b, "SC"), S("SC-2026-000003"))); // what failed took none
    // The year turns at midnight in Viet Nam.
    assert_int_equal(time_parse(S("2026-12-31T23:59:59+07:00"), &b->c.now_ms), ST_OK);
    assert_true(str_equal(taken(b, "SC"), S("SC-2026-000004")));
    b->c.now_ms += 1000;
    assert_true(str_equal(taken(b, "SC"), S("SC-2027-000001")));
    call_end(&b->c);
}

typedef struct taker {
    pthread_t thread;
    bench    *b;
    str       codes[TAKEN_EACH];
} taker;

static void *take_many(void *ctx)
{
    taker *t = ctx;
    for (size_t i = 0; i < TAKEN_EACH; i++) t->codes[i] = taken(t->b, "DP");
    return NULL;
}

static void nobody_gets_the_code_of_another(void **state)
{
    taker all[TAKERS];
    bool  seen[TAKERS * TAKEN_EACH + 1] = { false };
    for (size_t i = 0; i < TAKERS; i++) all[i].b = new_bench(*state);
    for (size_t i = 0; i < TAKERS; i++)
        assert_int_equal(pthread_create(&all[i].thread, NULL, take_many, &all[i]), 0);
    for (size_t i = 0; i < TAKERS; i++) {
        pthread_join(all[i].thread, NULL);
        for (size_t k = 0; k < TAKEN_EACH; k++) {
            int64_t n;
            assert_true(str_int(str_slice(all[i].codes[k], 8, 14), &n));
            assert_true(n >= 1 && n <= TAKERS * TAKEN_EACH && !seen[n]);
            seen[n] = true;
        }
        call_end(&all[i].b->c);
    }
}

// ---- once --------------------------------------------------------------------------------------

static status ask(store *s, const char *key, const char *request, noting *n, str *earlier,
                  problem *why)
{
    bench *b             = new_bench(s);
    b->c.idempotency_key = str_from(key);
    n->c                 = &b->c;
    status st = call_once(&b->c, S("POST /api/v1/systems"), str_from(request), earlier, why);
    if (st == ST_OK && !earlier->ptr) st = call_act(&b->c, note_acts, n);
    call_end(&b->c);
    return st;
}

static void the_same_key_gives_the_same_answer_and_acts_once(void **state)
{
    noting  n       = { .times = 1, .answer = S("{\"id\":\"12\"}") };
    str     earlier = { 0 };
    problem why     = { 0 };
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_null(earlier.ptr);
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_true(str_equal(earlier, S("{\"id\":\"12\"}")));
    assert_int_equal(n.runs, 1);
    assert_int_equal(ask(*state, "k2", "body", &n, &earlier, &why), ST_OK);
    assert_int_equal(n.runs, 2);
}

static void a_key_used_for_something_else_is_refused(void **state)
{
    noting  n       = { .times = 1, .answer = S("{}") };
    str     earlier = { 0 };
    problem why     = { 0 };
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_int_equal(ask(*state, "k1", "other", &n, &earlier, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("key-reused")));
    assert_int_equal(ask(*state, "k\x01", "other", &n, &earlier, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("not-text")));
}

static void a_failed_act_leaves_its_key_free(void **state)
{
    noting  n       = { .times = 1, .end = ST_INVALID };
    str     earlier = { 0 };
    problem why     = { 0 };
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_INVALID);
    n.end = ST_OK;
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_null(earlier.ptr);
}

static void a_lost_answer_is_said_and_the_act_not_repeated(void **state)
{
    noting  n       = { .times = 1 };
    str     earlier = { 0 };
    problem why     = { 0 };
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("already-done")));
    assert_int_equal(n.runs, 1);
    assert_int_equal(call_result(n.c, S("late")), ST_OK); // this call kept no key: nothing happens
}

static void an_answer_may_be_kept_after_the_act(void **state)
{
    noting  n       = { .times = 1 };
    str     earlier = { 0 };
    problem why     = { 0 };
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_int_equal(call_result(n.c, S("late")), ST_OK);
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_true(str_equal(earlier, S("late")));
    int64_t forgotten;
    assert_int_equal(call_once_forget(*state, 1795000000001, &forgotten), ST_OK);
    assert_int_equal(forgotten, 1);
    assert_int_equal(ask(*state, "k1", "body", &n, &earlier, &why), ST_OK);
    assert_null(earlier.ptr);
}

static void one_key_at_the_same_time_acts_once(void **state)
{
    bench *a = new_bench(*state), *b = new_bench(*state);
    noting n = { .c = &a->c, .times = 1 }, m = { .c = &b->c, .times = 1 };
    str    earlier;
    a->c.idempotency_key = b->c.idempotency_key = S("k");
    assert_int_equal(call_once(&a->c, S("r"), S(""), &earlier, NULL), ST_OK);
    assert_int_equal(call_once(&b->c, S("r"), S(""), &earlier, NULL), ST_OK);
    assert_int_equal(call_act(&a->c, note_acts, &n), ST_OK);
    assert_int_equal(call_act(&b->c, note_acts, &m), ST_CONFLICT);
    assert_int_equal(rows_seen(&a->c), 1);
    call_end(&a->c);
    call_end(&b->c);
}

// ---- the chain ---------------------------------------------------------------------------------

static audit_check verify(store *s, const audit_anchor *anchor, status expected)
{
    audit_check got;
    assert_int_equal(audit_verify_to(s, anchor, test_arena(1 << 20), &got), expected);
    return got;
}

static void an_untouched_chain_is_whole(void **state)
{
    store *s = *state;
    assert_int_equal(seal(s), 0);
    assert_int_equal(verify(s, NULL, ST_OK).rows, 0);
    write_rows(s, 450);
    assert_int_equal(verify(s, NULL, ST_OK).unsealed, 450);
    assert_int_equal(seal(s), 450);
    write_rows(s, 3);
    assert_int_equal(seal(s), 3);
    write_rows(s, 2);
    audit_check got = verify(s, NULL, ST_OK);
    assert_int_equal(got.rows, 453);
    assert_int_equal(got.head.seal_no, 453);
    assert_int_equal(got.unsealed, 2);
    int64_t rows, bad;
    assert_int_equal(audit_verify(s, test_arena(1 << 20), &rows, &bad), ST_OK);
    assert_int_equal(rows, 453);
}

typedef struct tampering {
    const char *what;
    status (*how)(db *d);
    int64_t bad_no;
    bool    missing;
} tampering;

static status change_login(db *d)
{
    return tamper_login(d, &(tamper_login_in){ 4, S("Lan") }, NULL);
}

// The letter is the record's own mark of a text: without the lengths the bytes would be the same.
static status move_a_letter_between_fields(db *d)
{
    return tamper_shift(d, &(tamper_shift_in){ 6 }, NULL);
}

static status drop_a_hash(db *d)
{
    return tamper_hash(d, &(tamper_hash_in){ 2 }, NULL);
}

static status delete_the_first(db *d)
{
    return tamper_delete(d, &(tamper_delete_in){ 1 }, NULL);
}

static status delete_one_inside(db *d)
{
    return tamper_delete(d, &(tamper_delete_in){ 7 }, NULL);
}

static status unseal_one(db *d)
{
    return tamper_number(d, &(tamper_number_in){ 5, { 0 } }, NULL);
}

static status hide_one_below_the_first(db *d)
{
    return tamper_number(d, &(tamper_number_in){ 10, some_int(-3) }, NULL);
}

static status swap_two(db *d)
{
    TRY(tamper_number(d, &(tamper_number_in){ 8, some_int(100) }, NULL));
    TRY(tamper_number(d, &(tamper_number_in){ 9, some_int(8) }, NULL));
    return tamper_number(d, &(tamper_number_in){ 100, some_int(9) }, NULL);
}

static status unguard_and_run(db *d, void *ctx)
{
    const tampering *t = ctx;
    TRY(tamper_unguard(d, NULL));
    TRY(tamper_unguard_seal(d, NULL));
    return t->how(d);
}

static void every_tampering_is_named(void **state)
{
    static const tampering all[] = {
        { "a field changed", change_login, 4, false },
        { "a letter moved to the next field", move_a_letter_between_fields, 6, false },
        { "a hash taken away", drop_a_hash, 2, false },
        { "the first row gone", delete_the_first, 1, true },
        { "a row inside gone", delete_one_inside, 7, true },
        { "a row unsealed", unseal_one, 5, true },
        { "a row numbered below the first", hide_one_below_the_first, -3, false },
        { "two rows swapped", swap_two, 8, false },
    };
    store_engine engine = store_engine_of(*state);
    for (size_t i = 0; i < COUNT(all); i++) {
        store *s = test_store_open(engine);
        write_rows(s, 10);
        assert_int_equal(seal(s), 10);
        tampering t = all[i];
        assert_int_equal(store_act(s, unguard_and_run, &t), ST_OK);
        audit_check got = verify(s, NULL, ST_INVALID);
        if (got.bad_no != t.bad_no) print_error("%s\n", t.what);
        assert_int_equal(got.bad_no, t.bad_no);
        assert_int_equal(got.bad_id == 0, t.missing);
        test_store_close(s);
    }
}

static status just_change(db *d, void *ctx)
{
    const tampering *t = ctx;
    return t->how(d);
}

static void sealed_rows_are_guarded_against_accident(void **state)
{
    store    *s       = *state;
    tampering change  = { .how = change_login };
    tampering erasure = { .how = delete_one_inside };
    write_rows(s, 10);
    assert_int_equal(seal(s), 10);
    assert_int_not_equal(store_act(s, just_change, &change), ST_OK);
    assert_int_not_equal(store_act(s, just_change, &erasure), ST_OK);
    assert_int_equal(verify(s, NULL, ST_OK).rows, 10);
}

static status cut_the_end(db *d)
{
    return tamper_delete_from(d, &(tamper_delete_from_in){ 9 }, NULL);
}

static status change_and_unseal_all(db *d)
{
    TRY(change_login(d));
    return tamper_unseal_all(d, NULL);
}

static void an_anchor_tells_what_the_chain_alone_cannot(void **state)
{
    store       *s = *state;
    audit_anchor anchor, read;
    arena        a = test_arena(1 << 16);
    write_rows(s, 10);
    assert_int_equal(seal(s), 10);
    assert_int_equal(audit_head(s, &anchor), ST_OK);
    str text = audit_anchor_text(&a, &anchor);
    assert_int_equal(audit_anchor_parse(text, &read), ST_OK);
    assert_memory_equal(&anchor, &read, sizeof(read));
    assert_int_equal(verify(s, &anchor, ST_OK).rows, 10);

    tampering cut = { .how = cut_the_end };
    assert_int_equal(store_act(s, unguard_and_run, &cut), ST_OK);
    assert_int_equal(verify(s, NULL, ST_OK).rows, 8);
    audit_check got = verify(s, &anchor, ST_INVALID);
    assert_int_equal(got.bad_no, 9);
    assert_int_equal(got.bad_id, 0);
}

static void a_chain_computed_anew_differs_from_its_anchor(void **state)
{
    store       *s    = *state;
    tampering    anew = { .how = change_and_unseal_all };
    audit_anchor anchor;
    write_rows(s, 10);
    assert_int_equal(seal(s), 10);
    assert_int_equal(audit_head(s, &anchor), ST_OK);
    assert_int_equal(store_act(s, unguard_and_run, &anew), ST_OK);
    assert_int_equal(seal(s), 10);
    assert_int_equal(verify(s, NULL, ST_OK).rows, 10);
    audit_check got = verify(s, &anchor, ST_INVALID); // row 4 was changed; the last tells
    assert_int_equal(got.bad_no, 10);
    assert_true(got.anchor_differs);
}

static void an_anchor_must_be_one(void **state)
{
    static const str bad[] = {
        STR(""),
        STR("coloa-audit"),
        STR("coloa-audit 1"),
        STR("coloa-audit 1 00"),
        STR("coloa-audit -1 0000000000000000000000000000000000000000000000000000000000000000"),
        STR("coloa-audit x 0000000000000000000000000000000000000000000000000000000000000000"),
        STR("other 1 0000000000000000000000000000000000000000000000000000000000000000"),
    };
    audit_anchor read;
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(audit_anchor_parse(bad[i], &read), ST_INVALID);
}

static void sealing_is_all_or_nothing_whatever_fails(void **state)
{
    store *s = *state;
    write_rows(s, 5);
    for (int n = 1;; n++) {
        int64_t sealed = 0;
        assert_true(n < 20);
        store_fault(s, n, STORE_FAULT_BREAK);
        status st  = audit_seal(s, test_arena(2 << 20), &sealed);
        bool   met = store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        audit_check got = verify(s, NULL, ST_OK);
        assert_int_equal(st, met ? ST_BROKEN : ST_OK);
        assert_int_equal(got.rows, met ? 0 : 5);
        assert_int_equal(got.unsealed, met ? 5 : 0);
        if (!met) break;
    }
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &tamper_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_look_opened_before_an_act_sees_it_afterwards),
        cmocka_unit_test(an_act_that_ends_badly_leaves_no_audit_row),
        cmocka_unit_test(memory_is_rewound_when_an_act_runs_again),
        cmocka_unit_test(codes_of_a_series_go_on_by_one),
        cmocka_unit_test(nobody_gets_the_code_of_another),
        cmocka_unit_test(the_same_key_gives_the_same_answer_and_acts_once),
        cmocka_unit_test(a_key_used_for_something_else_is_refused),
        cmocka_unit_test(a_failed_act_leaves_its_key_free),
        cmocka_unit_test(a_lost_answer_is_said_and_the_act_not_repeated),
        cmocka_unit_test(an_answer_may_be_kept_after_the_act),
        cmocka_unit_test(one_key_at_the_same_time_acts_once),
        cmocka_unit_test(an_untouched_chain_is_whole),
        cmocka_unit_test(every_tampering_is_named),
        cmocka_unit_test(sealed_rows_are_guarded_against_accident),
        cmocka_unit_test(an_anchor_tells_what_the_chain_alone_cannot),
        cmocka_unit_test(a_chain_computed_anew_differs_from_its_anchor),
        cmocka_unit_test(an_anchor_must_be_one),
        cmocka_unit_test(sealing_is_all_or_nothing_whatever_fails),
    };
    return test_store_run(tests, COUNT(tests));
}
