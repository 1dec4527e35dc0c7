// json_ops.c - see json_ops.h.
#include "modules/network/json_ops.h"

static void put_fields(buf *b, arena *a, const member *m)
{
    (void)a;
    buf_printf(b, "\"id\":\"%lld\"", (long long)m->id);
    buf_member_or_null(b, "code", m->code);
    buf_member(b, "body", m->body_code);
    buf_member(b, "name", m->body_name);
    buf_member(b, "category", m->category);
    buf_printf(b, ",\"obligatory\":%s", m->obligatory ? "true" : "false");
    buf_member(b, "cluster", m->cluster);
    buf_member(b, "state", member_state_key(m->state));
    buf_member_or_null(b, "from", m->valid_from);
    buf_member_or_null(b, "to", m->valid_to);
    buf_member(b, "reason", m->reason);
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
    buf_member(b, "name", o->name);
    buf_member(b, "post", o->post);
    buf_member(b, "phone", o->phone);
    buf_member(b, "mobile", o->mobile);
    buf_member(b, "email", o->email);
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

static void put_contacts(buf *b, const member_card *k, bool former_too)
{
    bool first = true;
    buf_put(b, S(",\"contacts\":["));
    for (size_t i = 0; i < k->contact_count; i++) {
        const member_contact *one = &k->contacts[i];
        if (one->ended_ms && !former_too) continue;
        buf_printf(b, "%s{\"kind\":", first ? "" : ",");
        first = false;
        buf_json(b, contact_kind_key(one->kind));
        buf_member(b, "name", one->name);
        buf_member(b, "post", one->post);
        buf_member(b, "address", one->address);
        buf_member(b, "phone", one->phone);
        buf_member(b, "mobile", one->mobile);
        buf_member(b, "fax", one->fax);
        buf_member(b, "email", one->email);
        buf_member_time(b, "changed_at", one->changed_ms);
        if (former_too) {
            buf_member_time(b, "told_at", one->told_ms);
            buf_member_time(b, "ended_at", one->ended_ms);
            buf_member(b, "late_reason", one->late_why);
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
        buf_member(b, "code", s->code);
        buf_member(b, "name", s->name);
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
        buf_member(b, "school", s->school);
        buf_member(b, "major", s->major);
        buf_member(b, "degree", s->degree);
        buf_member(b, "graduated", s->graduated);
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
        buf_member_time(b, "from", s->from_ms);
        buf_member_time(b, "to", s->to_ms);
        buf_member(b, "name", s->name);
        buf_member(b, "phone", s->phone);
        buf_member(b, "email", s->email);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"gaps\":["));
    for (size_t i = 0; i < k->gap_count; i++) {
        buf_printf(b, "%s{\"from\":", i ? "," : "");
        buf_json(b, time_rfc3339(a, k->gaps[i].from_ms));
        buf_member_time(b, "to", k->gaps[i].to_ms);
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
        buf_member(b, "state", str_from(states[y->state - 1]));
        buf_member_or_null(b, "due", y->due_on);
        buf_printf(b, ",\"late\":%lld", (long long)y->n);
        buf_member(b, "cite", y->law->cite);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"profiles\":["));
    for (size_t i = 0; i < k->profile_count; i++) {
        const member_profile *p = &k->profiles[i];
        buf_printf(b, "%s{\"id\":\"%lld\",\"systems\":%lld,\"staff\":%lld", i ? "," : "",
                   (long long)p->id, (long long)p->systems, (long long)p->staff);
        buf_member(b, "on", p->on_day);
        buf_member(b, "sha256", p->sha256);
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
        buf_member(b, "title", p->title);
        buf_member(b, "outline", p->outline);
        buf_member(b, "running", p->running);
        buf_member(b, "maker", p->maker);
        buf_member(b, "made_on", p->made_on);
        buf_member(b, "approver", p->approver);
        buf_member_or_null(b, "approved_on", p->approved_on);
        buf_member(b, "number", p->doc_no);
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
        buf_member(b, "act", e->act);
        buf_member(b, "person", e->person);
        buf_member(b, "body", e->body_name);
        buf_member(b, "detail", e->detail);
        buf_member(b, "reason", e->reason);
        buf_member_or_null(b, "letter",
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
    put_contacts(b, k, k->own || k->coordinates);
    put_roster(b, a, k);
    put_plans(b, k);
    if (k->own || k->coordinates) {
        put_staff(b, k);
        put_duties(b, k);
        put_events(b, a, k);
    }
    buf_char(b, '}');
}

void network_put_profile(buf *b, const member_card *k)
{
    buf_put(b, S("{\"form\":\"TT20-01\""));
    buf_member_or_null(b, "code", k->m.code);
    buf_member(b, "body", k->m.body_code);
    buf_member(b, "name", k->m.body_name);
    buf_member(b, "category", k->m.category);
    put_texts(b, k);
    put_contacts(b, k, false);
    put_systems(b, k);
    put_staff(b, k);
    buf_char(b, '}');
}
