// doctor_test.c - where green becomes yellow and yellow red; see doctor_ops.h.
#include "modules/operations/doctor_ops.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const int64_t gib = 1024LL * 1024 * 1024, day_ms = 24LL * 3600 * 1000;

static void a_disk_is_low_before_it_is_full(void **state)
{
    (void)state;
    assert_int_equal(doctor_disk(20 * gib, 100 * gib), DOCTOR_GOOD);
    assert_int_equal(doctor_disk(10 * gib, 100 * gib), DOCTOR_GOOD);
    assert_int_equal(doctor_disk(10 * gib - 1, 100 * gib), DOCTOR_WARN);
    assert_int_equal(doctor_disk(2 * gib, 100 * gib), DOCTOR_WARN);
    assert_int_equal(doctor_disk(2 * gib - 1, 100 * gib), DOCTOR_BAD);
    assert_int_equal(doctor_disk(gib, 2 * gib), DOCTOR_GOOD);
    assert_int_equal(doctor_disk(gib - 1, 2 * gib), DOCTOR_WARN);
    assert_int_equal(doctor_disk(gib / 4 - 1, 2 * gib), DOCTOR_BAD);
}

static void a_backup_grows_old(void **state)
{
    (void)state;
    int64_t now = 100 * day_ms;
    assert_int_equal(doctor_backup_age(now, 0), DOCTOR_WARN);
    assert_int_equal(doctor_backup_age(now, now), DOCTOR_GOOD);
    assert_int_equal(doctor_backup_age(now, now - 2 * day_ms), DOCTOR_GOOD);
    assert_int_equal(doctor_backup_age(now, now - 2 * day_ms - 1), DOCTOR_WARN);
    assert_int_equal(doctor_backup_age(now, now - 7 * day_ms), DOCTOR_WARN);
    assert_int_equal(doctor_backup_age(now, now - 7 * day_ms - 1), DOCTOR_BAD);
}

static void a_certificate_runs_out(void **state)
{
    (void)state;
    assert_int_equal(doctor_certificate(30), DOCTOR_GOOD);
    assert_int_equal(doctor_certificate(29), DOCTOR_WARN);
    assert_int_equal(doctor_certificate(7), DOCTOR_WARN);
    assert_int_equal(doctor_certificate(6), DOCTOR_BAD);
    assert_int_equal(doctor_certificate(-1), DOCTOR_BAD);
}

static void the_worst_line_decides(void **state)
{
    (void)state;
    const doctor_line lines[] = { { "disk", "good", DOCTOR_GOOD, { 0 }, false },
                                  { "clock", "alone", DOCTOR_WARN, { 0 }, false },
                                  { "audit", "broken", DOCTOR_BAD, { 0 }, false } };
    assert_int_equal(doctor_worst(lines, 0), DOCTOR_GOOD);
    assert_int_equal(doctor_worst(lines, 2), DOCTOR_WARN);
    assert_int_equal(doctor_worst(lines, 3), DOCTOR_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_is_low_before_it_is_full),
        cmocka_unit_test(a_backup_grows_old),
        cmocka_unit_test(a_certificate_runs_out),
        cmocka_unit_test(the_worst_line_decides),
    };
    return cmocka_run_group_tests_name("doctor", tests, NULL, NULL);
}
