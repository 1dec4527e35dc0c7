// letter_ops.c - entering, correcting and withdrawing letters. See letters.h.
#include "modules/letters/letters.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/letters/file_ops.h"
#include "modules/letters/letter_store.h"
#include "modules/letters/letters_queries.gen.h"
#include "modules/systems/systems.h"

enum { FOLD_BYTES_MAX = 8 * 1024, TAKEN_CHARACTERS = 80 };

typedef struct letter_work {
    call          *c;
    int64_t        id, body_id, version;
    letter_data    data;
    str            system_code; // of the system it is about; may be empty
    str            fold, reason;
    bool           has_file;
    letter_taken   file;
    letter         before; // of a correction
    str            before_code;
    letter_verdict verdict; // of a check made anew
    problem       *why;
} letter_work;

static str person_of(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

// ---- what is asked, made whole -----------------------------------------------------------------------------

static status find_body(letter_work *w, str ref)
{
    call *c = w->c;
    body  b;
    bool  in   = false;
    w->body_id = c->who.body_id;
    if (!ref.len) return ST_OK;
    status st = body_by_ref(c, ref, &b);
    if (st == ST_OK) st = body_in_branch(c, b.id, c->who.body_id, &in);
    if (st != ST_OK && st != ST_MISSING) return st;
    if (!in) return problem_detail(w->why, ST_INVALID, S("body"), S("unknown-body"), ref);
    w->body_id = b.id;
    return ST_OK;
}

// A counterpart that the register of bodies knows is kept by its id too; else the words stand alone.
static status find_counterpart(letter_work *w)
{
    body_found   found;
    problem      unknown = { 0 };
    letter_data *d       = &w->data;
    status       st      = body_resolve(w->c, d->counterpart, d->on_day, &found, &unknown);
    if (st == ST_MISSING || st == ST_INVALID) return ST_OK;
    TRY(st);
    const body *named = found.successor ? &found.old : &found.body;
    d->counterpart_id = named->id;
    d->counterpart    = named->name_vi;
    return ST_OK;
}

static status find_system(letter_work *w, str ref)
{
    system_record *s = NEW(w->c->a, system_record, 1);
    if (!s) return ST_MEMORY;
    w->system_code = S("");
    if (!ref.len) return ST_OK;
    status st = systems_get(w->c, ref, s);
    if (st == ST_MISSING)
        return problem_detail(w->why, ST_INVALID, S("system"), S("letter-object-unknown"), ref);
    TRY(st);
    w->data.object    = LETTER_OF_SYSTEM;
    w->data.object_id = s->id;
    w->system_code    = s->code;
    return ST_OK;
}

static status fold_words(letter_work *w)
{
    const letter_data     *d       = &w->data;
    const law_letter_kind *k       = law_letter_kind_find(law_current(), d->kind);
    const str              parts[] = { d->ref,         d->about,
                                       d->counterpart, d->signer,
                                       d->note,        k ? k->name.vi : S(""),
                                       w->system_code, w->has_file ? w->file.name : w->before.file.name };
    buf                    b       = buf_in(w->c->a, 512, FOLD_BYTES_MAX);
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!parts[i].len) continue;
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, parts[i]);
    }
    TRY(buf_status(&b));
    w->fold = text_fold(w->c->a, buf_str(&b));
    return w->fold.ptr ? ST_OK : ST_MEMORY;
}

static status look_at_file(letter_work *w, const letter_draft *d, const letter_upload *file)
{
    w->has_file = file && file->fd >= 0;
    if (!w->has_file) return ST_OK;
    TRY(letter_file_look(w->c, file, &w->file, w->why));
    bool altered = w->file.verdict == LETTER_ALTERED;
    // What came in is evidence of what came in; what goes out in the body's name has to be sound.
    if (altered && d->direction == LETTER_OUT && !w->data.exception.len)
        return problem_set(w->why, ST_INVALID, S("file"), S("letter-altered"));
    return ST_OK;
}

static status prepare(letter_work *w, const letter_draft *d, const letter_upload *file)
{
    str today = organisations_day(w->c);
    if (!today.ptr) return ST_MEMORY;
    TRY(letter_check(d, today, w->c->a, &w->data, w->why));
    TRY(find_counterpart(w));
    TRY(find_system(w, str_trim(d->system)));
    TRY(look_at_file(w, d, file));
    return fold_words(w);
}

