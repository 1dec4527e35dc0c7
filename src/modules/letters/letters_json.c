// letters_json.c - see letters_json.h.
#include "modules/letters/letters_json.h"

void letter_put_text(buf *b, const char *name, str value)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_file(buf *b, arena *a, const letter *l)
{
    const letter_file *f = &l->file;
    buf_put(b, S(",\"file\":"));
    if (!f->id) {
        buf_put(b, S("null"));
        return;
    }
    buf_printf(b, "{\"id\":\"%lld\"", (long long)f->id);
    letter_put_text(b, "name", f->name);
    letter_put_text(b, "type", f->type);
    letter_put_text(b, "sha256", f->sha256);
    buf_printf(b, ",\"bytes\":%lld,\"verdict\":\"%s\"", (long long)f->bytes,
               letter_verdict_key(f->verdict));
    buf_member_or_null(b, "checked_at", f->checked_ms ? time_rfc3339(a, f->checked_ms) : S(""));
    // The check is kept as JSON and goes out as it is.
    buf_printf(b, ",\"signatures\":" STR_FMT "}",
               STR_ARG(l->signatures.len ? l->signatures : S("null")));
}

void letter_put_json(buf *b, arena *a, const letter *l)
{
    const letter_data *d = &l->data;
    buf_printf(b, "{\"id\":\"%lld\",\"direction\":\"%s\",\"year\":%lld", (long long)l->id,
               letter_direction_key(d->direction), (long long)d->year);
    letter_put_text(b, "uid", l->uid);
    letter_put_text(b, "body", l->body_code);
    letter_put_text(b, "number", d->entry);
    letter_put_text(b, "ref", d->ref);
    buf_member_or_null(b, "day", d->day);
    letter_put_text(b, "on_day", d->on_day);
    letter_put_text(b, "kind", d->kind);
    letter_put_text(b, "about", d->about);
    letter_put_text(b, "counterpart", d->counterpart);
    letter_put_text(b, "signer", d->signer);
    letter_put_text(b, "note", d->note);
    bool of_system = d->object == LETTER_OF_SYSTEM;
    buf_member_or_null(b, "system",
                       of_system ? arena_printf(a, "%lld", (long long)d->object_id) : S(""));
    put_file(b, a, l);
    letter_put_text(b, "exception", d->exception);
    buf_member_or_null(b, "withdrawn", l->withdrawn_why);
    letter_put_text(b, "person", l->person);
    letter_put_text(b, "recorded_at", time_rfc3339(a, l->made_ms));
    buf_printf(b, ",\"version\":%lld}", (long long)l->version);
}

void letters_put_page(buf *b, arena *a, const letter_page *p)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < p->count; i++) {
        if (i) buf_char(b, ',');
        letter_put_json(b, a, &p->items[i]);
    }
    buf_printf(b, "],\"total\":%lld,\"next\":", (long long)p->total);
    buf_json(b, p->next.len ? p->next : (str){ 0 });
    buf_char(b, '}');
}
