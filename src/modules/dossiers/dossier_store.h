// dossier_store.h - rows of a dossier to structs and back.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIER_STORE_H
#define COLOA_MODULES_DOSSIERS_DOSSIER_STORE_H

#include "kit/call/call.h"
#include "modules/dossiers/dossier.h"
#include "modules/dossiers/dossiers_queries.gen.h"

// As the acting body sees it; ST_MISSING.
status dossier_find(call *c, int64_t id, dossier *out) MUST_CHECK;
status dossier_find_many(call *c, const dossier_page_rows_in *in, dossier **out,
                         size_t *count) MUST_CHECK;
// Rows, texts, documents, who works on what, its systems.
// Of its systems only id and rests_on.
status dossier_content_load(call *c, dossier_content *k) MUST_CHECK;
// ST_CONFLICT when the row is no longer of d->version.
status dossier_save(call *c, const dossier *d) MUST_CHECK;
// The post of a person, for what they did; empty for the machine.
status dossier_post_of(call *c, str *out) MUST_CHECK;

#endif
