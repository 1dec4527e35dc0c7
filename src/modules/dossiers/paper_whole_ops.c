// paper_whole_ops.c - the papers of a dossier: which, in what order, each alone and all as one file.
#include "modules/dossiers/paper_gather_ops.h"
#include "modules/dossiers/paper_print_ops.h"
#include "modules/dossiers/paper_template_ops.h"

#include "kit/documents/documents.h"
#include "kit/text/text.h"

enum { PLACE_MAX = 99, NAMES_BYTES_MAX = 8 * 1024 };

#define WHOLE S("ho-so")

bool paper_stage_named(str key, paper_stage *out)
{
    *out = str_equal(key, S("appraise"))  ? PAPER_STAGE_APPRAISE
           : str_equal(key, S("approve")) ? PAPER_STAGE_APPROVE
                                          : PAPER_STAGE_NOW;
    return *out != PAPER_STAGE_NOW || key.len == 0;
}

// What the papers of one system of the dossier stand on.
typedef struct desk_system {
    system_record record;
    paper_ground  ground;
    paper_common  common;
} desk_system;

typedef struct desk {
    paper_set         *set;
    desk_system       *systems;
    size_t             count;
    paper_replacements own; // templates of the owner's own
} desk;

// ---- what they stand on ------------------------------------------------------------------------------

static paper_stage stage_of(const dossier *d, paper_stage asked)
{
    if (asked != PAPER_STAGE_NOW) return asked;
    return d->appraised_on.len ? PAPER_STAGE_APPROVE : PAPER_STAGE_APPRAISE;
}

