// law_versions_test.c - a newer version of the packs in the whole program: taken by a named administrator,
// put into force from a day, and what was determined before stays as it was.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "app/app.h"
#include "kit/law/files.h"
#include "kit/law/incident_rules.h"
#include "kit/law/law.h"
#include "kit/law/network_rows.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/people_ops.h"
#include "modules/law/law.h"
#include "modules/law/law_ops.h"
#include "modules/law/law_queries.gen.h"
#include "modules/levels/levels.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

static const int64_t start_ms = 1795500000000; // 2026-11-24 in Viet Nam
static const int64_t day_ms   = (int64_t)24 * 3600 * 1000;

static arena work;

#define EQUALS(got, want) assert_string_equal(arena_cstr(&work, got), want)

static call machine(store *s, int64_t now_ms)
{
    call c = { .store = s, .a = &work, .now_ms = now_ms, .lang = LANG_VI };
    assert_int_equal(accounts_become_system(&c), ST_OK);
    return c;
}

static call as_person(store *s, const char *login, int64_t now_ms)
{
    call c = machine(s, now_ms);
    assert_int_equal(accounts_become(&c, str_from(login), NULL), ST_OK);
    return c;
}

static void begin(store *s)
{
    size_t          count;
    const law_body *rows = law_bodies(law_program(), &count);
    work.next            = work.start;
    law_let_go();
    law_use(law_program());
    call    c   = machine(s, start_ms);
    problem why = { 0 };
    assert_int_equal(organisations_seed(&c, rows, count, NULL, &why), ST_OK);
    static const struct {
        const char *login, *code;
        uint64_t    roles;
    } people[] = {
        { "quan.tri", "VN-CP", ROLE_BIT(ROLE_ADMINISTRATOR) },
        { "can.bo", "BYT", ROLE_BIT(ROLE_SYSTEM_OFFICER) | ROLE_BIT(ROLE_SPECIALIST) },
        { "quan.tri.b", "BYT", ROLE_BIT(ROLE_ADMINISTRATOR) },
    };
    for (size_t i = 0; i < COUNT(people); i++) {
        body b;
        c = machine(s, start_ms);
        assert_int_equal(body_by_code(&c, str_from(people[i].code), &b), ST_OK);
        person_draft draft = { .login    = str_from(people[i].login),
                               .name     = S("Nguyễn Văn An"),
                               .body_id  = b.id,
                               .roles    = people[i].roles,
                               .password = S("con mèo trèo cây cau") };
        person_made  made;
        assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
    }
    c = machine(s, start_ms);
    assert_int_equal(law_roll(&c), ST_OK);
    call_end(&c);
}

static str original(const char *name)
{
    str bytes;
    assert_int_equal(law_built_in().read(NULL, name, &work, &bytes), ST_OK);
    return bytes;
}

// The first place of `from` after `mark`, replaced.
static str replaced(str text, const char *mark, const char *from, const char *to)
{
    ptrdiff_t at = str_find(text, str_from(mark));
    assert_true(at >= 0);
    str       tail = str_slice(text, at, text.len);
    ptrdiff_t in   = str_find(tail, str_from(from));
    assert_true(in >= 0);
    buf b = buf_in(&work, (size_t)text.len + 100, (size_t)text.len + 1000);
    buf_put(&b, str_slice(text, 0, at + in));
    buf_put(&b, str_from(to));
    buf_put(&b, str_slice(text, at + in + (ptrdiff_t)strlen(from), text.len));
    return buf_str(&b);
}

// nd331 with its first criterion one level higher, under a version of its own.
static law_files *newer(void)
{
    law_files *files = NEW(&work, law_files, 1);
    size_t     n;
    law_rule   r       = law_rules(law_pack_find(law_program(), S("nd331")), &n)[0];
    char      *mark    = arena_cstr(&work, arena_printf(&work, "\"" STR_FMT "\"", STR_ARG(r.id)));
    char      *was     = arena_cstr(&work, arena_printf(&work, "\"level\": %d", r.level));
    char      *is      = arena_cstr(&work, arena_printf(&work, "\"level\": %d", r.level + 1));
    str        version = law_pack_find(law_program(), S("nd331"))->version;
    char      *old  = arena_cstr(&work, arena_printf(&work, "\"" STR_FMT "\"", STR_ARG(version)));
    files->count    = 2;
    files->items[0] = (law_file_bytes){ S("nd331/criteria.json"),
                                        replaced(original("nd331/criteria.json"), mark, was, is) };
    files->items[1] = (law_file_bytes){
        S("packs.json"), replaced(original("packs.json"), "\"id\": \"nd331\"", old, "\"2027.1\"")
    };
    return files;
}

