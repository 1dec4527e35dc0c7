// paper_cmd.c - `dossiers export` and `forms list`.
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/form_templates.gen.h"

#include "kit/text/text.h"
#include "modules/organisations/organisations.h"

static int refuse(command_run *r, str field, const char *rule, str detail)
{
    problem why = { .field = field, .rule = str_from(rule), .detail = detail };
    return cli_fail(r, ST_INVALID, &why);
}

static bool find_pack(command_run *r, const law_pack **out, int *code)
{
    str id;
    *out = NULL;
    if (!cli_option(r, "--pack", &id)) return true;
    *out = law_pack_find(law_current(), id);
    if (*out) return true;
    *code = refuse(r, S("pack"), "law-pack-unknown", id);
    return false;
}

// What was written: the PDF once there is one.
static str of(const paper_made *m)
{
    return m->pdf.len ? m->pdf : m->docx;
}

static void tell_lacks(buf *b, const paper_made *m)
{
    buf_printf(b, ",\"pages\":%lld,\"not_drawn\":[", (long long)m->pages);
    for (size_t i = 0; i < m->lack_count; i++) {
        const paper_lack *k = &m->lacks[i];
        buf_put(b, i > 0 ? S(",{\"what\":") : S("{\"what\":"));
        buf_json(b, k->what);
        buf_put(b, S(",\"detail\":"));
        buf_json(b, k->detail);
        buf_printf(b, ",\"count\":%lld}", (long long)k->count);
    }
    buf_char(b, ']');
}

static void tell_made(command_run *r, const paper_made *m, str file)
{
    buf *b = r->out;
    if (!r->json) {
        buf_printf(b, STR_FMT "  " STR_FMT "  %s\n", STR_ARG(file), STR_ARG(m->system.code),
                   m->pdf.len ? m->pdf_sha256 : m->sha256);
        if (m->lack_count) {
            str words = papers_lacks_words(r->a, r->lang, m);
            buf_put(b, text_fmt(r->a, r->lang, T_papers_pdf_lacks, &words, 1));
            buf_char(b, '\n');
        }
        return;
    }
    buf_printf(b, "{\"paper\":\"%lld\",\"system\":\"%lld\",\"code\":", (long long)m->id,
               (long long)m->system.id);
    buf_json(b, m->system.code);
    buf_put(b, S(",\"form\":"));
    buf_json(b, m->key);
    buf_put(b, S(",\"pack\":"));
    buf_json(b, m->pack->id);
    buf_put(b, S(",\"pack_version\":"));
    buf_json(b, m->pack->version);
    buf_printf(b, ",\"certainty\":\"%s\",\"result\":\"%s\",\"level\":%d,\"file\":",
               m->form.form ? law_certainty_key(m->form.form->certainty) : "ours",
               law_result_key(m->result), m->level);
    buf_json(b, file);
    buf_put(b, S(",\"template_sha256\":"));
    buf_json(b, m->template_sha256);
    buf_printf(b, ",\"bytes\":%lld,\"sha256\":\"%s\",\"docx_sha256\":\"%s\"", (long long)of(m).len,
               m->pdf.len ? m->pdf_sha256 : m->sha256, m->sha256);
    if (m->pdf.len) tell_lacks(b, m);
    buf_put(b, S(",\"missing\":["));
    for (size_t i = 0; i < m->form.missing_count; i++) {
        if (i > 0) buf_char(b, ',');
        buf_json(b, m->form.missing[i]);
    }
    buf_put(b, S("]}\n"));
}

static int export_command(command_run *r)
{
    static const char *const values[] = { "--form", "--out", "--pack", "--stage", NULL };
    str                      form, file, stage = S(""), ref = cli_word(r, values, 0);
    const law_pack          *pack;
    paper_made               made;
    paper_wish               wish = { 0 };
    problem                  why  = { 0 };
    int                      code = CLI_DONE;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!ref.len || !cli_option(r, "--form", &form) || !cli_option(r, "--out", &file)) {
        return cli_usage(r, "dossiers export");
    }
    bool pdf = str_ends(file, S(".pdf"));
    if (!pdf && !str_ends(file, S(".docx"))) return refuse(r, S("out"), "out-not-docx", file);
    if (!find_pack(r, &pack, &code)) return code;
    (void)cli_option(r, "--stage", &stage);
    wish = (paper_wish){ ref, form, r->demo ? text_get(LANG_VI, T_papers_sample) : (str){ 0 }, 0 };
    if (!paper_stage_named(stage, &wish.stage))
        return refuse(r, S("stage"), "unknown-value", stage);
    // A dossier's code draws for the dossier; an id, or a system's code, for the system.
    bool   whole = str_starts(ref, S("HS-"));
    status st    = whole ? papers_draw_of(r->call, &wish, &made, &why)
                         : papers_draw(r->call, ref, form, pack, wish.sample, &made, &why);
    if (st == ST_OK && pdf) st = papers_print(r->call, &made, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    // The file first: what cannot be delivered is not recorded as made.
    code = cli_write_file(r, file, of(&made));
    if (code != CLI_DONE) return code;
    st = papers_record(r->call, &made);
    if (st != ST_OK) return cli_fail(r, st, &why);
    tell_made(r, &made, file);
    return CLI_DONE;
}

