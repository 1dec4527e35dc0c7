// dossier_sheet_ops.c - the requirement sheets by which a dossier's plan answers: made with it, held while it is
// judged, frozen by its approval, worked off afterwards.
#include "modules/controls/controls.h"
#include "modules/dossiers/dossier_ops.h"

static status load(call *c, const law_pack *p, int level, int64_t id, dossier_sheet *out)
{
    control_sheet  s;
    control_counts n;
    problem        why = { 0 };
    *out               = (dossier_sheet){ 0 };
    status st          = id ? control_sheet_load(c, id, &s) : ST_MISSING;
    if (st == ST_MISSING) return ST_OK; // a system that is another's now
    TRY(st);
    TRY(control_sheet_counts(c, id, &n));
    status fits = control_sheet_fits(c, &s, p, &why);
    if (fits != ST_INVALID) TRY(fits);
    *out = (dossier_sheet){ .id       = id,
                            .rows     = n.rows,
                            .answered = n.answered,
                            .lacking  = n.lacking,
                            .confirm  = n.confirm,
                            .work     = n.work,
                            .doing    = n.doing,
                            .done     = n.done,
                            .overdue  = n.overdue,
                            .fits     = fits == ST_OK && s.level == level,
                            .frozen   = s.frozen_ms != 0,
                            .deployed = control_deployed(&n) == CONTROL_FULLY_DEPLOYED };
    return ST_OK;
}

status dossier_sheet_load(call *c, const dossier_content *k, dossier_system *s)
{
    TRY(load(c, k->pack, k->d.level, s->sheet.id, &s->sheet));
    if (s->sheet.id && s->sheet.frozen) s->plan_done = s->sheet.deployed;
    return ST_OK;
}

// One that stands open for the system, of the dossier's pack and level.
static int64_t open_one(const dossier_content *k, const control_sheet *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!all[i].frozen_ms && str_equal(all[i].pack, k->pack->id) && all[i].level == k->d.level)
            return all[i].id;
    }
    return 0;
}

static status newest_of(call *c, int64_t system_id, int64_t *id)
{
    control_sheet *all;
    size_t         count;
    *id = 0;
    if (!system_id) return ST_OK;
    TRY(control_sheets_of(c, system_id, &all, &count));
    if (count) *id = all[0].id;
    return ST_OK;
}

// `id` 0: a new one, with the answers of `from`.
static status take_sheet(dossier_work *w, dossier_system *s, int64_t id, int64_t from)
{
    db                 *d;
    const control_order order = { s->id, w->k.pack, w->k.d.level, from };
    if (!id) {
        status st = control_sheet_make(w->c, &order, &id, w->why);
        if (st == ST_FORBIDDEN)
            return ST_OK; // who may write the system makes it on the part's page
        TRY(st);
    }
    TRY(call_db(w->c, &d));
    TRY(dossier_system_sheet(d, &(dossier_system_sheet_in){ w->k.d.id, s->id, id }, NULL));
    return load(w->c, w->k.pack, w->k.d.level, id, &s->sheet);
}

status dossier_sheets_make(dossier_work *w, int64_t like)
{
    for (size_t i = 0; i < w->k.system_count; i++) {
        dossier_system *s = &w->k.systems[i];
        control_sheet  *all;
        size_t          count;
        int64_t         from;
        if (s->sheet.id && s->sheet.fits) continue;
        TRY(control_sheets_of(w->c, s->id, &all, &count));
        TRY(newest_of(w->c, like, &from));
        if (!from) from = s->sheet.id ? s->sheet.id : count ? all[0].id : 0;
        TRY(take_sheet(w, s, open_one(&w->k, all, count), from));
    }
    return ST_OK;
}

status dossier_sheets_renew(dossier_work *w)
{
    db *d;
    TRY(call_db(w->c, &d));
    for (size_t i = 0; i < w->k.system_count; i++) {
        dossier_system               *s    = &w->k.systems[i];
        const dossier_edition_keep_in past = { w->k.d.id, w->k.d.edition - 1, s->id, s->sheet.id };
        if (!s->sheet.id) continue;
        TRY(dossier_edition_keep(d, &past, NULL));
        TRY(take_sheet(w, s, 0, s->sheet.id));
    }
    return ST_OK;
}

status dossier_sheets_freeze(dossier_work *w)
{
    for (size_t i = 0; i < w->k.system_count; i++) {
        dossier_sheet *s = &w->k.systems[i].sheet;
        if (!s->id || s->frozen) continue;
        TRY(control_sheet_freeze(w->c, s->id, w->why));
        s->frozen = true;
    }
    return ST_OK;
}

// ---- what modules/controls asks and tells -------------------------------------------------------------

static status held(call *c, int64_t sheet_id, bool *out)
{
    db                    *d;
    dossier_of_sheet_row   row;
    dossier_sheet_past_row past;
    TRY(call_db(c, &d));
    TRY(dossier_sheet_past(d, &(dossier_sheet_past_in){ sheet_id }, c->a, &past));
    *out = past.n > 0;
    if (*out) return ST_OK;
    status st = dossier_of_sheet(d, &(dossier_of_sheet_in){ sheet_id }, c->a, &row);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    const law_pack  *p = law_pack_find(law_current(), row.pack);
    const law_state *s = p ? law_state_find(p, row.state) : NULL;
    *out               = row.under_way && s && !s->open;
    return ST_OK;
}

const control_keeper dossiers_keeper = { held, dossier_sheet_moved };