static void a_version_is_kept_compared_and_put_into_force(void **state)
{
    store *s = *state;
    begin(s);
    call         c      = as_person(s, "quan.tri", start_ms);
    law_faults  *faults = NEW(&work, law_faults, 1);
    law_version *list;
    law_diff     diff;
    size_t       count;
    int64_t      id, again;
    problem      why = { 0 };
    assert_int_equal(law_version_list(&c, &list, &count), ST_OK);
    assert_int_equal(count, 1); // the program's own is kept too
    assert_true(list[0].running && list[0].program);
    int64_t first = list[0].id;
    assert_int_equal(law_take(&c, newer(), S("law-2027"), &id, faults, &why), ST_OK);
    assert_int_equal(law_take(&c, newer(), S("law-2027"), &again, faults, &why), ST_OK);
    assert_true(again == id);
    assert_int_equal(law_version_compare(&c, id, &diff, &why), ST_OK);
    bool level = false;
    for (size_t i = 0; i < diff.count; i++) {
        for (size_t k = 0; k < diff.items[i].count; k++) {
            level |= str_equal(diff.items[i].fields[k].name, S("level")) &&
                     diff.items[i].cite.vi.len;
        }
    }
    assert_true(level);
    assert_string_equal(law_sha256(law_in_force()), law_sha256(law_program()));
    assert_int_equal(law_activate(&c, id, S("23/11/2026"), &why), ST_INVALID);
    EQUALS(why.rule, "in-the-past");
    assert_int_equal(law_activate(&c, id, S("26/11/2026"), &why), ST_OK);
    assert_string_equal(law_sha256(law_in_force()), law_sha256(law_program())); // not yet
    call_end(&c);
    c = machine(s, start_ms + 2 * day_ms);
    assert_int_equal(law_roll(&c), ST_OK);
    assert_string_not_equal(law_sha256(law_in_force()), law_sha256(law_program()));
    EQUALS(law_pack_find(law_in_force(), S("nd331"))->version, "2027.1");
    assert_int_equal(law_roll(&c), ST_OK); // again: nothing to do
    call_end(&c);
    c = as_person(s, "quan.tri", start_ms + 3 * day_ms); // and back, from another day
    assert_int_equal(law_activate(&c, first, S(""), &why), ST_OK);
    assert_string_equal(law_sha256(law_in_force()), law_sha256(law_program()));
    call_end(&c);
}

// What a program carried that knew no incidents.
static status read_older(void *ctx, const char *name, arena *a, str *bytes)
{
    (void)ctx;
    if (str_starts(str_from(name), S("incidents/"))) return ST_MISSING;
    return law_built_in().read(NULL, name, a, bytes);
}

typedef struct older_set {
    call   *c;
    law    *l;
    int64_t id;
} older_set;

static status put_older(db *d, void *ctx)
{
    older_set             *w = ctx;
    law_version_insert_row made;
    law_version_insert_in  in = { .sha256 = str_from(law_sha256(w->l)),
                                  .packs  = S("nd331"),
                                  .source = S("older"),
                                  .by     = S("x"),
                                  .now    = start_ms };
    const law_files       *f  = law_files_of(w->l);
    TRY(law_version_insert(d, &in, &work, &made));
    w->id = made.id;
    for (size_t i = 0; i < f->count; i++) {
        law_version_file_insert_in file = { made.id, f->items[i].name, f->items[i].bytes };
        TRY(law_version_file_insert(d, &file, NULL));
    }
    law_activation_insert_in from = { made.id, S("2026-11-24"), S("x"), 1, start_ms };
    return law_activation_insert(d, &from, NULL);
}

static void a_version_of_an_older_program_takes_what_it_lacks_from_this_one(void **state)
{
    store *s = *state;
    begin(s);
    call             c = machine(s, start_ms);
    older_set        w = { .c = &c };
    problem          why;
    law_version     *list;
    law_activation  *made;
    size_t           count, n;
    const law_source older = { read_older, NULL };
    assert_int_equal(law_load(older, &work, &w.l, NULL, &why), ST_OK);
    (void)law_member_numbers(w.l, &n);
    assert_int_equal(n, 0);
    assert_int_equal(call_act(&c, put_older, &w), ST_OK);
    assert_int_equal(law_roll(&c), ST_OK);
    call_end(&c);
    const law *running = law_in_force();
    assert_non_null(law_member_numbers(running, &n));
    assert_true(law_incident_right(running, LAW_ROLE_CQ, S("see")) != LAW_GRANT_NONE);
    // It is a version of its own, kept and put into force; looking again changes nothing.
    c = machine(s, start_ms + 1000);
    assert_int_equal(law_roll(&c), ST_OK);
    assert_ptr_equal(law_in_force(), running);
    assert_int_equal(law_version_list(&c, &list, &count), ST_OK);
    size_t runs = 0;
    for (size_t i = 0; i < count; i++) runs += list[i].running;
    assert_int_equal(runs, 1);
    assert_int_equal(law_activation_list(&c, &made, &n), ST_OK);
    assert_int_equal(n, 2);
    call_end(&c);
}

