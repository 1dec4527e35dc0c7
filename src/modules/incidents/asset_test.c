// asset_test.c - assets and files of an incident on both engines, and what its form takes from the requirement sheet of
// its system.
#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "modules/controls/controls.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/mark_ops.h"
#include "modules/incidents/measures.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

static const char detected[] = "2026-11-24T08:00:00+07:00";

static incident_asset *assets_of(call *c, int64_t id, size_t *n)
{
    incident        i = incident_loaded(c, id);
    incident_asset *all;
    assert_int_equal(incidents_assets(c, &i, &all, n), ST_OK);
    call_end(c);
    return all;
}

static status adds(call *c, int64_t id, asset_kind kind, const char *name, problem *why)
{
    const incident_asset_draft d  = { id, kind, str_from(name), S("10.0.0.1"), S("bị mã hóa") };
    status                     st = incidents_asset_add(c, &d, why);
    call_end(c);
    return st;
}

static void assets_are_added_and_taken_back(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), other = incident_officer(*state, &a, "BYT");
    problem why = { 0 };
    size_t  n;
    int64_t id = incident_told(&owner, "", detected);
    assert_int_equal(adds(&other, id, ASSET_SERVER, "FS-01", &why), ST_MISSING);
    assert_int_equal(adds(&owner, id, ASSET_SERVER, " ", &why), ST_INVALID);
    assert_true(str_equal(why.field, S("asset_name")));
    assert_int_equal(adds(&owner, id, 0, "FS-01", &why), ST_INVALID);
    assert_true(str_equal(why.field, S("asset_kind")));
    assert_int_equal(adds(&owner, id, ASSET_SERVER, "TUYỆT MẬT", &why), ST_INVALID);
    assert_int_equal(adds(&owner, id, ASSET_SERVER, "FS-01", &why), ST_OK);
    incident_asset *all = assets_of(&owner, id, &n);
    assert_int_equal(n, 1);
    assert_true(str_equal(all[0].name, S("FS-01")) && all[0].kind == ASSET_SERVER);
    incident_asset_undraft k = { id, all[0].id, S("") };
    assert_int_equal(incidents_asset_back(&owner, &k, &why), ST_INVALID);
    k.reason = S("ghi nhầm máy");
    assert_int_equal(incidents_asset_back(&owner, &k, &why), ST_OK);
    assert_int_equal(incidents_asset_back(&owner, &k, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("asset-back")));
    k.asset += 1000;
    assert_int_equal(incidents_asset_back(&owner, &k, &why), ST_MISSING);
    call_end(&owner);
    all = assets_of(&owner, id, &n);
    assert_true(n == 1 && all[0].back_ms > 0 && str_equal(all[0].back_reason, S("ghi nhầm máy")));
}

static int64_t file_of(call *c, int64_t system, const char *content)
{
    evidence_draft  d   = { .system_id = system, .open = true };
    evidence_upload f   = { -1, S("bien-ban.pdf") };
    evidence_added  got = { 0 };
    problem         why = { 0 };
    assert_int_equal(os_temp_in_memory(&f.fd), ST_OK);
    assert_int_equal(os_write_all(f.fd, str_from(content)), ST_OK);
    assert_int_equal(os_rewind(f.fd), ST_OK);
    status st = evidence_add(c, &d, &f, &got, &why);
    if (st != ST_OK) fail_msg("%s " STR_FMT, status_name(st), STR_ARG(why.rule));
    os_close(f.fd);
    call_end(c);
    return got.id;
}

static status files(call *c, int64_t id, int64_t file, problem *why)
{
    const incident_filing k  = { id, &file, 1 };
    status                st = incidents_file(c, &k, why);
    call_end(c);
    return st;
}

