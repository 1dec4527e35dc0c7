// system_store.c - see system_store.h.
#include "modules/systems/system_store.h"

#include "modules/systems/systems_queries.gen.h"

status system_take_numbers(db *d, const char *series, int64_t n, arena *a, int64_t *first)
{
    number_take_row row;
    TRY(number_take(d, &(number_take_in){ .series = str_from(series), .n = n }, a, &row));
    *first = row.first;
    return ST_OK;
}

// ---- reading ------------------------------------------------------------------------------------

static void record_parties(const system_load_row *r, system_record *out)
{
    out->owner_id       = r->owner_id;
    out->owner_name     = r->owner_name;
    out->owner_kind     = r->owner_kind;
    out->data.owner     = r->owner_code;
    out->operator_id    = r->operator_id.set ? r->operator_id.value : 0;
    out->operator_name  = r->operator_name.ptr ? r->operator_name : r->operator_text;
    out->data.operator_ = r->operator_code.ptr ? r->operator_code : r->operator_text;
}

static system_record record_of(const system_load_row *r)
{
    static const str digits[] = { STR(""), STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
    system_record    s        = {
                  .id               = r->id,
                  .uid              = r->uid,
                  .code             = r->code,
                  .state            = (system_state)r->state,
                  .sheet_level      = (int)r->sheet_level,
                  .approval         = (system_approval)r->approval,
                  .deployment       = (system_deployment)r->deployment,
                  .inspections      = (int)r->inspections,
                  .level            = (int)r->level,
                  .result           = (law_result)r->result,
                  .pack             = r->pack,
                  .determination_id = r->determination_id,
                  .import_id        = r->import_id,
                  .version          = r->version,
                  .created_ms       = r->created_ms,
                  .updated_ms       = r->updated_ms,
    };
    s.data = (system_data){
        .name                = r->name,
        .purpose             = r->purpose,
        .scope               = r->scope,
        .size                = r->size,
        .users_served        = r->users_served,
        .address             = r->address,
        .state               = str_from(system_state_key(s.state)),
        .begun_on            = r->begun_on,
        .running_since       = r->running_since,
        .sheet_level         = digits[s.sheet_level >= 0 && s.sheet_level <= 5 ? s.sheet_level : 0],
        .project_kind        = system_choice_key(S("project_kind"), r->project_kind),
        .project_name        = r->project_name,
        .project_no          = r->project_no,
        .project_on          = r->project_on,
        .project_by          = r->project_by,
        .embedded            = system_choice_key(S("embedded"), r->embedded),
        .decision_no         = r->decision_no,
        .decision_on         = r->decision_on,
        .decision_by         = r->decision_by,
        .approval            = system_choice_key(S("approval"), r->approval),
        .approval_expected   = r->approval_expected,
        .regulation_no       = r->regulation_no,
        .regulation_on       = r->regulation_on,
        .regulation_by       = r->regulation_by,
        .deployment          = system_choice_key(S("deployment"), r->deployment),
        .deployment_expected = r->deployment_expected,
        .inspections         = system_choice_key(S("inspections"), r->inspections),
        .hosts               = r->hosts,
        .contact_name        = r->contact_name,
        .contact_title       = r->contact_title,
        .contact_phone       = r->contact_phone,
        .contact_email       = r->contact_email,
        .note                = r->note,
        .source              = r->source,
        .source_url          = r->source_url,
        .facts               = r->facts,
    };
    record_parties(r, &s);
    return s;
}

status system_load_record(db *d, int64_t id, int64_t body, arena *a, system_record *out)
{
    system_load_row row;
    TRY(system_load(d, &(system_load_in){ .id = id, .body = body }, a, &row));
    *out = record_of(&row);
    return ST_OK;
}

str system_ids_text(const int64_t *ids, size_t count, arena *a)
{
    buf b = buf_in(a, count * 8 + 16, count * 21 + 16);
    buf_char(&b, '[');
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        buf_int(&b, ids[i]);
    }
    buf_char(&b, ']');
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status system_load_records(db *d, const int64_t *ids, size_t count, arena *a, system_record **out,
                           size_t *found)
{
    _Static_assert(sizeof(system_load_many_row) == sizeof(system_load_row), "same columns");
    system_load_many_row *rows;
    size_t                got;
    str                   text = system_ids_text(ids, count, a);
    system_record        *list = NEW(a, system_record, count ? count : 1);
    if (!text.ptr || !list) return ST_MEMORY;
    TRY(system_load_many(d, &(system_load_many_in){ .ids = text }, a, &rows, &got));
    *found = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < got; k++) {
            if (rows[k].id != ids[i]) continue;
            list[(*found)++] = record_of((const system_load_row *)(const void *)&rows[k]);
            break;
        }
    }
    *out = list;
    return ST_OK;
}

system_row system_row_of(const system_record *s)
{
    return (system_row){ .id            = s->id,
                         .code          = s->code,
                         .name          = s->data.name,
                         .owner_code    = s->data.owner,
                         .owner_name    = s->owner_name,
                         .operator_name = s->operator_name,
                         .state         = s->state,
                         .level         = s->level,
                         .sheet_level   = s->sheet_level,
                         .result        = s->result,
                         .pack          = s->pack,
                         .decision_no   = s->data.decision_no };
}

