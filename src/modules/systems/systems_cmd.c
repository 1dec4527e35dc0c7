// systems_cmd.c - `coloa systems …`.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/systems/export_ops.h"
#include "modules/systems/import_ops.h"
#include "modules/systems/system_json.h"
#include "modules/systems/systems.h"
#include "modules/systems/vouch_ops.h"

#define IMPORT_USAGE                                                                               \
    "FILE.xlsx|.csv [--owner CODE] [--sheet NAME] [--only-new] [--dry-run] [--noted FILE.xlsx] "   \
    "[--json]"
#define LIST_USAGE "[--query 'level=3&q=…'] [--cursor C] [--limit N] [--json]"
#define SHOW_USAGE "ID|CODE [--json]"
#define EXPORT_USAGE "FILE.xlsx [--query 'level=3&cols=…'] [--form mau-08 [--pack PACK]] [--json]"
#define UNDO_USAGE "IMPORT [--json]"

// ---- reading ------------------------------------------------------------------------------------------

// `cols` NULL: columns are not asked here.
static status query_part(command_run *r, str part, system_filter *f, str *cols, problem *why)
{
    str name, value, plain;
    (void)str_cut(part, '=', &name, &value);
    TRY(http_percent_decode(value, true, r->a, &plain));
    str composed = text_nfc(r->a, plain);
    if (plain.len && !composed.ptr) return ST_MEMORY;
    if (!cols || !str_equal(name, S("cols")))
        return systems_filter_set(r->call, name, composed, f, why);
    *cols = composed;
    return ST_OK;
}

static status query_read(command_run *r, system_filter *f, str *cols, problem *why)
{
    str query = S(""), part;
    (void)cli_option(r, "--query", &query);
    while (query.len) {
        (void)str_cut(query, '&', &part, &query);
        if (part.len) TRY(query_part(r, part, f, cols, why));
    }
    return ST_OK;
}

static void put_line(command_run *r, const system_row *row)
{
    char        digit[8] = "-";
    const char *at_least = row->result == LAW_AT_LEAST ? ">=" : "";
    arena       a        = arena_over(digit, sizeof(digit));
    str         level    = row->level ? arena_printf(&a, "%s%d", at_least, row->level) : S("-");
    buf_printf(r->out, STR_FMT "  %-3.*s  " STR_FMT "  (" STR_FMT ")\n", STR_ARG(row->code),
               STR_ARG(level), STR_ARG(row->name), STR_ARG(row->owner_name));
}

static void put_page(command_run *r, const system_page *page)
{
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < page->count; i++) {
        if (!r->json) {
            put_line(r, &page->items[i]);
            continue;
        }
        if (i) buf_char(r->out, ',');
        system_put_row(r->out, &page->items[i]);
    }
    if (r->json) {
        buf_put(r->out, S("],\"total\":"));
        if (page->total >= 0)
            buf_int(r->out, page->total);
        else
            buf_put(r->out, S("null"));
        buf_put(r->out, S(",\"next\":"));
        buf_json(r->out, page->next);
        buf_put(r->out, S("}\n"));
    } else if (page->next.len) {
        buf_put(r->out, text_fmt(r->a, r->lang, T_systems_cmd_more, &page->next, 1));
        buf_char(r->out, '\n');
    }
}

static int systems_list_command(command_run *r)
{
    static const char *const values[] = { "--query", "--cursor", "--limit", NULL };
    str                      cursor = S(""), number = S("");
    int64_t                  limit = 0;
    problem                  why   = { 0 };
    system_filter            f     = { 0 };
    system_page              page;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--cursor", &cursor);
    if (cli_option(r, "--limit", &number) && (!str_int(number, &limit) || limit < 1))
        return cli_usage(r, "systems list " LIST_USAGE);
    status st = query_read(r, &f, NULL, &why);
    if (st == ST_OK) st = systems_list(r->call, &f, cursor, (size_t)limit, &page, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    put_page(r, &page);
    return CLI_DONE;
}

static void put_fact_lines(command_run *r, const law_facts *facts)
{
    bool english = r->lang == LANG_EN;
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        const law_fact *f     = law_fact_at(law_current(), i);
        bool            known = (facts->known >> i & 1) != 0;
        if (law_fact_asked(f, facts) == LAW_FALSE) continue;
        if (!known && law_fact_of_overlay(law_current(), f)) continue;
        str words = law_fact_words(f, facts, english, r->a);
        if (f->kind == LAW_BOOL && words.ptr)
            words = text_get(r->lang, facts->value[i] ? T_systems_yes : T_systems_no);
        if (!words.ptr) words = text_get(r->lang, T_systems_unknown);
        buf_printf(r->out, "  " STR_FMT ": " STR_FMT "\n", STR_ARG(law_say(f->label, english)),
                   STR_ARG(words));
    }
}

