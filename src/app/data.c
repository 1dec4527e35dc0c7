// data.c - the data folder: locked by one process, opened once, marked when it is a demo.
#include "app/app.h"

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "kit/sign/node_key.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/evidence/evidence.h"
#include "modules/forensics/forensics.h"
#include "modules/hunts/hunts.h"
#include "modules/incidents/incidents.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/orders/orders.h"
#include "modules/organisations/organisations.h"
#include "modules/reports/reports.h"
#include "modules/systems/systems.h"
#include "modules/tasks/tasks.h"

static const str lock_name = STR("coloa.lock");
static const str demo_mark = STR("demo");

// A demo folder is marked when it is made; an existing folder is what it was.
static status settle_demo(int folder, const app_options *o, bool *demo, problem *why)
{
    os_file_info info;
    bool         marked = os_info_of(folder, demo_mark, &info) == ST_OK;
    bool         old    = os_info_of(folder, S("coloa.db"), &info) == ST_OK;
    if (o->demo && old && !marked) {
        return problem_detail(why, ST_INVALID, S("--data"), S("not-a-demo"), o->data);
    }
    if (o->demo && !marked) TRY(os_replace_file(folder, demo_mark, S("")));
    *demo = o->demo || marked;
    return ST_OK;
}

status app_data_open(arena *a, const app_options *o, app_data *out, problem *why)
{
    (void)a;
    app_data made = { .lock_fd = -1, .folder_fd = -1, .folder = o->data };
    status   st   = os_make_folders(OS_CWD, o->data);
    if (st == ST_OK) st = os_open_folder(OS_CWD, o->data, &made.folder_fd);
    if (st != ST_OK) return problem_detail(why, st, S("--data"), S("cannot-open"), o->data);
    // Several processes may serve one PostgreSQL; each still has a folder of its own.
    st = os_lock(made.folder_fd, lock_name, &made.lock_fd);
    if (st == ST_CONFLICT) problem_detail(why, st, S("--data"), S("folder-in-use"), o->data);
    if (st == ST_OK) st = settle_demo(made.folder_fd, o, &made.demo, why);
    store_options options = { .folder = o->data, .database = o->database };
    os_file_info  mark;
    if (st == ST_OK && os_info_of(made.folder_fd, S("restoring"), &mark) == ST_OK)
        st = problem_detail(why, ST_INVALID, S("--data"), S("restore-unfinished"), o->data);
    if (st == ST_OK) {
        organisations_heirs(app_heirs, app_heir_count);
        tasks_sources(app_sources, app_source_count);
        systems_gate(dossiers_gate);
        controls_keep(&dossiers_keeper);
        network_led_by(incidents_lead);
        network_hunts_by(hunts_network);
        systems_part_add(hunts_system_part);
        case_part_add(hunts_case_part);
        incidents_room_add(orders_of_incident);
        incidents_summary_add(hunts_summary_part);
        reports_offer_add(hunts_offer);
        node_key_lend(made.folder_fd);
        blobs_lend(made.folder_fd);
        evidence_tellers(app_tellers, app_teller_count);
        call_blob_keepers(app_keepers, app_keeper_count);
        evidence_part_keeper(forensics_part_known);
        st = store_open(&options, &made.store, why);
    }
    if (st != ST_OK)
        app_data_close(&made);
    else
        *out = made;
    return st;
}

void app_data_close(app_data *d)
{
    store_close(d->store);
    blobs_lend(-1);
    node_key_lend(-1);
    os_close(d->folder_fd);
    os_close(d->lock_fd);
    *d = (app_data){ .lock_fd = -1, .folder_fd = -1 };
}