status system_load_lines(db *d, const int64_t *ids, size_t count, arena *a, system_row **out,
                         size_t *found)
{
    system_lines_row *rows;
    size_t            got;
    str               text = system_ids_text(ids, count, a);
    system_row       *list = NEW(a, system_row, count ? count : 1);
    if (!text.ptr || !list) return ST_MEMORY;
    TRY(system_lines(d, &(system_lines_in){ .ids = text }, a, &rows, &got));
    *found = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < got; k++) {
            const system_lines_row *r = &rows[(k + i) % got]; // usually in the order asked for
            if (r->id != ids[i]) continue;
            list[(*found)++] = (system_row){ .id            = r->id,
                                             .code          = r->code,
                                             .name          = r->name,
                                             .owner_code    = r->owner_code,
                                             .owner_name    = r->owner_name,
                                             .operator_name = r->operator_name,
                                             .state         = (system_state)r->state,
                                             .level         = (int)r->level,
                                             .sheet_level   = (int)r->sheet_level,
                                             .result        = (law_result)r->result,
                                             .pack          = r->pack,
                                             .decision_no   = r->decision_no };
            break;
        }
    }
    *out = list;
    return ST_OK;
}

// ---- writing ------------------------------------------------------------------------------------

// What a row holds of a description and its finding, the same in a new row and in a changed one.
#define ROW_OF(in, t)                                                                              \
    .name = t->name, .name_key = in->s->name_key, .fold = in->fold, .sort_key = in->s->sort_key,   \
    .owner_id = in->owner_id, .operator_id = { in->operator_id != 0, in->operator_id },            \
    .operator_text = in->operator_id ? S("") : t->operator_, .purpose = t->purpose,                \
    .scope = t->scope, .size = t->size, .users_served = t->users_served, .address = t->address,    \
    .state = in->s->state, .begun_on = t->begun_on, .running_since = t->running_since,             \
    .sheet_level = in->s->sheet_level, .project_kind = in->s->project_kind,                        \
    .project_name = t->project_name, .project_no = t->project_no, .project_on = t->project_on,     \
    .project_by = t->project_by, .embedded = in->s->embedded, .decision_no = t->decision_no,       \
    .decision_on = t->decision_on, .decision_by = t->decision_by, .approval = in->s->approval,     \
    .approval_expected = t->approval_expected, .regulation_no = t->regulation_no,                  \
    .regulation_on = t->regulation_on, .regulation_by = t->regulation_by,                          \
    .deployment = in->s->deployment, .deployment_expected = t->deployment_expected,                \
    .inspections = in->s->inspections, .hosts = t->hosts, .contact_name = t->contact_name,         \
    .contact_title = t->contact_title, .contact_phone = t->contact_phone,                          \
    .contact_email = t->contact_email, .note = t->note, .source = t->source,                       \
    .source_url = t->source_url, .facts = t->facts, .level = in->finding->level,                   \
    .result = in->finding->result, .pack = in->finding->pack->id,                                  \
    .determination_id = in->determination_id, .import_id = in->import_id

static status put_links(db *d, const system_stored *in)
{
    int64_t ids[SYSTEM_HOSTS_MAX];
    size_t  count;
    if (!system_hosts_read(in->s->data.hosts, ids, &count)) return ST_BROKEN; // it was checked
    for (size_t i = 0; i < count; i++)
        TRY(host_link_add(d, &(host_link_add_in){ .system_id = in->id, .host_id = ids[i] }, NULL));
    return ST_OK;
}

status system_add_row(db *d, const system_stored *in)
{
    const system_data *t   = &in->s->data;
    system_insert_in   row = {
          .id   = in->id,
          .uid  = in->uid,
          .code = in->code,
          ROW_OF(in, t),
          .origin     = S(""),
          .change_seq = in->change_seq,
          .now        = in->now_ms,
    };
    TRY(system_insert(d, &row, NULL)); // system_words_put follows, once for all rows of the act
    return put_links(d, in);
}

status system_words_put(db *d, int64_t first, int64_t last)
{
    return words_put(d, &(words_put_in){ .first = first, .last = last }, NULL);
}

status system_change_row(db *d, const system_stored *in, int64_t known_version)
{
    const system_data *t   = &in->s->data;
    system_update_in   row = {
          .id            = in->id,
          .known_version = known_version,
          ROW_OF(in, t),
          .change_seq = in->change_seq,
          .now        = in->now_ms,
    };
    int64_t changed = 0;
    TRY(words_take(d, &(words_take_in){ .first = in->id, .last = in->id }, NULL));
    TRY(system_update(d, &row, &changed));
    TRY(system_words_put(d, in->id, in->id));
    TRY(host_links_drop(d, &(host_links_drop_in){ .system_id = in->id }, NULL));
    TRY(put_links(d, in));
    return changed ? ST_OK : ST_CONFLICT;
}

status system_level_row(db *d, const system_stored *in, int64_t known_version)
{
    system_level_set_in row     = { .id               = in->id,
                                    .known_version    = known_version,
                                    .level            = in->finding->level,
                                    .result           = in->finding->result,
                                    .pack             = in->finding->pack->id,
                                    .determination_id = in->determination_id,
                                    .change_seq       = in->change_seq,
                                    .now              = in->now_ms };
    int64_t             changed = 0;
    TRY(system_level_set(d, &row, &changed));
    return changed ? ST_OK : ST_CONFLICT;
}

status system_determination_row(db *d, const system_stored *in, const system_author *by)
{
    const system_finding   *f   = in->finding;
    determination_insert_in row = { .id           = in->determination_id,
                                    .system_id    = in->id,
                                    .at_ms        = in->now_ms,
                                    .person_id    = by->person_id,
                                    .person       = by->person,
                                    .act          = by->act,
                                    .pack         = f->pack->id,
                                    .pack_version = f->pack->version,
                                    .pack_sha256  = str_from(f->pack->sha256),
                                    .pack_row     = f->pack_row,
                                    .on_day       = by->on_day,
                                    .result       = f->result,
                                    .level        = f->level,
                                    .facts        = in->s->data.facts,
                                    .hits         = f->hits,
                                    .questions    = f->questions,
                                    .reason       = by->reason };
    return determination_insert(d, &row, NULL);
}
