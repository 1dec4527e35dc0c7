// sheet_cmd.c - see sheet_cmd.h.
#include "modules/controls/sheet_cmd.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/controls/controls.h"
#include "modules/controls/sheet_json.h"
#include "modules/controls/wording_ops.h"
#include "modules/controls/xlsx_ops.h"
#include "modules/systems/systems.h"

static void say(command_run *r, text_key key, const str *args, size_t count)
{
    buf_put(r->out, text_fmt(r->a, r->lang, key, args, count));
    buf_char(r->out, '\n');
}

static status sheet_named(command_run *r, str ref, control_sheet *out)
{
    int64_t id;
    if (!str_int(ref, &id) || id <= 0) return ST_MISSING;
    return control_sheet_load(r->call, id, out);
}

static int done(command_run *r)
{
    return r->out->failed ? cli_fail(r, ST_MEMORY, NULL) : CLI_DONE;
}

static status put_sheet(command_run *r, const control_sheet *s)
{
    control_counts n;
    TRY(control_sheet_counts(r->call, s->id, &n));
    if (r->json) {
        sheet_put_json(r->out, r->a, s, &n);
        return ST_OK;
    }
    buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t%d\t%lld/%lld\t%lld/%lld\n",
               (long long)s->id, STR_ARG(s->system_code), STR_ARG(s->pack), s->level,
               (long long)n.answered, (long long)n.rows, (long long)n.done, (long long)n.work);
    return ST_OK;
}

int controls_sheets_command(command_run *r)
{
    system_record *of    = NEW(r->a, system_record, 1);
    problem        why   = { .field = S("system") };
    control_sheet *all   = NULL;
    size_t         count = 0;
    str            ref   = cli_word(r, NULL, 0);
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!ref.ptr || cli_word(r, NULL, 1).ptr)
        return cli_usage(r, "controls sheets " CONTROLS_SHEETS_USAGE);
    status st = of ? systems_get(r->call, ref, of) : ST_MEMORY;
    if (st == ST_OK) st = control_sheets_of(r->call, of->id, &all, &count);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; st == ST_OK && i < count; i++) {
        if (r->json && i) buf_char(r->out, ',');
        st = put_sheet(r, &all[i]);
        if (r->json) buf_char(r->out, '}');
    }
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return done(r);
}

static status read_order(command_run *r, const char *const *values, control_order *o, problem *why)
{
    system_record *of = NEW(r->a, system_record, 1);
    str            text;
    int64_t        n = 0;
    if (!of) return ST_MEMORY;
    why->field = S("system");
    TRY(systems_get(r->call, cli_word(r, values, 0), of));
    o->system_id = of->id;
    o->level     = of->result == LAW_DECIDED ? of->level : 0;
    text         = of->pack;
    (void)cli_option(r, "--pack", &text);
    ptrdiff_t plus = str_find(text, S("+")); // an overlay asks what the pack under it asks
    o->pack        = law_pack_find(law_current(), plus > 0 ? str_slice(text, 0, plus) : text);
    if (!o->pack) return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), text);
    if (cli_option(r, "--level", &text))
        o->level = str_int(text, &n) && n >= 1 && n <= LAW_LEVELS ? (int)n : 0;
    if (!cli_option(r, "--from", &text)) return ST_OK;
    why->field = S("from");
    return str_int(text, &o->from_sheet_id) && o->from_sheet_id > 0 ? ST_OK : ST_MISSING;
}

int controls_make_command(command_run *r)
{
    static const char *const values[] = { "--pack", "--level", "--from", NULL };
    control_order            o        = { 0 };
    control_sheet            s;
    problem                  why = { 0 };
    int64_t                  id;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!cli_word(r, values, 0).ptr || cli_word(r, values, 1).ptr)
        return cli_usage(r, "controls make " CONTROLS_MAKE_USAGE);
    status st = read_order(r, values, &o, &why);
    if (st == ST_OK) st = controls_make(r->call, &o, &id, &why);
    if (st == ST_OK) st = control_sheet_load(r->call, id, &s);
    if (st == ST_OK) st = put_sheet(r, &s);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("}\n"));
    return done(r);
}