// ---- inside an act -----------------------------------------------------------------------------------------

static status must_be_free(letter_work *w, db *d)
{
    const letter_data    *l = &w->data;
    letter_taken_find_row row;
    letter_taken_find_in  in = { .body      = w->body_id,
                                 .direction = l->direction,
                                 .year      = l->year,
                                 .entry_key = l->entry_key,
                                 .id        = w->id };
    status                st = letter_taken_find(d, &in, w->c->a, &row);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    ptrdiff_t end = 0;
    for (size_t n = 0; end < row.about.len; end++) {
        n += ((unsigned char)row.about.ptr[end] & 0xC0) != 0x80;
        if (n > TAKEN_CHARACTERS) break;
    }
    str what = arena_printf(w->c->a, STR_FMT " (" STR_FMT ")",
                            STR_ARG(str_slice(row.about, 0, end)), STR_ARG(row.on_day));
    return problem_detail(w->why, ST_INVALID,
                          l->direction == LETTER_OUT ? S("ref") : S("arrival_no"),
                          S("letter-number-taken"), what);
}

static status keep_file_row(letter_work *w, db *d)
{
    const letter_taken *f = &w->file;
    letter_file_add_row made;
    str                 name = str_from(f->blob.name);
    letter_file_add_in  in   = { .letter_id  = w->id,
                                 .sha256     = name,
                                 .name       = f->name,
                                 .type       = f->type,
                                 .bytes      = f->blob.size_bytes,
                                 .verdict    = f->verdict,
                                 .signatures = f->signatures,
                                 .checked_ms = f->checked_ms,
                                 .person     = person_of(w->c),
                                 .now        = w->c->now_ms };
    if (!w->has_file) return ST_OK;
    TRY(letter_file_add(d, &in, w->c->a, &made));
    TRY(letter_file_set(d, &(letter_file_set_in){ .id = w->id, .file_id = made.id }, NULL));
    return call_blob(w->c, name, f->blob.size_bytes);
}

static status tell(const letter_work *w, const char *act)
{
    buf b = buf_in(w->c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&b, "{\"direction\":\"%s\",\"entry\":", letter_direction_key(w->data.direction));
    buf_json(&b, w->data.entry);
    buf_put(&b, S(",\"ref\":"));
    buf_json(&b, w->data.ref);
    if (w->has_file)
        buf_printf(&b, ",\"file\":\"%s\",\"verdict\":\"%s\"", w->file.blob.name,
                   letter_verdict_key(w->file.verdict));
    if (w->data.exception.len) {
        buf_put(&b, S(",\"exception\":"));
        buf_json(&b, str_begin(w->data.exception, 1000));
    }
    buf_char(&b, '}');
    TRY(buf_status(&b));
    return audit_write(w->c, str_from(act), S("letter"), w->id, buf_str(&b));
}

typedef struct letter_line { // of the history
    const char *field;
    str         before, after;
} letter_line;

static status write_line(const letter_work *w, db *d, letter_line line)
{
    letter_history_add_in in = { .letter_id = w->id,
                                 .version   = w->version + 1,
                                 .at_ms     = w->c->now_ms,
                                 .person_id = w->c->who.person_id,
                                 .person    = person_of(w->c),
                                 .field     = str_from(line.field),
                                 .before    = line.before,
                                 .after     = line.after,
                                 .why       = w->reason };
    return letter_history_add(d, &in, NULL);
}

// ---- entering ------------------------------------------------------------------------------------------------

static status add(db *d, void *ctx)
{
    letter_work      *w  = ctx;
    call             *c  = w->c;
    letter_insert_in  in = letter_row_new(&w->data);
    letter_insert_row row;
    w->id = 0;
    TRY(must_be_free(w, d));
    in.body_id   = w->body_id;
    in.fold      = w->fold;
    in.person_id = c->who.person_id;
    in.person    = person_of(c);
    in.now       = c->now_ms;
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(letter_insert(d, &in, c->a, &row));
    w->id = row.id;
    TRY(keep_file_row(w, d));
    return tell(w, "letter.add");
}

