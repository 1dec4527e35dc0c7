// Tests of the daily mail and the calendar's address on both stores, against a mail server in every mood.
#include "modules/tasks/reminder_ops.h"

#include "kit/mail/mail_test_kit.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/organisations_test_kit.h"
#include "modules/tasks/tasks_queries.gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const int64_t minute = 60 * 1000;

static const job_table *const tables[] = { &tasks_jobs };

// ---- people and their work --------------------------------------------------------------------------

typedef struct seating {
    call             *c;
    int64_t           person;
    const task_draft *draft;
    int64_t           id;
    problem           why;
} seating;

static status activate(db *d, void *ctx)
{
    seating *w = ctx;
    return person_set_state(d, &(person_set_state_in){ w->person, PERSON_ACTIVE }, NULL);
}

static int64_t person_of(store *s, const char *login)
{
    call         c     = test_system(s);
    person_draft draft = { .login   = str_from(login),
                           .name    = S("Nguyễn Văn An"),
                           .body_id = test_id_of(s, "BKHCN"),
                           .roles   = 1 << TASK_SYSTEM_OFFICER };
    person_made  made;
    problem      why = { 0 };
    c                = test_system(s);
    c.who.rights |= RIGHT_ACCOUNTS_ADMIN;
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
    seating w = { .c = &c, .person = made.id };
    assert_int_equal(call_act(&c, activate, &w), ST_OK);
    return made.id;
}

static call as(store *s, int64_t id)
{
    call c          = test_system(s);
    c.who.person_id = id;
    c.who.name      = S("Nguyễn Văn An");
    c.who.roles     = 1 << TASK_SYSTEM_OFFICER;
    c.who.body_id   = test_id_of(s, "BKHCN");
    return c;
}

static void wants_mail(store *s, int64_t id, const char *email)
{
    call        c     = as(s, id);
    mail_choice typed = { .email = str_from(email), .wants = true };
    problem     why   = { 0 };
    assert_int_equal(mail_choice_save(&c, &typed, &why), ST_OK);
}

static status open_it(db *d, void *ctx)
{
    seating *w = ctx;
    (void)d;
    return task_open(w->c, w->draft, &w->id, &w->why);
}

static void open_task(store *s, int64_t object)
{
    call       c     = test_system(s);
    task_draft draft = { .kind        = S("systems.open-facts"),
                         .object_kind = S("toy"),
                         .object_id   = object,
                         .object_name = S("Hồ sơ thử"),
                         .address     = S("/viec"),
                         .n           = 3,
                         .body_id     = test_id_of(s, "BKHCN"),
                         .role        = TASK_SYSTEM_OFFICER,
                         .due_on      = S("2026-11-23") };
    c                = test_system(s);
    seating w        = { .c = &c, .draft = &draft };
    assert_int_equal(call_act(&c, open_it, &w), ST_OK);
}

// The server's minute, then what its workers do.
static void pass(store *s, int64_t now_ms)
{
    call c   = test_system(s);
    c.now_ms = now_ms;
    assert_int_equal(tasks_mail_minute(&c), ST_OK);
    call_end(&c);
    jobs_host host = { .store = s, .tables = tables, .table_count = 1 };
    size_t    ran;
    assert_int_equal(jobs_run_pending(&host, now_ms, &ran), ST_OK);
}

static void use(const smtp *m)
{
    tasks_lend(&(tasks_host){ .mail = { .url        = m ? smtp_url(m) : S(""),
                                        .from       = S("coloa@mau.example.vn"),
                                        .connect_ms = 500,
                                        .all_ms     = 600 },
                              .link = S("https://coloa.mau.example.vn") });
}

static mail_day state_of(store *s, int64_t id)
{
    call        c = as(s, id);
    mail_choice m;
    assert_int_equal(mail_choice_load(&c, &m), ST_OK);
    call_end(&c);
    return m.state;
}

// ---- the daily mail ---------------------------------------------------------------------------------

static void each_gets_one_a_day(void **state)
{
    store *s = *state;
    test_seed(s);
    smtp   *m  = smtp_start(SMTP_GOOD);
    int64_t an = person_of(s, "an.nv"), binh = person_of(s, "binh.tt");
    use(m);
    wants_mail(s, an, "an.nv@mau.example.vn");
    wants_mail(s, binh, "binh@mau.example.vn");
    pass(s, test_now_ms);
    assert_int_equal(smtp_taken(m), 0); // nothing to say
    assert_int_equal(state_of(s, an), MAIL_DAY_EMPTY);
    open_task(s, 1);
    pass(s, test_now_ms + test_day_ms);
    assert_int_equal(smtp_taken(m), 2);
    for (int i = 1; i < 30; i++) pass(s, test_now_ms + test_day_ms + i * 10 * minute);
    assert_int_equal(smtp_taken(m), 2);                        // once a day
    pass(s, test_now_ms + 2 * test_day_ms - 13 * 60 * minute); // just after midnight: too early
    assert_int_equal(smtp_taken(m), 2);
    pass(s, test_now_ms + 2 * test_day_ms);
    assert_int_equal(smtp_taken(m), 4);
    str last = smtp_last(m);
    assert_true(str_find(last, S("To: <binh@mau.example.vn>")) > 0);
    assert_true(str_find(last, S("Subject: =?UTF-8?B?")) > 0);
    smtp_stop(m);
    use(NULL); // no server is named: nothing goes out, nothing is asked
    pass(s, test_now_ms + 3 * test_day_ms);
    assert_int_equal(state_of(s, an), MAIL_DAY_NONE);
}

