// take_ops.c - items taken in, looked for, opened. See forensics.h.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/forensics/touch_ops.h"
#include "modules/incidents/incidents.h"
#include "modules/letters/letters.h"
#include "modules/systems/systems.h"

// ---- a draft -----------------------------------------------------------------------------------------

str item_name_of(str path)
{
    ptrdiff_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/' && path.ptr[from - 1] != '\\') from--;
    str name = str_slice(path, from, path.len);
    return name.len ? name : path;
}

// A path stays as it lay on the medium; what cannot be shown on a line becomes '?'.
static status read_path(call *c, str typed, forensic_item *out, problem *why)
{
    buf b = buf_in(c->a, (size_t)typed.len + 1, 16384);
    for (ptrdiff_t i = 0; i < typed.len; i++) {
        unsigned char ch = (unsigned char)typed.ptr[i];
        buf_char(&b, ch < 0x20 || ch == 0x7F ? '?' : (char)ch);
    }
    if (b.full) return problem_set(why, ST_INVALID, S("path"), S("too-long"));
    TRY(buf_status(&b));
    out->path = buf_str(&b);
    if (!str_is_utf8(out->path)) { // an old file system's own letters
        char *at = arena_cstr(c->a, out->path);
        if (!at) return ST_MEMORY;
        for (ptrdiff_t i = 0; i < out->path.len; i++) at[i] = (at[i] & 0x80) ? '?' : at[i];
        out->path = (str){ at, out->path.len };
    }
    TRY(text_check(S("path"), out->path, 1, CASE_PATH_MAX, why));
    out->name = item_name_of(out->path);
    return case_secret_check(S("path"), out->path, why);
}

static status read_when(call *c, str typed, int64_t *out, problem *why)
{
    const incident_reading r = { c->a, c->now_ms, true, letter_secret_mark };
    *out                     = 0;
    typed                    = str_trim(typed.ptr ? typed : S(""));
    return typed.len ? incident_time_read(&r, S("collected"), typed, out, why) : ST_OK;
}

static status read_system(call *c, str typed, int64_t *out, problem *why)
{
    system_record s;
    *out  = 0;
    typed = str_trim(typed.ptr ? typed : S(""));
    if (!typed.len) return ST_OK;
    status st = systems_get(c, typed, &s);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("system"), S("unknown-system"), typed);
    TRY(st);
    *out = s.id;
    return ST_OK;
}

static status read_of(call *c, const item_draft *d, const forensic_case *k, forensic_item *out,
                      problem *why)
{
    forensic_item of;
    out->kind = d->of_id ? ITEM_PICTURE : ITEM_FILE;
    if (!d->of_id) return ST_OK;
    status st = item_row(c, d->of_id, &of);
    if (st == ST_MISSING || (st == ST_OK && of.case_id != k->id))
        return problem_set(why, ST_INVALID, S("of"), S("item-unknown"));
    out->of_id = d->of_id;
    return st;
}

status item_draft_read(call *c, const item_draft *d, const forensic_case *k, forensic_item *out,
                       problem *why)
{
    const struct {
        case_field field;
        str        typed, *to;
    } all[] = {
        { { "ground", CASE_LONG_MAX, true }, d->ground, &out->ground },
        { { "taken_from", CASE_LINE_MAX, true }, d->taken_from, &out->taken_from },
        { { "device", CASE_LINE_MAX, false }, d->device, &out->device },
        { { "place", CASE_LINE_MAX, false }, d->place, &out->place },
        { { "seal", CASE_LINE_MAX, false }, d->seal, &out->seal },
        { { "note", CASE_LONG_MAX, false }, d->note, &out->note },
    };
    *out = (forensic_item){ .case_id = k->id };
    if (!d->open) return problem_set(why, ST_INVALID, S("no_secret"), S("evidence-open"));
    TRY(read_path(c, d->path.ptr ? d->path : S(""), out, why));
    for (size_t i = 0; i < COUNT(all); i++)
        TRY(case_words(c, &all[i].field, all[i].typed, all[i].to, why));
    TRY(read_when(c, d->collected, &out->collected_ms, why));
    TRY(read_system(c, d->system, &out->system_id, why));
    return read_of(c, d, k, out, why);
}

