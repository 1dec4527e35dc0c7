// paper_store.c - see paper_store.h.
#include "modules/dossiers/paper_store.h"

enum { KIND_SYSTEM = 1 }; // scope_kind of systems, in the store

status paper_save(call *c, const paper_add_in *row, int64_t *id)
{
    db           *d;
    paper_add_row made;
    TRY(call_db(c, &d));
    TRY(paper_add(d, row, c->a, &made));
    *id = made.id;
    return ST_OK;
}

status paper_load_all(call *c, int64_t system_id, size_t limit, papers_of_system_row **rows,
                      size_t *count)
{
    const papers_of_system_in in = { .system_id = system_id,
                                     .kind      = KIND_SYSTEM,
                                     .body_id   = c->who.body_id,
                                     .limit     = (int64_t)limit };
    db                       *d;
    TRY(call_db(c, &d));
    return papers_of_system(d, &in, c->a, rows, count);
}

status paper_load_rows(call *c, int64_t system_id, dossier_rows_of_system_row **rows, size_t *count)
{
    enum { ROWS_MAX = 1500 };
    db *d;
    TRY(call_db(c, &d));
    return dossier_rows_of_system(
        d, &(dossier_rows_of_system_in){ system_id, c->who.body_id, ROWS_MAX }, c->a, rows, count);
}
