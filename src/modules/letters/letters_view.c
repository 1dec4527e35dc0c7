// letters_view.c - letters, signatures and their history in the reader's words.
#include "modules/letters/letters_view.h"

#include "kit/text/text.h"

letter_badge letter_badge_of(page *o, letter_verdict v)
{
    static const char *const looks[] = { NULL, "off", "done", "wait", "lack", "bad" };
    str                      key = arena_printf(o->a, "letters.verdict.%s", letter_verdict_key(v));
    return (letter_badge){ looks[v], text_named(o->lang, key) };
}

str letter_kind_words(lang in, str kind)
{
    const law_letter_kind *k = law_letter_kind_find(law_current(), kind);
    return k ? law_say(k->name, in == LANG_EN) : kind;
}

str letter_size_words(arena *a, int64_t bytes)
{
    if (bytes < 1024 * 1024) return arena_printf(a, "%.1f KiB", (double)bytes / 1024);
    return arena_printf(a, "%.1f MiB", (double)bytes / (1024.0 * 1024));
}

// ---- signatures ----------------------------------------------------------------------------------------

static str words_of(page *o, const char *group, str key)
{
    str name = arena_printf(o->a, "letters.%s." STR_FMT, group, STR_ARG(key));
    return text_named(o->lang, name);
}

static str who_of(page *o, const letter_signature *s)
{
    if (!s->signer.len) return T(o, letters_signer_unknown);
    if (!s->organisation.len) return s->signer;
    str both = arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(s->signer),
                            STR_ARG(s->organisation));
    return both.ptr ? both : s->signer;
}

static const char *look_of(const letter_signature *s)
{
    if (str_equal(s->bytes, S("altered"))) return "bad";
    if (str_equal(s->bytes, S("unreadable"))) return "lack";
    return str_equal(s->chain, S("trusted")) && !s->weak ? "done" : "wait";
}

static signature_view signature_of(page *o, const letter_signature *s)
{
    bool           trusted  = str_equal(s->chain, S("trusted"));
    const str      period[] = { page_when(o, s->valid_from_ms), page_when(o, s->valid_to_ms) };
    signature_view v        = { .s           = s,
                                .look        = look_of(s),
                                .state       = words_of(o, "bytes", s->bytes),
                                .who         = who_of(o, s),
                                .time_words  = words_of(o, "time", s->time),
                                .chain_look  = trusted ? S("done") : S("wait"),
                                .chain_words = words_of(o, "chain", s->chain),
                                .bad         = str_equal(s->bytes, S("altered")) };
    if (s->signed_ms) v.signed_at = page_when(o, s->signed_ms);
    if (s->valid_to_ms)
        v.validity = arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(period[0]),
                                  STR_ARG(period[1]));
    return v;
}

// What was added behind a signature: another signature, which is usual, or something nobody signed.
static void tell_added(page *o, const letter_signatures *s, letter_view *v)
{
    v->added = letter_added_to(s);
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i].whole) continue;
        v->signatures[i].added = v->added ? T(o, letters_added_unsigned)
                                          : T(o, letters_added_signed);
    }
}

status letter_view_signatures(page *o, const letter_signatures *s, letter_view *v)
{
    v->signatures = NEW(o->a, signature_view, s->count + 1);
    if (!v->signatures) return ST_MEMORY;
    for (size_t i = 0; i < s->count; i++) v->signatures[i] = signature_of(o, &s->items[i]);
    v->signature_count = s->count;
    tell_added(o, s, v);
    if (s->failed.len) {
        str key   = arena_printf(o->a, "problem." STR_FMT, STR_ARG(s->failed));
        v->failed = text_named(o->lang, key);
    }
    return ST_OK;
}

// ---- history and files -----------------------------------------------------------------------------------

static str value_words(page *o, const letter_event *e, str value)
{
    if (!value.len) return S("–");
    if (str_equal(e->field, S("kind"))) return letter_kind_words(o->lang, value);
    if (str_equal(e->field, S("verdict"))) return words_of(o, "verdict", value);
    if (str_ends(e->field, S("day"))) return page_date(o, value);
    return str_equal(e->field, S("withdrawn")) ? T(o, letters_withdrawn) : value;
}

status letter_view_history(page *o, const letter_event *rows, size_t count, letter_view *v)
{
    v->events = NEW(o->a, letter_event_view, count + 1);
    if (!v->events) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const letter_event *e = &rows[i];
        v->events[i]          = (letter_event_view){ .when   = page_when(o, e->at_ms),
                                                     .person = e->person,
                                                     .field  = words_of(o, "field", e->field),
                                                     .before = value_words(o, e, e->before),
                                                     .after  = value_words(o, e, e->after),
                                                     .why    = e->why };
    }
    v->event_count = count;
    return ST_OK;
}

