// sheet_api_web.c - sheets for programs, and what the grid gets back after saving.
#include "modules/controls/edits.h"
#include "modules/controls/sheet_json.h"
#include "modules/controls/sheet_web.h"
#include "modules/systems/systems.h"

#include <jansson.h>

enum { JSON_BYTES_MAX = 6 * 1024 * 1024 };

status sheet_saved_json(call *c, const control_sheet *s, const control_edit *edits, size_t count,
                        const control_saved *saved, str *out)
{
    control_counts n;
    buf            b   = buf_in(c->a, 4096, JSON_BYTES_MAX);
    size_t         bad = 0;
    buf_put(&b, S("{\"rows\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        sheet_saved_put_json(&b, c->a, c->lang, &edits[i], &saved[i]);
        bad += saved[i].fate >= CONTROL_CONFLICT;
    }
    TRY(control_sheet_counts(c, s->id, &n));
    const str args[] = { text_when(c->a, c->now_ms),
                         arena_printf(c->a, "%lld", (long long)n.answered),
                         arena_printf(c->a, "%lld", (long long)n.rows),
                         arena_printf(c->a, "%zu", bad) };
    str       said   = text_fmt(c->a, c->lang, bad ? T_controls_saved_but : T_controls_saved, args,
                                COUNT(args));
    buf_printf(&b,
               "],\"answered\":%lld,\"total\":%lld,\"lacking\":%lld,\"work\":%lld,\"done\":%lld",
               (long long)n.answered, (long long)n.rows, (long long)n.lacking, (long long)n.work,
               (long long)n.done);
    const str progress[] = {
        arena_printf(c->a, "%lld", (long long)(s->frozen_ms ? n.done : n.answered)),
        arena_printf(c->a, "%lld", (long long)(s->frozen_ms ? n.work : n.rows))
    };
    buf_printf(&b, ",\"progress\":" STR_FMT ",\"progress_words\":", STR_ARG(progress[0]));
    buf_json(&b, text_fmt(c->a, c->lang, T_part_progress, progress, COUNT(progress)));
    buf_put(&b, S(",\"said\":"));
    buf_json(&b, said);
    buf_char(&b, '}');
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

status api_sheets_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *of = NEW(c->a, system_record, 1);
    control_sheet *all;
    size_t         n;
    buf            b = buf_in(c->a, 4096, JSON_BYTES_MAX);
    (void)why;
    if (!of) return ST_MEMORY;
    TRY(systems_get(c, rq->params[0], of));
    TRY(control_sheets_of(c, of->id, &all, &n));
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) {
        control_counts k;
        TRY(control_sheet_counts(c, all[i].id, &k));
        if (i) buf_char(&b, ',');
        sheet_put_json(&b, c->a, &all[i], &k);
        buf_char(&b, '}');
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", n);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status answer_sheet(call *c, const web_request *rq, http_response *rs, int code, int64_t id)
{
    control_sheet  s;
    control_counts k;
    control_row   *rows;
    size_t         n;
    buf            b     = buf_in(c->a, 64 * 1024, JSON_BYTES_MAX);
    asked_order    order = str_equal(http_query(rq->http, S("thu-tu")), S("nghi-dinh"))
                               ? ASKED_DECREE
                               : ASKED_STANDARD;
    TRY(control_sheet_load(c, id, &s));
    TRY(control_sheet_counts(c, id, &k));
    TRY(control_sheet_rows(c, &s, order, &rows, &n));
    sheet_put_json(&b, c->a, &s, &k);
    buf_put(&b, S(",\"rows\":["));
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(&b, ',');
        sheet_row_put_json(&b, &rows[i], c->lang == LANG_EN);
    }
    buf_put(&b, S("]}"));
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

status api_sheet_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet s;
    (void)why;
    TRY(sheet_of_path(c, rq, &s));
    return answer_sheet(c, rq, rs, 200, s.id);
}

status api_sheets_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *of    = NEW(c->a, system_record, 1);
    control_order  o     = { 0 };
    int64_t        level = 0, id;
    if (!of) return ST_MEMORY;
    TRY(systems_get(c, rq->params[0], of));
    str pack    = web_json_text(rq, "pack");
    o.system_id = of->id;
    o.pack      = law_pack_find(law_current(), pack.len ? pack : of->pack);
    if (!o.pack) return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), pack);
    if (!web_json_int(rq, "level", &level)) level = of->level;
    o.level  = (int)(level < 0 || level > LAW_LEVELS ? 0 : level);
    str from = web_json_text(rq, "from");
    if (from.len && !str_int(from, &o.from_sheet_id))
        return problem_detail(why, ST_INVALID, S("from"), S("controls-from-unknown"), from);
    TRY(controls_make(c, &o, &id, why));
    http_header(rs, S("Location"),
                arena_printf(c->a, "/api/v1/control-sheets/%lld", (long long)id));
    return answer_sheet(c, rq, rs, 201, id);
}

