// modules.c - what the program is made of: one line per module in each table.
#include "app/app.h"

#include "kit/web/assets.h"
#include "kit/workflow/workflow.h"
#include "modules/accounts/accounts.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/events/events.h"
#include "modules/evidence/evidence.h"
#include "modules/find/find.h"
#include "modules/forensics/forensics.h"
#include "modules/hunts/hunts.h"
#include "modules/incidents/incidents.h"
#include "modules/law/law.h"
#include "modules/letters/letters.h"
#include "modules/levels/levels.h"
#include "modules/manual/manual.h"
#include "modules/network/network.h"
#include "modules/operations/operations.h"
#include "modules/orders/orders.h"
#include "modules/organisations/organisations.h"
#include "modules/reports/reports.h"
#include "modules/systems/systems.h"
#include "modules/tasks/tasks.h"

const command_table *const app_commands[] = {
    &app_own_commands,
    &law_commands,
    &levels_commands,
    &systems_commands,
    &dossiers_commands,
    &templates_commands,
    &dossiers_way_commands,
    &organisations_commands,
    &accounts_commands,
    &enterprises_commands,
    &operations_commands,
    &tasks_commands,
    &reports_commands,
    &letters_commands,
    &controls_commands,
    &incidents_law_commands,
    &network_commands,
    &incidents_commands,
    &incidents_room_commands,
    &orders_commands,
    &hunts_commands,
    &forensics_commands,
    &forensics_handover_commands,
    &forensics_detect_commands,
    &forensics_indicator_commands,
    &incidents_marks_commands,
    &members_commands,
    &incidents_summary_commands,
    &events_commands,
    &hunt_commands,
};
const size_t app_command_tables = COUNT(app_commands);

const web_module *const app_web_modules[] = {
    &app_module,
    &assets_module,
    &tasks_module,
    &systems_module,
    &letters_module,
    &evidence_module,
    &letters_roots_module,
    &find_module,
    &levels_module,
    &controls_module,
    &dossiers_module,
    &templates_module,
    &dossiers_way_module,
    &network_module,
    &incidents_module,
    &incidents_notices_module,
    &incidents_api_module,
    &incidents_room_api_module,
    &incidents_members_module,
    &incidents_summary_module,
    &orders_module,
    &orders_api_module,
    &forensics_module,
    &forensics_items_module,
    &forensics_handovers_module,
    &forensics_findings_module,
    &forensics_indicators_module,
    &forensics_findings_api_module,
    &forensics_api_module,
    &hunts_module,
    &hunts_api_module,
    &incidents_marks_module,
    &incidents_marks_api_module,
    &reports_module,
    &reports_api_module,
    &organisations_module,
    &organisations_parts_module,
    &organisations_changes_module,
    &accounts_module,
    &enterprises_module,
    &law_module,
    &manual_module,
};
const size_t app_web_module_count = COUNT(app_web_modules);

const job_table *const app_job_tables[]    = { &systems_jobs, &levels_jobs, &operations_jobs,
                                               &tasks_jobs, &forensics_jobs };
const size_t           app_job_table_count = COUNT(app_job_tables);

extern const sql_module call_sql, jobs_sql, organisations_sql, accounts_sql, systems_sql,
    levels_sql, dossiers_sql, reports_sql;

const sql_module *const app_sql_modules[] = {
    &call_sql,    &jobs_sql,      &timers_sql,   &workflow_sql, &organisations_sql, &accounts_sql,
    &tasks_sql,   &systems_sql,   &levels_sql,   &dossiers_sql, &law_sql,           &operations_sql,
    &reports_sql, &letters_sql,   &evidence_sql, &controls_sql, &network_sql,       &incidents_sql,
    &orders_sql,  &forensics_sql, &hunts_sql,
};
const size_t app_sql_module_count = COUNT(app_sql_modules);

const body_heir *const app_heirs[]    = { &systems_heir,   &letters_heir, &accounts_heir,
                                          &reports_heir,   &tasks_heir,   &network_heir,
                                          &incidents_heir, &orders_heir,  &forensics_heir,
                                          &hunts_heir };
const size_t           app_heir_count = COUNT(app_heirs);

const evidence_teller *const app_tellers[]    = { &controls_teller,       &dossiers_teller,
                                                  &papers_teller,         &incidents_task_teller,
                                                  &incidents_file_teller, &hunts_teller };
const size_t                 app_teller_count = COUNT(app_tellers);

const blob_keeper *const app_keepers[]    = { &letters_keeper,         &evidence_keeper,
                                              &papers_keeper,          &paper_templates_keeper,
                                              &forensics_items_keeper, &forensics_rules_keeper };
const size_t             app_keeper_count = COUNT(app_keepers);

const timer_table *const app_timer_tables[] = { &tasks_timers, &incidents_timers, &orders_timers };
const size_t             app_timer_table_count = COUNT(app_timer_tables);

const task_source *const app_sources[] = {
    &systems_open_source,     &systems_left_out_source,  &enterprises_source,
    &invited_source,          &backup_task_source,       &evidence_ending_source,
    &network_profile_source,  &incidents_notices_source, &hunts_due_source,
    &forensics_triage_source,
};
const size_t app_source_count = COUNT(app_sources);