status items_check(call *c, const item_draft *d, problem *why)
{
    forensic_case k;
    forensic_item i;
    TRY(case_for(c, d->case_id, CASE_WORK, &k));
    return item_draft_read(c, d, &k, &i, why);
}

// ---- taking in ---------------------------------------------------------------------------------------

status item_put(call *c, db *d, const forensic_case *k, forensic_item *i, custody_row row)
{
    forensic_item_insert_row made;
    str                      facts;
    TRY(os_uuid(c->now_ms, c->a, &i->uid));
    TRY(call_code(c, d, "CC", &i->code));
    i->person                  = case_person(c);
    i->taken_ms                = c->now_ms;
    forensic_item_insert_in in = { .uid          = i->uid,
                                   .code         = i->code,
                                   .case_id      = k->id,
                                   .kind         = i->kind,
                                   .of_id        = i->of_id,
                                   .name         = i->name,
                                   .path         = i->path,
                                   .bytes        = i->bytes,
                                   .sha256       = i->sha256,
                                   .system       = i->system_id,
                                   .device       = i->device,
                                   .place        = i->place,
                                   .taken_from   = i->taken_from,
                                   .collected_ms = i->collected_ms,
                                   .ground       = i->ground,
                                   .seal         = i->seal,
                                   .note         = i->note,
                                   .person       = i->person,
                                   .now          = c->now_ms };
    TRY(forensic_item_insert(d, &in, c->a, &made));
    i->id = made.id;
    TRY(call_blob(c, i->sha256, i->bytes));
    TRY(item_facts_of(c, i, &facts));
    row.facts = facts;
    row.seal  = i->seal;
    return custody_tell(c, d, k, i, row);
}

status item_take_inside(call *c, db *d, const forensic_case *k, forensic_item *i, item_taken *out)
{
    forensic_item_same_row same;
    forensic_item_same_in  in = { k->id, i->sha256, i->path, i->of_id };
    status                 st = forensic_item_same(d, &in, c->a, &same);
    if (st == ST_OK) {
        forensic_item there;
        TRY(item_row(c, same.id, &there));
        *out = (item_taken){ same.id, true, there.code, there.sha256, there.bytes };
        // That it was brought once more is a touch too.
        custody_row again = { .act   = CUSTODY_NOTED,
                              .party = i->taken_from,
                              .words = text_get(LANG_VI, T_forensics_same_bytes) };
        return custody_tell(c, d, k, &there, again);
    }
    if (st != ST_MISSING) return st;
    custody_row row = { .act = CUSTODY_TAKEN, .party = i->taken_from, .words = i->ground };
    TRY(item_put(c, d, k, i, row));
    *out = (item_taken){ i->id, false, i->code, i->sha256, i->bytes };
    return ST_OK;
}

typedef struct taking {
    call         *c;
    forensic_case k;
    forensic_item i;
    item_taken   *out;
} taking;

static status take(db *d, void *ctx)
{
    taking *w = ctx;
    return item_take_inside(w->c, d, &w->k, &w->i, w->out);
}

static status put_away(int fd, blob *out, problem *why)
{
    int          folder = -1;
    problem      inner  = { 0 };
    os_file_info info;
    if (os_info(fd, &info) == ST_OK && info.is_regular) TRY(blobs_room(info.bytes, why));
    if (blobs_folder(&folder) != ST_OK) return blobs_failed(why);
    status st = blob_put(folder, fd, ITEM_BYTES_MAX, out, &inner);
    os_close(folder);
    if (st == ST_LIMIT) return problem_set(why, st, S("file"), S("evidence-big"));
    return st == ST_OK ? st : blobs_failed(why);
}