// "A; B; C": what a joint dossier is about.
static str all_names(call *c, const dossier_content *k)
{
    buf b = buf_in(c->a, 256, NAMES_BYTES_MAX);
    for (size_t i = 0; i < k->system_count; i++) {
        if (i > 0) buf_put(&b, S("; "));
        buf_put(&b, k->systems[i].name);
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status name_all(call *c, desk *k)
{
    str *names = NEW(c->a, str, k->count);
    str  all   = all_names(c, k->set->k);
    if (!names || !all.ptr) return ST_MEMORY;
    for (size_t i = 0; i < k->count; i++) names[i] = k->systems[i].record.data.name;
    for (size_t i = 0; i < k->count; i++) {
        paper_ground *g = &k->systems[i].ground;
        g->name         = all;
        g->names        = names;
        g->name_count   = k->count;
        g->stage        = k->set->stage;
    }
    return ST_OK;
}

static status open_desk(call *c, desk *k, problem *why)
{
    dossier_content *of = k->set->k;
    k->count            = of->system_count;
    k->systems          = NEW(c->a, desk_system, k->count);
    if (!k->systems) return ST_MEMORY;
    for (size_t i = 0; i < k->count; i++) {
        desk_system *s = &k->systems[i];
        TRY(systems_get(c, of->systems[i].code, &s->record));
        TRY(paper_ground_of(c, &s->record, of, &s->ground, why));
    }
    TRY(name_all(c, k));
    for (size_t i = 0; i < k->count; i++) {
        TRY(paper_gather_common(c, &k->systems[i].ground, &k->systems[i].common));
    }
    TRY(paper_replacements_for(c, of->d.owner_id, of->pack->id, &k->own));
    k->set->issues      = k->systems[0].ground.file.issues;
    k->set->issue_count = k->systems[0].ground.file.issue_count;
    return ST_OK;
}

// ---- which papers ------------------------------------------------------------------------------------

static status sheet_of(call *c, const desk_system *s, const law_form *f, paper_sheet *out)
{
    bool    letter = !str_equal(f->key, S("thuyet-minh"));
    int64_t about  = f->each ? s->record.id : 0;
    paper   p;
    TRY(paper_gather_head(c, &s->common, f, &p));
    *out               = (paper_sheet){ .form = f, .system = &s->record, .replaced_by = S("") };
    out->issue         = paper_file_issue(&s->ground.file, f->key, about);
    out->missing_count = paper_missing(&p, letter, out->missing, PAPER_MISSING_MAX);
    return ST_OK;
}

// Templates of the owner's own, and whether they can stand in the whole.
static void mark_replaced(call *c, desk *k, paper_sheet *sheets, size_t count)
{
    str     pack = k->set->k->pack->id;
    problem none = { 0 };
    for (size_t i = 0; i < count; i++) {
        const paper_replaced *by  = paper_replaced_for(&k->own, sheets[i].form->key);
        arena                 old = *c->a;
        paper_source          from;
        if (!by) continue;
        sheets[i].replaced_by = by->body;
        if (paper_source_of(c, &k->own, pack, sheets[i].form->key, &from, &none) == ST_OK)
            sheets[i].bound = docx_alike(paper_template(pack, S("thuyet-minh"))->bytes, from.bytes);
        *c->a = old; // only the answer is of use
    }
}

static status add_sheets(call *c, desk *k, const law_form *f)
{
    size_t times = f->each ? k->count : 1;
    for (size_t i = 0; i < times && k->set->count < PAPER_SHEETS_MAX; i++)
        TRY(sheet_of(c, &k->systems[i], f, &k->set->sheets[k->set->count++]));
    return ST_OK;
}

static status fill_set(call *c, desk *k)
{
    paper_set          *set   = k->set;
    const paper_ground *g     = &k->systems[0].ground;
    size_t              n     = 0;
    const law_form     *forms = law_forms(g->pack, &n);
    for (int place = 1; place <= PLACE_MAX; place++) {
        for (size_t i = 0; i < n; i++) {
            bool drawn = paper_template(g->pack->id, forms[i].key) != NULL;
            if (!drawn || paper_place(&forms[i], set->stage, g) != place) continue;
            TRY(add_sheets(c, k, &forms[i]));
        }
    }
    for (size_t i = 0; i < n; i++) {
        const law_form *f   = &forms[i];
        bool            own = f->level_min <= g->level && g->level <= f->level_max;
        if (f->report || !own || paper_place(f, set->stage, g)) continue;
        if (!paper_template(g->pack->id, f->key) || set->other_count == PAPER_FORMS_MAX) continue;
        TRY(sheet_of(c, &k->systems[0], f, &set->others[set->other_count++]));
    }
    return ST_OK;
}

static status lay_out(call *c, str ref, paper_stage stage, desk *k, problem *why)
{
    paper_set *set = k->set;
    *set           = (paper_set){ .k = NEW(c->a, dossier_content, 1) };
    if (!set->k) return ST_MEMORY;
    TRY(dossiers_content(c, ref, set->k));
    if (set->k->system_count == 0) return ST_BROKEN;
    set->stage = stage_of(&set->k->d, stage);
    TRY(open_desk(c, k, why));
    TRY(fill_set(c, k));
    mark_replaced(c, k, set->sheets, set->count);
    mark_replaced(c, k, set->others, set->other_count);
    return ST_OK;
}

status papers_of_dossier(call *c, str ref, paper_stage stage, paper_set *out, problem *why)
{
    desk k = { .set = out };
    return lay_out(c, ref, stage, &k, why);
}

// ---- drawing -----------------------------------------------------------------------------------------

static const desk_system *system_of(const desk *k, const paper_sheet *sheet)
{
    for (size_t i = 0; i < k->count; i++) {
        if (&k->systems[i].record == sheet->system) return &k->systems[i];
    }
    return NULL; // not reached: every sheet is about one of them
}

// "Nguyễn Văn A, Giám đốc": the name, and above it the post.
static void sign(call *c, str signer, paper *p)
{
    str name, post;
    if (!signer.len) return;
    (void)str_cut(signer, ',', &name, &post);
    p->signer = str_trim(name);
    post      = str_trim(post);
    if (post.len) p->signer_post = text_capitals(c->a, post);
}

typedef struct sheet_filled {
    bool       own; // asked: with the owner's template where there is one
    docx_sheet sheet;
    str        sha256; // of the template
} sheet_filled;

static status fill_sheet(call *c, const desk *k, const paper_sheet *sheet, const paper_wish *wish,
                         sheet_filled *out, problem *why)
{
    const desk_system *s    = system_of(k, sheet);
    docx_data         *data = NEW(c->a, docx_data, 1);
    paper              p;
    if (!s || !data) return ST_MEMORY;
    TRY(paper_gather(c, &s->ground, &s->common, sheet->form, &p));
    p.sample               = wish->sample;
    const paper_issue *now = wish->as && str_equal(wish->as->form, sheet->form->key) ? wish->as
                                                                                     : sheet->issue;
    if (now) p.issued = paper_act_of(c->a, now);
    if (now) sign(c, now->signer, &p);
    TRY(paper_data(&p, c->a, data));
    paper_source from;
    TRY(paper_source_of(c, out->own ? &k->own : NULL, s->ground.pack->id, sheet->form->key, &from,
                        why));
    out->sheet  = (docx_sheet){ from.bytes, data };
    out->sha256 = from.sha256;
    return ST_OK;
}

static paper_made made_of(const desk *k, const paper_wish *wish)
{
    const desk_system *first = &k->systems[0];
    return (paper_made){ .system     = first->record,
                         .pack       = first->ground.pack,
                         .key        = wish->form,
                         .dossier_id = k->set->k->d.id,
                         .result     = first->ground.decision.result,
                         .level      = first->ground.level,
                         .moment_ms  = k->set->k->d.changed_ms };
}

// The template's hash joins those of the whole, in their order.
static status add_hash(buf *all, str sha256)
{
    buf_put(all, sha256);
    buf_char(all, '\n');
    return all->failed ? ST_MEMORY : ST_OK;
}

// A template of the owner's own with other styles cannot stand in one file with the others: there the program's does.
static status fill_alike(call *c, const desk *k, const paper_sheet *sheet, const paper_wish *wish,
                         sheet_filled *out, problem *why)
{
    const str first = paper_template(k->set->k->pack->id, k->set->sheets[0].form->key)->bytes;
    out->own        = paper_replaced_for(&k->own, sheet->form->key) != NULL;
    TRY(fill_sheet(c, k, sheet, wish, out, why));
    if (!out->own || docx_alike(first, out->sheet.template)) return ST_OK;
    out->own = false;
    return fill_sheet(c, k, sheet, wish, out, why);
}

static status draw_whole(call *c, const desk *k, const paper_wish *wish, paper_made *m,
                         problem *why)
{
    docx_sheet *sheets = NEW(c->a, docx_sheet, PAPER_SHEETS_MAX);
    buf         hashes = buf_in(c->a, 65 * PAPER_SHEETS_MAX, 65 * PAPER_SHEETS_MAX);
    char       *hex    = NEW(c->a, char, 65);
    if (!sheets || !hex) return ST_MEMORY;
    for (size_t i = 0; i < k->set->count; i++) {
        sheet_filled one = { 0 };
        TRY(fill_alike(c, k, &k->set->sheets[i], wish, &one, why));
        TRY(add_hash(&hashes, one.sha256));
        sheets[i] = one.sheet;
    }
    TRY(docx_bind(sheets, k->set->count, c->a, &m->docx, why));
    TRY(paper_hash(buf_str(&hashes), hex));
    m->title           = text_get(LANG_VI, T_papers_whole);
    m->template_sha256 = str_from(hex);
    return ST_OK;
}

static status draw_one(call *c, const desk *k, const paper_wish *wish, paper_made *m, problem *why)
{
    const paper_set   *set    = k->set;
    const paper_sheet *one    = NULL;
    sheet_filled       filled = { .own = true };
    for (size_t i = 0; i < set->count && !one; i++) {
        if (str_equal(set->sheets[i].form->key, wish->form)) one = &set->sheets[i];
    }
    for (size_t i = 0; i < set->other_count && !one; i++) {
        if (str_equal(set->others[i].form->key, wish->form)) one = &set->others[i];
    }
    if (!one) {
        bool known = law_form_find(set->k->pack, wish->form) != NULL;
        return problem_detail(why, ST_INVALID, S("form"),
                              known ? S("form-level") : S("form-unknown"), WHOLE);
    }
    TRY(fill_sheet(c, k, one, wish, &filled, why));
    TRY(docx_fill(filled.sheet.template, filled.sheet.data, c->a, &m->docx, why));
    m->form            = (paper_form){ .form = one->form, .drawn = true, .fits = true };
    m->title           = one->form->name.vi;
    m->template_sha256 = filled.sha256;
    return ST_OK;
}

status papers_draw_of(call *c, const paper_wish *wish, paper_made *out, problem *why)
{
    paper_set *set = NEW(c->a, paper_set, 1);
    desk       k   = { .set = set };
    if (!set) return ST_MEMORY;
    TRY(lay_out(c, wish->ref, wish->stage, &k, why));
    paper_made m = made_of(&k, wish);
    if (str_equal(wish->form, WHOLE)) {
        TRY(draw_whole(c, &k, wish, &m, why));
    } else {
        TRY(draw_one(c, &k, wish, &m, why));
    }
    TRY(paper_hash(m.docx, m.sha256));
    m.filename = arena_printf(c->a, STR_FMT "-" STR_FMT ".docx", STR_ARG(wish->form),
                              STR_ARG(set->k->d.code));
    if (!m.filename.ptr) return ST_MEMORY;
    *out = m;
    return ST_OK;
}