static void a_server_in_any_mood_gets_it_once(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t an = person_of(s, "an.nv");
    wants_mail(s, an, "an.nv@mau.example.vn");
    open_task(s, 1);
    static const struct {
        smtp_mood mood;
        int       taken; // in that mood, and then by the server when it is well again
    } cases[] = {
        { SMTP_HANGS, 1 },           { SMTP_COMES_BACK_LATER, 1 },
        { SMTP_DIES_AFTER_DATA, 1 }, { SMTP_HANGS_AFTER_DATA, 1 },
        { SMTP_REFUSES_ADDRESS, 0 }, { SMTP_REFUSES_MAIL, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        smtp   *m    = smtp_start(cases[i].mood);
        int64_t noon = test_now_ms + (int64_t)(i + 1) * test_day_ms;
        use(m);
        pass(s, noon);
        pass(s, noon + minute); // not at once again
        assert_int_equal(smtp_talks(m), 1);
        smtp_set(m, SMTP_GOOD);
        for (int k = 1; k < 10; k++) pass(s, noon + k * 16 * minute);
        if (smtp_taken(m) != cases[i].taken)
            fail_msg("mood %d: taken %d times", (int)cases[i].mood, smtp_taken(m));
        smtp_stop(m);
    }
    call             c = test_system(s);
    tasks_mail_state look;
    assert_int_equal(tasks_mail_look(&c, &look), ST_OK);
    assert_true(str_equal(look.rule, S("mail-server"))); // the doctor is told why
    call_end(&c);
    use(NULL);
}

static void one_that_was_cut_off_is_not_sent_again(void **state)
{
    store *s = *state;
    test_seed(s);
    smtp   *m  = smtp_start(SMTP_GOOD);
    int64_t an = person_of(s, "an.nv");
    use(m);
    wants_mail(s, an, "an.nv@mau.example.vn");
    open_task(s, 1);
    bool ends = false;
    for (int n = 1; n < 60 && !ends; n++) { // the machine dies at each write of the round
        int64_t noon   = test_now_ms + n * test_day_ms;
        int     before = smtp_taken(m);
        os_log_set(false, OS_ERROR + 1);
        call c   = test_system(s);
        c.now_ms = noon;
        store_fault(s, n, STORE_FAULT_BREAK);
        status    st   = tasks_mail_minute(&c);
        jobs_host host = { .store = s, .tables = tables, .table_count = 1 };
        size_t    ran;
        if (st == ST_OK) st = jobs_run_pending(&host, noon, &ran);
        ends = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        call_end(&c);
        for (int k = 1; k < 6; k++) pass(s, noon + k * 16 * minute);
        assert_in_range(smtp_taken(m) - before, 0, 1);
    }
    assert_true(ends);
    smtp_stop(m);
    use(NULL);
}

static void an_address_that_could_hold_a_header_is_refused(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t          an    = person_of(s, "an.nv");
    mail_choice      typed = { .wants = true };
    problem          why   = { 0 };
    static const str bad[] = { STR(""), STR("an"), STR("a@b.vn\r\nBcc: x@y.vn"),
                               STR("a@b.vn, c@d.vn") };
    for (size_t i = 0; i < COUNT(bad); i++) {
        call c      = as(s, an);
        typed.email = bad[i];
        assert_int_equal(mail_choice_save(&c, &typed, &why), ST_INVALID);
    }
}

// ---- the calendar -----------------------------------------------------------------------------------

static void the_calendar_is_read_by_its_address_alone(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t an = person_of(s, "an.nv");
    open_task(s, 1);
    call c = as(s, an);
    str  token, second, text;
    char kept[FEED_TOKEN_CHARS], next[FEED_TOKEN_CHARS];
    assert_int_equal(feed_make(&c, &token), ST_OK);
    assert_int_equal(token.len, FEED_TOKEN_CHARS);
    memcpy(kept, token.ptr, sizeof(kept));
    str  address = { kept, FEED_TOKEN_CHARS };
    call nobody  = test_system(s);
    nobody.who   = (actor){ 0 };
    assert_int_equal(feed_write(&nobody, address, S("https://x"), &text), ST_OK);
    assert_true(str_starts(text, S("BEGIN:VCALENDAR\r\n")));
    assert_true(str_find(text, S("BEGIN:VEVENT")) > 0);
    assert_true(str_find(text, S("DTSTART;VALUE=DATE:20261123")) > 0);
    call_end(&nobody);
    c = as(s, an);
    assert_int_equal(feed_make(&c, &second), ST_OK); // a new one voids the old
    memcpy(next, second.ptr, sizeof(next));
    nobody     = test_system(s);
    nobody.who = (actor){ 0 };
    assert_int_equal(feed_write(&nobody, address, S("https://x"), &text), ST_MISSING);
    static const str wrong[] = { STR(""), STR("abc"), STR("../../etc/passwd") };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(feed_write(&nobody, wrong[i], S("https://x"), &text), ST_MISSING);
    call_end(&nobody);
    c = as(s, an);
    assert_int_equal(feed_end(&c), ST_OK);
    nobody = test_system(s);
    assert_int_equal(feed_write(&nobody, (str){ next, sizeof(next) }, S("https://x"), &text),
                     ST_MISSING);
    call_end(&nobody);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &timers_sql,   &jobs_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql };
    store_register(modules, COUNT(modules));
    test_organisations_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_gets_one_a_day),
        cmocka_unit_test(a_server_in_any_mood_gets_it_once),
        cmocka_unit_test(one_that_was_cut_off_is_not_sent_again),
        cmocka_unit_test(an_address_that_could_hold_a_header_is_refused),
        cmocka_unit_test(the_calendar_is_read_by_its_address_alone),
    };
    return test_store_run(tests, COUNT(tests));
}