status items_take(call *c, const item_draft *d, int fd, item_taken *out, problem *why)
{
    taking *w = NEW(c->a, taking, 1);
    blob   *b = NEW(c->a, blob, 1);
    if (!w || !b) return ST_MEMORY;
    w->c   = c;
    w->out = out;
    TRY(case_for(c, d->case_id, CASE_WORK, &w->k));
    TRY(item_draft_read(c, d, &w->k, &w->i, why));
    call_end(c); // the copy may take its time
    TRY(put_away(fd, b, why));
    w->i.bytes  = b->size_bytes;
    w->i.sha256 = str_from(b->name);
    return call_act(c, take, w);
}

// ---- looking -----------------------------------------------------------------------------------------

status items_list(call *c, const forensic_case *k, const item_filter *f, str cursor, size_t limit,
                  item_page *out, problem *why)
{
    forensic_items_of_in in = { .case_id = k->id, .of_id = f->of_id, .kind = f->kind };
    size_t               count;
    if (cursor.len && !str_int(cursor, &in.after))
        return problem_detail(why, ST_INVALID, S("cursor"), S("cursor"), cursor);
    if (!limit || limit > CASE_PAGE) limit = CASE_PAGE;
    in.max = (int64_t)limit + 1;
    TRY(item_rows(c, &in, &out->items, &count));
    out->count = count > limit ? limit : count;
    out->next  = (str){ 0 };
    if (count <= limit) return ST_OK;
    out->next = arena_printf(c->a, "%lld", (long long)out->items[limit - 1].id);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

status item_load(call *c, int64_t id, forensic_item *out, forensic_case *k)
{
    TRY(item_row(c, id, out));
    return case_load(c, out->case_id, k);
}

status item_of_ref(call *c, str ref, forensic_item *out, forensic_case *k)
{
    db                    *d;
    forensic_item_case_row row;
    int64_t                id;
    ref = str_trim(ref);
    if (str_int(ref, &id)) return item_load(c, id, out, k);
    TRY(call_db(c, &d));
    TRY(forensic_item_case(d, &(forensic_item_case_in){ ref }, c->a, &row));
    return item_load(c, row.id, out, k);
}

// ---- content -----------------------------------------------------------------------------------------

typedef struct touching {
    call         *c;
    forensic_case k;
    forensic_item i;
    custody_row   row;
    problem      *why;
} touching;

static status touch(db *d, void *ctx)
{
    touching  *w     = ctx;
    item_stand stand = { 0 };
    TRY(item_row(w->c, w->i.id, &w->i));
    stand = (item_stand){ w->i.state, w->i.seal_now };
    if (!custody_step(w->row.act, w->row.seal, &stand))
        return problem_set(w->why, ST_INVALID, S("act"), S("custody-step"));
    forensic_item_set_in in = { w->i.id, stand.state, stand.seal };
    if (stand.state != w->i.state || !str_equal(stand.seal, w->i.seal_now))
        TRY(forensic_item_set(d, &in, NULL));
    return custody_tell(w->c, d, &w->k, &w->i, w->row);
}

status item_open(call *c, int64_t id, custody_act act, forensic_item *out, int *fd, problem *why)
{
    touching *w = NEW(c->a, touching, 1);
    if (!w) return ST_MEMORY;
    *w  = (touching){ .c = c, .row = { .act = act, .seal = S("") }, .why = why };
    *fd = -1;
    TRY(item_load(c, id, &w->i, &w->k));
    if (w->i.state == ITEM_DESTROYED)
        return problem_set(why, ST_CONFLICT, S("item"), S("custody-step"));
    TRY(blobs_content(w->i.sha256, fd, why));
    status st = call_act(c, touch, w);
    if (st != ST_OK) {
        os_close(*fd);
        *fd = -1;
    }
    *out = w->i;
    return st;
}

static case_act needs(custody_act act)
{
    return act == CUSTODY_RETURNED ? CASE_LEAD : CASE_WORK;
}

static bool by_hand(custody_act act)
{
    static const custody_act all[] = { CUSTODY_RECEIVED, CUSTODY_SEALED, CUSTODY_UNSEALED,
                                       CUSTODY_RETURNED, CUSTODY_NOTED,  CUSTODY_ANALYSED };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (act == all[i]) return true;
    }
    return false;
}

