// findings_view.c - see findings_view.h.
#include "modules/forensics/findings_view.h"

#include "kit/text/text.h"

enum { HASH_SHOWN = 12 };

const char *level_look(finding_level l)
{
    return l >= LEVEL_HIGH ? "bad" : l == LEVEL_MEDIUM ? "wait" : "off";
}

const char *triage_look(finding_triage t)
{
    static const char *const looks[FINDING_TRIAGES + 1] = { "off", "wait", "bad", "done", "off" };
    return looks[t >= 1 && (int)t <= FINDING_TRIAGES ? t : 0];
}

static str name_of(str path)
{
    ptrdiff_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/' && path.ptr[at - 1] != '\\') at--;
    return at < path.len ? str_slice(path, at, path.len) : path;
}

status finding_lines(page *o, const finding *all, size_t count, finding_line **out)
{
    *out = NEW(o->a, finding_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const finding *f = &all[i];
        (*out)[i]        = (finding_line){
                   .f          = f,
                   .level      = forensics_named(o->a, o->lang, "level", finding_level_key(f->level)),
                   .triage     = forensics_named(o->a, o->lang, "triage", finding_triage_key(f->triage)),
                   .when       = f->event_ms ? page_when(o, f->event_ms) : S("–"),
                   .item       = name_of(f->item_path),
                   .look       = triage_look(f->triage),
                   .level_look = level_look(f->level),
        };
    }
    return ST_OK;
}

status run_lines(page *o, const finding_run *all, size_t count, run_line **out)
{
    *out = NEW(o->a, run_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const finding_run *r      = &all[i];
        const str          args[] = { page_number(o, r->items),  page_number(o, r->events),
                                      page_number(o, r->failed), page_number(o, r->skipped),
                                      page_number(o, r->rules),  page_number(o, r->rules_not_run) };
        (*out)[i]                 = (run_line){
                            .r      = r,
                            .when   = page_when(o, r->begun_ms),
                            .counts = r->ended_ms ? text_fmt(o->a, o->lang, T_forensics_run_told, args, COUNT(args))
                                                  : T(o, forensics_run_unfinished),
                            .hash   = str_slice(r->rule_set_sha256, 0, HASH_SHOWN),
        };
        if (!(*out)[i].counts.ptr) return ST_MEMORY;
        if (!r->slack || !r->ended_ms) continue;
        const str more[] = { page_number(o, r->recovered), page_number(o, r->lost) };
        str       slack  = text_fmt(o->a, o->lang, T_forensics_run_slack, more, COUNT(more));
        (*out)[i].counts = arena_printf(o->a, STR_FMT "; " STR_FMT, STR_ARG((*out)[i].counts),
                                        STR_ARG(slack));
        if (!slack.ptr || !(*out)[i].counts.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

status cost_lines(page *o, const run_cost *all, size_t count, cost_line **out)
{
    *out = NEW(o->a, cost_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const run_cost *k    = &all[i];
        bool            yara = str_equal(k->kind, S("yara"));
        const str       n    = page_number(o, k->looked);
        (*out)[i]            = (cost_line){
                       .k      = k,
                       .rule   = k->rule.len ? k->rule : T(o, forensics_costs_yara),
                       .looked = text_fmt(o->a, o->lang,
                               yara ? T_forensics_costs_items : T_forensics_costs_events, &n, 1),
                       .spent  = page_number(o, (k->spent_us + 999) / 1000)
        };
        if (!(*out)[i].looked.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

// A reason is a key of the sealed reader of rules, of the one of files, or a rule of a refusal.
static str why_words(page *o, str why)
{
    static const char *const groups[] = { "sigma", "hunt", "problem", "forensics.gap" };
    text_key                 key;
    for (size_t i = 0; i < COUNT(groups); i++) {
        str name = arena_printf(o->a, "%s." STR_FMT, groups[i], STR_ARG(why));
        if (name.ptr && text_known(name, &key)) return text_get(o->lang, key);
    }
    return why;
}

status gap_lines(page *o, const run_gap *all, size_t count, gap_line **out)
{
    *out = NEW(o->a, gap_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++)
        (*out)[i] = (gap_line){ all[i].name, why_words(o, all[i].why), all[i].detail };
    return ST_OK;
}

status suppression_lines(page *o, const finding_suppression *all, size_t count,
                         suppression_line **out)
{
    *out = NEW(o->a, suppression_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const finding_suppression *s     = &all[i];
        str                        where = arena_printf(o->a, STR_FMT "%s" STR_FMT "%s" STR_FMT,
                                                        STR_ARG(s->case_id ? T(o, forensics_suppression_here)
                                                                           : T(o, forensics_suppression_every)),
                                 s->pattern.len ? "; " : "", STR_ARG(s->pattern),
                                 s->host.len ? "; " : "", STR_ARG(s->host));
        if (!where.ptr) return ST_MEMORY;
        (*out)[i] = (suppression_line){ s, where, s->until.len ? page_date(o, s->until) : S("–") };
    }
    return ST_OK;
}

str finding_counts_words(page *o, const finding_counts *n)
{
    const str args[] = { page_number(o, n->all),
                         page_number(o, n->by_triage[TRIAGE_NEW]),
                         page_number(o, n->by_triage[TRIAGE_THREAT]),
                         page_number(o, n->by_triage[TRIAGE_BENIGN]),
                         page_number(o, n->by_triage[TRIAGE_DUPLICATE]),
                         page_number(o, n->suppressed) };
    return text_fmt(o->a, o->lang, T_forensics_counts, args, COUNT(args));
}

status finding_choices(page *o, page_field *f, bool triage, bool all)
{
    int          n    = triage ? FINDING_TRIAGES : FINDING_LEVELS;
    page_option *opts = NEW(o->a, page_option, n + 1);
    size_t       at   = 0;
    if (!opts) return ST_MEMORY;
    if (all) opts[at++] = (page_option){ S(""), T(o, forensics_all), { 0 } };
    for (int i = 1; i <= n; i++) {
        str key    = triage ? finding_triage_key((finding_triage)i)
                            : finding_level_key((finding_level)i);
        opts[at++] = (page_option){
            key, forensics_named(o->a, o->lang, triage ? "triage" : "level", key), { 0 }
        };
    }
    f->options      = opts;
    f->option_count = at;
    return ST_OK;
}