static status put_system(command_run *r, const system_record *s)
{
    law_case k = { 0 };
    if (s->data.facts.len) TRY(law_facts_parse(law_current(), s->data.facts, r->a, &k, NULL));
    buf_printf(r->out, STR_FMT " " STR_FMT "\n", STR_ARG(s->code), STR_ARG(s->data.name));
    buf_printf(r->out, STR_FMT ": %d (" STR_FMT ", " STR_FMT ")\n",
               STR_ARG(text_get(r->lang, T_systems_level_computed)), s->level,
               STR_ARG(system_result_label(s->result, r->lang)), STR_ARG(s->pack));
    for (size_t i = 1; i < SYSTEM_FIELDS; i++) {
        const system_field *f    = &system_fields[i];
        str                 text = system_text_of(&s->data, f);
        if (f->kind == SYSTEM_FACTS || text.len == 0) continue;
        if (f->kind == SYSTEM_CHOICE) text = system_choice_label(f, text, r->lang);
        if (f->kind == SYSTEM_STATE) text = system_state_label(s->state, r->lang);
        if (f->kind == SYSTEM_BODY)
            text = str_equal(f->key, S("owner")) ? s->owner_name : s->operator_name;
        buf_printf(r->out, STR_FMT ": " STR_FMT "\n", STR_ARG(text_get(r->lang, f->label)),
                   STR_ARG(text));
    }
    put_fact_lines(r, &k.own);
    return ST_OK;
}

static int systems_show_command(command_run *r)
{
    problem       why = { 0 };
    system_record s;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!ref.ptr) return cli_usage(r, "systems show " SHOW_USAGE);
    status st = systems_get(r->call, ref, &s);
    if (st == ST_MISSING) problem_detail(&why, st, S("code"), S("code-unknown"), ref);
    if (st == ST_OK && !r->json) st = put_system(r, &s);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (!r->json) return CLI_DONE;
    system_put_record(r->out, &s);
    buf_char(r->out, '\n');
    return CLI_DONE;
}

// ---- spreadsheets ---------------------------------------------------------------------------------------

// A file that was made aside is put in its place whole.
static status place_file(command_run *r, int from, str name, problem *why)
{
    char *room = arena_alloc(r->a, 1, 1, IMPORT_PIECE_BYTES);
    if (!room) return ST_MEMORY;
    int to = cli_create(r, name, why);
    if (to < 0) return ST_INVALID;
    status st  = ST_OK;
    size_t got = 1;
    for (int64_t at = 0; st == ST_OK && got > 0; at += (int64_t)got) {
        st = os_read_at(from, at, room, IMPORT_PIECE_BYTES, &got);
        if (st == ST_OK) st = os_write_all(to, (str){ room, (ptrdiff_t)got });
    }
    os_close(to);
    if (st != ST_OK) problem_detail(why, st, S("file"), S("cannot-create"), name);
    return st;
}

static status export_to(command_run *r, str name, int64_t *count, problem *why)
{
    int            fd;
    system_filter  f = { 0 };
    system_columns columns;
    str            form = S(""), pack = S(""), cols = S("");
    (void)cli_option(r, "--pack", &pack);
    bool official = cli_option(r, "--form", &form);
    TRY(query_read(r, &f, &cols, why));
    system_columns_read(cols, &columns);
    if (columns.unknown.len)
        return problem_detail(why, ST_INVALID, S("cols"), S("choice-unknown"), columns.unknown);
    TRY(os_temp_in_memory(&fd));
    status st = official ? systems_export_form(r->call, &f, form, pack, fd, count, why)
                         : systems_export(r->call, &f, &columns, fd, count);
    if (st == ST_OK) st = place_file(r, fd, name, why);
    os_close(fd);
    return st;
}

