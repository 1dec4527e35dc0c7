// letter_cmd.c - see letter_cmd.h.
#include "modules/incidents/letter_cmd.h"

#include "kit/text/text.h"
#include "modules/incidents/incident_letter.h"

static const char *const value_options[] = { "--out", NULL };

static void put_form_json(command_run *r, const law_incident_form *f)
{
    bool english = r->lang == LANG_EN;
    buf_put(r->out, S("{\"form\":"));
    buf_json(r->out, f->id);
    buf_put(r->out, S(",\"name\":"));
    buf_json(r->out, law_say(f->name, english));
    buf_put(r->out, S(",\"cite\":"));
    buf_json(r->out, f->cite.document ? law_say(f->cite.text, english) : (str){ 0 });
    buf_printf(r->out, ",\"certainty\":\"%s\",\"note\":", law_certainty_key(f->certainty));
    buf_json(r->out, law_say(f->note, english));
    buf_char(r->out, '}');
}

static void put_form(command_run *r, const law_incident_form *f)
{
    bool english = r->lang == LANG_EN;
    buf_printf(r->out, "%-16.*s  " STR_FMT " – " STR_FMT, STR_ARG(f->id),
               STR_ARG(law_say(f->name, english)),
               STR_ARG(f->cite.document ? law_say(f->cite.text, english) : S("")));
    if (f->note.vi.len) buf_printf(r->out, " (" STR_FMT ")", STR_ARG(law_say(f->note, english)));
    buf_char(r->out, '\n');
}

int incident_forms_command(command_run *r)
{
    const law *l;
    problem    why = { 0 };
    size_t     n;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (cli_word(r, NULL, 0).ptr) return cli_usage(r, "incidents forms [--json]");
    status st = law_open(r->folder_fd, r->law_folder, r->a, &l, NULL, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    const law_incident_form *forms = law_incident_forms(l, &n);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) {
        if (r->json && i) buf_char(r->out, ',');
        if (r->json) put_form_json(r, &forms[i]);
        if (!r->json) put_form(r, &forms[i]);
    }
    if (r->json) buf_put(r->out, S("]}\n"));
    return CLI_DONE;
}

static status make(command_run *r, str form, str *docx, problem *why)
{
    const law      *l;
    incident_letter p;
    str             json = { 0 };
    TRY(law_open(r->folder_fd, r->law_folder, r->a, &l, NULL, why));
    TRY(cli_read(r, cli_word(r, value_options, 1), INCIDENT_LETTER_BYTES_MAX, &json, why));
    TRY(incident_letter_parse(json, r->a, &p, why));
    p.year = day_of_ms(r->now_ms, VIETNAM_OFFSET_MINUTES).year;
    return incident_letter_make(l, form, &p, r->a, docx, why);
}

int incident_letter_command(command_run *r)
{
    problem why  = { 0 };
    str     file = { 0 }, docx = { 0 };
    if (!cli_known(r, value_options, NULL)) return CLI_USAGE;
    str form = cli_word(r, value_options, 0);
    if (!form.ptr || !cli_option(r, "--out", &file) || cli_word(r, value_options, 2).ptr)
        return cli_usage(r, "incidents letter " LETTER_USAGE);
    status st = make(r, form, &docx, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    int code = cli_write_file(r, file, docx);
    if (code != CLI_DONE) return code;
    if (r->json) {
        buf_put(r->out, S("{\"form\":"));
        buf_json(r->out, form);
        buf_put(r->out, S(",\"file\":"));
        buf_json(r->out, file);
        buf_printf(r->out, ",\"bytes\":%lld}\n", (long long)docx.len);
    } else {
        buf_printf(r->out, STR_FMT "\n", STR_ARG(file));
    }
    return CLI_DONE;
}