status letters_add(call *c, const letter_draft *d, const letter_upload *file, int64_t *id,
                   problem *why)
{
    letter_work *w = NEW(c->a, letter_work, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    if (!call_may(c, RIGHT_LETTERS_WRITE)) return ST_FORBIDDEN;
    TRY(find_body(w, str_trim(d->body)));
    TRY(prepare(w, d, file));
    if (w->has_file) TRY(letter_file_keep(file, &w->file, why));
    TRY(call_act(c, add, w));
    *id = w->id;
    return ST_OK;
}

// ---- correcting ----------------------------------------------------------------------------------------------

static status write_differences(letter_work *w, db *d, size_t *n)
{
    const letter_data *b = &w->before.data, *a = &w->data;
    const bool         in      = a->direction == LETTER_IN;
    const letter_line  lines[] = { { "ref", b->ref, a->ref },
                                   { "day", b->day, a->day },
                                   { "arrival_no", in ? b->entry : S(""), in ? a->entry : S("") },
                                   { "arrival_day", in ? b->on_day : S(""), in ? a->on_day : S("") },
                                   { "kind", b->kind, a->kind },
                                   { "about", b->about, a->about },
                                   { "counterpart", b->counterpart, a->counterpart },
                                   { "signer", b->signer, a->signer },
                                   { "note", b->note, a->note },
                                   { "exception", b->exception, a->exception },
                                   { "system", w->before_code, w->system_code },
                                   { "file", w->before.file.name,
                                    w->has_file ? w->file.name : w->before.file.name } };
    for (size_t i = 0; i < COUNT(lines); i++) {
        bool other_file = w->has_file && i + 1 == COUNT(lines) &&
                          !str_equal(w->before.file.sha256, str_from(w->file.blob.name));
        if (str_equal(lines[i].before, lines[i].after) && !other_file) continue;
        TRY(write_line(w, d, lines[i]));
        ++*n;
    }
    return ST_OK;
}

static status correct(db *d, void *ctx)
{
    letter_work     *w       = ctx;
    letter_update_in in      = letter_row_changed(&w->data);
    int64_t          changed = 0;
    size_t           lines   = 0;
    in.id                    = w->id;
    in.known_version         = w->version;
    in.fold                  = w->fold;
    in.now                   = w->c->now_ms;
    TRY(must_be_free(w, d));
    TRY(letter_update(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    TRY(write_differences(w, d, &lines));
    if (!lines) return problem_set(w->why, ST_INVALID, S(""), S("letter-same"));
    TRY(keep_file_row(w, d));
    return tell(w, "letter.correct");
}

// Loads what is to be changed; the reason is asked for in every case.
static status begin_change(letter_work *w, const letter_change *of)
{
    call *c = w->c;
    if (!call_may(c, RIGHT_LETTERS_WRITE)) return ST_FORBIDDEN;
    TRY(letter_row_load(c, of->id, &w->before));
    w->id      = of->id;
    w->version = of->version;
    w->body_id = w->before.body_id;
    w->data    = w->before.data;
    w->reason  = of->reason.len ? text_tidy(c->a, of->reason) : S("");
    if (!w->reason.ptr) return ST_MEMORY;
    if (w->before.withdrawn_ms || w->before.version != of->version)
        return problem_set(w->why, ST_CONFLICT, S(""), S("letter-changed"));
    return text_check(S("reason"), w->reason, 1, LETTER_WHY_MAX, w->why);
}

static status system_code_of(call *c, const letter *l, str *out)
{
    system_record *s = NEW(c->a, system_record, 1);
    if (!s) return ST_MEMORY;
    *out = S("");
    if (l->data.object != LETTER_OF_SYSTEM) return ST_OK;
    status st = systems_get_id(c, l->data.object_id, s);
    if (st == ST_OK) *out = s->code;
    return st == ST_MISSING ? ST_OK : st;
}

status letters_correct(call *c, const letter_change *of, const letter_draft *d,
                       const letter_upload *file, problem *why)
{
    letter_work *w     = NEW(c->a, letter_work, 1);
    letter_draft draft = *d;
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(begin_change(w, of));
    TRY(system_code_of(c, &w->before, &w->before_code));
    draft.direction = w->before.data.direction; // an entry does not change sides
    TRY(prepare(w, &draft, file));
    if (w->has_file) TRY(letter_file_keep(file, &w->file, why));
    status st = call_act(c, correct, w);
    if (st == ST_CONFLICT) return problem_set(why, st, S(""), S("letter-changed"));
    return st;
}

letter_draft letter_draft_of(call *c, const letter *l)
{
    const letter_data *d   = &l->data;
    bool               in  = d->direction == LETTER_IN;
    letter_draft       out = { .direction   = d->direction,
                               .ref         = d->ref,
                               .day         = d->day,
                               .kind        = d->kind,
                               .about       = d->about,
                               .counterpart = d->counterpart,
                               .signer      = d->signer,
                               .note        = d->note,
                               .arrival_no  = in ? d->entry : S(""),
                               .arrival_day = in ? d->on_day : S(""),
                               .exception   = d->exception,
                               .open        = true };
    if (system_code_of(c, l, &out.system) != ST_OK) out.system = S("");
    return out;
}

// ---- withdrawing, checking anew --------------------------------------------------------------------------------

static status withdraw(db *d, void *ctx)
{
    letter_work       *w       = ctx;
    int64_t            changed = 0;
    letter_withdraw_in in      = {
             .id = w->id, .known_version = w->version, .why = w->reason, .now = w->c->now_ms
    };
    TRY(letter_withdraw(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    TRY(write_line(w, d, (letter_line){ "withdrawn", S(""), S("1") }));
    return tell(w, "letter.withdraw");
}

status letters_withdraw(call *c, const letter_change *of, problem *why)
{
    letter_work *w = NEW(c->a, letter_work, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(begin_change(w, of));
    status st = call_act(c, withdraw, w);
    if (st == ST_CONFLICT) return problem_set(why, st, S(""), S("letter-changed"));
    return st;
}

static status keep_check(db *d, void *ctx)
{
    letter_work           *w  = ctx;
    letter_file_checked_in in = { .id         = w->before.file.id,
                                  .verdict    = w->file.verdict,
                                  .signatures = w->file.signatures,
                                  .checked_ms = w->file.checked_ms };
    TRY(letter_file_checked(d, &in, NULL));
    TRY(letter_touch(d, &(letter_touch_in){ .id = w->id, .now = w->c->now_ms }, NULL));
    TRY(write_line(w, d,
                   (letter_line){ "verdict", str_from(letter_verdict_key(w->before.file.verdict)),
                                  str_from(letter_verdict_key(w->file.verdict)) }));
    return tell(w, "letter.check");
}

static status look_again(letter_work *w)
{
    letter_upload from = { .fd = -1, .name = w->before.file.name };
    TRY(letter_file_open(w->before.file.sha256, &from.fd, w->why));
    status st = letter_file_look(w->c, &from, &w->file, w->why);
    os_close(from.fd);
    return st;
}

status letters_recheck(call *c, int64_t id, letter_verdict *out, problem *why)
{
    letter_work *w = NEW(c->a, letter_work, 1);
    if (!w) return ST_MEMORY;
    w->c      = c;
    w->why    = why;
    w->id     = id;
    w->reason = S("");
    if (!call_may(c, RIGHT_LETTERS_WRITE)) return ST_FORBIDDEN;
    TRY(letter_row_load(c, id, &w->before));
    w->version = w->before.version;
    w->data    = w->before.data;
    if (!str_equal(w->before.file.type, S("pdf")))
        return problem_set(why, ST_INVALID, S("file"), S("letter-no-pdf"));
    TRY(look_again(w));
    memcpy(w->file.blob.name, w->before.file.sha256.ptr, BLOB_NAME_LENGTH);
    w->has_file = true;
    TRY(call_act(c, keep_check, w));
    *out = w->file.verdict;
    return ST_OK;
}

static status file_holds(db *d, str name, arena scratch, bool *is)
{
    letter_file_holds_row *rows;
    size_t                 count;
    TRY(letter_file_holds(d, &(letter_file_holds_in){ name }, &scratch, &rows, &count));
    *is = count > 0;
    return ST_OK;
}

const blob_keeper letters_keeper = { "letters", file_holds };
