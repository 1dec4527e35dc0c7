// detect_test.c - archives taken apart and rules run over what came out, on both engines, in the sealed programs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/forensics/detect_ops.h"
#include "modules/forensics/forensics_test_kit.h"
#include "modules/forensics/unpack_ops.h"
#include "modules/systems/systems_test_kit.h"

typedef struct part {
    const char *name, *bytes;
    size_t      len; // 0: strlen
    mode_t      mode;
    const char *password;
    bool        stored;
} part;

// A zip of those parts, in `a`.
static str zip_of(arena *a, const part *parts, size_t count)
{
    zip_error_t   fault;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &fault);
    assert_non_null(whole);
    zip_source_keep(whole);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &fault);
    assert_non_null(z);
    for (size_t i = 0; i < count; i++) {
        const part   *p   = &parts[i];
        size_t        len = p->len ? p->len : strlen(p->bytes);
        zip_source_t *s   = zip_source_buffer(z, p->bytes, len, 0);
        zip_int64_t   n   = zip_file_add(z, p->name, s, ZIP_FL_ENC_UTF_8);
        assert_true(n >= 0);
        if (p->stored) zip_set_file_compression(z, (zip_uint64_t)n, ZIP_CM_STORE, 0);
        if (p->mode)
            zip_file_set_external_attributes(z, (zip_uint64_t)n, 0, ZIP_OPSYS_UNIX,
                                             (zip_uint32_t)p->mode << 16);
        if (p->password)
            assert_int_equal(
                zip_file_set_encryption(z, (zip_uint64_t)n, ZIP_EM_AES_256, p->password), 0);
    }
    assert_int_equal(zip_close(z), 0);
    assert_int_equal(zip_source_open(whole), 0);
    zip_source_seek(whole, 0, SEEK_END);
    zip_int64_t size = zip_source_tell(whole);
    char       *room = NEW(a, char, size + 1);
    assert_non_null(room);
    zip_source_seek(whole, 0, SEEK_SET);
    assert_int_equal(zip_source_read(whole, room, (zip_uint64_t)size), size);
    zip_source_close(whole);
    zip_source_free(whole);
    return (str){ room, size };
}

static int64_t opened(call *c)
{
    problem          why = { 0 };
    int64_t          id  = 0;
    const case_draft d = { .title = S("Máy bị nghi nhiễm"), .ground = S("QĐ 1"), .open = true };
    assert_int_equal(cases_add(c, &d, &id, &why), ST_OK);
    call_end(c);
    return id;
}

static item_taken taken(call *c, int64_t case_id, const char *path, str bytes)
{
    const item_draft d   = { .case_id    = case_id,
                             .path       = str_from(path),
                             .device     = S("Máy MAY-01"),
                             .taken_from = S("Trần Văn Mẫu"),
                             .ground     = S("BB 5"),
                             .open       = true };
    problem          why = { 0 };
    item_taken       out = { 0 };
    int              fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, bytes), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(items_take(c, &d, fd, &out, &why), ST_OK);
    os_close(fd);
    call_end(c);
    return out;
}

static unpack_result *unpacked(call *c, int64_t item)
{
    unpack_result      *r   = NEW(c->a, unpack_result, 1);
    problem             why = { 0 };
    const unpack_asking ask = { .item_id = item, .program = S(COLOA_UNPACK) };
    status              st  = item_unpack(c, &ask, r, &why);
    if (st != ST_OK) fail_msg("%s " STR_FMT, status_name(st), STR_ARG(why.rule));
    call_end(c);
    assert_int_equal(r->whole + r->failed + r->skipped + r->folders, r->members);
    return r;
}

static void left_because(const unpack_result *r, const char *path, const char *why)
{
    for (size_t i = 0; i < r->left_count; i++) {
        if (!str_equal(r->left[i].path, str_from(path))) continue;
        if (!str_equal(r->left[i].why, str_from(why)))
            fail_msg("%s: " STR_FMT, path, STR_ARG(r->left[i].why));
        return;
    }
    fail_msg("%s is not told", path);
}

