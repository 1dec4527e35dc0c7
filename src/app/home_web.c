// home_web.c - the first page: counts by level from scope's counters, and what to do next.
#include "app/app.h"
#include "app/home.h"
#include "app/home_pages.gen.h"

#include "modules/operations/operations.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

static void add_cell(home_view *v, const scope_count *cell)
{
    law_result result;
    int        level;
    system_scope_level_read(cell->level, &result, &level);
    v->total += cell->n;
    if (result == LAW_NO_RULE || level < 1 || level > HOME_LEVELS) {
        v->no_rule += cell->n;
        v->open += cell->n;
        return;
    }
    home_level *l = &v->levels[level - 1];
    if (result == LAW_DECIDED) {
        l->decided += cell->n;
        v->decided += cell->n;
    } else {
        l->at_least += cell->n;
        v->open += cell->n;
    }
}

static status home_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    scope_counts counts = { 0 };
    home_view    v      = { 0 };
    (void)why;
    TRY(scope_counts_load(c, SCOPE_SYSTEM, &counts));
    for (int i = 0; i < HOME_LEVELS; i++) v.levels[i].level = i + 1;
    for (size_t i = 0; i < counts.count; i++) add_cell(&v, &counts.cells[i]);
    page o = page_open(c, rq, rs);
    TRY(tasks_block_fill(c, &o, &v.tasks));
    v.may_write = call_may(c, RIGHT_SYSTEMS_WRITE);
    v.as_of     = page_when(&o, c->now_ms);
    v.frame     = (page_frame){ .title = T(&o, home_title), .menu = "home" };
    home_page(&o, &v);
    return page_close(&o, rs, 200);
}

static const web_route routes[] = {
    { HTTP_GET, "/", RIGHT_SIGNED_IN, home_get, "What the acting body sees, counted by level",
      .flags = 0 },
    { HTTP_GET, "/van-hanh", RIGHT_ACCOUNTS_ADMIN, operations_get,
      "The program's upkeep: doctor, backups, support string", .flags = 0 },
    { HTTP_POST, "/van-hanh/sao-luu", RIGHT_ACCOUNTS_ADMIN, operations_backup_post,
      "Asks for a backup now", .flags = 0 },
    { HTTP_POST, "/van-hanh/cai-dat", RIGHT_ACCOUNTS_ADMIN, operations_settings_post,
      "How the daily backup is made", .flags = 0 },
};

const web_module app_module = { "app", routes, COUNT(routes) };
