// change_cmd.c - `coloa org merge|rename|close|change|changes`. And changes as JSON.
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_cmd.h"

static void put_parts(buf *out, const body_change *g)
{
    buf_put(out, S(",\"parts\":["));
    for (size_t i = 0; i < g->part_count; i++) {
        const body_change_part *p = &g->parts[i];
        buf_put(out, i ? S(",{\"id\":") : S("{\"id\":"));
        if (p->body_id) buf_printf(out, "\"%lld\"", (long long)p->body_id);
        if (!p->body_id) buf_put(out, S("null"));
        buf_member(out, "code", p->code);
        buf_member(out, "name", p->name);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

status body_change_put_json(call *c, buf *out, const body_change *g)
{
    body_change_preview p;
    TRY(body_change_look(c, g, &p));
    buf_printf(out, "{\"id\":\"%lld\"", (long long)g->id);
    buf_member(out, "kind", body_change_kind_key(g->kind));
    buf_member(out, "state", body_change_state_key(g->state));
    buf_put(out, S(",\"into\":{\"id\":"));
    if (g->into_id) {
        buf_printf(out, "\"%lld\"", (long long)g->into_id);
    } else {
        buf_put(out, S("null"));
    }
    buf_member(out, "code", p.into_code);
    buf_member(out, "name", p.into_name);
    buf_put(out, S("},\"bodies\":["));
    for (size_t i = 0; i < p.count; i++) {
        const body_change_holding *h = &p.bodies[i];
        buf_printf(out, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)h->body_id);
        buf_member(out, "code", h->code);
        buf_member(out, "name", h->name);
        buf_printf(out,
                   ",\"systems\":%lld,\"people\":%lld,\"units\":%lld,\"supervisors\":%lld,"
                   "\"delegations\":%lld,\"reports\":%lld,\"clashes\":%lld}",
                   (long long)h->heirs[0], (long long)h->heirs[1], (long long)h->units,
                   (long long)h->supervisors, (long long)h->delegations, (long long)h->heirs[2],
                   (long long)h->clashes);
    }
    buf_char(out, ']');
    if (g->kind == CHANGE_SPLIT) put_parts(out, g);
    buf_member(out, "name_vi", g->names.name_vi);
    buf_member(out, "doc_no", g->doc_no);
    buf_member(out, "doc_on", g->doc_on);
    buf_member(out, "doc_by", g->doc_by);
    buf_member(out, "effect_on", g->effect_on);
    buf_member(out, "made_by", g->made_by);
    buf_member(out, "confirmed_by", g->confirmed_by);
    buf_printf(out, ",\"systems\":%lld}", (long long)g->systems);
    return out->failed ? ST_MEMORY : ST_OK;
}

static status answer(command_run *r, int64_t id)
{
    body_change g;
    TRY(body_change_load(r->call, id, &g));
    if (r->json) {
        TRY(body_change_put_json(r->call, r->out, &g));
        buf_char(r->out, '\n');
        return ST_OK;
    }
    buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", (long long)id,
               STR_ARG(body_change_kind_key(g.kind)), STR_ARG(body_change_state_key(g.state)),
               STR_ARG(g.effect_on), STR_ARG(g.doc_no));
    return ST_OK;
}

static status draft(command_run *r, const char *const *values, body_change_kind kind, problem *why)
{
    int64_t     id;
    body_change g = { .kind  = kind,
                      .names = { cli_text(r, "name"), cli_text(r, "name-en"), cli_text(r, "symbol"),
                                 cli_text(r, "place") },
                      .code  = cli_text(r, "code"),
                      .body_kind = cli_text(r, "kind"),
                      .doc_no    = cli_text(r, "doc"),
                      .doc_on    = cli_text(r, "doc-on"),
                      .doc_by    = cli_text(r, "doc-by"),
                      .effect_on = cli_text(r, "on") };
    for (int i = 0; i < CHANGE_BODIES_MAX; i++) {
        str word = cli_word(r, values, i);
        if (!word.ptr) break;
        TRY(body_read_ref(r->call, S("bodies"), word, &g.bodies[g.body_count++], why));
    }
    if (cli_text(r, "into").len) {
        TRY(body_read_ref(r->call, S("into"), cli_text(r, "into"), &g.into_id, why));
    }
    if (cli_text(r, "parent").len) {
        TRY(body_read_ref(r->call, S("parent"), cli_text(r, "parent"), &g.parent_id, why));
    }
    TRY(body_change_make(r->call, &g, &id, why));
    return answer(r, id);
}

static status merge(command_run *r, const char *const *values, problem *why)
{
    return draft(r, values, CHANGE_MERGE, why);
}

static status rename_body(command_run *r, const char *const *values, problem *why)
{
    return draft(r, values, CHANGE_RENAME, why);
}

static status close_body(command_run *r, const char *const *values, problem *why)
{
    return draft(r, values, CHANGE_CLOSE, why);
}

// `coloa org change show|confirm|drop ID`
static status change(command_run *r, const char *const *values, problem *why)
{
    str         what = cli_word(r, values, 0), number = cli_word(r, values, 1);
    int64_t     id;
    body_change paper = { .doc_no    = cli_text(r, "doc"),
                          .doc_on    = cli_text(r, "doc-on"),
                          .doc_by    = cli_text(r, "doc-by"),
                          .effect_on = cli_text(r, "on") };
    if (!what.ptr || !number.ptr || !str_int(number, &id)) {
        return problem_set(why, ST_INVALID, S("id"), S("required"));
    }
    if (str_equal(what, S("confirm"))) {
        TRY(body_change_confirm(r->call, id, &paper, why));
    } else if (str_equal(what, S("drop"))) {
        TRY(body_change_drop(r->call, id, why));
    } else if (!str_equal(what, S("show"))) {
        return problem_detail(why, ST_INVALID, S("what"), S("choice-unknown"), what);
    }
    return answer(r, id);
}

static status changes(command_run *r, const char *const *values, problem *why)
{
    body_change *list;
    size_t       count;
    (void)values;
    (void)why;
    TRY(body_change_list(r->call, &list, &count));
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (!r->json) {
            TRY(answer(r, list[i].id));
            continue;
        }
        if (i) buf_char(r->out, ',');
        TRY(body_change_put_json(r->call, r->out, &list[i]));
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return ST_OK;
}

#define PAPER "doc", "doc-on", "doc-by", "on", NULL
#define COMMAND(name, act, ...)                                                                    \
    int org_##name(command_run *r)                                                                 \
    {                                                                                              \
        static const char *const values[] = { __VA_ARGS__ };                                       \
        return org_run(r, values, NULL, act);                                                      \
    }
COMMAND(merge, merge, "into", "name", "name-en", "code", "symbol", "place", "kind", "parent", PAPER)
COMMAND(rename, rename_body, "name", "name-en", "symbol", "place", PAPER)
COMMAND(close, close_body, "into", PAPER)
COMMAND(change, change, PAPER)
COMMAND(changes, changes, NULL)
