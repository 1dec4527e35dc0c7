// decide_cmd.c - see decide_cmd.h.
#include "modules/levels/decide_cmd.h"

#include "kit/law/law.h"
#include "kit/text/text.h"

static const char *const value_options[] = { "--pack",      "--on",      "--begun",
                                             "--situation", "--overlay", NULL };

typedef struct asked { // what the command line says
    const law      *law;
    const law_pack *pack;   // named by --pack, or chosen
    law_choice      choice; // choice.pack NULL: named
    law_case        facts;
} asked;

static bool english(const command_run *r)
{
    return r->lang == LANG_EN;
}

// ---- which pack ----------------------------------------------------------------------------------
static status day_option(command_run *r, const char *option, str field, day *out, bool *given,
                         problem *why)
{
    str text;
    *given = cli_option(r, option, &text);
    if (!*given || day_parse(text, out) == ST_OK) return ST_OK;
    return problem_detail(why, ST_INVALID, field, S("law-day-form"), text);
}

static status read_situation(command_run *r, law_situation *out, problem *why)
{
    static const struct {
        str           key;
        law_situation situation;
    } all[] = { { STR("building"), LAW_BUILDING },
                { STR("running"), LAW_RUNNING },
                { STR("approved"), LAW_APPROVED } };
    str text;
    *out = LAW_SITUATION_UNKNOWN;
    if (!cli_option(r, "--situation", &text)) return ST_OK;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (!str_equal(all[i].key, text)) continue;
        *out = all[i].situation;
        return ST_OK;
    }
    return problem_detail(why, ST_INVALID, S("situation"), S("unknown-value"), text);
}

static status choose_pack(command_run *r, asked *q, problem *why)
{
    day           on, begun;
    bool          has_on, has_begun;
    law_situation situation;
    TRY(day_option(r, "--on", S("on"), &on, &has_on, why));
    TRY(day_option(r, "--begun", S("begun"), &begun, &has_begun, why));
    TRY(read_situation(r, &situation, why));
    if (!has_on) on = day_of_ms(r->now_ms, VIETNAM_OFFSET_MINUTES);
    TRY(law_choose(q->law, on, has_begun ? &begun : NULL, situation, &q->choice, why));
    q->pack = q->choice.pack;
    return ST_OK;
}

static status name_pack(command_run *r, asked *q, str id, problem *why)
{
    static const char *const choice[] = { "--on", "--begun", "--situation" };
    str                      other;
    for (size_t i = 0; i < COUNT(choice); i++) { // a named pack leaves nothing to choose by
        if (cli_option(r, choice[i], &other)) {
            return problem_set(why, ST_INVALID, str_from(choice[i] + 2), S("pack-and-choice"));
        }
    }
    q->pack = law_pack_find(q->law, id);
    if (!q->pack) return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), id);
    return ST_OK;
}

static status find_pack(command_run *r, asked *q, problem *why)
{
    str id, overlay;
    TRY(cli_option(r, "--pack", &id) ? name_pack(r, q, id, why) : choose_pack(r, q, why));
    if (!cli_option(r, "--overlay", &overlay)) return ST_OK;
    q->pack = law_pack_with(q->law, q->pack, overlay);
    if (q->pack) return ST_OK;
    return problem_detail(why, ST_INVALID, S("overlay"), S("law-overlay-unknown"), overlay);
}

// ---- answers ----------------------------------------------------------------------------------------
static void answer_json(command_run *r, const asked *q, const law_decision *d)
{
    str text = law_decision_json(d, english(r), r->a);
    if (!text.ptr) {
        r->out->failed = true;
        return;
    }
    buf_put(r->out, str_slice(text, 0, text.len - 1)); // its last brace comes after the reason
    if (q->choice.pack) {
        buf_put(r->out, S(",\"pack_reason\":"));
        buf_json(r->out, law_say(q->choice.reason, english(r)));
        buf_put(r->out, S(",\"pack_choice\":{\"row\":"));
        buf_json(r->out, q->choice.row);
        buf_put(r->out, S(",\"cite\":"));
        buf_json(r->out, law_say(q->choice.cite.text, english(r)));
        buf_printf(r->out,
                   ",\"certainty\":\"%s\",\"deadline\":", law_certainty_key(q->choice.certainty));
        buf_json(r->out, q->choice.deadline);
        buf_char(r->out, '}');
    }
    buf_put(r->out, S("}\n"));
}

static void put_line(command_run *r, text_key key, const str *args, size_t count)
{
    buf_put(r->out, text_fmt(r->a, r->lang, key, args, count));
    buf_char(r->out, '\n');
}

static void put_hits(command_run *r, const law_hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const law_rule *rule   = hits[i].rule;
        const str       args[] = { rule->id, arena_printf(r->a, "%d", hits[i].level),
                                   law_say(rule->cite.text, english(r)),
                                   law_say(rule->text, english(r)) };
        put_line(r, T_level_decide_hit, args, COUNT(args));
    }
}

text_key level_result_words(law_result result, int level)
{
    switch (result) {
    case LAW_DECIDED: return T_level_decide_decided;
    case LAW_AT_LEAST: return level ? T_level_decide_at_least : T_level_decide_unknown;
    case LAW_NO_RULE: return T_level_decide_no_rule;
    }
    return T_level_decide_unknown;
}

static void answer_words(command_run *r, const asked *q, const law_decision *d)
{
    text_key  head    = level_result_words(d->result, d->level);
    const str first[] = { arena_printf(r->a, "%d", d->level), law_say(d->pack->name, english(r)) };
    put_line(r, head, first, COUNT(first));
    if (q->choice.pack) {
        const str reason = law_say(q->choice.reason, english(r));
        put_line(r, T_level_decide_reason, &reason, 1);
    }
    put_hits(r, d->hits, d->hit_count);
    put_hits(r, d->floors, d->floor_count);
    for (size_t i = 0; i < law_fact_count(q->law); i++) {
        if (!(d->questions >> i & 1)) continue;
        const law_fact *f      = law_fact_at(q->law, i);
        const str       args[] = { f->key, law_say(f->label, english(r)) };
        put_line(r, T_level_decide_question, args, COUNT(args));
    }
    for (size_t i = 0; i < d->note_count; i++) {
        const str note = law_say(d->notes[i]->text, english(r));
        put_line(r, T_level_decide_note, &note, 1);
    }
}

int level_decide_command(command_run *r)
{
    asked        q   = { 0 };
    problem      why = { 0 };
    law_decision d;
    str          json = { 0 };
    if (!cli_known(r, value_options, NULL)) return CLI_USAGE;
    if (cli_word(r, value_options, 1).ptr) return cli_usage(r, "levels decide " DECIDE_USAGE);
    status st = law_open(r->folder_fd, r->law_folder, r->a, &q.law, NULL, &why);
    if (st == ST_OK) st = find_pack(r, &q, &why);
    if (st == ST_OK) {
        st = cli_read(r, cli_word(r, value_options, 0), LAW_JSON_BYTES_MAX, &json, &why);
    }
    if (st == ST_OK) st = law_facts_parse(q.law, json, r->a, &q.facts, &why);
    if (st == ST_OK) st = law_decide(q.pack, &q.facts, r->a, &d);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        answer_json(r, &q, &d);
    } else {
        answer_words(r, &q, &d);
    }
    return CLI_DONE;
}
