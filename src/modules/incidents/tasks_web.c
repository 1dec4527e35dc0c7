// tasks_web.c - one task of an incident's checklist: its page, and what is done there.
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/task_ops.h"

static int64_t id_of(const web_request *rq)
{
    int64_t id = 0;
    (void)str_int(rq->params[1], &id);
    return id;
}

static status task_of_path(call *c, const web_request *rq, const incident *i, incident_task **out)
{
    size_t n;
    TRY(incident_tasks_list(c, i, out, &n));
    for (size_t k = 0; k < n; k++, ++*out) {
        if ((*out)->id == id_of(rq)) return ST_OK;
    }
    return ST_MISSING;
}

static status fill_files(call *c, page *o, int64_t task, incident_task_view *v)
{
    evidence *all;
    TRY(evidence_of(c, incident_task_files, task, &all, &v->file_count));
    v->files = NEW(o->a, evidence_link_row, v->file_count + 1);
    if (!v->files) return ST_MEMORY;
    for (size_t k = 0; k < v->file_count; k++)
        v->files[k] = (evidence_link_row){ task, all[k].id, all[k].name, all[k].type,
                                           all[k].valid_until };
    if (!v->may || !v->i->system_id || !call_may(c, RIGHT_SYSTEMS_READ)) return ST_OK;
    status st = evidence_picker_fill(c, o, v->i->system_id, incident_task_files, task, &v->picker);
    v->picks  = st == ST_OK; // who does not see the system chooses none of its files
    return st == ST_MISSING || st == ST_FORBIDDEN ? ST_OK : st;
}

static status fill_form(page *o, const web_request *rq, const incident_task *t,
                        incident_task_view *v)
{
    static const incident_task_state to[] = { INCIDENT_TASK_DONE, INCIDENT_TASK_LEFT,
                                              INCIDENT_TASK_OPEN };
    page_option                     *list = NEW(o->a, page_option, COUNT(to));
    size_t                           n    = 0;
    if (!list) return ST_MEMORY;
    for (size_t k = 0; k < COUNT(to); k++) {
        if (to[k] == t->state) continue;
        str key   = incident_task_state_key(to[k]);
        list[n++] = (page_option){ key, incident_named(o->a, o->lang, "task.to", key), { 0 } };
    }
    v->outcome = (page_field){ .name         = "outcome",
                               .label        = T(o, incidents_field_outcome),
                               .error        = page_field_error(o, &v->frame, "outcome"),
                               .value        = list[0].value,
                               .options      = list,
                               .option_count = n };
    v->note    = (page_field){ .name     = "note",
                               .label    = T(o, incidents_field_note),
                               .hint     = T(o, incidents_field_note_hint),
                               .error    = page_field_error(o, &v->frame, "note"),
                               .max      = INCIDENT_REASON_MAX,
                               .rows     = 4,
                               .required = true };
    if (!v->frame.problem_count) return ST_OK;
    v->note.value = incident_typed(rq, "note");
    if (incident_typed(rq, "outcome").len) v->outcome.value = incident_typed(rq, "outcome");
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *why)
{
    incident_task_view *v   = NEW(c->a, incident_task_view, 1);
    incident           *i   = NEW(c->a, incident, 1);
    incident_tasks_view one = { 0 };
    incident_task      *t;
    if (!v || !i) return ST_MEMORY;
    TRY(incident_of_path(c, rq, i));
    TRY(task_of_path(c, rq, i, &t));
    page o = page_open(c, rq, rs);
    TRY(incident_tasks_fill(&o, i, t, 1, &one));
    v->i    = i;
    v->line = one.items[0];
    v->may  = v->line.may && incident_may(c, i, ACT_TASK);
    TRY(incident_sub_frame(&o, i, why, &v->frame));
    v->frame.title = v->line.words;
    TRY(fill_form(&o, rq, t, v));
    TRY(fill_files(c, &o, t->id, v));
    incident_task_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

status incident_task_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

size_t incident_files_ticked(const web_request *rq, int64_t *ids, size_t max)
{
    size_t n = 0;
    for (size_t k = 0; k < rq->http->form_count && n < max; k++) {
        const http_field *f = &rq->http->form[k];
        if (str_equal(f->name, S("evidence")) && str_int(f->value, &ids[n])) n++;
    }
    return n;
}

status incident_task_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident          i;
    int64_t           files[EVIDENCE_OF_MAX];
    incident_task_act k = { .task = id_of(rq), .note = incident_typed(rq, "note"), .files = files };
    TRY(incident_of_path(c, rq, &i));
    k.id         = i.id;
    k.file_count = incident_files_ticked(rq, files, COUNT(files));
    status st    = incident_task_state_named(incident_typed(rq, "outcome"), &k.to)
                       ? incidents_task_set(c, &k, why)
                       : problem_set(why, ST_INVALID, S("outcome"), S("required"));
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    return incident_room_back(c, rs, i.code, "?xong=viec#viec");
}
