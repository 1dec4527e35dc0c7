// incidents_test_kit.c - see incidents_test_kit.h.
#include "modules/incidents/incidents_test_kit.h"

arena incident_test_arena(void)
{
    return test_arena(48 * 1024 * 1024);
}

call incident_officer(store *s, arena *a, const char *code)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE;
    c.who.body_name = str_from(code);
    return c;
}

int64_t incident_told(call *c, const char *system, const char *detected)
{
    int64_t              id    = 0;
    incident_problems    bad   = { .count = 0 };
    const incident_value all[] = {
        { S("title"), S("Cổng dịch vụ bị tấn công") },  { S("detected"), str_from(detected) },
        { S("description"), S("Không truy cập được") }, { S("present_state"), S("unhandled") },
        { S("contact_name"), S("Lê Thị Mẫu") },         { S("contact_phone"), S("0123 456 789") }
    };
    const incident_draft d = {
        .system = str_from(system), .values = all, .count = COUNT(all), .open = true
    };
    status st = incidents_add(c, &d, &id, &bad);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(bad.items[0].field),
                 STR_ARG(bad.items[0].rule));
    call_end(c);
    return id;
}

incident incident_loaded(call *c, int64_t id)
{
    incident i;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    call_end(c);
    return i;
}

status incident_moved(call *c, int64_t id, incident_state to, const char *reason, problem *why)
{
    incident_move m  = { .id = id, .to = to, .reason = str_from(reason) };
    status        st = incidents_move(c, &m, why);
    call_end(c);
    return st;
}

void incident_moves(call *c, int64_t id, incident_state to)
{
    problem why = { 0 };
    status  st  = incident_moved(c, id, to, "", &why);
    if (st != ST_OK) fail_msg("to %d: %s " STR_FMT, to, status_name(st), STR_ARG(why.rule));
}

void incident_test_seat(call *machine, const char *part, const char *body_code)
{
    problem                   why = { 0 };
    int64_t                   id;
    const incident_seat_draft d = { str_from(part), str_from(body_code), S("Quyết định Mẫu"),
                                    S("2020-01-01"), S("") };
    assert_int_equal(incident_seats_add(machine, &d, &id, &why), ST_OK);
    call_end(machine);
}

void incident_set(call *c, int64_t id, const char *key, const char *value, const char *reason,
                  incident_problems *bad)
{
    const incident_value  v  = { str_from(key), str_from(value) };
    const incident_change k  = { .id = id, .values = &v, .count = 1, .reason = str_from(reason) };
    status                st = incidents_change(c, &k, bad);
    assert_int_equal(st, bad->count ? ST_INVALID : ST_OK);
    call_end(c);
}
