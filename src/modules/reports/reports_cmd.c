// reports_cmd.c - `coloa reports build|list|show|check|due`.
#include "kit/text/text.h"
#include "modules/reports/json_ops.h"
#include "modules/reports/reports.h"

static int refuse(command_run *r, const char *field, const char *rule, str detail)
{
    problem why = { .field = str_from(field), .rule = str_from(rule), .detail = detail };
    return cli_fail(r, ST_INVALID, &why);
}

// --org CODE: absent, the acting body.
static status org_of(command_run *r, int64_t *body_id, problem *why)
{
    str org;
    *body_id = r->call->who.body_id;
    if (!cli_option(r, "--org", &org)) return ST_OK;
    return body_read_ref(r->call, S("org"), org, body_id, why);
}

static status pack_of(command_run *r, const law_pack **out, problem *why)
{
    str id;
    *out = NULL;
    if (!cli_option(r, "--pack", &id)) return ST_OK;
    *out = law_pack_find(law_current(), id);
    return *out ? ST_OK : problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), id);
}

// The report that KIND, --org and --period name; or ID.
static status named_report(command_run *r, str word, report_head *out, problem *why)
{
    int64_t         id, body_id;
    int             year;
    str             period;
    const law_pack *pack;
    if (str_int(word, &id)) return reports_load(r->call, id, out);
    if (!cli_option(r, "--period", &period)) {
        return problem_set(why, ST_INVALID, S("period"), S("required"));
    }
    TRY(report_period_read(period, &year, why));
    TRY(org_of(r, &body_id, why));
    TRY(pack_of(r, &pack, why));
    return reports_find(r->call, body_id, word, year, pack, out, why);
}

static const char *const values[] = { "--org", "--period", "--pack", "--out", NULL };

static void tell_built(command_run *r, const report_head *h, const report_file *made, str file)
{
    buf *b = r->out;
    if (!r->json) {
        buf_printf(b, STR_FMT "  %s\n", STR_ARG(file), made->sha256);
        return;
    }
    buf_put(b, S("{\"file\":"));
    buf_json(b, file);
    buf_printf(b, ",\"bytes\":%lld,\"sha256\":\"%s\",\"pages\":", (long long)made->bytes.len,
               made->sha256);
    if (made->pages) {
        buf_int(b, made->pages);
    } else {
        buf_put(b, S("null"));
    }
    buf_put(b, S(",\"report\":"));
    report_put_head(b, r->a, h);
    buf_put(b, S("}\n"));
}

static int build_with(command_run *r, const report_head *h, report_format as, str file)
{
    arena       work;
    report_file made;
    problem     why = { 0 };
    status      st  = report_work(&work);
    if (st != ST_OK) return cli_fail(r, st, &why);
    st       = reports_build(r->call, h, as, &work, &made, &why);
    int code = st == ST_OK ? cli_write_file(r, file, made.bytes) : cli_fail(r, st, &why);
    if (code == CLI_DONE) tell_built(r, h, &made, file);
    report_work_end(&work);
    return code;
}

static str suffix_of(str file)
{
    ptrdiff_t at = file.len;
    while (at > 0 && file.ptr[at - 1] != '.') at--;
    return str_slice(file, at, file.len);
}

static int build_command(command_run *r)
{
    str           kind = cli_word(r, values, 0), file;
    report_head   h;
    report_format as;
    problem       why = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!kind.len || !cli_option(r, "--out", &file)) return cli_usage(r, "reports build");
    if (!report_format_named(suffix_of(file), &as)) return refuse(r, "out", "report-format", file);
    status st = named_report(r, kind, &h, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    h.invented |= r->demo;
    return build_with(r, &h, as, file);
}

static int list_command(command_run *r)
{
    report_head *all;
    size_t       n;
    int64_t      body_id;
    problem      why = { 0 };
    buf         *b   = r->out;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status st = org_of(r, &body_id, &why);
    if (st == ST_OK) st = reports_list(r->call, body_id, &all, &n);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) {
        const report_head *h = &all[i];
        if (r->json) {
            if (i) buf_char(b, ',');
            report_put_head(b, r->a, h);
        } else {
            buf_printf(b, "%lld\t" STR_FMT "\t%d\t%d\t" STR_FMT "\t" STR_FMT "\n", (long long)h->id,
                       STR_ARG(h->kind), h->year, h->edition, STR_ARG(report_state_key(h->state)),
                       STR_ARG(h->sent_no));
        }
    }
    if (r->json) buf_printf(b, "],\"total\":%zu,\"next\":null}\n", n);
    return CLI_DONE;
}

