// order_test.c - what an addressee may do when, what is waited for, receipts altered by one byte.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "modules/orders/order.h"
#include "modules/orders/receipt.h"

static arena fresh(void)
{
    static char memory[1 << 20];
    return arena_over(memory, sizeof(memory));
}

// Rows: state; columns: receive accept refuse progress tick report. A digit is the state it leads to.
static void an_addressee_goes_its_way(void **state)
{
    static const char *const order[] = {
        "......", "3.....", ".4533.", "...446", ".4....", "......"
    };
    static const char *const warning[] = { "......", "3.....", "...336",
                                           "......", "......", "......" };
    (void)state;
    for (int from = TARGET_NAMED; from <= TARGET_STATES; from++) {
        for (int act = TARGET_RECEIVE; act <= TARGET_ACTS; act++) {
            char        one   = order[from - 1][act - 1];
            char        other = warning[from - 1][act - 1];
            target_step s     = target_step_of(ORDER_REQUEST, (target_state)from, (target_act)act);
            assert_int_equal(s.to, one == '.' ? 0 : one - '0');
            assert_int_equal(target_step_of(ORDER_COMMAND, (target_state)from, (target_act)act).to,
                             s.to);
            s = target_step_of(ORDER_WARNING, (target_state)from, (target_act)act);
            assert_int_equal(s.to, other == '.' ? 0 : other - '0');
        }
    }
    assert_true(target_step_of(ORDER_REQUEST, TARGET_RECEIVED, TARGET_REFUSE).words);
    assert_true(target_step_of(ORDER_REQUEST, TARGET_ACCEPTED, TARGET_REPORT).receipt);
    assert_false(target_step_of(ORDER_REQUEST, TARGET_ACCEPTED, TARGET_PROGRESS).receipt);
}

static void the_nearest_moment_is_waited_for(void **state)
{
    const order_item items[] = { { S("một"), 500 }, { S("hai"), 0 }, { S("ba"), 300 } };
    target_waits     w       = { TARGET_SENT, 100, 900, items, COUNT(items), 0 };
    (void)state;
    assert_int_equal(target_next(&w), 100);
    w.ack_ms = 0; // an item may be due before anybody said that it came
    assert_int_equal(target_next(&w), 300);
    w.items = NULL, w.item_count = 0;
    assert_int_equal(target_next(&w), 900);
    w.items = items, w.item_count = COUNT(items);
    w.state = TARGET_RECEIVED;
    assert_int_equal(target_next(&w), 300);
    w.ticked = 1 << 2;
    assert_int_equal(target_next(&w), 500);
    w.ticked |= 1;
    w.state = TARGET_ACCEPTED;
    assert_int_equal(target_next(&w), 900);
    w.state = TARGET_REFUSED;
    assert_int_equal(target_next(&w), 0);
    w.state = TARGET_DONE;
    assert_int_equal(target_next(&w), 0);
    assert_int_equal(target_due(0, 24, 1000), 1000 + 24 * 3600 * 1000);
    assert_int_equal(target_due(7, 24, 1000), 7);
    assert_int_equal(target_due(0, 0, 1000), 0);
}

static void keys_go_and_come_back(void **state)
{
    order_kind     k;
    order_tlp      t;
    order_severity s;
    order_state    o;
    target_state   g;
    target_act     a;
    (void)state;
    for (int i = 1; i <= ORDER_WARNING; i++)
        assert_true(order_kind_named(order_kind_key((order_kind)i), &k) && (int)k == i);
    for (int i = 1; i <= ORDER_TLPS; i++)
        assert_true(order_tlp_named(order_tlp_key((order_tlp)i), &t) && (int)t == i);
    for (int i = 1; i <= ORDER_SEVERITIES; i++)
        assert_true(order_severity_named(order_severity_key((order_severity)i), &s) && (int)s == i);
    for (int i = 1; i <= ORDER_DROPPED; i++)
        assert_true(order_state_named(order_state_key((order_state)i), &o) && (int)o == i);
    for (int i = 1; i <= TARGET_STATES; i++)
        assert_true(target_state_named(target_state_key((target_state)i), &g) && (int)g == i);
    for (int i = 1; i <= TARGET_ACTS; i++)
        assert_true(target_act_named(target_act_key((target_act)i), &a) && (int)a == i);
    assert_false(order_kind_named(S(""), &k));
    assert_false(order_tlp_named(S("purple"), &t));
    assert_int_equal(order_severity_key(SEVERITY_NONE).len, 0);
}

