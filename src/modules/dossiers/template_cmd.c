// template_cmd.c - `forms check|bring|force|restore`, `dossiers issue|issues|fetch`.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/dossiers/dossiers.h"

static const char *const file_values[] = { "--pack", "--form", "--name", NULL };

// The file of the command as a descriptor that can be read from its start again.
static status open_template(command_run *r, template_file *out, problem *why)
{
    str name = cli_word(r, file_values, 0), shown;
    *out     = (template_file){ .pack = S(""), .form = S(""), .fd = -1 };
    (void)cli_option(r, "--pack", &out->pack);
    (void)cli_option(r, "--form", &out->form);
    shown = name;
    for (str head, tail; str_cut(shown, '/', &head, &tail);) shown = tail;
    out->name = shown.len ? shown : S("mau.docx");
    (void)cli_option(r, "--name", &out->name);
    str bytes;
    TRY(cli_read(r, name, 8 * 1024 * 1024 + 1, &bytes, why));
    status st = os_temp_in_memory(&out->fd);
    if (st == ST_OK) st = os_write_all(out->fd, bytes);
    return st == ST_OK ? os_rewind(out->fd) : st;
}

static void tell_report(command_run *r, const template_report *found, int64_t id)
{
    if (r->json) {
        templates_put_report_json(r->out, found, id);
        buf_char(r->out, '\n');
        return;
    }
    buf_printf(r->out, "%lld\t%zu\t" STR_FMT "\n", (long long)id, found->places,
               STR_ARG(found->sha256));
    if (found->healed.len)
        buf_printf(r->out, STR_FMT ": " STR_FMT "\n",
                   STR_ARG(text_get(r->lang, T_templates_healed)), STR_ARG(found->healed));
    if (found->unknown.len) {
        buf_put(r->out, text_fmt(r->a, r->lang, T_templates_unknown, &found->unknown, 1));
        buf_char(r->out, '\n');
    }
    if (found->missing.len) {
        buf_put(r->out, text_fmt(r->a, r->lang, T_templates_missing, &found->missing, 1));
        buf_char(r->out, '\n');
    }
}

static int check_command(command_run *r)
{
    template_file   file;
    template_report found;
    problem         why = { 0 };
    call            c   = { .a = r->a, .lang = r->lang, .now_ms = r->now_ms };
    if (!cli_known(r, file_values, NULL)) return CLI_USAGE;
    status st = open_template(r, &file, &why);
    if (st == ST_OK && (!file.pack.len || !file.form.len)) return cli_usage(r, "forms check");
    if (st == ST_OK) st = templates_look(&c, &file, &found, &why);
    os_close(file.fd);
    if (st != ST_OK) return cli_fail(r, st, &why);
    tell_report(r, &found, 0);
    return found.unknown.len || found.missing.len ? CLI_REFUSED : CLI_DONE;
}

static int bring_command(command_run *r)
{
    template_file   file;
    template_report found;
    problem         why = { 0 };
    int64_t         id  = 0;
    if (!cli_known(r, file_values, NULL)) return CLI_USAGE;
    status st = open_template(r, &file, &why);
    if (st == ST_OK && (!file.pack.len || !file.form.len)) return cli_usage(r, "forms bring");
    if (st == ST_OK) st = templates_bring(r->call, &file, &found, &id, &why);
    os_close(file.fd);
    if (st != ST_OK) return cli_fail(r, st, &why);
    tell_report(r, &found, id);
    return CLI_DONE;
}

static int force_command(command_run *r)
{
    int64_t id;
    problem why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!str_int(cli_word(r, NULL, 0), &id)) return cli_usage(r, "forms force");
    status st = templates_force(r->call, id, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("{}\n"));
    return CLI_DONE;
}

static int restore_command(command_run *r)
{
    str     pack, form;
    problem why = { 0 };
    if (!cli_known(r, file_values, NULL)) return CLI_USAGE;
    if (!cli_option(r, "--pack", &pack) || !cli_option(r, "--form", &form))
        return cli_usage(r, "forms restore");
    status st = templates_restore(r->call, pack, form, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("{}\n"));
    return CLI_DONE;
}

