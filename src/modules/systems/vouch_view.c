// vouch_view.c - see vouch_view.h.
#include "modules/systems/vouch_view.h"

vouch_line vouch_words(page *o, const vouch *v)
{
    vouch_line line = { .kind = "lack", .words = T(o, systems_vouch_never), .changed = S("") };
    if (!v->id) return line;
    const str args[] = { page_date(o, v->on_day), v->person, page_when(o, v->at_ms) };
    line.words       = text_fmt(o->a, o->lang,
                          v->stale ? T_systems_vouch_stale_words : T_systems_vouch_fresh_words,
                                args, COUNT(args));
    line.kind        = v->stale ? "lack" : "done";
    if (!v->changed) return line;
    str number   = page_number(o, v->changed);
    line.changed = text_fmt(o->a, o->lang,
                            v->changed < VOUCH_CHANGED_MAX ? T_systems_vouch_changed
                                                           : T_systems_vouch_changed_many,
                            &number, 1);
    return line;
}