// ---- receipts --------------------------------------------------------------------------------------

static str signed_by(const sign_key *k, arena *a)
{
    receipt r = { { S("coloa-receipt-1"), S("0199-id"), S("DP-2026-000001"), S("request"),
                    S("SC-2026-000001"), S("Cục An toàn thông tin"), S("ab12"),
                    S("BTC Bộ Tài chính"), S("report"), S("cd34"), S("Lê Thị \"Mẫu\""),
                    S("2026-11-24T02:00:00.000Z") } };
    assert_int_equal(receipt_sign(&r, k, a), ST_OK);
    return receipt_json(&r, a);
}

static void a_receipt_is_genuine_by_its_key_alone(void **state)
{
    arena    a = fresh();
    sign_key k, other;
    receipt  r;
    problem  why = { 0 };
    str      pem, open;
    (void)state;
    assert_int_equal(sign_key_make(&k), ST_OK);
    assert_int_equal(sign_key_make(&other), ST_OK);
    assert_int_equal(receipt_parse(signed_by(&k, &a), &a, &r, &why), ST_OK);
    assert_int_equal(receipt_check(&r, k.open, &a, &why), ST_OK);
    assert_int_equal(receipt_check(&r, other.open, &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-key")));
    // The key survives its file.
    assert_int_equal(sign_key_pem(&k, &a, &pem), ST_OK);
    assert_int_equal(sign_key_read(pem, &other), ST_OK);
    assert_memory_equal(&k, &other, sizeof(k));
    assert_int_equal(sign_open_pem(k.open, &a, &open), ST_OK);
    assert_int_equal(sign_open_read(open, other.open), ST_OK);
    assert_memory_equal(k.open, other.open, sizeof(k.open));
    assert_int_equal(sign_open_read(S("-----BEGIN PUBLIC KEY-----"), other.open), ST_INVALID);
    assert_int_equal(sign_key_read(open, &other), ST_INVALID);
}

// Made with openssl pkeyutl and a key of the bytes 1 to 32: the form is not only what this program thinks it is.
static void a_receipt_signed_elsewhere_is_genuine(void **state)
{
    static const char json[] =
        "{\n"
        "  \"format\": \"coloa-receipt-1\",\n"
        "  \"id\": \"0199-mau\",\n"
        "  \"order\": \"DP-2026-000001\",\n"
        "  \"kind\": \"request\",\n"
        "  \"incident\": \"SC-2026-000001\",\n"
        "  \"issuer\": \"Cục Mẫu\",\n"
        "  \"paper_sha256\": \"ab12\",\n"
        "  \"addressee\": \"BTC Bộ Tài chính\",\n"
        "  \"act\": \"report\",\n"
        "  \"words_sha256\": \"cd34\",\n"
        "  \"person\": \"Lê Thị \\\"Mẫu\\\"\",\n"
        "  \"at\": \"2026-11-24T02:00:00.000Z\",\n"
        "  \"key\": \"65b60673d6ed884bf01c2c222d82ada0\",\n"
        "  \"sha256\": \"8332736e0ca4f52443c970c461e2b6f6d53a0b3df73a5abe404fdcf9db2857ec\",\n"
        "  \"signature\": "
        "\"cd301aa9495e048650ce2df42f06e47ae876a2da61f9c2ea6745d4ed86dcc93ccc99619801942714b4f9cf6b"
        "cdc5e63061f7930ac41e749d6e8be6acf72bfd01\"\n"
        "}\n";
    static const unsigned char open[SIGN_KEY_BYTES] = { 0x79, 0xb5, 0x56, 0x2e, 0x8f, 0xe6, 0x54,
                                                        0xf9, 0x40, 0x78, 0xb1, 0x12, 0xe8, 0xa9,
                                                        0x8b, 0xa7, 0x90, 0x1f, 0x85, 0x3a, 0xe6,
                                                        0x95, 0xbe, 0xd7, 0xe0, 0xe3, 0x91, 0x0b,
                                                        0xad, 0x04, 0x96, 0x64 };
    arena                      a                    = fresh();
    receipt                    r;
    problem                    why = { 0 };
    (void)state;
    assert_int_equal(receipt_parse(str_from(json), &a, &r, &why), ST_OK);
    assert_int_equal(receipt_check(&r, open, &a, &why), ST_OK);
}

static void one_altered_byte_is_always_found(void **state)
{
    arena    a = fresh();
    sign_key k;
    (void)state;
    assert_int_equal(sign_key_make(&k), ST_OK);
    str whole = signed_by(&k, &a);
    for (ptrdiff_t at = 0; at < whole.len; at++) {
        static const char masks[] = { 0x01, 0x20 };
        for (size_t m = 0; m < COUNT(masks); m++) {
            arena   scratch = a;
            receipt r;
            problem why = { 0 };
            str     copy;
            assert_int_equal(arena_copy(&scratch, whole, &copy), ST_OK);
            ((char *)(uintptr_t)copy.ptr)[at] ^= masks[m];
            status st = receipt_parse(copy, &scratch, &r, &why);
            if (st == ST_OK) st = receipt_check(&r, k.open, &scratch, &why);
            if (st != ST_INVALID || !why.rule.len || !why.field.len)
                fail_msg("byte %td: %s", at, status_name(st));
        }
    }
}

static receipt altered(receipt r, receipt_field f, str value)
{
    r.at[f] = value;
    return r;
}

static void what_is_wrong_is_named(void **state)
{
    arena    a = fresh();
    sign_key k;
    receipt  r, bad;
    problem  why = { 0 };
    (void)state;
    assert_int_equal(sign_key_make(&k), ST_OK);
    assert_int_equal(receipt_parse(signed_by(&k, &a), &a, &r, &why), ST_OK);
    bad = altered(r, RECEIPT_PERSON, S("Người khác"));
    assert_int_equal(receipt_check(&bad, k.open, &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-content")));
    bad = altered(r, RECEIPT_SHA256, r.at[RECEIPT_PAPER]);
    assert_int_equal(receipt_check(&bad, k.open, &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-hash")));
    bad = altered(r, RECEIPT_SIGNATURE, S("00"));
    assert_int_equal(receipt_check(&bad, k.open, &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-signature")));
    bad = altered(r, RECEIPT_KEY, S("00"));
    assert_int_equal(receipt_check(&bad, k.open, &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-key")));
    assert_int_equal(receipt_parse(S("{\"format\":1}"), &a, &r, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("format")));
    assert_int_equal(receipt_parse(S("{\"format\":\"x\"}"), &a, &r, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("id")));
    assert_int_equal(receipt_parse(S("[]"), &a, &r, &why), ST_INVALID);
}

static void it_ends_well_in_too_little_memory(void **state)
{
    arena    a = fresh();
    sign_key k;
    (void)state;
    assert_int_equal(sign_key_make(&k), ST_OK);
    str whole = signed_by(&k, &a);
    for (size_t room = 0; room < 9000; room += 37) {
        static char memory[9000];
        arena       small = arena_over(memory, room);
        receipt     r;
        problem     why = { 0 };
        status      st  = receipt_parse(whole, &small, &r, &why);
        if (st == ST_OK) st = receipt_check(&r, k.open, &small, &why);
        assert_true(st == ST_OK || st == ST_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_addressee_goes_its_way),
        cmocka_unit_test(the_nearest_moment_is_waited_for),
        cmocka_unit_test(keys_go_and_come_back),
        cmocka_unit_test(a_receipt_is_genuine_by_its_key_alone),
        cmocka_unit_test(a_receipt_signed_elsewhere_is_genuine),
        cmocka_unit_test(one_altered_byte_is_always_found),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(it_ends_well_in_too_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