static void members_become_items_and_the_rest_is_told(void **state)
{
    static char zeros[3 * 1024 * 1024];
    arena       a       = forensics_arena();
    call        c       = forensics_analyst(*state, &a, "BTC");
    int64_t     id      = opened(&c);
    const part  parts[] = {
         { .name = "logs/", .bytes = "", .mode = S_IFDIR | 0755, .stored = true },
         { .name = "logs/a.jsonl", .bytes = "{}\n" },
         { .name = "logs/zeros.bin", .bytes = zeros, .len = sizeof(zeros) }, // dense, and no bomb
         { .name = "../out.txt", .bytes = "x" },
         { .name = "/etc/passwd", .bytes = "x" },
         { .name = "link", .bytes = "/etc/passwd", .mode = S_IFLNK | 0777 },
         { .name = "closed.txt", .bytes = "secret", .password = "1" },
         { .name = "TÀI LIỆU TỐI MẬT.txt", .bytes = "x" },
         { .name = "torn.txt", .bytes = "abcdefghijklmnop", .stored = true },
         { .name = "C\\Windows\\b.log", .bytes = "b" },
    };
    str   zip  = zip_of(&a, parts, COUNT(parts));
    char *torn = memmem(zip.ptr, (size_t)zip.len, "abcdefghijklmnop", 16);
    assert_non_null(torn);
    torn[3]                = 'X'; // its checksum does not fit any more
    item_taken     archive = taken(&c, id, "collect.zip", zip);
    unpack_result *r       = unpacked(&c, archive.id);
    assert_int_equal(r->members, COUNT(parts));
    assert_int_equal(r->folders, 1);
    assert_int_equal(r->whole, 4);
    assert_int_equal(r->secret, 1);
    assert_int_equal(r->failed, 1);
    assert_int_equal(r->skipped, 4);
    left_because(r, "../out.txt", "path");
    left_because(r, "/etc/passwd", "path");
    left_because(r, "link", "link");
    left_because(r, "closed.txt", "encrypted");
    left_because(r, "torn.txt", "broken");
    left_because(r, "TÀI LIỆU TỐI MẬT.txt", "secret");
    forensic_case k;
    item_page     list;
    problem       why = { 0 };
    item_filter   f   = { .of_id = archive.id };
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    assert_int_equal(items_list(&c, &k, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 3);
    assert_true(str_equal(list.items[0].path, S("logs/a.jsonl")));
    assert_true(str_equal(list.items[2].path, S("C/Windows/b.log")));
    assert_true(str_equal(list.items[2].name, S("b.log")));
    assert_int_equal(list.items[0].kind, ITEM_MEMBER);
    assert_true(str_equal(list.items[0].device, S("Máy MAY-01")));
    call_end(&c);
    (void)unpacked(&c, archive.id); // again: nothing twice
    assert_int_equal(items_list(&c, &k, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 3);
    call_end(&c);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
    unpack_result *kept = NEW(&a, unpack_result, 1);
    assert_int_equal(unpack_load(&c, archive.id, kept), ST_OK);
    assert_int_equal(kept->left_count, 6);
    call_end(&c);
}

static void what_is_no_archive_or_a_bomb_is_a_told_result(void **state)
{
    arena      a       = forensics_arena();
    call       c       = forensics_analyst(*state, &a, "BTC");
    int64_t    id      = opened(&c);
    const part parts[] = { { .name = "a", .bytes = "aaaaaaaa", .stored = true },
                           { .name = "b", .bytes = "bbbbbbbb", .stored = true } };
    str        zip     = zip_of(&a, parts, 2);
    item_taken none    = taken(&c, id, "none.zip", S("this is no zip"));
    assert_true(str_equal(unpacked(&c, none.id)->refused, S("archive-no-zip")));
    item_taken cut = taken(&c, id, "cut.zip", str_slice(zip, 0, zip.len / 2));
    assert_true(str_equal(unpacked(&c, cut.id)->refused, S("archive-no-zip")));
    // Two members that say they are as large as the file, each: they would lie over each other.
    char *head = memmem(zip.ptr, (size_t)zip.len, "PK\1\2", 4);
    assert_non_null(head);
    for (int n = 0; n < 2; n++) {
        uint32_t whole = (uint32_t)zip.len;
        memcpy(head + 20, &whole, 4);
        memcpy(head + 24, &whole, 4);
        head = memmem(head + 4, (size_t)(zip.ptr + zip.len - head - 4), "PK\1\2", 4);
        if (!head) break;
    }
    item_taken     over = taken(&c, id, "over.zip", zip);
    unpack_result *r    = unpacked(&c, over.id);
    bool           told = str_equal(r->refused, S("archive-twice")) ||
                str_equal(r->refused, S("archive-no-zip")); // libzip itself may find it out
    if (!told) fail_msg("refused " STR_FMT, STR_ARG(r->refused));
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

// ---- detection ---------------------------------------------------------------------------------------

static const char rule_text[] =
    "title: PowerShell was started\n"
    "id: 11111111-2222-3333-4444-555555555555\n"
    "level: high\nstatus: test\nmodified: 2026-11-01\n"
    "tags:\n  - attack.execution\n  - attack.t1059.001\n"
    "logsource:\n  product: windows\n  category: process_creation\n"
    "detection:\n  selection:\n    Image|endswith: '\\powershell.exe'\n  condition: selection\n";
static const char other_text[] = "title: Cannot run\nid: 22222222-2222-3333-4444-555555555555\n"
                                 "logsource:\n  product: windows\n"
                                 "detection:\n  selection:\n    a|nosuchmodifier: x\n"
                                 "  condition: selection\n";

#define EVENT(n, image)                                                                            \
    "{\"Event\":{\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"Microsoft-Windows-"         \
    "Sysmon\"}},"                                                                                  \
    "\"EventID\":1,\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"2026-11-20T01:02:03.000Z\"}" \
    "},"                                                                                           \
    "\"EventRecordID\":" #n ",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\","               \
    "\"Computer\":\"MAY-01\"},\"EventData\":{\"Image\":\"" image "\",\"User\":\"an\"}}}\n"

static int64_t brought(call *c, const part *parts, size_t count)
{
    str                  zip = zip_of(c->a, parts, count);
    problem              why = { 0 };
    int64_t              id  = 0;
    int                  fd;
    const rule_set_draft d = { S("Tập luật mẫu"), S("2026-11"), S("rules.zip") };
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, zip), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(rule_set_add(c, &d, fd, &id, &why), ST_OK);
    os_close(fd);
    call_end(c);
    return id;
}

static int64_t rules_brought(call *c)
{
    const part parts[] = { { .name = "rules/ps.yml", .bytes = rule_text },
                           { .name = "rules/other.yml", .bytes = other_text },
                           { .name = "README.md", .bytes = "x" } };
    return brought(c, parts, COUNT(parts));
}

static finding_run detected(call *c, int64_t case_id, int64_t rules)
{
    finding_run         run;
    problem             why = { 0 };
    const detect_asking ask = { .case_id     = case_id,
                                .rule_set_id = rules,
                                .hunter      = S(COLOA_HUNT),
                                .unpacker    = S(COLOA_UNPACK) };
    status              st  = case_detect(c, &ask, &run, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.rule),
                 STR_ARG(why.detail));
    call_end(c);
    return run;
}

static finding_run detected_as(call *c, detect_asking ask)
{
    finding_run run;
    problem     why = { 0 };
    ask.hunter = S(COLOA_HUNT), ask.unpacker = S(COLOA_UNPACK);
    assert_int_equal(case_detect(c, &ask, &run, &why), ST_OK);
    call_end(c);
    return run;
}

static finding_page found(call *c, int64_t case_id, const finding_filter *f)
{
    forensic_case k;
    finding_page  list;
    problem       why = { 0 };
    assert_int_equal(case_load(c, case_id, &k), ST_OK);
    assert_int_equal(findings_list(c, &k, f, S(""), 0, &list, &why), ST_OK);
    call_end(c);
    return list;
}

static void rules_find_what_they_say(void **state)
{
    arena      a  = forensics_arena();
    call       c  = forensics_analyst(*state, &a, "BTC");
    int64_t    id = opened(&c), rules = rules_brought(&c);
    item_taken log = taken(
        &c, id, "sysmon.jsonl",
        S(EVENT(7, "C:\\\\Windows\\\\System32\\\\powershell.exe") EVENT(
            8, "C:\\\\Windows\\\\notepad.exe") "not json\n" EVENT(9, "D:\\\\powershell.exe")));
    (void)taken(&c, id, "empty.bin", S(""));
    finding_run run = detected(&c, id, rules);
    assert_int_equal(run.findings, 2);
    assert_int_equal(run.items, 1);
    assert_int_equal(run.events, 3);
    assert_int_equal(run.failed, 1);
    assert_int_equal(run.rules_not_run, 1);
    const finding_filter all  = { 0 };
    finding_page         list = found(&c, id, &all);
    assert_int_equal(list.count, 2);
    const finding *f = &list.items[0];
    assert_true(str_equal(f->rule, S("11111111-2222-3333-4444-555555555555")));
    assert_true(str_equal(f->version, S("2026-11-01")));
    assert_int_equal(f->rule_sha256.len, 64);
    assert_int_equal(f->level, LEVEL_HIGH);
    assert_true(str_equal(f->host, S("MAY-01")) && f->item_id == log.id);
    assert_int_equal(f->event_ms, INT64_C(1795136523000));
    assert_true(str_find(f->event, S("powershell.exe")) > 0);

    forensic_case k;
    run_gap      *gaps;
    size_t        n;
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    assert_int_equal(case_run_gaps(&c, run.id, &gaps, &n), ST_OK);
    assert_int_equal(n, 2); // the rule that cannot run, the empty file
    attack_cell *cells;
    assert_int_equal(attack_matrix(&c, &k, &cells, &n), ST_OK);
    assert_int_equal(n, 2);
    assert_true(str_equal(cells[0].tactic, S("execution")) && !cells[0].technique.len &&
                cells[0].n == 2);
    assert_true(str_equal(cells[1].tactic, S("execution")) && cells[1].n == 2);
    assert_true(str_equal(cells[1].technique, S("T1059.001")));
    call_end(&c);

    assert_int_equal(detected(&c, id, rules).findings, 0); // nothing twice
}

// Two rules of one file without id and name that meet the same event are two findings.
static void rules_without_a_name_do_not_pass_for_one(void **state)
{
    static const char rules[] =
        "title: Một\nlogsource:\n  category: process_creation\n  product: windows\n"
        "detection:\n  a:\n    Image|endswith: .exe\n  condition: a\n---\n"
        "title: Hai\nlogsource:\n  category: process_creation\n  product: windows\n"
        "detection:\n  a:\n    Image|contains: power\n  condition: a\n";
    const part one = { .name = "two.yml", .bytes = rules };
    arena      a   = forensics_arena();
    call       c   = forensics_analyst(*state, &a, "BTC");
    int64_t    id = opened(&c), set = brought(&c, &one, 1);
    (void)taken(&c, id, "s.jsonl", S(EVENT(7, "C:\\\\powershell.exe")));
    assert_int_equal(detected(&c, id, set).findings, 2);
}

static void findings_are_judged_and_hidden(void **state)
{
    arena   a  = forensics_arena();
    call    c  = forensics_analyst(*state, &a, "BTC");
    int64_t id = opened(&c), rules = rules_brought(&c);
    (void)taken(&c, id, "sysmon.jsonl",
                S(EVENT(7, "C:\\\\powershell.exe") EVENT(9, "D:\\\\powershell.exe")));
    assert_int_equal(detected(&c, id, rules).findings, 2);
    const finding_filter all  = { 0 };
    finding_page         list = found(&c, id, &all);
    const finding       *f    = &list.items[0];
    forensic_case        k;
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    call_end(&c);
    problem         why = { 0 };
    finding_judging j = { f->id, f->version_no, TRIAGE_THREAT, S("Chạy từ thư mục tạm") };
    assert_int_equal(finding_judge(&c, &j, &why), ST_OK);
    call_end(&c);
    assert_int_equal(finding_judge(&c, &j, &why), ST_CONFLICT); // another was faster
    call_end(&c);

    suppression_draft s = {
        .case_id = id, .rule = f->rule, .pattern = S("D:\\\\\\\\"), .reason = S("")
    };
    int64_t hide;
    assert_int_equal(suppression_add(&c, &s, &hide, &why), ST_INVALID);
    s.reason  = S("Máy kiểm thử");
    s.until   = S("31/12/2026");
    s.pattern = S("D:\\\\");
    assert_int_equal(suppression_add(&c, &s, &hide, &why), ST_OK);
    call_end(&c);
    assert_int_equal(found(&c, id, &all).count, 1);
    const finding_filter hidden = { .suppressed = true };
    assert_int_equal(found(&c, id, &hidden).count, 1);
    finding_counts counts;
    assert_int_equal(findings_count(&c, &k, &counts), ST_OK);
    assert_int_equal(counts.all, 2);
    assert_int_equal(counts.suppressed, 1);
    assert_int_equal(counts.by_triage[TRIAGE_THREAT], 1);
    call_end(&c);
    (void)taken(&c, id, "again.jsonl", S(EVENT(3, "D:\\\\tools\\\\powershell.exe")));
    assert_int_equal(detected(&c, id, rules).findings, 1); // it comes in hidden
    assert_int_equal(found(&c, id, &all).count, 1);
    assert_int_equal(suppression_end(&c, id, hide, &why), ST_OK);
    call_end(&c);
    assert_int_equal(found(&c, id, &all).count, 3);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

// What is kept beside the findings is what they come to, counted one by one.
static void sums_hold(call *c, int64_t case_id)
{
    forensic_case  k;
    finding_counts kept, met = { 0 };
    assert_int_equal(case_load(c, case_id, &k), ST_OK);
    for (int hidden = 0; hidden < 2; hidden++) {
        const finding_filter f    = { .suppressed = hidden };
        finding_page         list = found(c, case_id, &f);
        for (size_t i = 0; i < list.count; i++) {
            met.all++;
            met.suppressed += hidden;
            if (hidden) continue;
            met.by_triage[list.items[i].triage]++;
            met.by_level[list.items[i].level]++;
        }
    }
    assert_int_equal(findings_count(c, &k, &kept), ST_OK);
    assert_memory_equal(&kept, &met, sizeof met);
    call_end(c);
}

static int64_t hidden_as(call *c, int64_t case_id, const char *pattern)
{
    const suppression_draft s = { .case_id = case_id,
                                  .rule    = S("11111111-2222-3333-4444-555555555555"),
                                  .pattern = str_from(pattern),
                                  .reason  = S("Máy kiểm thử") };
    int64_t                 id;
    problem                 why = { 0 };
    assert_int_equal(suppression_add(c, &s, &id, &why), ST_OK);
    call_end(c);
    sums_hold(c, case_id);
    return id;
}

static void what_two_hide_is_shown_when_both_have_ended(void **state)
{
    arena   a  = forensics_arena();
    call    c  = forensics_analyst(*state, &a, "BTC");
    int64_t id = opened(&c), rules = rules_brought(&c);
    problem why = { 0 };
    (void)taken(&c, id, "s.jsonl",
                S(EVENT(7, "C:\\\\powershell.exe") EVENT(9, "D:\\\\powershell.exe")));
    assert_int_equal(detected(&c, id, rules).findings, 2);
    sums_hold(&c, id);
    const finding_filter all = { 0 };
    const finding       *f   = &found(&c, id, &all).items[0];
    finding_judging      j   = { f->id, f->version_no, TRIAGE_BENIGN, S("") };
    call_end(&c);
    assert_int_equal(finding_judge(&c, &j, &why), ST_OK);
    call_end(&c);
    sums_hold(&c, id);
    int64_t one = hidden_as(&c, id, "powershell"), other = hidden_as(&c, id, "D:");
    assert_int_equal(found(&c, id, &all).count, 0);
    assert_int_equal(suppression_end(&c, id, one, &why), ST_OK);
    call_end(&c);
    sums_hold(&c, id);
    assert_int_equal(found(&c, id, &all).count, 1);
    assert_int_equal(suppression_end(&c, id, other, &why), ST_OK);
    call_end(&c);
    sums_hold(&c, id);
    assert_int_equal(found(&c, id, &all).count, 2);
    const finding_filter tagged = { .tag = S("T1059.001") };
    assert_int_equal(found(&c, id, &tagged).count, 2);
}

static void what_was_hidden_comes_back_after_the_last_day(void **state)
{
    static const int64_t day_ms  = INT64_C(24) * 3600 * 1000;
    arena                a       = forensics_arena();
    call                 c       = forensics_analyst(*state, &a, "BTC");
    call                 machine = test_call(*state, &a);
    int64_t              id = opened(&c), rules = rules_brought(&c), first, second;
    int64_t              second_case = opened(&c);
    problem              why         = { 0 };
    (void)taken(&c, id, "s.jsonl",
                S(EVENT(7, "C:\\\\powershell.exe") EVENT(9, "D:\\\\powershell.exe")));
    (void)taken(&c, second_case, "t.jsonl", S(EVENT(7, "C:\\\\powershell.exe")));
    assert_int_equal(detected(&c, id, rules).findings, 2);
    assert_int_equal(detected(&c, second_case, rules).findings, 1);
    suppression_draft s = { .case_id = id,
                            .every   = true,
                            .rule    = S("11111111-2222-3333-4444-555555555555"),
                            .pattern = S("C:\\\\"),
                            .reason  = S("Máy kiểm thử") };
    s.until             = day_iso(&a, day_of_ms(c.now_ms + day_ms, 420)); // tomorrow
    assert_int_equal(suppression_add(&c, &s, &first, &why), ST_OK);
    call_end(&c);
    s.pattern = S("D:\\\\");
    s.until   = S("");
    assert_int_equal(suppression_add(&c, &s, &second, &why), ST_OK);
    call_end(&c);
    s.case_id = second_case; // there another one hides the same
    s.every   = false;
    s.pattern = S("");
    assert_int_equal(suppression_add(&c, &s, &second, &why), ST_OK);
    call_end(&c);
    const finding_filter all = { 0 };
    assert_int_equal(found(&c, id, &all).count, 0);
    machine.now_ms = c.now_ms + day_ms; // still its last day
    assert_int_equal(forensics_minute(&machine), ST_OK);
    call_end(&machine);
    assert_int_equal(found(&c, id, &all).count, 0);
    machine.now_ms += day_ms;
    assert_int_equal(forensics_minute(&machine), ST_OK);
    call_end(&machine);
    finding_page list = found(&c, id, &all);
    assert_int_equal(list.count, 1); // the other has no end
    assert_int_equal(list.items[0].record, 1);
    assert_int_equal(found(&c, second_case, &all).count, 0);
    assert_int_equal(suppression_end(&c, second_case, second, &why), ST_OK);
    call_end(&c);
    assert_int_equal(found(&c, second_case, &all).count, 1);
    forensic_case  k;
    finding_counts counts;
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    assert_int_equal(findings_count(&c, &k, &counts), ST_OK);
    assert_int_equal(counts.suppressed, 1);
    call_end(&c);
    assert_int_equal(suppression_end(&c, id, first, &why), ST_CONFLICT); // it has ended by itself
    call_end(&c);
}

static void yara_rules_find_bytes_of_any_item(void **state)
{
    arena      a       = forensics_arena();
    call       c       = forensics_analyst(*state, &a, "BTC");
    const part parts[] = { { .name  = "y/bad.yar",
                             .bytes = "rule bad_one { meta: description = \"A sign\" strings: $a = "
                                      "\"EVILMARK\" condition: $a }\n" } };
    int64_t    id = opened(&c), rules = brought(&c, parts, 1);
    (void)taken(&c, id, "any.bin", S("\x01\x02xx EVILMARK yy"));
    (void)taken(&c, id, "other.bin", S("nothing here"));
    assert_int_equal(detected(&c, id, rules).findings, 1);
    const finding_filter all  = { 0 };
    finding_page         list = found(&c, id, &all);
    assert_int_equal(list.count, 1);
    const finding *f = &list.items[0];
    assert_true(str_equal(f->source, S("yara")) && str_equal(f->rule, S("bad_one")));
    assert_true(str_equal(f->title, S("A sign")) && f->rule_sha256.len == 64);
    assert_int_equal(f->record, 5);
    assert_int_equal(detected(&c, id, rules).findings, 0);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

// What the run tells of that reason, as written; absent: nothing.
static str gap_told(call *c, int64_t run, const char *why)
{
    run_gap *gaps;
    size_t   n;
    assert_int_equal(case_run_gaps(c, run, &gaps, &n), ST_OK);
    call_end(c);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(gaps[i].why, str_from(why))) return gaps[i].detail;
    }
    return (str){ 0 };
}

// A filter in a rule set keeps findings from whoever reads them: the run tells it, and it counts as no rule.
static void a_filter_is_told_in_the_run(void **state)
{
    static const char text[] =
        "title: A shell\nid: 33333333-2222-3333-4444-555555555555\n"
        "logsource:\n  product: windows\n  category: process_creation\n"
        "detection:\n  selection:\n    Image|endswith: '\\cmd.exe'\n  condition: selection\n"
        "---\ntitle: The job of our own\nlogsource:\n  product: windows\n"
        "filter:\n  rules: any\n  ours:\n    Image|startswith: 'C:\\'\n  condition: not ours\n";
    arena      a       = forensics_arena();
    call       c       = forensics_analyst(*state, &a, "BTC");
    const part parts[] = { { .name = "rules/filtered.yml", .bytes = text } };
    int64_t    id = opened(&c), rules = brought(&c, parts, 1);
    (void)taken(&c, id, "one.jsonl", S(EVENT(1, "C:\\\\cmd.exe") EVENT(2, "D:\\\\cmd.exe")));
    finding_run run = detected(&c, id, rules);
    assert_int_equal(run.findings, 1);
    assert_int_equal(run.rules, 1);
    assert_int_equal(run.rules_not_run, 0);
    assert_true(str_equal(gap_told(&c, run.id, "filter-laid"), S("1")));
}

static const char correlation_text[] =
    "title: A shell was started\nname: shell\nid: 33333333-2222-3333-4444-555555555555\n"
    "logsource:\n  product: windows\n  category: process_creation\n"
    "detection:\n  selection:\n    Image|endswith: '\\cmd.exe'\n  condition: selection\n"
    "---\n"
    "title: Many shells of one user\nid: 44444444-2222-3333-4444-555555555555\nlevel: critical\n"
    "tags:\n  - attack.execution\n"
    "correlation:\n  type: event_count\n  rules: [shell]\n  group-by: [User]\n  timespan: 5m\n"
    "  condition: {gte: 3}\n";

static void correlations_count_over_all_files_of_a_case(void **state)
{
    arena      a       = forensics_arena();
    call       c       = forensics_analyst(*state, &a, "BTC");
    const part parts[] = { { .name = "rules/many.yml", .bytes = correlation_text } };
    int64_t    id = opened(&c), rules = brought(&c, parts, 1), other = opened(&c);
    const str  two   = S(EVENT(1, "D:\\\\cmd.exe") EVENT(2, "D:\\\\cmd.exe"));
    item_taken first = taken(&c, id, "one.jsonl", two);
    (void)taken(&c, other, "other.jsonl", two);
    finding_run run = detected(&c, id, rules);
    assert_int_equal(run.findings, 0); // two are not enough, whatever other cases have
    assert_int_equal(run.rules_not_run, 0);
    item_taken second = taken(&c, id, "two.jsonl",
                              S(EVENT(8, "C:\\\\x.exe") EVENT(9, "C:\\\\cmd.exe")));
    assert_int_equal(detected(&c, id, rules).findings, 1);
    const finding_filter all  = { 0 };
    finding_page         list = found(&c, id, &all);
    assert_int_equal(list.count, 1);
    const finding *f = &list.items[0];
    assert_true(str_equal(f->rule, S("44444444-2222-3333-4444-555555555555")));
    assert_true(str_equal(f->source, S("correlation")) && f->level == LEVEL_CRITICAL);
    assert_true(f->item_id == first.id && f->record == 1 && f->rule_sha256.len == 64);
    assert_int_equal(f->event_ms, INT64_C(1795136523000));
    assert_true(str_find(f->event, S("\"count\":3")) > 0);
    assert_true(str_find(f->event, S("\"group\":{\"User\":\"an\"}")) > 0);
    assert_true(str_find(f->event, first.code) > 0 && str_find(f->event, second.code) > 0);
    assert_true(str_find(f->event, S("\"path\":\"two.jsonl\",\"place\":2")) > 0);
    assert_int_equal(detected(&c, id, rules).findings, 0);
    assert_int_equal(found(&c, other, &all).count, 0);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

static int64_t list_brought(call *c, const char *file, const char *bytes, status expected,
                            problem *why)
{
    int64_t              id = 0;
    int                  fd;
    const rule_set_draft d = { S("Chỉ dấu"), S("1"), str_from(file) };
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, str_from(bytes)), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(rule_set_add(c, &d, fd, &id, why), expected);
    os_close(fd);
    call_end(c);
    return id;
}

static const finding *of_rule(const finding_page *list, const char *rule)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_equal(list->items[i].rule, str_from(rule))) return &list->items[i];
    }
    fail_msg("nothing of %s", rule);
    return NULL;
}