status custody_record(call *c, const custody_draft *d, problem *why)
{
    touching        *w     = NEW(c->a, touching, 1);
    bool             party = d->act == CUSTODY_RECEIVED || d->act == CUSTODY_RETURNED;
    const case_field words = { "words", CASE_LONG_MAX, true };
    const case_field whom  = { "party", CASE_LINE_MAX, party };
    const case_field seal  = { "seal", CASE_LINE_MAX, d->act == CUSTODY_SEALED };
    const case_field tool  = { "tool", CASE_LINE_MAX, d->act == CUSTODY_ANALYSED };
    if (!w) return ST_MEMORY;
    if (d->act == CUSTODY_DESTROYED) return item_destroy(c, d, why);
    *w = (touching){ .c = c, .row = { .act = d->act }, .why = why };
    TRY(item_load(c, d->item_id, &w->i, &w->k));
    if (!by_hand(d->act)) return problem_set(why, ST_INVALID, S("act"), S("choice-unknown"));
    if (!forensics_may(c, &w->k, needs(d->act))) return ST_FORBIDDEN;
    TRY(case_words(c, &words, d->words, &w->row.words, why));
    TRY(case_words(c, &whom, d->party, &w->row.party, why));
    TRY(case_words(c, &seal, d->seal, &w->row.seal, why));
    TRY(case_words(c, &tool, d->tool, &w->row.tool, why));
    return call_act(c, touch, w);
}

status custody_list(call *c, const forensic_case *k, int64_t item_id, int64_t below,
                    custody_row **out, size_t *count)
{
    forensic_custody_below_in in = { k->id, item_id, below ? below : INT64_MAX, CASE_PAGE };
    return custody_rows_below(c, &in, out, count);
}

// ---- hunts -------------------------------------------------------------------------------------------

status case_link_hunt(call *c, const forensic_case *k, int64_t hunt_id, str hunt, bool *fresh)
{
    db                  *d;
    int64_t              changed = 0;
    forensic_hunt_add_in in      = { k->id, hunt_id, c->now_ms };
    if (!forensics_may(c, k, CASE_WORK)) return ST_FORBIDDEN;
    TRY(call_db(c, &d));
    TRY(forensic_hunt_add(d, &in, &changed));
    *fresh = changed > 0;
    if (!*fresh) return ST_OK; // linked already
    return custody_tell(c, d, k, NULL, (custody_row){ .act = CUSTODY_LINKED, .words = hunt });
}

status case_hunts(call *c, const forensic_case *k, int64_t **hunt_ids, size_t *count)
{
    db                    *d;
    forensic_hunts_of_row *rows;
    TRY(call_db(c, &d));
    TRY(forensic_hunts_of(d, &(forensic_hunts_of_in){ k->id, CASE_PAGE }, c->a, &rows, count));
    *hunt_ids = NEW(c->a, int64_t, *count + 1);
    if (!*hunt_ids) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*hunt_ids)[i] = rows[i].hunt_id;
    return ST_OK;
}

status cases_of_hunt(call *c, int64_t hunt_id, hunted_case **out, size_t *count)
{
    db                        *d;
    forensic_cases_hunted_row *rows;
    size_t                     n;
    finding_counts             found;
    forensic_cases_hunted_in   in = { hunt_id, c->who.body_id, case_machine(c), HUNTED_CASES_MAX };
    *count                        = 0;
    TRY(call_db(c, &d));
    TRY(forensic_cases_hunted(d, &in, c->a, &rows, &n));
    *out = NEW(c->a, hunted_case, n + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        hunted_case *k  = &(*out)[*count];
        status       st = case_load(c, rows[i].case_id, &k->k);
        if (st == ST_MISSING) continue; // the person may read no cases
        TRY(st);
        TRY(findings_count(c, &k->k, &found));
        k->findings = found.all - found.suppressed;
        k->threats  = found.by_triage[TRIAGE_THREAT];
        ++*count;
    }
    return ST_OK;
}
