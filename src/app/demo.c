// demo.c - what `serve --demo` shows, in two parts that are never mixed: systems as agencies published
// them, under their owners and read-only for every visitor; and invented bodies (Mẫu) in which a visitor
// may try everything.
#include "app/app.h"
#include "app/demo_cases.h"
#include "app/demo_hunts.h"
#include "app/demo_network.h"
#include "app/invented.h"
#include "app/published.h"

#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

// One link for each role in the invented country; the last sees the published systems and changes
// nothing.
static const struct sample_person {
    const char *role;
    str         login, name, body; // body empty: the top of the real tree
    uint64_t    roles;
} sample_people[] = {
    { "head", STR("mau-thu-truong"), STR("Thủ trưởng (mẫu)"), STR("MAU-BO-01"),
      ROLE_BIT(ROLE_HEAD) },
    { "specialist", STR("mau-chuyen-trach"), STR("Cán bộ chuyên trách (mẫu)"), STR("MAU-BO-01"),
      ROLE_BIT(ROLE_SPECIALIST) | ROLE_BIT(ROLE_SYSTEM_OFFICER) },
    { "operator", STR("mau-van-hanh"), STR("Cán bộ vận hành (mẫu)"), STR("MAU-BO-01-VH"),
      ROLE_BIT(ROLE_OPERATOR) | ROLE_BIT(ROLE_SYSTEM_OFFICER) },
    { "appraiser", STR("mau-tham-dinh"), STR("Người thẩm định (mẫu)"), STR("MAU-BO-01"),
      ROLE_BIT(ROLE_APPRAISER) },
    { "ministry_supervisor", STR("mau-giam-sat"), STR("Cán bộ giám sát (mẫu)"), STR("MAU-BO-01"),
      ROLE_BIT(ROLE_SUPERVISOR) },
    { "centre_coordinator", STR("mau-dieu-phoi"), STR("Điều phối trung tâm (mẫu)"), STR("MAU-NUOC"),
      ROLE_BIT(ROLE_INCIDENT_COORDINATOR) | ROLE_BIT(ROLE_SUPERVISOR) },
    { "analyst", STR("mau-phan-tich"), STR("Chuyên viên phân tích (mẫu)"), STR("MAU-BO-01"),
      ROLE_BIT(ROLE_ANALYST) },
    { "published",
      STR("xem-so-lieu-cong-bo"),
      STR("Người xem số liệu công bố"),
      { 0 },
      ROLE_BIT(ROLE_AUDITOR) },
};

// The level stays with the words of its source: the register's own field takes a number only where
// the source names one for this very system, and no published list does.
static status seed_system(call *c, const published_system *p, problem *why)
{
    static const str unpublished = STR("không công bố");
    system_problems  problems    = { 0 };
    int64_t          id;
    system_data      draft = {
             .name       = p->name,
             .owner      = p->agency_code,
             .purpose    = p->purpose,
             .source     = p->source,
             .source_url = p->source_url,
             .state      = S("running"),
    };
    buf note = buf_in(c->a, 256, 2000);
    buf_printf(&note, "Tên cơ quan khi công bố: " STR_FMT ".", STR_ARG(p->agency_as_published));
    if (!str_equal(p->level, unpublished)) {
        buf_printf(&note, " Cấp độ theo nguồn: " STR_FMT ".", STR_ARG(p->level));
    }
    if (p->note.len) buf_printf(&note, " Ghi chú: " STR_FMT ".", STR_ARG(p->note));
    draft.note = buf_str(&note);
    status st  = systems_add(c, &draft, &id, &problems);
    if (st == ST_INVALID && problems.count) *why = problems.items[0];
    return st;
}

// The invented country coordinates its own incidents.
static status seat_coordinator(call *c, problem *why)
{
    static const str seats[] = { STR("coordinator"), STR("standing") };
    int64_t          id;
    for (size_t i = 0; i < COUNT(seats); i++) {
        const incident_seat_draft d = { .seat  = seats[i],
                                        .body  = S("MAU-NUOC"),
                                        .basis = S("Số liệu minh họa"),
                                        .from  = S("2020-01-01"),
                                        .to    = S("") };
        TRY(incident_seats_add(c, &d, &id, why));
    }
    return ST_OK;
}

status app_demo_seed(call *c, problem *why)
{
    body found;
    if (body_by_code(c, S("MAU-NUOC"), &found) == ST_OK) return ST_OK; // done before
    for (size_t i = 0; i < published_system_count; i++) {
        TRY(seed_system(c, &published_systems[i], why));
    }
    TRY(invented_seed(c, why));
    TRY(seat_coordinator(c, why));
    TRY(demo_network_seed(c, why));
    TRY(demo_hunts_seed(c, why));
    TRY(demo_cases_seed(c, why));
    return scope_counts_fold(c);
}

status app_demo_links(call *c, app_demo_link *out, size_t *count, problem *why)
{
    *count = 0;
    for (size_t i = 0; i < COUNT(sample_people); i++) {
        const struct sample_person *p = &sample_people[i];
        body                        b = { 0 };
        if (p->body.len)
            TRY(body_by_code(c, p->body, &b));
        else
            TRY(body_top(c, &b.id));
        out[*count].role = p->role;
        status st = accounts_demo_link(c, p->login, p->name, b.id, p->roles, &out[*count].path);
        if (st != ST_OK) return problem_set(why, st, p->login, S("cannot-create"));
        (*count)++;
    }
    return ST_OK;
}