static void put_rows(command_run *r, const control_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const control_row *row = &rows[i];
        if (r->json) {
            if (i) buf_char(r->out, ',');
            sheet_row_put_json(r->out, row, r->lang == LANG_EN);
            continue;
        }
        str title  = row->r ? law_say(row->r->title, r->lang == LANG_EN) : S("");
        str answer = row->heading
                         ? S("")
                         : control_say(CONTROL_ANSWER, row->values[CONTROL_ANSWER], r->lang, r->a);
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   STR_ARG(row->control), STR_ARG(row->clause), STR_ARG(answer), STR_ARG(title));
    }
}

int controls_show_command(command_run *r)
{
    static const char *const values[] = { "--order", NULL };
    control_sheet            s;
    control_row             *rows  = NULL;
    size_t                   count = 0;
    str                      order = S("standard");
    problem                  why   = { .field = S("sheet") };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--order", &order);
    bool decree = str_equal(order, S("decree"));
    if (!cli_word(r, values, 0).ptr || (!decree && !str_equal(order, S("standard"))))
        return cli_usage(r, "controls show " CONTROLS_SHOW_USAGE);
    status st = sheet_named(r, cli_word(r, values, 0), &s);
    if (st == ST_OK)
        st = control_sheet_rows(r->call, &s, decree ? ASKED_DECREE : ASKED_STANDARD, &rows, &count);
    if (st == ST_OK) st = put_sheet(r, &s);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S(",\"rows\":["));
    put_rows(r, rows, count);
    if (r->json) buf_put(r->out, S("]}\n"));
    return done(r);
}

int controls_export_command(command_run *r)
{
    control_sheet s;
    problem       why  = { .field = S("sheet") };
    str           file = cli_word(r, NULL, 1);
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!file.ptr || cli_word(r, NULL, 2).ptr)
        return cli_usage(r, "controls export " CONTROLS_EXPORT_USAGE);
    status st = sheet_named(r, cli_word(r, NULL, 0), &s);
    if (st != ST_OK) return cli_fail(r, st, &why);
    int fd = cli_create(r, file, &why);
    if (fd < 0) return cli_fail(r, ST_INVALID, &why);
    st = controls_export(r->call, &s, fd, NULL);
    os_close(fd);
    return st == ST_OK ? done(r) : cli_fail(r, st, &why);
}

static void put_fault(command_run *r, const control_file_fault *f, bool first)
{
    str message = cli_problem_message(r->a, r->lang, ST_INVALID,
                                      &(problem){ .rule = f->why.rule, .detail = f->why.detail });
    if (!r->json) {
        const str args[] = { arena_printf(r->a, "%lld", (long long)f->row), f->column, f->cell,
                             f->control, message };
        say(r, T_controls_import_fault, args, COUNT(args));
        return;
    }
    buf_printf(r->out, "%s{\"row\":%lld,\"cell\":", first ? "" : ",", (long long)f->row);
    buf_json(r->out, f->cell);
    buf_put(r->out, S(",\"column\":"));
    buf_json(r->out, f->column);
    buf_put(r->out, S(",\"control\":"));
    buf_json(r->out, f->control);
    buf_put(r->out, S(",\"rule\":"));
    buf_json(r->out, f->why.rule);
    buf_put(r->out, S(",\"message\":"));
    buf_json(r->out, message);
    buf_char(r->out, '}');
}

