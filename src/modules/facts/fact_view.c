// fact_view.c - facts as fields of a form, as they are sent back, and as people read them.
#include "kit/text/text.h"
#include "modules/facts/facts.h"

enum { SENT_BYTES_MAX = 4096 }; // of one fact

static bool english(const page *o)
{
    return o->lang == LANG_EN;
}

static str unknown_key(void)
{
    return S("unknown");
}

// ---- shown ----------------------------------------------------------------------------------------

const char *fact_field_name(arena *a, const law_fact *f, size_t part)
{
    str name = part ? arena_printf(a, "part-%zu-" STR_FMT, part, STR_ARG(f->key)) : f->key;
    return name.ptr ? arena_cstr(a, name) : NULL;
}

static size_t fact_options(page *o, const law_fact *f, page_option *out)
{
    size_t n = 0;
    if (f->kind == LAW_BOOL || f->value_count == 0) return 0;
    for (size_t i = 0; i < f->value_count; i++) {
        const law_value *v = &f->values[i];
        out[n++]           = (page_option){ v->key, law_say(v->label, english(o)),
                                            law_say(v->example, english(o)) };
    }
    if (f->kind != LAW_SET) out[n++] = (page_option){ unknown_key(), T(o, part_unknown), { 0 } };
    return n;
}

// A set's values as a field of boxes wants them: with one blank between.
static str blanks_for_commas(arena *a, str text)
{
    buf b = buf_in(a, 64, SENT_BYTES_MAX);
    for (ptrdiff_t i = 0; i < text.len; i++) buf_char(&b, text.ptr[i] == ',' ? ' ' : text.ptr[i]);
    return buf_str(&b);
}

status fact_input_fill(page *o, const law_fact *f, size_t part, const fact_answers *from,
                       const page_frame *frame, fact_input *out)
{
    bool number = f->kind == LAW_INT && f->value_count == 0;
    str  value  = from->typed[f->index].ptr ? from->typed[f->index]
                                            : law_fact_text(f, &from->facts, o->a);
    if (f->kind == LAW_SET)
        value = blanks_for_commas(o->a, value);
    else if (!number && !value.len)
        value = unknown_key();
    *out       = (fact_input){ .kind = f->kind };
    out->field = (page_field){ .name         = fact_field_name(o->a, f, part),
                               .label        = law_say(f->label, english(o)),
                               .hint         = law_say(f->hint, english(o)),
                               .value        = value,
                               .options      = out->options,
                               .option_count = fact_options(o, f, out->options),
                               .inputmode    = number ? "numeric" : NULL,
                               .narrow       = number };
    if (!out->field.name) return ST_MEMORY;
    out->field.error = page_field_error(o, frame, out->field.name);
    return ST_OK;
}

bool fact_concerns(const law_fact *f, const law_overlay *sector, const law_facts *known)
{
    if (known->known >> f->index & 1) return true;
    if (sector && law_fact_in_pack(f, &sector->own)) return true;
    return !law_fact_of_overlay(law_current(), f);
}

void fact_input_ask(page *o, const law_fact *f, bool unsure, fact_input *io)
{
    page_field *field  = &io->field;
    bool        number = f->kind == LAW_INT && f->value_count == 0;
    if (f->kind == LAW_BOOL) {
        io->options[0]      = (page_option){ S("true"), T(o, part_yes), { 0 } };
        io->options[1]      = (page_option){ S("false"), T(o, part_no), { 0 } };
        io->options[2]      = (page_option){ unknown_key(), T(o, part_unknown), { 0 } };
        field->options      = io->options;
        field->option_count = 3;
        field->narrow       = true;
    } else if (f->kind == LAW_SET) {
        io->options[field->option_count++] = (page_option){ unknown_key(),
                                                            T(o, part_unknown),
                                                            { 0 } };
    }
    io->may_unknown = number;
    io->unknown     = number && unsure;
    if (!number && unsure) {
        bool both    = f->kind == LAW_SET && field->error.len && field->value.len;
        field->value = both ? arena_printf(o->a, STR_FMT " unknown", STR_ARG(field->value))
                            : unknown_key();
    }
    if (!unsure && str_equal(field->value, unknown_key())) field->value = S("");
}

str fact_words(page *o, const law_fact *f, const law_facts *facts)
{
    int64_t v = facts->value[f->index];
    if (!(facts->known >> f->index & 1)) return S("");
    if (f->kind == LAW_BOOL) return v ? T(o, part_yes) : T(o, part_no);
    if (f->kind == LAW_INT && f->value_count == 0) return page_number(o, v);
    return law_fact_words(f, facts, english(o), o->a);
}

// ---- read -----------------------------------------------------------------------------------------

// All values sent under a name, joined by commas: the boxes of a set. False: none was sent.
static bool sent_values(arena *a, const http_request *rq, const char *name, str *out)
{
    buf  b    = buf_in(a, 64, SENT_BYTES_MAX);
    str  key  = str_from(name);
    bool sent = false;
    for (size_t i = 0; i < rq->form_count; i++) {
        if (!str_equal(rq->form[i].name, key)) continue;
        if (b.len) buf_char(&b, ',');
        buf_put(&b, str_trim(rq->form[i].value));
        sent = true;
    }
    *out = buf_str(&b);
    return sent;
}

// "Not known" and an answer beside it: a person has to say which.
static bool contradicts_itself(str sent, str *answer)
{
    str tail = S(",unknown");
    if (sent.len <= tail.len || !str_ends(sent, tail)) return false;
    *answer = str_slice(sent, 0, sent.len - tail.len);
    return true;
}

static void put_fault(const law_fact *f, str name, str rule, str sent, fact_answers *io)
{
    io->typed[f->index]           = sent;
    io->faults[io->fault_count++] = (problem){ .field = name, .rule = rule, .detail = sent };
}

static status fact_read(call *c, const law_fact *f, str name, str sent, fact_answers *io)
{
    int64_t number;
    problem why  = { 0 };
    bool    both = contradicts_itself(sent, &sent), unsure = str_equal(sent, unknown_key());
    bool    count = f->kind == LAW_INT && f->value_count == 0;
    str     text  = unsure ? S("") : sent;
    if (both || unsure) io->unsure |= UINT32_C(1) << f->index;
    if (f->kind == LAW_INT && text.len && text_read_count(text, &number) == ST_OK)
        text = arena_printf(c->a, "%lld", (long long)number);
    status st           = law_fact_set(f, text, &io->facts, &why);
    io->typed[f->index] = (str){ 0 };
    if (st != ST_OK && st != ST_INVALID) return st;
    if (both)
        put_fault(f, name, S("unknown-and-more"), sent, io);
    else if (st == ST_INVALID)
        put_fault(f, name,
                  count && str_equal(why.rule, S("wrong-type")) ? S("number-form") : why.rule, sent,
                  io);
    return ST_OK;
}

status facts_read(call *c, const http_request *rq, size_t part, bool all, fact_answers *io)
{
    const law *l    = law_current();
    io->fault_count = 0;
    io->unsure      = 0;
    for (size_t i = 0; i < law_fact_count(l); i++) {
        const law_fact *f    = law_fact_at(l, i);
        const char     *name = fact_field_name(c->a, f, part);
        str             sent;
        if (!name) return ST_MEMORY;
        if (!sent_values(c->a, rq, name, &sent) && !all) continue;
        TRY(fact_read(c, f, str_from(name), sent, io));
    }
    return ST_OK;
}
