// list_cmd.c - see list_cmd.h.
#include "modules/controls/list_cmd.h"

#include "kit/text/text.h"
#include "modules/controls/asked.h"

static const char *const value_options[] = { "--pack", "--level", "--order", "--overlay", NULL };

static status read_level(command_run *r, int *out, problem *why)
{
    str     text;
    int64_t n;
    *out = 0;
    if (!cli_option(r, "--level", &text)) {
        return problem_set(why, ST_INVALID, S("level"), S("required"));
    }
    if (!str_int(text, &n) || n < 1 || n > LAW_LEVELS) {
        return problem_detail(why, ST_INVALID, S("level"), S("level-range"), text);
    }
    *out = (int)n;
    return ST_OK;
}

static status read_pack(command_run *r, const law *l, const law_pack **out, problem *why)
{
    str id, overlay;
    if (!cli_option(r, "--pack", &id)) {
        return problem_set(why, ST_INVALID, S("pack"), S("required"));
    }
    *out = law_pack_find(l, id);
    if (!*out) return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), id);
    if (!cli_option(r, "--overlay", &overlay)) return ST_OK;
    *out = law_pack_with(l, *out, overlay);
    if (*out) return ST_OK;
    return problem_detail(why, ST_INVALID, S("overlay"), S("law-overlay-unknown"), overlay);
}

static status read_order(command_run *r, asked_order *out, problem *why)
{
    str text;
    *out = ASKED_STANDARD;
    if (!cli_option(r, "--order", &text) || str_equal(text, S("standard"))) return ST_OK;
    *out = ASKED_DECREE;
    if (str_equal(text, S("decree"))) return ST_OK;
    return problem_detail(why, ST_INVALID, S("order"), S("unknown-value"), text);
}

static void put_field(buf *b, const char *name, str value)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value);
}

static void put_group(command_run *r, const char *name, const law_plan_group *g, bool english)
{
    buf_printf(r->out, ",\"%s\":", name);
    if (!g) {
        buf_put(r->out, S("null"));
        return;
    }
    buf_put(r->out, S("{\"id\":"));
    buf_json(r->out, g->id);
    put_field(r->out, "title", law_say(g->text, english));
    put_field(r->out, "cite", law_say(g->cite.text, english));
    put_field(r->out, "certainty", str_from(law_certainty_key(g->certainty)));
    buf_char(r->out, '}');
}

// The other contents of the decree under which the row is named too.
static void put_also(command_run *r, const asked_rows *k, const asked_row *row)
{
    size_t                n;
    const law_plan_group *all   = law_plan_groups(k->pack->whole, law_plan_groups_key(k->pack), &n);
    bool                  first = true;
    buf_put(r->out, S(",\"also\":["));
    for (size_t i = 0; i < n; i++) {
        if (&all[i] == row->content || !law_plan_group_also(&all[i], row->r)) continue;
        if (!first) buf_char(r->out, ',');
        first = false;
        buf_json(r->out, all[i].id);
    }
    buf_char(r->out, ']');
}

static void put_json(command_run *r, const asked_rows *k, bool english)
{
    buf_char(r->out, '[');
    for (size_t i = 0; i < k->count; i++) {
        const asked_row *row = &k->items[i];
        buf_put(r->out, i ? S(",{\"id\":") : S("{\"id\":"));
        buf_json(r->out, row->r->id);
        put_field(r->out, "clause", row->clause);
        buf_printf(r->out, ",\"heading\":%s", row->heading ? "true" : "false");
        put_field(r->out, "title", law_say(row->r->title, english));
        put_field(r->out, "group", asked_group(row, ASKED_STANDARD, english));
        put_group(r, "content", row->content, english);
        put_also(r, k, row);
        put_field(r->out, "period", row->period);
        put_field(r->out, "evidence", row->r->evidence);
        put_field(r->out, "certainty", str_from(law_certainty_key(row->r->certainty)));
        buf_char(r->out, '}');
    }
    buf_put(r->out, S("]\n"));
}

static void put_words(command_run *r, const asked_rows *k, asked_order order, bool english)
{
    str group = { 0 };
    for (size_t i = 0; i < k->count; i++) {
        const asked_row *row  = &k->items[i];
        str              over = asked_group(row, order, english);
        if (i == 0 || !str_equal(over, group)) {
            buf_printf(r->out, "%s" STR_FMT "\n", i ? "\n" : "", STR_ARG(over));
        }
        group = over;
        buf_printf(r->out, "%s" STR_FMT "  " STR_FMT "  " STR_FMT " (%s)\n",
                   row->heading ? "" : "  ", STR_ARG(row->r->id), STR_ARG(row->clause),
                   STR_ARG(law_say(row->r->title, english)), law_certainty_key(row->r->certainty));
    }
    const str args[] = { arena_printf(r->a, "%zu", k->count),
                         arena_printf(r->a, "%zu", k->headings), law_say(k->pack->name, english),
                         arena_printf(r->a, "%d", k->level) };
    buf_char(r->out, '\n');
    buf_put(r->out, text_fmt(r->a, r->lang, T_controls_list_total, args, COUNT(args)));
    buf_char(r->out, '\n');
}

int controls_list_command(command_run *r)
{
    const law      *l     = NULL;
    const law_pack *pack  = NULL;
    problem         why   = { 0 };
    asked_order     order = ASKED_STANDARD;
    int             level = 0;
    asked_rows      k;
    if (!cli_known(r, value_options, NULL)) return CLI_USAGE;
    if (cli_word(r, value_options, 0).ptr)
        return cli_usage(r, "controls list " CONTROLS_LIST_USAGE);
    status st = law_open(r->folder_fd, r->law_folder, r->a, &l, NULL, &why);
    if (st == ST_OK) st = read_pack(r, l, &pack, &why);
    if (st == ST_OK) st = read_level(r, &level, &why);
    if (st == ST_OK) st = read_order(r, &order, &why);
    if (st == ST_OK) st = asked_of(pack, level, order, r->a, &k, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    bool english = r->lang == LANG_EN;
    if (r->json) {
        put_json(r, &k, english);
    } else {
        put_words(r, &k, order, english);
    }
    return r->out->failed ? cli_fail(r, ST_MEMORY, NULL) : CLI_DONE;
}