// ---- issued papers -----------------------------------------------------------------------------------

static int issue_command(command_run *r)
{
    static const char *const values[] = { "--form", "--number", "--on", "--signer", NULL };
    paper_issuing            what     = { .ref = cli_word(r, values, 0), .form = S("") };
    problem                  why      = { 0 };
    int64_t                  id       = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--form", &what.form);
    (void)cli_option(r, "--number", &what.number);
    (void)cli_option(r, "--on", &what.on);
    (void)cli_option(r, "--signer", &what.signer);
    if (!what.ref.len || !what.form.len) return cli_usage(r, "dossiers issue");
    what.sample = r->demo ? text_get(LANG_VI, T_papers_sample) : (str){ 0 };
    status st   = papers_issue(r->call, &what, &id, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    buf_printf(r->out, r->json ? "{\"id\":\"%lld\"}\n" : "%lld\n", (long long)id);
    return CLI_DONE;
}

static int issues_command(command_run *r)
{
    str          ref = cli_word(r, NULL, 0);
    paper_issue *all;
    size_t       count;
    problem      why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!ref.len) return cli_usage(r, "dossiers issues");
    status st = r->json ? papers_put_issues_json(r->call, r->out, ref)
                        : papers_issues(r->call, ref, &all, &count);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < count; i++)
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   (long long)all[i].id, STR_ARG(all[i].form), STR_ARG(all[i].number),
                   STR_ARG(all[i].on), STR_ARG(all[i].docx_sha256));
    return CLI_DONE;
}

static int fetch_command(command_run *r)
{
    static const char *const values[] = { "--out", NULL };
    int64_t                  id;
    str                      file, bytes;
    paper_issue              i;
    problem                  why = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!str_int(cli_word(r, values, 0), &id) || !cli_option(r, "--out", &file))
        return cli_usage(r, "dossiers fetch");
    status st = papers_issue_open(r->call, id, str_ends(file, S(".pdf")), &i, &bytes, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    int code = cli_write_file(r, file, bytes);
    if (code == CLI_DONE && r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"bytes\":%lld,\"file\":", (long long)id,
                   (long long)bytes.len);
        buf_json(r->out, file);
        buf_put(r->out, S("}\n"));
    }
    return code;
}

static const command commands[] = {
    { .words    = "forms check",
      .usage    = "FILE.docx --pack P --form KEY [--json]",
      .help_key = "help.forms.check",
      .fn       = check_command },
    { .words      = "forms bring",
      .usage      = "FILE.docx --pack P --form KEY [--json]",
      .help_key   = "help.forms.bring",
      .fn         = bring_command,
      .needs_data = true,
      .right      = RIGHT_BODIES_ADMIN },
    { .words      = "forms force",
      .usage      = "ID [--json]",
      .help_key   = "help.forms.force",
      .fn         = force_command,
      .needs_data = true,
      .right      = RIGHT_BODIES_ADMIN },
    { .words      = "forms restore",
      .usage      = "--pack P --form KEY [--json]",
      .help_key   = "help.forms.restore",
      .fn         = restore_command,
      .needs_data = true,
      .right      = RIGHT_BODIES_ADMIN },
    { .words      = "dossiers issue",
      .usage      = "HS-… --form KEY --number NO --on DAY --signer NAME [--json]",
      .help_key   = "help.dossiers.issue",
      .fn         = issue_command,
      .needs_data = true,
      .right      = RIGHT_PAPERS_MAKE },
    { .words      = "dossiers issues",
      .usage      = "HS-… [--json]",
      .help_key   = "help.dossiers.issues",
      .fn         = issues_command,
      .needs_data = true,
      .right      = RIGHT_SYSTEMS_READ },
    { .words      = "dossiers fetch",
      .usage      = "ISSUE --out FILE.docx|FILE.pdf [--json]",
      .help_key   = "help.dossiers.fetch",
      .fn         = fetch_command,
      .needs_data = true,
      .right      = RIGHT_SYSTEMS_READ },
};

const command_table templates_commands = { commands, COUNT(commands) };
