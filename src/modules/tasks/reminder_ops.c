// reminder_ops.c - the calendar's address, and who wants a daily mail; see reminder_ops.h.
#include "modules/tasks/reminder_ops.h"

#include "kit/os/os.h"
#include "modules/tasks/feed.h"
#include "modules/tasks/task_store.h"
#include "modules/tasks/tasks_queries.gen.h"

#include <sodium.h>

enum { TOKEN_BYTES = FEED_TOKEN_CHARS / 2, FEED_BYTES_MAX = 512 * 1024 };

static lang lang_of(str code)
{
    return str_equal(code, S("en")) ? LANG_EN : LANG_VI;
}

status tasks_of(call *c, int64_t person, task_list *out)
{
    db *d;
    TRY(call_db(c, &d));
    TRY(task_load_of_person(d, c, person, REMIND_TASKS_MAX, &out->items, &out->count));
    out->more = out->count == REMIND_TASKS_MAX;
    return ST_OK;
}

// ---- the calendar -----------------------------------------------------------------------------------

static status hash_of(arena *a, const unsigned char *bytes, str *out)
{
    unsigned char *hash = NEW(a, unsigned char, 32);
    if (!hash) return ST_MEMORY;
    if (crypto_generichash(hash, 32, bytes, TOKEN_BYTES, NULL, 0) != 0) return ST_BROKEN;
    *out = (str){ (const char *)hash, 32 };
    return ST_OK;
}

typedef struct feeding {
    call *c;
    str   hash;
} feeding;

static status make(db *d, void *ctx)
{
    const feeding *w  = ctx;
    feed_set_in    in = { w->c->who.person_id, w->hash, w->c->now_ms };
    TRY(feed_set(d, &in, NULL));
    return audit_write(w->c, S("tasks.feed_make"), S("person"), w->c->who.person_id, S(""));
}

status feed_make(call *c, str *token)
{
    unsigned char bytes[TOKEN_BYTES];
    feeding       w    = { .c = c };
    buf           text = buf_in(c->a, FEED_TOKEN_CHARS + 1, FEED_TOKEN_CHARS + 1);
    if (c->who.person_id <= 0) return ST_FORBIDDEN;
    TRY(os_random(bytes, sizeof(bytes)));
    buf_hex(&text, (str){ (const char *)bytes, TOKEN_BYTES });
    TRY(hash_of(c->a, bytes, &w.hash));
    sodium_memzero(bytes, sizeof(bytes));
    if (text.failed) return ST_MEMORY;
    TRY(call_act(c, make, &w));
    *token = buf_str(&text);
    return ST_OK;
}

static status end(db *d, void *ctx)
{
    const feeding *w = ctx;
    TRY(feed_drop(d, &(feed_drop_in){ w->c->who.person_id }, NULL));
    return audit_write(w->c, S("tasks.feed_end"), S("person"), w->c->who.person_id, S(""));
}

status feed_end(call *c)
{
    feeding w = { .c = c };
    return call_act(c, end, &w);
}

status feed_made(call *c, int64_t *made_ms)
{
    db         *d;
    feed_of_row row;
    TRY(call_db(c, &d));
    status st = feed_of(d, &(feed_of_in){ c->who.person_id }, c->a, &row);
    *made_ms  = st == ST_OK ? row.made_ms : 0;
    return st == ST_MISSING ? ST_OK : st;
}

// The token is random, so looking it up by its hash leaks nothing.
status feed_write(call *c, str token, str base, str *out)
{
    unsigned char   bytes[TOKEN_BYTES];
    db             *d;
    str             hash;
    feed_person_row row;
    task_list       list;
    if (token.len != FEED_TOKEN_CHARS || !hex_decode(token, bytes, sizeof(bytes)))
        return ST_MISSING;
    TRY(hash_of(c->a, bytes, &hash));
    TRY(call_db(c, &d));
    TRY(feed_person(d, &(feed_person_in){ hash }, c->a, &row));
    c->lang = lang_of(row.lang);
    TRY(tasks_of(c, row.person, &list));
    buf        b = buf_in(c->a, 4096, FEED_BYTES_MAX);
    const feed f = { c->lang, base };
    feed_put(&b, &f, list.items, list.count);
    if (b.failed) return ST_MEMORY;
    *out = buf_str(&b);
    return ST_OK;
}

// ---- who wants a mail -------------------------------------------------------------------------------

status mail_choice_load(call *c, mail_choice *out)
{
    db          *d;
    daily_of_row row;
    *out = (mail_choice){ .email = S("") };
    TRY(call_db(c, &d));
    status st = daily_of(d, &(daily_of_in){ c->who.person_id }, c->a, &row);
    if (st != ST_OK) return st == ST_MISSING ? ST_OK : st;
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    *out = (mail_choice){ .email = row.email,
                          .wants = row.wants != 0,
                          .state = str_equal(row.day, today) ? (mail_day)row.state : MAIL_DAY_NONE,
                          .sent_ms = row.sent_ms };
    return ST_OK;
}

typedef struct saving {
    call              *c;
    const mail_choice *typed;
} saving;

static status save(db *d, void *ctx)
{
    const saving *w  = ctx;
    daily_save_in in = { w->c->who.person_id, w->typed->email, w->typed->wants };
    TRY(daily_save(d, &in, NULL));
    return audit_write(w->c, w->typed->wants ? S("tasks.mail_on") : S("tasks.mail_off"),
                       S("person"), w->c->who.person_id, S(""));
}

status mail_choice_save(call *c, const mail_choice *typed, problem *why)
{
    mail_choice kept = { .email = str_trim(typed->email), .wants = typed->wants };
    if (c->who.person_id <= 0) return ST_FORBIDDEN;
    if (kept.wants && !kept.email.len)
        return problem_set(why, ST_INVALID, S("email"), S("required"));
    if (kept.email.len && !mail_address_good(kept.email))
        return problem_detail(why, ST_INVALID, S("email"), S("email-form"), kept.email);
    saving w = { c, &kept };
    return call_act(c, save, &w);
}