static void indicators_are_found_with_list_line_and_place(void **state)
{
    arena      a       = forensics_arena();
    call       c       = forensics_analyst(*state, &a, "BTC");
    const part parts[] = {
        { .name = "ioc/net.csv",
          .bytes =
              "type,value,note\naddress,203.0.113.9,C2 server\ndomain,bad.example,Trang gia\n" },
        { .name = "ioc/words.txt", .bytes = "# words\nEVILWORD;a sign\nab\n" },
        { .name = "README.txt", .bytes = "nothing\n" },
    };
    static char many[4096];
    size_t      at = 0;
    while (at + 16 < sizeof(many)) {
        memcpy(many + at, "EVILWORD xxxxxx\n", 16);
        at += 16;
    }
    rule_set set;
    int64_t  id = opened(&c), rules = brought(&c, parts, COUNT(parts));
    assert_int_equal(rule_set_load(&c, rules, &set), ST_OK);
    assert_int_equal(set.rules, -1); // nobody has counted them
    call_end(&c);
    item_taken bin = taken(&c, id, "any.bin", S("\x01\x02 to 203.0.113.9 and nothing"));
    (void)taken(&c, id, "long.txt", (str){ many, (ptrdiff_t)at });
    (void)taken(&c, id, "nothing.bin", S("nothing here"));
    finding_run run = detected(&c, id, rules);
    assert_int_equal(run.findings, 1 + 100); // further places of one are counted
    assert_int_equal(run.rules, 3);
    assert_int_equal(rule_set_load(&c, rules, &set), ST_OK);
    assert_int_equal(set.rules, 3);
    call_end(&c);
    assert_int_equal(run.items, 3); // all were searched
    assert_true(str_equal(gap_told(&c, run.id, "places-counted"), S("155")));
    assert_true(str_equal(gap_told(&c, run.id, "lines-refused"), S("1"))); // "ab"
    const finding_filter ask  = { .rule = S("address:203.0.113.9") };
    finding_page         list = found(&c, id, &ask);
    assert_int_equal(list.count, 1);
    const finding *f = of_rule(&list, "address:203.0.113.9");
    assert_true(f->item_id == bin.id && f->record == 6 && str_equal(f->source, S("indicator")));
    assert_true(str_equal(f->title, S("C2 server, ioc/net.csv:2")) && f->rule_sha256.len == 64);
    assert_true(str_find(f->event, S("\"offset\":6")) > 0);
    assert_int_equal(detected(&c, id, rules).findings, 0);

    problem                 why  = { 0 };
    int64_t                 hide = 0;
    const suppression_draft s = { .case_id = id, .rule = S("word:EVILWORD"), .reason = S("Thử") };
    assert_int_equal(suppression_add(&c, &s, &hide, &why), ST_OK);
    call_end(&c);
    const finding_filter all = { 0 };
    assert_int_equal(found(&c, id, &all).count, 1);
    finding_judging j = { f->id, f->version_no, TRIAGE_THREAT, S("") };
    assert_int_equal(finding_judge(&c, &j, &why), ST_OK);
    call_end(&c);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

static void one_list_alone_is_a_rule_set(void **state)
{
    arena   a   = forensics_arena();
    call    c   = forensics_analyst(*state, &a, "BTC");
    problem why = { 0 };
    int64_t id  = opened(&c);
    (void)list_brought(&c, "rule.yml", "title: x\n", ST_INVALID, &why);
    assert_true(str_equal(why.rule, S("rules-form")));
    (void)list_brought(&c, "rules.zip", "title: x\n", ST_INVALID, &why);
    assert_true(str_equal(why.rule, S("archive-no-zip")));
    // "abc": the hash of a whole file.
    int64_t rules = list_brought(
        &c, "danh-sach.CSV", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\n",
        ST_OK, &why);
    (void)taken(&c, id, "abc.bin", S("abc"));
    assert_int_equal(detected(&c, id, rules).findings, 1);
    const finding_filter all  = { 0 };
    finding_page         list = found(&c, id, &all);
    assert_int_equal(list.count, 1);
    assert_true(str_equal(list.items[0].source, S("indicator")));
    assert_true(str_find(list.items[0].event, S("\"whole_file\":true")) > 0);
    assert_true(str_find(list.items[0].title, S("Chỉ dấu:1")) > 0);
}

static void another_body_sees_no_finding(void **state)
{
    arena   a = forensics_arena();
    call    c = forensics_analyst(*state, &a, "BTC"), other = forensics_analyst(*state, &a, "BYT");
    int64_t id = opened(&c), rules = rules_brought(&c);
    (void)taken(&c, id, "s.jsonl", S(EVENT(7, "D:\\\\powershell.exe")));
    assert_int_equal(detected(&c, id, rules).findings, 1);
    const finding_filter all = { 0 };
    finding              f;
    forensic_case        k;
    rule_set             set;
    problem              why = { 0 };
    int64_t              fid = found(&c, id, &all).items[0].id;
    assert_int_equal(finding_load(&other, fid, &f, &k), ST_MISSING);
    finding_judging j = { fid, 1, TRIAGE_BENIGN, S("") };
    assert_int_equal(finding_judge(&other, &j, &why), ST_MISSING);
    assert_int_equal(rule_set_load(&other, rules, &set), ST_MISSING);
    call_end(&other);
}

// A rule that would take hours is named with its item and its cost; the others look on, and what is found stays found.
static void a_slow_yara_rule_is_named(void **state)
{
    static const char slow[] =
        "rule loops { condition: for all i in (0..filesize - 1) : ( for all j in (0..filesize - 1) "
        ": "
        "( uint8(i) ^ uint8(j) < 256 ) ) }\n"
        "rule good { strings: $a = \"mauxau\" condition: $a and filename == \"tep.bin\" }\n";
    const part parts[] = { { .name = "yara/a.yar", .bytes = slow } };
    arena      a       = forensics_arena();
    call       c       = forensics_analyst(*state, &a, "BTC");
    int64_t    id = opened(&c), rules = brought(&c, parts, COUNT(parts));
    char      *bytes = arena_alloc(&a, 1, 1, 400000);
    memcpy(bytes, "mauxau", 6);
    (void)taken(&c, id, "thu/tep.bin", (str){ bytes, 400000 });
    finding_run run = detected_as(
        &c, (detect_asking){ .case_id = id, .rule_set_id = rules, .yara_ms = 50 });
    assert_int_equal(run.findings, 1);
    run_gap  *gaps;
    run_cost *costs;
    size_t    n;
    assert_int_equal(case_run_gaps(&c, run.id, &gaps, &n), ST_OK);
    assert_int_equal(n, 1);
    assert_true(str_equal(gaps[0].name, S("yara/a.yar: loops")));
    assert_true(str_equal(gaps[0].why, S("yara-rule-stopped")));
    assert_true(str_starts(gaps[0].detail, S("thu/tep.bin, ")));
    assert_int_equal(case_run_costs(&c, run.id, &costs, &n), ST_OK);
    assert_true(n >= 2);
    assert_true(!costs[0].rule.len && costs[0].looked == 1 && costs[0].hits == 1);
    assert_true(str_equal(costs[1].rule, S("loops")) && str_equal(costs[1].file, S("yara/a.yar")));
    assert_true(costs[1].stopped == 1 && costs[1].spent_us >= 50 * 1000);
    assert_true(costs[0].spent_us >= costs[1].spent_us);
    call_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_become_items_and_the_rest_is_told),
        cmocka_unit_test(what_is_no_archive_or_a_bomb_is_a_told_result),
        cmocka_unit_test(rules_find_what_they_say),
        cmocka_unit_test(rules_without_a_name_do_not_pass_for_one),
        cmocka_unit_test(findings_are_judged_and_hidden),
        cmocka_unit_test(what_two_hide_is_shown_when_both_have_ended),
        cmocka_unit_test(what_was_hidden_comes_back_after_the_last_day),
        cmocka_unit_test(yara_rules_find_bytes_of_any_item),
        cmocka_unit_test(a_slow_yara_rule_is_named),
        cmocka_unit_test(a_filter_is_told_in_the_run),
        cmocka_unit_test(correlations_count_over_all_files_of_a_case),
        cmocka_unit_test(indicators_are_found_with_list_line_and_place),
        cmocka_unit_test(one_list_alone_is_a_rule_set),
        cmocka_unit_test(another_body_sees_no_finding),
    };
    forensics_set_up(NULL, 0);
    int failed = test_store_run(tests, COUNT(tests));
    forensics_tear_down();
    return failed;
}