static int tell_import(command_run *r, const control_file_report *report)
{
    const size_t n[] = { report->rows, report->saved, report->same, report->refused,
                         report->conflicts };
    if (r->json) {
        buf_printf(r->out,
                   "{\"rows\":%zu,\"saved\":%zu,\"same\":%zu,\"refused\":%zu,\"conflicts\":%zu,"
                   "\"errors\":[",
                   n[0], n[1], n[2], n[3], n[4]);
    } else {
        str args[COUNT(n)];
        for (size_t i = 0; i < COUNT(n); i++) args[i] = arena_printf(r->a, "%zu", n[i]);
        say(r, T_controls_import_counts, args, COUNT(args));
    }
    for (size_t i = 0; i < report->fault_count; i++) put_fault(r, &report->faults[i], i == 0);
    if (r->json) buf_put(r->out, S("]}\n"));
    if (r->out->failed) return cli_fail(r, ST_MEMORY, NULL);
    return report->faults_all ? CLI_REFUSED : CLI_DONE;
}

int controls_import_command(command_run *r)
{
    control_sheet        s;
    control_file_report *report = NEW(r->a, control_file_report, 1);
    problem              why    = { .field = S("sheet") };
    str                  name   = cli_word(r, NULL, 1);
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!name.ptr || cli_word(r, NULL, 2).ptr)
        return cli_usage(r, "controls import " CONTROLS_IMPORT_USAGE);
    status st = report ? sheet_named(r, cli_word(r, NULL, 0), &s) : ST_MEMORY;
    if (st != ST_OK) return cli_fail(r, st, &why);
    control_file file = { .fd = cli_open(r, name, &why) };
    if (file.fd < 0) return cli_fail(r, ST_INVALID, &why);
    st = controls_import(r->call, &s, &file, report, &why);
    os_close(file.fd);
    return st == ST_OK ? tell_import(r, report) : cli_fail(r, st, &why);
}

static void put_wording_fault(command_run *r, const wording_fault *f, bool first)
{
    str message = cli_problem_message(r->a, r->lang, ST_INVALID, &f->why);
    if (!r->json) {
        const str args[] = { arena_printf(r->a, "%lld", (long long)f->row), f->column, f->value,
                             message };
        say(r, T_controls_wording_fault, args, COUNT(args));
        return;
    }
    buf_printf(r->out, "%s{\"row\":%lld,\"cell\":", first ? "" : ",", (long long)f->row);
    buf_json(r->out, f->column);
    buf_put(r->out, S(",\"rule\":"));
    buf_json(r->out, f->why.rule);
    buf_put(r->out, S(",\"message\":"));
    buf_json(r->out, message);
    buf_char(r->out, '}');
}

int controls_wording_command(command_run *r)
{
    static const char *const values[] = { "--catalogue", NULL };
    wording_report          *report   = NEW(r->a, wording_report, 1);
    problem                  why      = { 0 };
    str                      catalogue, name = cli_word(r, values, 0);
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!name.ptr || cli_word(r, values, 1).ptr || !cli_option(r, "--catalogue", &catalogue))
        return cli_usage(r, "controls wording load " CONTROLS_WORDING_USAGE);
    if (!report) return cli_fail(r, ST_MEMORY, NULL);
    control_file file = { .fd = cli_open(r, name, &why) };
    if (file.fd < 0) return cli_fail(r, ST_INVALID, &why);
    status st = wordings_load(r->call, &file, catalogue, report, &why);
    os_close(file.fd);
    if (st != ST_OK && !report->fault_count) return cli_fail(r, st, &why);
    if (r->json) {
        buf_printf(r->out, "{\"rows\":%zu,\"loaded\":%zu,\"errors\":[", report->rows,
                   report->loaded);
    } else if (st == ST_OK) {
        str n = arena_printf(r->a, "%zu", report->loaded);
        say(r, T_controls_wording_loaded, &n, 1);
    }
    for (size_t i = 0; i < report->fault_count; i++)
        put_wording_fault(r, &report->faults[i], i == 0);
    if (r->json) buf_put(r->out, S("]}\n"));
    if (r->out->failed) return cli_fail(r, ST_MEMORY, NULL);
    return st == ST_OK ? CLI_DONE : CLI_REFUSED;
}