static int due_command(command_run *r)
{
    report_due *due;
    size_t      n;
    problem     why = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status st = org_of(r, &r->call->who.body_id, &why);
    if (st == ST_OK) st = reports_due(r->call, &due, &n);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        report_put_due(r->out, r->a, r->lang, due, n);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < n; i++) {
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   STR_ARG(due[i].last.year ? day_iso(r->a, due[i].last) : S("-")),
                   STR_ARG(due[i].what->id), STR_ARG(due[i].to),
                   STR_ARG(law_say(due[i].what->cite.text, r->lang == LANG_EN)));
    }
    return CLI_DONE;
}

static void tell_faults(command_run *r, arena *a, const report_content *k)
{
    for (size_t i = 0; i < k->faults.count; i++) {
        const report_fault *f   = &k->faults.items[i];
        str                 key = arena_printf(a, "reports.fault.%s", f->what);
        buf_printf(r->out, "%s\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   f->error ? "error" : "warning", STR_ARG(report_rule_key(f->rule)),
                   STR_ARG(f->code),
                   STR_ARG(text_fill(a, text_named(r->lang, key), &f->detail, 1)));
    }
}

static void tell_figures(command_run *r, arena *a, const report_content *k)
{
    const report_figures *f = &k->figures;
    (void)a;
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t%d\t" STR_FMT "\n", STR_ARG(k->head.body_code),
               STR_ARG(k->head.kind), k->head.year,
               STR_ARG(k->head.id ? report_state_key(k->head.state) : S("none")));
    buf_printf(r->out, "%lld\t%lld\t%lld\t%lld\t%lld\t%lld\t" STR_FMT "\n", (long long)f->total,
               (long long)f->classified, (long long)f->drafted, (long long)f->appraised,
               (long long)f->approved, (long long)f->inspected, STR_ARG(f->expected));
}

static int looked_at(command_run *r, bool faults)
{
    report_head    h;
    report_content k;
    arena          work;
    problem        why  = { 0 };
    str            word = cli_word(r, values, 0);
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!word.len) return cli_usage(r, faults ? "reports check" : "reports show");
    status st = named_report(r, word, &h, &why);
    if (st == ST_OK) st = report_work(&work);
    if (st != ST_OK) return cli_fail(r, st, &why);
    st = reports_content(r->call, &h, &work, &k);
    if (st == ST_OK && r->json) {
        if (faults) report_put_faults(r->out, &work, r->lang, &k);
        if (!faults) report_put_content(r->out, &work, &k);
        buf_char(r->out, '\n');
    } else if (st == ST_OK) {
        (faults ? tell_faults : tell_figures)(r, &work, &k);
    }
    report_work_end(&work);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

static int show_command(command_run *r)
{
    return looked_at(r, false);
}

static int check_command(command_run *r)
{
    return looked_at(r, true);
}

static const command commands[] = {
    { "reports build",
      "KIND|ID --org CODE --period YEAR [--pack P] --out FILE.docx|FILE.pdf|FILE.xlsx [--json]",
      "help.reports.build", build_command, true, RIGHT_SYSTEMS_READ },
    { "reports list", "[--org CODE] [--json]", "help.reports.list", list_command, true,
      RIGHT_SYSTEMS_READ },
    { "reports due", "[--org CODE] [--json]", "help.reports.due", due_command, true,
      RIGHT_SYSTEMS_READ },
    { "reports show", "ID | KIND --org CODE --period YEAR [--pack P] [--json]", "help.reports.show",
      show_command, true, RIGHT_SYSTEMS_READ },
    { "reports check", "ID | KIND --org CODE --period YEAR [--pack P] [--json]",
      "help.reports.check", check_command, true, RIGHT_SYSTEMS_READ },
};

const command_table reports_commands = { commands, COUNT(commands) };
