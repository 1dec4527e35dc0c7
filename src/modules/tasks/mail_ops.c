// mail_ops.c - the daily mail: one a day for each person who wants it and has something. Begun in an act
// before anything is sent, ended in another after: what is begun and not ended is never sent again.
#include "modules/tasks/reminder_ops.h"

#include "kit/os/os.h"
#include "modules/tasks/tasks_queries.gen.h"

static tasks_host lent; // set once, before the first request or command

void tasks_lend(const tasks_host *h)
{
    lent = *h;
}

const tasks_host *tasks_lent(void)
{
    return &lent;
}

// ---- one person -------------------------------------------------------------------------------------

typedef struct mailing {
    call    *c;
    job     *j;
    int64_t  person;
    str      day;
    bool     begun;
    mail_day end;
    int64_t  sent_ms;
    str      rule, detail; // why the server did not take one; rule empty: it did
} mailing;

static status begin(db *d, void *ctx)
{
    mailing       *w = ctx;
    int64_t        changed;
    daily_begin_in in = { w->person, w->day, w->c->now_ms, MAIL_TRIES };
    TRY(daily_begin(d, &in, &changed));
    w->begun = changed > 0;
    return ST_OK;
}

static status finish(db *d, void *ctx)
{
    mailing     *w  = ctx;
    daily_end_in in = { .person  = w->person,
                        .day     = w->day,
                        .state   = w->end,
                        .next_ms = w->c->now_ms + MAIL_AGAIN_MS - 60 * 1000,
                        .sent_ms = w->sent_ms };
    TRY(daily_end(d, &in, NULL));
    if (w->end == MAIL_DAY_TAKEN)
        return mail_round_good(d, &(mail_round_good_in){ w->c->now_ms }, NULL);
    if (w->end == MAIL_DAY_EMPTY) return ST_OK;
    return mail_round_bad(d, &(mail_round_bad_in){ w->c->now_ms, w->rule, w->detail }, NULL);
}

// False: the job was cancelled, or the program stops.
static bool go_on(void *ctx)
{
    return job_progress(ctx, 0, 0, (str){ 0 }) == ST_OK;
}

static mail_day day_of_end(mail_end end)
{
    switch (end) {
    case MAIL_TAKEN: return MAIL_DAY_TAKEN;
    case MAIL_REFUSED: return MAIL_DAY_REFUSED;
    case MAIL_UNSURE: return MAIL_DAY_UNSURE;
    case MAIL_NOT_TAKEN:
    case MAIL_STOPPED: return MAIL_DAY_AGAIN;
    }
    return MAIL_DAY_UNSURE;
}

static status send_digest(mailing *w, str email, const task_list *list)
{
    call *c = w->c;
    buf   b = buf_in(c->a, 4096, MAIL_TEXT_MAX);
    digest_put(&b, c->lang, list, c->now_ms, lent.link);
    const mail m   = { .to      = email,
                       .subject = digest_subject(c->a, c->lang, list, c->now_ms),
                       .text    = buf_str(&b),
                       .id      = arena_printf(c->a, "tasks-" STR_FMT "-%lld", STR_ARG(w->day),
                                               (long long)w->person),
                       .at_ms   = c->now_ms };
    problem    why = { .rule = S(""), .detail = S("") };
    if (b.failed || !m.subject.ptr || !m.id.ptr) return ST_MEMORY;
    w->end     = day_of_end(mail_send(c->a, &lent.mail, &m, go_on, w->j, &why));
    w->sent_ms = w->end == MAIL_DAY_TAKEN ? c->now_ms : 0;
    w->rule    = why.rule;
    w->detail  = why.detail.ptr ? why.detail : S("");
    return ST_OK;
}

static status mail_person(mailing *w, const dailies_due_row *to)
{
    task_list list;
    call     *c = w->c;
    w->person   = to->person;
    c->lang     = str_equal(to->lang, S("en")) ? LANG_EN : LANG_VI;
    TRY(call_act(c, begin, w));
    if (!w->begun) return ST_OK; // another node has it
    TRY(tasks_of(c, to->person, &list));
    call_end(c);
    w->end  = MAIL_DAY_EMPTY;
    w->rule = w->detail = S("");
    w->sent_ms          = 0;
    if (list.count) TRY(send_digest(w, to->email, &list));
    return call_act(c, finish, w);
}

// ---- the round --------------------------------------------------------------------------------------

static status load_due(call *c, str today, int64_t after, size_t most, dailies_due_row **rows,
                       size_t *count)
{
    db            *d;
    dailies_due_in in = { today, c->now_ms, MAIL_TRIES, after, (int64_t)most };
    TRY(call_db(c, &d));
    TRY(dailies_due(d, &in, c->a, rows, count));
    return ST_OK;
}

// Ends at the first that the server did not take: it is down, and the round is begun again later.
static status mail_job(call *c, job *j, problem *why)
{
    enum { AT_ONCE = 50 };
    mailing w     = { .c = c, .j = j, .day = organisations_day(c) };
    int64_t after = 0;
    size_t  count = AT_ONCE;
    (void)why;
    if (!w.day.ptr) return ST_MEMORY;
    while (count == AT_ONCE && lent.mail.url.len) {
        arena            kept = *c->a;
        dailies_due_row *rows;
        TRY(load_due(c, w.day, after, AT_ONCE, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(job_progress(j, 0, 0, (str){ 0 }));
            TRY(mail_person(&w, &rows[i]));
            if (w.begun && w.end == MAIL_DAY_AGAIN) return ST_OK;
            after = rows[i].person;
        }
        *c->a = kept;
    }
    return ST_OK;
}

static const job_kind kinds[]    = { { "tasks.mail", mail_job, 1 } };
const job_table       tasks_jobs = { kinds, COUNT(kinds) };

static status ask(db *d, void *ctx)
{
    call               *c = ctx;
    int64_t             changed, id;
    mail_round_begin_in in    = { c->now_ms, c->now_ms + MAIL_AGAIN_MS };
    job_draft           draft = { .kind = S("tasks.mail"), .title = S("mail") };
    TRY(mail_round_begin(d, &in, &changed));
    return changed ? jobs_add(c, &draft, &id, NULL) : ST_OK;
}

// Once a minute: begins a round when somebody's mail of today is due.
status tasks_mail_minute(call *c)
{
    dailies_due_row *rows;
    size_t           count;
    str              today = organisations_day(c);
    int64_t          hour  = (c->now_ms / 60000 + VIETNAM_OFFSET_MINUTES) / 60 % 24;
    if (!lent.mail.url.len || hour < MAIL_HOUR) return ST_OK;
    if (!today.ptr) return ST_MEMORY;
    TRY(load_due(c, today, 0, 1, &rows, &count));
    return count ? call_act(c, ask, c) : ST_OK;
}

status tasks_mail_look(call *c, tasks_mail_state *out)
{
    db            *d;
    mail_round_row row;
    TRY(call_db(c, &d));
    TRY(mail_round(d, c->a, &row));
    *out = (tasks_mail_state){ .server = lent.mail.url,
                               .from   = lent.mail.from,
                               .ok_ms  = row.ok_ms,
                               .bad_ms = row.bad_ms,
                               .rule   = row.rule,
                               .detail = row.detail };
    return ST_OK;
}
