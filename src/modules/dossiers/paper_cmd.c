// paper_cmd.c - `dossiers export` and `forms list`.
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/form_templates.gen.h"

#include "kit/text/text.h"

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
    buf_json(b, m->form.form->key);
    buf_put(b, S(",\"pack\":"));
    buf_json(b, m->pack->id);
    buf_put(b, S(",\"pack_version\":"));
    buf_json(b, m->pack->version);
    buf_printf(b, ",\"certainty\":\"%s\",\"result\":\"%s\",\"level\":%d,\"file\":",
               law_certainty_key(m->form.form->certainty), law_result_key(m->result), m->level);
    buf_json(b, file);
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
    static const char *const values[] = { "--form", "--out", "--pack", NULL };
    str                      form, file, ref = cli_word(r, values, 0);
    const law_pack          *pack;
    paper_made               made;
    problem                  why  = { 0 };
    int                      code = CLI_DONE;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!ref.len || !cli_option(r, "--form", &form) || !cli_option(r, "--out", &file)) {
        return cli_usage(r, "dossiers export");
    }
    bool pdf = str_ends(file, S(".pdf"));
    if (!pdf && !str_ends(file, S(".docx"))) return refuse(r, S("out"), "out-not-docx", file);
    if (!find_pack(r, &pack, &code)) return code;
    str    sample = r->demo ? text_get(LANG_VI, T_papers_sample) : (str){ 0 };
    status st     = papers_draw(r->call, ref, form, pack, sample, &made, &why);
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

static void tell_form(command_run *r, const law_pack *pack, const law_form *f, bool first)
{
    buf *b = r->out;
    if (!r->json) {
        buf_printf(b, STR_FMT "\t%d-%d\t%s\t" STR_FMT "\n", STR_ARG(f->key), f->level_min,
                   f->level_max, has_template(pack, f) ? "docx" : "-",
                   STR_ARG(law_say(f->name, r->lang == LANG_EN)));
        return;
    }
    if (!first) buf_char(b, ',');
    buf_put(b, S("{\"form\":"));
    buf_json(b, f->key);
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

static int forms_command(command_run *r)
{
    static const char *const values[] = { "--pack", NULL };
    const law_pack          *pack;
    int                      code = CLI_DONE;
    size_t                   n    = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!find_pack(r, &pack, &code)) return code;
    if (!pack) return cli_usage(r, "forms list");
    const law_form *forms = law_forms(pack, &n);
    if (r->json) buf_printf(r->out, "{\"pack\":\"" STR_FMT "\",\"items\":[", STR_ARG(pack->id));
    size_t told = 0;
    for (size_t i = 0; i < n; i++) {
        if (forms[i].report) continue;
        tell_form(r, pack, &forms[i], told++ == 0);
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", told);
    return CLI_DONE;
}

static const command commands[] = {
    { "dossiers export", "ID --form KEY --out FILE.docx|FILE.pdf [--pack P] [--json]",
      "help.dossiers.export", export_command, true, RIGHT_PAPERS_MAKE },
    { "forms list", "--pack P [--json]", "help.forms.list", forms_command, false, RIGHT_PUBLIC },
};

const command_table dossiers_commands = { commands, COUNT(commands) };
