// paper_plan_ops.c - the plan of a paper: the answers of the system's newest requirement sheet of its level.
#include "modules/dossiers/paper_gather_ops.h"

#include "kit/text/text.h"
#include "modules/controls/controls.h"

// That of the dossier, or the newest.
static status find_sheet(call *c, const paper_ground *g, control_sheet *out)
{
    control_sheet *all;
    size_t         count;
    if (g->sheet_id) return control_sheet_load(c, g->sheet_id, out);
    TRY(control_sheets_of(c, g->system->id, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(all[i].pack, g->pack->id) || all[i].level != g->level) continue;
        *out = all[i];
        return ST_OK;
    }
    return ST_MISSING;
}

// What is said beside the answer: the description, then the reason or the source it rests on.
static str detail_of(call *c, const control_row *row)
{
    static const control_field parts[] = { CONTROL_DESCRIPTION, CONTROL_REASON, CONTROL_SOURCE };
    buf                        b       = buf_in(c->a, 256, 32 * 1024);
    for (size_t i = 0; i < COUNT(parts); i++) {
        str text = row->values[parts[i]];
        if (!text.len) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, text);
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status take_row(call *c, const control_row *row, paper_requirement *out)
{
    *out = (paper_requirement){
        .group  = row->content ? row->content->text.vi
                  : row->part  ? row->part->text.vi
                               : S(""),
        .text   = row->r ? row->r->title.vi : row->control,
        .clause = row->clause,
        .answer = text_get(LANG_VI,
                           control_answer_words(control_answer_of(row->values[CONTROL_ANSWER]))),
        .detail = detail_of(c, row),
        .who    = row->values[CONTROL_RESPONSIBLE],
        .until  = control_say(CONTROL_DUE, row->values[CONTROL_DUE], LANG_VI, c->a),
    };
    return out->detail.ptr && out->until.ptr ? ST_OK : ST_MEMORY;
}

static status count_answers(call *c, int64_t sheet_id, paper *p)
{
    control_counts n;
    paper_count   *rows = NEW(c->a, paper_count, CONTROL_ANSWERS);
    if (!rows) return ST_MEMORY;
    TRY(control_sheet_counts(c, sheet_id, &n));
    for (int i = 0; i < CONTROL_ANSWERS; i++) {
        if (!n.by[i]) continue;
        str name                = text_get(LANG_VI, control_answer_words((control_answer)i));
        rows[p->answer_count++] = (paper_count){ name, n.by[i] };
    }
    p->answers = rows;
    return ST_OK;
}

status paper_gather_plan(call *c, const paper_ground *g, paper *p)
{
    control_sheet sheet;
    control_row  *rows;
    size_t        count;
    status        st = find_sheet(c, g, &sheet);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    TRY(control_sheet_rows(c, &sheet, ASKED_DECREE, &rows, &count));
    paper_requirement *plan = NEW(c->a, paper_requirement, count ? count : 1);
    if (!plan) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].heading) continue; // nothing is answered there
        TRY(take_row(c, &rows[i], &plan[p->plan_count++]));
    }
    p->plan = plan;
    return count_answers(c, sheet.id, p);
}
