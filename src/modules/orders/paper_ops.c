// paper_ops.c - see paper_ops.h; form 06 as docx.
#include "modules/orders/paper_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"

enum {
    PAPER_BYTES_MAX = 1 << 20,
    WORK_BYTES      = 24 * 1024 * 1024,
    TO_BYTES_MAX    = 8192,
    FACTS_MAX       = 24
};

// ---- canonical -------------------------------------------------------------------------------------

static void put(buf *b, const char *name, str value)
{
    buf_printf(b, ",\n\"%s\": ", name);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_time(buf *b, arena *a, const char *name, int64_t ms)
{
    put(b, name, ms ? time_rfc3339(a, ms) : S(""));
}

static void put_items(buf *b, arena *a, const order *o)
{
    buf_put(b, S(",\n\"items\": ["));
    for (size_t i = 0; i < o->item_count; i++) {
        buf_put(b, i ? S(",\n  {\"words\": ") : S("\n  {\"words\": "));
        buf_json(b, o->items[i].words);
        buf_put(b, S(", \"due\": "));
        buf_json(b, o->items[i].due_ms ? time_rfc3339(a, o->items[i].due_ms) : S(""));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

status order_paper(call *c, const order *o, str *out)
{
    buf b = buf_in(c->a, 16 * 1024, PAPER_BYTES_MAX);
    buf_put(&b, S("{\"format\": \"coloa-order-1\""));
    put(&b, "id", o->uid);
    put(&b, "code", o->code);
    put(&b, "kind", order_kind_key(o->kind));
    put(&b, "number", o->number);
    put(&b, "signed_on", o->signed_on);
    put(&b, "issuer", o->issuer_name);
    put(&b, "signer", o->signer);
    put(&b, "signer_post", o->signer_post);
    put_time(&b, c->a, "sent", o->sent_ms);
    put(&b, "incident", o->incident_code);
    put(&b, "system", o->about_system);
    put(&b, "type", o->about_type);
    put(&b, "class", o->about_class);
    put(&b, "tlp", order_tlp_name(o->tlp));
    put(&b, "severity", order_severity_key(o->severity));
    put(&b, "title", o->title);
    put(&b, "basis", o->basis);
    put(&b, "content", o->content);
    put(&b, "indicators", o->indicators);
    put_items(&b, c->a, o);
    put_time(&b, c->a, "acknowledge_by", o->ack_ms);
    put_time(&b, c->a, "result_by", o->due_ms);
    buf_printf(&b, ",\n\"hours_after_receipt\": %lld", (long long)o->hours);
    put(&b, "reply_to", o->reply_to);
    buf_put(&b, S("\n}\n"));
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

// ---- form 06 ---------------------------------------------------------------------------------------

typedef struct form {
    call                 *c;
    order_card            k;
    incident_letter       p;
    incident_letter_fact  facts[FACTS_MAX];
    incident_letter_table tables[2];
    str                   cells[3 * ORDER_ITEMS_MAX], basis[INCIDENT_LETTER_ROWS_MAX];
} form;

static void fact(form *w, const char *key, str value)
{
    if (w->p.fact_count < FACTS_MAX)
        w->facts[w->p.fact_count++] = (incident_letter_fact){ str_from(key), value };
}

static str number_text(arena *a, int64_t ms)
{
    return ms ? arena_printf(a, "%lld", (long long)ms) : S("");
}

static status to_of(form *w, str *out)
{
    buf    b = buf_in(w->c->a, 512, TO_BYTES_MAX);
    size_t n = 0;
    for (; n < w->k.target_count && b.len < TO_BYTES_MAX / 2; n++) {
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, w->k.targets[n].name);
    }
    if (n < w->k.target_count) { // what does not stand in one cell is counted
        str rest = arena_printf(w->c->a, "%zu", w->k.target_count - n);
        buf_put(&b, text_fmt(w->c->a, LANG_VI, T_orders_form_and_more, &rest, 1));
    }
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

static void items_of(form *w)
{
    const order *o = &w->k.o;
    for (size_t i = 0; i < o->item_count; i++) {
        int64_t due         = o->items[i].due_ms;
        w->cells[3 * i]     = arena_printf(w->c->a, "%zu", i + 1);
        w->cells[3 * i + 1] = o->items[i].words;
        w->cells[3 * i + 2] = due ? text_when(w->c->a, due) : S("");
    }
    w->tables[w->p.table_count++] = (incident_letter_table){
        .name = S("viec"), .cells = w->cells, .rows = o->item_count, .columns = 3
    };
}

static void basis_of(form *w)
{
    size_t n = 0;
    for (str line, rest = w->k.o.basis; rest.len && n < INCIDENT_LETTER_ROWS_MAX;) {
        if (!str_cut(rest, '\n', &line, &rest)) rest = S("");
        line = str_trim(line);
        if (line.len) w->basis[n++] = line;
    }
    w->tables[w->p.table_count++] = (incident_letter_table){
        .name = S("can_cu"), .cells = w->basis, .rows = n, .columns = 1
    };
}

static str result_by(form *w)
{
    const order *o = &w->k.o;
    if (o->due_ms) return number_text(w->c->a, o->due_ms);
    str hours = arena_printf(w->c->a, "%lld", (long long)o->hours);
    return text_fmt(w->c->a, LANG_VI, T_orders_hours_after, &hours, 1);
}

// An address is digits, dots, colons and a mask; all else of the indicators is a name.
static bool is_address(str line)
{
    bool digit = false;
    for (ptrdiff_t i = 0; i < line.len; i++) {
        char c   = line.ptr[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!hex && c != '.' && c != ':' && c != '/' && c != '[' && c != ']') return false;
        digit |= c == '.' || c == ':';
    }
    return digit;
}

static status indicators_of(form *w)
{
    buf names = buf_in(w->c->a, 512, 2 * ORDER_LONG_MAX * 4);
    buf ips   = buf_in(w->c->a, 512, 2 * ORDER_LONG_MAX * 4);
    for (str line, rest = w->k.o.indicators; rest.len;) {
        if (!str_cut(rest, '\n', &line, &rest)) rest = S("");
        line   = str_trim(line);
        buf *b = is_address(line) ? &ips : &names;
        if (!line.len) continue;
        buf_put(b, line);
        buf_char(b, '\n');
    }
    fact(w, "domains", buf_str(&names));
    fact(w, "ips", buf_str(&ips));
    return names.failed || ips.failed ? ST_MEMORY : ST_OK;
}

static status fill(form *w)
{
    const order *o        = &w->k.o;
    bool         commands = o->kind == ORDER_COMMAND;
    TRY(incident_letter_head(w->c, o->issuer_id, &w->p));
    if (o->state != ORDER_DRAFT) { // as it was sent
        w->p.issuer      = o->issuer_name;
        w->p.number      = o->number;
        w->p.issued      = o->signed_on;
        w->p.signer      = o->signer;
        w->p.signer_post = o->signer_post;
    }
    fact(w, "code", o->incident_code);
    fact(w, "system_name", o->about_system);
    fact(w, "type", o->about_type);
    fact(w, "class", o->about_class);
    fact(w, "description", o->content);
    fact(w, "order_title",
         text_get(LANG_VI, commands ? T_orders_form_command : T_orders_form_request));
    fact(w, "order_verb", text_get(LANG_VI, commands ? T_orders_form_orders : T_orders_form_asks));
    fact(w, "coordinator", w->p.issuer);
    fact(w, "acknowledge_by", number_text(w->c->a, o->ack_ms));
    fact(w, "result_by", result_by(w));
    fact(w, "reply_to", o->reply_to);
    fact(w, "tlp", order_tlp_name(o->tlp));
    items_of(w);
    basis_of(w);
    w->p.facts  = w->facts;
    w->p.tables = w->tables;
    TRY(indicators_of(w));
    return to_of(w, &w->p.to);
}

status order_docx(call *c, int64_t id, str *docx, problem *why)
{
    form *w = NEW(c->a, form, 1);
    arena work;
    str   made;
    if (!w) return ST_MEMORY;
    w->c = c;
    TRY(order_card_load(c, id, &w->k));
    if (w->k.o.kind == ORDER_WARNING) return ST_MISSING;
    TRY(fill(w));
    TRY(os_map(WORK_BYTES, &work));
    status st = incident_letter_make(law_current(), S("mau-06"), &w->p, &work, &made, why);
    if (st == ST_OK) st = arena_copy(c->a, made, docx);
    os_unmap(&work);
    return st;
}