static bool has_template(const law_pack *pack, const law_form *f)
{
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        if (str_equal(form_templates[i].pack, pack->id) &&
            str_equal(form_templates[i].key, f->key)) {
            return true;
        }
    }
    return false;
}

// own: what a body's papers are filled from; NULL: no body was asked about.
static void tell_form(command_run *r, const law_pack *pack, const law_form *f,
                      const form_state *own, bool first)
{
    str  by = own ? own->replaced_by : S("");
    buf *b  = r->out;
    if (!r->json) {
        buf_printf(b, STR_FMT "\t%d-%d\t%s\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(f->key),
                   f->level_min, f->level_max, has_template(pack, f) ? "docx" : "-",
                   STR_ARG(law_say(f->name, r->lang == LANG_EN)), STR_ARG(by));
        return;
    }
    if (!first) buf_char(b, ',');
    buf_put(b, S("{\"form\":"));
    buf_json(b, f->key);
    buf_put(b, S(",\"replaced_by\":"));
    buf_json(b, by.len ? by : (str){ 0 });
    if (own) {
        buf_put(b, S(",\"template_sha256\":"));
        buf_json(b, own->sha256);
    }
    buf_put(b, S(",\"name\":"));
    buf_json(b, law_say(f->name, r->lang == LANG_EN));
    buf_printf(b, ",\"levels\":[%d,%d],\"from\":", f->level_min, f->level_max);
    buf_json(b, f->from);
    buf_put(b, S(",\"to\":"));
    buf_json(b, f->to);
    buf_put(b, S(",\"cite\":"));
    buf_json(b, law_say(f->cite.text, r->lang == LANG_EN));
    buf_printf(b, ",\"certainty\":\"%s\",\"template\":%s}", law_certainty_key(f->certainty),
               has_template(pack, f) ? "true" : "false");
}

// With --org: the templates that body's papers are filled from.
static status find_replaced(command_run *r, const law_pack *pack, form_state *out, size_t *count)
{
    str  org;
    body b;
    *count = 0;
    if (!cli_option(r, "--org", &org)) return ST_OK;
    TRY(body_by_code(r->call, org, &b));
    return templates_forms(r->call, b.id, pack, out, count);
}

static const form_state *state_of(const form_state *all, size_t count, const law_form *f)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].form == f) return &all[i];
    }
    return NULL;
}

static int forms_command(command_run *r)
{
    static const char *const values[] = { "--pack", "--org", NULL };
    form_state               own[PAPER_FORMS_MAX];
    size_t                   own_count = 0;
    problem                  why       = { 0 };
    const law_pack          *pack;
    int                      code = CLI_DONE;
    size_t                   n    = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!find_pack(r, &pack, &code)) return code;
    if (!pack) return cli_usage(r, "forms list");
    const law_form *forms = law_forms(pack, &n);
    status          st    = find_replaced(r, pack, own, &own_count);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_printf(r->out, "{\"pack\":\"" STR_FMT "\",\"items\":[", STR_ARG(pack->id));
    size_t told = 0;
    for (size_t i = 0; i < n; i++) {
        if (forms[i].report) continue;
        tell_form(r, pack, &forms[i], state_of(own, own_count, &forms[i]), told++ == 0);
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", told);
    return CLI_DONE;
}

static const command commands[] = {
    { "dossiers export",
      "ID|HS-… --form KEY|ho-so --out FILE.docx|FILE.pdf [--pack P] [--stage appraise|approve] "
      "[--json]",
      "help.dossiers.export", export_command, true, RIGHT_PAPERS_MAKE },
    { .words     = "forms list",
      .usage     = "--pack P [--org CODE] [--json]",
      .help_key  = "help.forms.list",
      .fn        = forms_command,
      .right     = RIGHT_SIGNED_IN,
      .needed_by = "--org" },
};

const command_table dossiers_commands = { commands, COUNT(commands) };
