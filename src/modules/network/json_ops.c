// json_ops.c - see json_ops.h.
#include "modules/network/json_ops.h"

static void put(buf *b, const char *name, str value)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_or_null(buf *b, const char *name, str value)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value.len ? value : (str){ 0 });
}

static void put_time(buf *b, arena *a, const char *name, int64_t at_ms)
{
    put_or_null(b, name, at_ms ? time_rfc3339(a, at_ms) : S(""));
}

static void put_fields(buf *b, arena *a, const member *m)
{
    (void)a;
    buf_printf(b, "\"id\":\"%lld\"", (long long)m->id);
    put_or_null(b, "code", m->code);
    put(b, "body", m->body_code);
    put(b, "name", m->body_name);
    put(b, "category", m->category);
    buf_printf(b, ",\"obligatory\":%s", m->obligatory ? "true" : "false");
    put(b, "cluster", m->cluster);
    put(b, "state", member_state_key(m->state));
    put_or_null(b, "from", m->valid_from);
    put_or_null(b, "to", m->valid_to);
    put(b, "reason", m->reason);
    buf_printf(b, ",\"version\":%lld", (long long)m->version);
}

void network_put_member(buf *b, arena *a, const member *m)
{
    buf_char(b, '{');
    put_fields(b, a, m);
    buf_char(b, '}');
}

void network_put_page(buf *b, arena *a, const network_page *p)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < p->count; i++) {
        if (i) buf_char(b, ',');
        network_put_member(b, a, &p->items[i]);
    }
    buf_printf(b, "],\"total\":%lld,\"next\":", (long long)p->total);
    buf_json(b, p->next.len ? p->next : (str){ 0 });
    buf_char(b, '}');
}

void network_put_duty(buf *b, const on_duty *o)
{
    if (!o->shift && !o->kind) {
        buf_put(b, S("null"));
        return;
    }
    buf_put(b, S("{\"by\":"));
    buf_json(b, o->shift ? S("roster") : contact_kind_key(o->kind));
    put(b, "name", o->name);
    put(b, "post", o->post);
    put(b, "phone", o->phone);
    put(b, "mobile", o->mobile);
    put(b, "email", o->email);
    buf_char(b, '}');
}

static void put_texts(buf *b, const member_card *k)
{
    buf_put(b, S(",\"fields\":{"));
    for (int i = 0; i < MEMBER_FIELDS; i++) {
        buf_printf(b, "%s\"%s\":", i ? "," : "", member_fields[i].key);
        buf_json(b, k->texts[i].ptr ? k->texts[i] : S(""));
    }
    buf_char(b, '}');
}