static void only_a_named_administrator_of_the_node_may(void **state)
{
    store *s = *state;
    begin(s);
    law_faults *faults = NEW(&work, law_faults, 1);
    int64_t     id;
    problem     why = { 0 };
    call        c   = machine(s, start_ms);
    assert_int_equal(law_take(&c, newer(), S("x"), &id, faults, &why), ST_FORBIDDEN);
    EQUALS(why.rule, "needs-person");
    assert_int_equal(law_activate(&c, 1, S(""), &why), ST_FORBIDDEN);
    c = as_person(s, "can.bo", start_ms);
    assert_int_equal(law_take(&c, newer(), S("x"), &id, faults, &why), ST_FORBIDDEN);
    call_end(&c);
    c = as_person(s, "quan.tri.b", start_ms); // of a body below
    assert_int_equal(law_take(&c, newer(), S("x"), &id, faults, &why), ST_FORBIDDEN);
    call_end(&c);
}

static void a_broken_version_is_refused_with_its_row(void **state)
{
    store *s = *state;
    begin(s);
    call         c      = as_person(s, "quan.tri", start_ms);
    law_faults  *faults = NEW(&work, law_faults, 1);
    law_files   *files  = newer();
    law_version *list;
    size_t       count;
    int64_t      id;
    problem      why      = { 0 };
    files->items[0].bytes = replaced(original("nd331/criteria.json"), "\"rules\"", "\"certainty\"",
                                     "\"certain\"");
    assert_int_equal(law_take(&c, files, S("x"), &id, faults, &why), ST_INVALID);
    assert_true(faults->count > 0);
    EQUALS(faults->items[0].file, "nd331/criteria.json");
    assert_true(faults->items[0].id.len > 0);
    files         = newer(); // other words under the same version
    files->count  = 1;
    faults->count = 0;
    assert_int_equal(law_take(&c, files, S("x"), &id, faults, &why), ST_INVALID);
    EQUALS(why.rule, "law-version-same");
    assert_int_equal(law_version_list(&c, &list, &count), ST_OK);
    assert_int_equal(count, 1); // nothing was kept
    call_end(&c);
}

// What was found under one version is not judged again when another one counts.
static void earlier_determinations_stay_under_their_version(void **state)
{
    store *s = *state;
    begin(s);
    call              c      = as_person(s, "can.bo", start_ms);
    system_problems   faults = { 0 };
    const system_data draft  = { .name          = S("Hệ thống thử"),
                                 .owner         = S("BYT"),
                                 .running_since = S("2026-11-01"),
                                 .facts         = S("{\"type\":[\"a\"],\"info\":[\"cong_cong\"]}") };
    int64_t           id;
    determination    *before, *after;
    size_t            count, more;
    problem           why = { 0 };
    assert_int_equal(systems_add(&c, &draft, &id, &faults), ST_OK);
    assert_int_equal(systems_determinations(&c, id, &before, &count), ST_OK);
    assert_true(count > 0);
    str was_version = before[0].pack_version, was_sha = before[0].pack_sha256;
    int was_level = (int)before[0].level;
    call_end(&c);
    c                = as_person(s, "quan.tri", start_ms);
    law_faults *none = NEW(&work, law_faults, 1);
    int64_t     version;
    assert_int_equal(law_take(&c, newer(), S("x"), &version, none, &why), ST_OK);
    assert_int_equal(law_activate(&c, version, S(""), &why), ST_OK);
    call_end(&c);
    c = as_person(s, "can.bo", start_ms);
    assert_int_equal(systems_determinations(&c, id, &after, &more), ST_OK);
    assert_int_equal(more, count);
    assert_true(str_equal(after[0].pack_version, was_version));
    assert_true(str_equal(after[0].pack_sha256, was_sha));
    assert_int_equal(after[0].level, was_level);
    levels_count judged; // and when it is judged again on purpose, another row is appended
    assert_int_equal(levels_determine_all(&c, NULL, S("phiên bản mới"), &judged, &why), ST_OK);
    assert_int_equal(systems_determinations(&c, id, &after, &more), ST_OK);
    bool kept = false;
    for (size_t i = 0; i < more; i++) {
        kept |= str_equal(after[i].pack_sha256, was_sha) && after[i].level == was_level;
    }
    assert_true(kept && more >= count);
    call_end(&c);
}

int main(void)
{
    store_register(app_sql_modules, app_sql_module_count);
    if (os_map(256 << 20, &work) != ST_OK) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_is_kept_compared_and_put_into_force),
        cmocka_unit_test(a_version_of_an_older_program_takes_what_it_lacks_from_this_one),
        cmocka_unit_test(only_a_named_administrator_of_the_node_may),
        cmocka_unit_test(a_broken_version_is_refused_with_its_row),
        cmocka_unit_test(earlier_determinations_stay_under_their_version),
    };
    return test_store_run(tests, COUNT(tests));
}