static int systems_export_command(command_run *r)
{
    static const char *const values[] = { "--query", "--form", "--pack", NULL };
    problem                  why      = { 0 };
    int64_t                  count    = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str name = cli_word(r, values, 0);
    if (!name.ptr) return cli_usage(r, "systems export " EXPORT_USAGE);
    status st = export_to(r, name, &count, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    str args[] = { arena_printf(r->a, "%lld", (long long)count), name };
    if (r->json) {
        buf_printf(r->out, "{\"file\":");
        buf_json(r->out, name);
        buf_printf(r->out, ",\"systems\":%lld}\n", (long long)count);
    } else {
        buf_put(r->out, text_fmt(r->a, r->lang, T_systems_cmd_exported, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    return CLI_DONE;
}

// "danh-sach.xlsx" -> "danh-sach-ghi-chu.xlsx", beside the sheet.
static str noted_name(command_run *r, str file)
{
    ptrdiff_t end = file.len;
    for (ptrdiff_t i = file.len; i-- > 0 && file.ptr[i] != '/';) {
        if (file.ptr[i] != '.') continue;
        end = i;
        break;
    }
    return arena_printf(r->a, STR_FMT "-ghi-chu.xlsx", STR_ARG(str_slice(file, 0, end)));
}

// The sheet with notes; what stands in its way is told, but does not undo the import.
static str write_noted(command_run *r, const import_options *o, const import_plan *p, str file)
{
    int     fd;
    problem why  = { 0 };
    str     name = S("");
    if (p->refused == 0 || (!cli_option(r, "--noted", &name) && str_equal(file, S("-"))))
        return (str){ 0 };
    if (name.len == 0) name = noted_name(r, file);
    if (os_temp_in_memory(&fd) != ST_OK) return (str){ 0 };
    status st = import_write_noted(r->call, o, p, fd, &why);
    if (st == ST_OK) st = place_file(r, fd, name, &why);
    os_close(fd);
    return st == ST_OK ? name : (str){ 0 };
}

static void put_import_words(command_run *r, const import_plan *p, str noted)
{
    const str counts[] = { arena_printf(r->a, "%zu", p->count), arena_printf(r->a, "%zu", p->made),
                           arena_printf(r->a, "%zu", p->changed),
                           arena_printf(r->a, "%zu", p->same),
                           arena_printf(r->a, "%zu", p->refused) };
    text_key  key      = p->committed ? T_systems_cmd_imported : T_systems_cmd_checked;
    buf_put(r->out, text_fmt(r->a, r->lang, key, counts, COUNT(counts)));
    buf_char(r->out, '\n');
    for (size_t i = 0; i < p->count; i++) {
        const import_row *row = &p->rows[i]->row;
        for (size_t k = 0; k < row->fault_count; k++) {
            arena               scratch = *r->a;
            const import_fault *f       = &row->faults[k];
            str                 cell = f->column ? sheet_cell_name(&scratch, row->number, f->column)
                                                 : arena_printf(&scratch, "%lld", (long long)row->number);
            buf_printf(r->out, "%8.*s  " STR_FMT "\n", STR_ARG(cell),
                       STR_ARG(import_fault_message(f, r->lang, &scratch)));
        }
    }
    if (p->skipped_count) {
        str told = import_skipped_words(p, r->lang, r->a);
        buf_put(r->out, told);
        buf_char(r->out, '\n');
    }
    if (!noted.len) return;
    buf_put(r->out, text_fmt(r->a, r->lang, T_systems_cmd_noted, &noted, 1));
    buf_char(r->out, '\n');
}

// The answer may be larger than what a command prints at once, so it goes out by itself.
static status put_import(command_run *r, import_plan *p, str noted)
{
    if (!r->json) {
        put_import_words(r, p, noted);
        return ST_OK;
    }
    str report = import_report_json(p, noted, r->lang, &p->memory);
    if (!report.ptr) return ST_MEMORY;
    TRY(os_write_all(r->out_fd, report));
    buf_char(r->out, '\n');
    return ST_OK;
}

static status import_file(command_run *r, import_options *o, str file, import_plan *p, problem *why)
{
    TRY(import_scan(r->call, o, p, why));
    TRY(import_compare(r->call, o, p, why));
    if (!cli_flag(r, "--dry-run")) TRY(import_commit(r->call, o, p, why));
    str noted = write_noted(r, o, p, file);
    return put_import(r, p, noted);
}

// A pipe is copied aside, since the sheet is read twice when it has faults.
static int seekable(int fd)
{
    int    copy;
    char   room[64 * 1024];
    size_t got;
    if (os_rewind(fd) == ST_OK) return fd;
    if (os_temp_in_memory(&copy) != ST_OK) return -1;
    int64_t all = 0;
    while (os_recv(fd, room, sizeof(room), -1, &got) == ST_OK && got > 0) {
        all += (int64_t)got;
        if (all > SHEET_FILE_BYTES_MAX ||
            os_write_all(copy, (str){ room, (ptrdiff_t)got }) != ST_OK)
            break;
    }
    os_close(fd);
    return copy;
}

static int systems_import_command(command_run *r)
{
    static const char *const values[] = { "--owner", "--sheet", "--noted", NULL };
    static const char *const flags[]  = { "--dry-run", "--only-new", NULL };
    problem                  why      = { 0 };
    import_plan              plan;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str file = cli_word(r, values, 0);
    if (!file.ptr || cli_word(r, values, 1).ptr)
        return cli_usage(r, "systems import " IMPORT_USAGE);
    import_options o = { .fd = cli_open(r, file, &why), .filename = file };
    if (o.fd < 0) return cli_fail(r, ST_INVALID, &why);
    (void)cli_option(r, "--owner", &o.owner);
    (void)cli_option(r, "--sheet", &o.sheet);
    o.only_new = cli_flag(r, "--only-new");
    o.fd       = seekable(o.fd);
    status st  = import_plan_new(&plan);
    if (st == ST_OK) st = import_file(r, &o, file, &plan, &why);
    import_plan_end(&plan, r->a, &why);
    os_close(o.fd);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

static int systems_undo_command(command_run *r)
{
    problem       why = { 0 };
    import_undone done;
    int64_t       id;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str word = cli_word(r, NULL, 0);
    if (!word.ptr || !str_int(word, &id)) return cli_usage(r, "systems undo " UNDO_USAGE);
    status st = imports_undo(r->call, id, &done, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_printf(r->out, "{\"import\":\"%lld\",\"removed\":%lld,\"restored\":%lld}\n",
                   (long long)id, (long long)done.removed, (long long)done.restored);
        return CLI_DONE;
    }
    const str args[] = { arena_printf(r->a, "%lld", (long long)done.removed),
                         arena_printf(r->a, "%lld", (long long)done.restored) };
    buf_put(r->out, text_fmt(r->a, r->lang, T_systems_cmd_undone, args, COUNT(args)));
    buf_char(r->out, '\n');
    return CLI_DONE;
}

// With MONTHS sets the term; without tells it.
static int complete_after_command(command_run *r)
{
    problem    why = { 0 };
    vouch_term term;
    int64_t    months;
    status     st = ST_OK;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str word = cli_word(r, NULL, 0);
    if (word.ptr && !str_int(word, &months)) return cli_usage(r, "systems complete-after [MONTHS]");
    if (word.ptr) st = vouch_term_set(r->call, months, &why);
    if (st == ST_OK) st = vouch_term_load(r->call, &term);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_printf(r->out, "{\"months\":%lld,\"certainty\":", (long long)term.months);
        buf_json(r->out, term.certainty);
        buf_put(r->out, S("}\n"));
        return CLI_DONE;
    }
    str number = arena_printf(r->a, "%lld", (long long)term.months);
    buf_put(r->out, text_fmt(r->a, r->lang, T_systems_cmd_complete_after, &number, 1));
    buf_char(r->out, '\n');
    return CLI_DONE;
}

static const command commands[] = {
    { "systems import", IMPORT_USAGE, "help.systems.import", systems_import_command, true,
      RIGHT_SYSTEMS_WRITE },
    { "systems list", LIST_USAGE, "help.systems.list", systems_list_command, true,
      RIGHT_SYSTEMS_READ },
    { "systems show", SHOW_USAGE, "help.systems.show", systems_show_command, true,
      RIGHT_SYSTEMS_READ },
    { "systems export", EXPORT_USAGE, "help.systems.export", systems_export_command, true,
      RIGHT_SYSTEMS_READ },
    { "systems complete-after", "[MONTHS] [--json]", "help.systems.complete-after",
      complete_after_command, true, RIGHT_ACCOUNTS_ADMIN },
    { "systems undo", UNDO_USAGE, "help.systems.undo", systems_undo_command, true,
      RIGHT_SYSTEMS_WRITE },
};

const command_table systems_commands = { commands, COUNT(commands) };