status api_answers_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet s;
    control_edit *edits;
    size_t        n;
    str           json;
    TRY(sheet_of_path(c, rq, &s));
    TRY(edits_read(json_object_get(rq->json, "rows"), c->a, &edits, &n, why));
    control_saved *saved = NEW(c->a, control_saved, n + 1);
    if (!saved) return ST_MEMORY;
    TRY(controls_save(c, s.id, edits, n, saved));
    TRY(sheet_saved_json(c, &s, edits, n, saved, &json));
    return web_json(rs, 200, json);
}

// Which files prove a row: "12,15"; those attached before and not named are taken off.
status api_proof_put(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet s;
    int64_t       ids[EVIDENCE_OF_MAX];
    size_t        n    = 0;
    str           rest = web_json_text(rq, "evidence"), one;
    TRY(sheet_of_path(c, rq, &s));
    while (rest.len && n < COUNT(ids)) {
        (void)str_cut(rest, ',', &one, &rest);
        if (!str_int(str_trim(one), &ids[n++]))
            return problem_detail(why, ST_INVALID, S("evidence"), S("controls-evidence-other"),
                                  one);
    }
    TRY(controls_prove(c, s.id, rq->params[1], ids, n, why));
    return answer_sheet(c, rq, rs, 200, s.id);
}

const web_field controls_proof_body[] = {
    { "evidence", "string",
      "ids of files of its system with commas between; those not named are taken off" },
    { NULL, NULL, NULL },
};
const web_field controls_make_body[] = {
    { "pack", "string?", "law pack; the one of the latest finding when absent" },
    { "level", "integer?", "1 to 5; the determined level when absent" },
    { "from", "string?", "id of a sheet whose answers are copied" },
    { NULL, NULL, NULL },
};
const web_field controls_answers_body[] = {
    { "rows", "array", "edits: {control, version, set: {field: text}, was: {field: text}}" },
    { NULL, NULL, NULL },
};
const web_field controls_saved_answer[] = {
    { "rows", "array",
      "of each edit: fate (saved, same, conflict, refused), version, values, faults, conflicts" },
    { "answered", "integer", "requirements answered" },
    { "total", "integer", "requirements" },
    { "lacking", "integer", "answers without the reason or source they need" },
    { "work", "integer", "partly or not met" },
    { "done", "integer", "of these done" },
    { "progress", "integer", "answered, or once frozen done" },
    { "progress_words", "string", "of how many" },
    { "said", "string", "the same for people" },
    { NULL, NULL, NULL },
};
const web_field controls_sheets_answer[] = {
    { "items", "array", "sheets" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null: at most 50 are told" },
    { NULL, NULL, NULL },
};
const web_field controls_sheet_answer[] = {
    { "id", "string", "of the sheet" },
    { "system", "string", "code" },
    { "pack", "string", "law pack" },
    { "catalogue", "string", "tcvn14423 or tcvn11930" },
    { "level", "integer", "1 to 5" },
    { "held", "boolean", "before somebody who judges it: answers wait" },
    { "frozen", "string?", "when the answers were frozen" },
    { "deployment", "string", "none, part or full, by the rows" },
    { "rows", "array", "requirements with their answers" },
    { NULL, NULL, NULL },
};