static void put_contacts(buf *b, arena *a, const member_card *k, bool former_too)
{
    bool first = true;
    buf_put(b, S(",\"contacts\":["));
    for (size_t i = 0; i < k->contact_count; i++) {
        const member_contact *one = &k->contacts[i];
        if (one->ended_ms && !former_too) continue;
        buf_printf(b, "%s{\"kind\":", first ? "" : ",");
        first = false;
        buf_json(b, contact_kind_key(one->kind));
        put(b, "name", one->name);
        put(b, "post", one->post);
        put(b, "address", one->address);
        put(b, "phone", one->phone);
        put(b, "mobile", one->mobile);
        put(b, "fax", one->fax);
        put(b, "email", one->email);
        put_time(b, a, "changed_at", one->changed_ms);
        if (former_too) {
            put_time(b, a, "told_at", one->told_ms);
            put_time(b, a, "ended_at", one->ended_ms);
            put(b, "late_reason", one->late_why);
            bool late = one->told_ms && contact_is_late(one->changed_ms, one->told_ms);
            buf_printf(b, ",\"late\":%s", late ? "true" : "false");
        }
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_systems(buf *b, const member_card *k)
{
    buf_put(b, S(",\"systems\":["));
    for (size_t i = 0; i < k->system_count; i++) {
        const member_system *s = &k->systems[i];
        buf_printf(b, "%s{\"level\":%d", i ? "," : "", s->level);
        put(b, "code", s->code);
        put(b, "name", s->name);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_staff(buf *b, const member_card *k)
{
    size_t                   count;
    const law_member_number *rule  = law_member_numbers(law_current(), &count);
    bool                     first = true;
    buf_put(b, S(",\"numbers\":{"));
    for (size_t i = 0; i < count; i++) {
        if (!rule[i].group.len) continue;
        if (!first) buf_char(b, ',');
        first = false;
        buf_json(b, rule[i].id);
        buf_printf(b, ":%lld", (long long)k->numbers[i]);
    }
    buf_put(b, S("},\"staff\":["));
    for (size_t i = 0; i < k->staff_count; i++) {
        const member_staff *s = &k->staff[i];
        buf_printf(b, "%s{\"name\":", i ? "," : "");
        buf_json(b, s->name);
        put(b, "school", s->school);
        put(b, "major", s->major);
        put(b, "degree", s->degree);
        put(b, "graduated", s->graduated);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_roster(buf *b, arena *a, const member_card *k)
{
    buf_put(b, S(",\"on_duty\":"));
    network_put_duty(b, &k->now);
    buf_put(b, S(",\"roster\":["));
    for (size_t i = 0; i < k->shift_count; i++) {
        const duty_shift *s = &k->roster[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)s->id);
        put_time(b, a, "from", s->from_ms);
        put_time(b, a, "to", s->to_ms);
        put(b, "name", s->name);
        put(b, "phone", s->phone);
        put(b, "email", s->email);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"gaps\":["));
    for (size_t i = 0; i < k->gap_count; i++) {
        buf_printf(b, "%s{\"from\":", i ? "," : "");
        buf_json(b, time_rfc3339(a, k->gaps[i].from_ms));
        put_time(b, a, "to", k->gaps[i].to_ms);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_duties(buf *b, const member_card *k)
{
    static const char *const states[] = { "met", "soon", "late" };
    buf_put(b, S(",\"duties\":["));
    for (size_t i = 0; i < k->duty_count; i++) {
        const member_duty *y = &k->duties[i];
        buf_printf(b, "%s{\"id\":", i ? "," : "");
        buf_json(b, y->law->id);
        put(b, "state", str_from(states[y->state - 1]));
        put_or_null(b, "due", y->due_on);
        buf_printf(b, ",\"late\":%lld", (long long)y->n);
        put(b, "cite", y->law->cite);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"profiles\":["));
    for (size_t i = 0; i < k->profile_count; i++) {
        const member_profile *p = &k->profiles[i];
        buf_printf(b, "%s{\"id\":\"%lld\",\"systems\":%lld,\"staff\":%lld", i ? "," : "",
                   (long long)p->id, (long long)p->systems, (long long)p->staff);
        put(b, "on", p->on_day);
        put(b, "sha256", p->sha256);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_plans(buf *b, const member_card *k)
{
    buf_put(b, S(",\"plans\":["));
    for (size_t i = 0; i < k->plan_count; i++) {
        const member_plan *p = &k->plans[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)p->id);
        put(b, "title", p->title);
        put(b, "outline", p->outline);
        put(b, "running", p->running);
        put(b, "maker", p->maker);
        put(b, "made_on", p->made_on);
        put(b, "approver", p->approver);
        put_or_null(b, "approved_on", p->approved_on);
        put(b, "number", p->doc_no);
        buf_printf(b, ",\"over\":%s}", p->over ? "true" : "false");
    }
    buf_char(b, ']');
}

static void put_events(buf *b, arena *a, const member_card *k)
{
    buf_put(b, S(",\"events\":["));
    for (size_t i = 0; i < k->event_count; i++) {
        const member_event *e = &k->events[i];
        buf_printf(b, "%s{\"at\":", i ? "," : "");
        buf_json(b, time_rfc3339(a, e->at_ms));
        put(b, "act", e->act);
        put(b, "person", e->person);
        put(b, "body", e->body_name);
        put(b, "detail", e->detail);
        put(b, "reason", e->reason);
        put_or_null(b, "letter",
                    e->letter_id ? arena_printf(a, "%lld", (long long)e->letter_id) : S(""));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

void network_put_card(buf *b, arena *a, const member_card *k)
{
    buf_char(b, '{');
    put_fields(b, a, &k->m);
    put_texts(b, k);
    put_contacts(b, a, k, k->own || k->coordinates);
    put_roster(b, a, k);
    put_plans(b, k);
    if (k->own || k->coordinates) {
        put_staff(b, k);
        put_duties(b, k);
        put_events(b, a, k);
    }
    buf_char(b, '}');
}

void network_put_profile(buf *b, arena *a, const member_card *k)
{
    buf_put(b, S("{\"form\":\"TT20-01\""));
    put_or_null(b, "code", k->m.code);
    put(b, "body", k->m.body_code);
    put(b, "name", k->m.body_name);
    put(b, "category", k->m.category);
    put_texts(b, k);
    put_contacts(b, a, k, false);
    put_systems(b, k);
    put_staff(b, k);
    buf_char(b, '}');
}