status letter_view_files(page *o, const letter_file *rows, size_t count, letter_view *v)
{
    v->files = NEW(o->a, letter_file_view, count + 1);
    if (!v->files) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        v->files[i] = (letter_file_view){ .id     = rows[i].id,
                                          .name   = rows[i].name,
                                          .when   = page_when(o, rows[i].at_ms),
                                          .person = rows[i].person,
                                          .size   = letter_size_words(o->a, rows[i].bytes),
                                          .badge  = letter_badge_of(o, rows[i].verdict) };
    }
    v->file_count = count;
    return ST_OK;
}

// ---- the form ----------------------------------------------------------------------------------------------

static status kind_options(page *o, page_field *f)
{
    size_t                 count;
    const law_letter_kind *kinds   = law_letter_kinds(law_current(), &count);
    page_option           *options = NEW(o->a, page_option, count + 1);
    if (!options) return ST_MEMORY;
    options[0] = (page_option){ S(""), T(o, letters_kind_by_symbol), { 0 } };
    for (size_t i = 0; i < count; i++) {
        str name  = law_say(kinds[i].name, o->lang == LANG_EN);
        str label = kinds[i].abbr.len ? arena_printf(o->a, STR_FMT " (" STR_FMT ")", STR_ARG(name),
                                                     STR_ARG(kinds[i].abbr))
                                      : name;
        options[i + 1] = (page_option){ kinds[i].key, label, { 0 } };
    }
    f->options      = options;
    f->option_count = count + 1;
    return ST_OK;
}

static page_field input_of(const char *name, str label, str value, int max)
{
    return (page_field){ .name = name, .label = label, .value = value, .max = max };
}

static void with_hint(page_field *f, str hint, bool required, bool narrow)
{
    f->hint     = hint;
    f->required = required;
    f->narrow   = narrow;
}

static void first_fields(page *o, const letter_draft *d, letter_form_view *v)
{
    page_field *f = v->fields;
    if (v->in) {
        f[0] = input_of("arrival_no", T(o, letters_field_arrival_no), d->arrival_no, 10);
        with_hint(&f[0], T(o, letters_field_arrival_no_hint), true, true);
        f[1] = input_of("arrival_day", T(o, letters_field_arrival_day), d->arrival_day, 30);
        with_hint(&f[1], T(o, letters_field_day_hint), true, true);
        f += 2;
    }
    f[0] = input_of("ref", T(o, letters_field_ref), d->ref, LETTER_REF_MAX);
    with_hint(&f[0], v->in ? T(o, letters_field_ref_hint_in) : v->lead, !v->in, true);
    f[1] = input_of("day", v->in ? T(o, letters_field_day_in) : T(o, letters_field_day), d->day,
                    30);
    with_hint(&f[1], T(o, letters_field_day_hint), !v->in, true);
    f[2] = input_of("counterpart", v->in ? T(o, letters_from) : T(o, letters_to), d->counterpart,
                    LETTER_PARTY_MAX);
    with_hint(&f[2], T(o, letters_field_counterpart_hint), true, false);
    f[3] = input_of("about", T(o, letters_field_about), d->about, LETTER_ABOUT_MAX);
    with_hint(&f[3], T(o, letters_field_about_hint), true, false);
    v->count = v->in ? 6 : 4;
}

static status open_field(page *o, const letter_draft *d, page_field *f)
{
    page_option *options = NEW(o->a, page_option, 1);
    if (!options) return ST_MEMORY;
    options[0] = (page_option){ S("1"), T(o, letters_field_open_yes), { 0 } };
    *f         = (page_field){ .name         = "no_secret",
                               .label        = T(o, letters_field_no_secret),
                               .value        = d->open ? S("1") : S(""),
                               .options      = options,
                               .option_count = 1,
                               .required     = true };
    return ST_OK;
}

status letter_view_form(page *o, const letter_draft *d, letter_form_view *v)
{
    enum { FIRST_FIELDS = 6 };
    v->fields = NEW(o->a, page_field, FIRST_FIELDS);
    if (!v->fields) return ST_MEMORY;
    first_fields(o, d, v);
    v->direction = str_from(letter_direction_key(d->direction));
    v->system    = d->system;
    v->kind      = input_of("kind", T(o, letters_field_kind), d->kind, 0);
    v->kind.hint = T(o, letters_field_kind_hint);
    TRY(kind_options(o, &v->kind));
    v->signer    = input_of("signer", T(o, letters_field_signer), d->signer, LETTER_SIGNER_MAX);
    v->note      = input_of("note", T(o, letters_field_note), d->note, LETTER_NOTE_MAX);
    v->file      = (page_field){ .name   = "file",
                                 .label  = T(o, letters_field_file),
                                 .hint   = v->corrects ? T(o, letters_field_file_hint_again)
                                                       : T(o, letters_field_file_hint),
                                 .accept = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png" };
    v->exception = input_of("exception", T(o, letters_field_exception), d->exception,
                            LETTER_WHY_MAX);
    v->exception.hint  = T(o, letters_field_exception_hint);
    v->reason          = input_of("reason", T(o, letters_field_reason),
                         v->reason.value.ptr ? v->reason.value : S(""), LETTER_WHY_MAX);
    v->reason.required = true;
    return open_field(o, d, &v->open);
}