static void files_of_its_system_are_joined_with_their_hash(void **state)
{
    arena           a     = incident_test_arena();
    call            owner = incident_officer(*state, &a, "BTC");
    problem         why   = { 0 };
    evidence       *all;
    incident_event *events;
    size_t          n;
    int64_t         system = test_system(&owner, "BTC", "Cổng dịch vụ công Mẫu", "{}");
    int64_t         second = test_system(&owner, "BTC", "Hệ thống khác", "{}");
    int64_t         file   = file_of(&owner, system, "%PDF-1.4 a"),
            wrong          = file_of(&owner, second, "%PDF-1.4 b");
    int64_t none           = incident_told(&owner, "", detected);
    int64_t id             = incident_told(&owner, "HT-000001", detected);
    assert_int_equal(files(&owner, none, file, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-no-system")));
    assert_int_equal(files(&owner, id, wrong, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-file-other")));
    assert_int_equal(files(&owner, id, file, &why), ST_OK);
    assert_int_equal(files(&owner, id, file, &why), ST_OK); // it is there already: no second event
    incident i = incident_loaded(&owner, id);
    assert_int_equal(incidents_files(&owner, &i, &all, &n), ST_OK);
    assert_int_equal(n, 1);
    assert_int_equal(incidents_events(&owner, &i, 0, &events, &n), ST_OK);
    assert_true(str_equal(events[0].kind, S("file")) && str_equal(events[0].words, all[0].sha256));
    assert_false(str_equal(events[1].kind, S("file")));
    incident_unfiling off = { id, file, S(" ") };
    assert_int_equal(incidents_unfile(&owner, &off, &why), ST_INVALID);
    off.reason = S("không liên quan");
    assert_int_equal(incidents_unfile(&owner, &off, &why), ST_OK);
    assert_int_equal(incidents_unfile(&owner, &off, &why), ST_MISSING);
    call_end(&owner);
}

// The row of that id is answered.
static void answers(call *c, int64_t sheet, const char *control, const char *answer)
{
    control_sheet s;
    control_row  *rows;
    size_t        n;
    control_saved out;
    assert_int_equal(control_sheet_load(c, sheet, &s), ST_OK);
    assert_int_equal(control_sheet_rows(c, &s, ASKED_STANDARD, &rows, &n), ST_OK);
    for (size_t k = 0; k < n; k++) {
        if (!str_equal(rows[k].control, str_from(control))) continue;
        control_edit e           = { .control = rows[k].control, .version = rows[k].version };
        e.values[CONTROL_ANSWER] = str_from(answer);
        call_end(c);
        assert_int_equal(controls_save(c, sheet, &e, 1, &out), ST_OK);
        assert_int_equal(out.fate, CONTROL_SAVED);
        call_end(c);
        return;
    }
    fail_msg("no row %s", control);
}

static str measures(call *c, const char *system)
{
    incident_values v = { 0 };
    assert_int_equal(incident_measures_fill(c, str_from(system), &v), ST_OK);
    call_end(c);
    return incident_value_of(&v, "measures");
}

static void the_form_takes_measures_from_the_sheet_of_the_system(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), other = incident_officer(*state, &a, "BYT");
    problem       why = { 0 };
    int64_t       sheet;
    int64_t       system = test_system(&owner, "BTC", "Cổng dịch vụ công Mẫu", "{}");
    control_order o      = { system, law_pack_find(law_current(), S("nd331")), 3, 0 };
    assert_int_equal(measures(&owner, "HT-000001").len, 0); // no sheet
    assert_int_equal(controls_make(&owner, &o, &sheet, &why), ST_OK);
    call_end(&owner);
    assert_int_equal(measures(&owner, "HT-000001").len, 0); // nothing is answered
    answers(&owner, sheet, "MD-03", "met");
    answers(&owner, sheet, "HT-17", "not_yet");
    assert_true(str_equal(measures(&owner, "HT-000001"), S("antivirus")));
    answers(&owner, sheet, "HT-17", "met");
    assert_true(str_equal(measures(&owner, "HT-000001"), S("antivirus firewall ids")));
    assert_int_equal(measures(&other, "HT-000001").len, 0); // out of sight
}

static void a_measure_speaks_of_its_row_and_those_below(void **state)
{
    const law_incident_measure m = { .controls = { S("KT-2.5") }, .control_count = 1 };
    (void)state;
    assert_true(incident_measure_speaks(&m, S("KT-2.5")));
    assert_true(incident_measure_speaks(&m, S("KT-2.5.01")));
    assert_false(incident_measure_speaks(&m, S("KT-2.51")));
    assert_false(incident_measure_speaks(&m, S("KT-2")));
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &evidence_sql, &controls_sql,
                                                 &incidents_sql };
    store_register(modules, COUNT(modules));
    static char room[4096];
    arena       names = arena_over(room, sizeof room);
    str         folder;
    int         folder_fd;
    if (os_temp_folder(S("coloa-incidents"), &names, &folder) != ST_OK ||
        os_open_folder(OS_CWD, folder, &folder_fd) != ST_OK)
        return 1;
    blobs_lend(folder_fd);
    evidence_lend_workers(S(COLOA_PARSE), S(""));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assets_are_added_and_taken_back),
        cmocka_unit_test(files_of_its_system_are_joined_with_their_hash),
        cmocka_unit_test(the_form_takes_measures_from_the_sheet_of_the_system),
        cmocka_unit_test(a_measure_speaks_of_its_row_and_those_below),
    };
    int failed = test_store_run(tests, COUNT(tests));
    os_close(folder_fd);
    (void)!os_remove_folder(OS_CWD, folder);
    return failed;
}
