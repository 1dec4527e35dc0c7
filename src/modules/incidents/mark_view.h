// mark_view.h - what pages show of indicators, assets and files, and of incidents that may be the same.
#ifndef COLOA_MODULES_INCIDENTS_MARK_VIEW_H
#define COLOA_MODULES_INCIDENTS_MARK_VIEW_H

#include "kit/web/page.h"
#include "modules/evidence/evidence.h"
#include "modules/incidents/incidents.h"

typedef struct alike_line {
    str         code, title, when, state, why, merge_href; // merge_href empty: nothing to merge
    const char *look;
    bool        again;
} alike_line;

typedef struct incident_alikes_view {
    alike_line *items;
    size_t      count;
} incident_alikes_view;
typedef struct incident_alikes {
    const incident_alike *items;
    size_t                count;
    bool                  merges; // the reader may merge
} incident_alikes;
status incident_alike_fill(page *o, const incident *i, const incident_alikes *all,
                           incident_alikes_view *v) MUST_CHECK;

typedef struct indicator_line {
    const incident_indicator *k;
    str                       kind, shown, tlp, added, back, href, take,
        id; // back: by whom, when; href, take, id: of taking back
} indicator_line;

typedef struct asset_line {
    const incident_asset *k;
    str                   kind, added, back, href, take, id;
} asset_line;

typedef struct incident_file_line {
    const evidence *e;
    str             kept, href, take, id; // kept: size, who brought it, when
} incident_file_line;

typedef struct incident_marks_view {
    page_frame          frame;
    str                 code;
    bool                may;
    indicator_line     *items;
    size_t              count, standing;
    page_field          lines, as, tlp, note;
    asset_line         *assets;
    size_t              asset_count;
    page_field          asset_kind, asset_name, asset_address, asset_harm;
    incident_file_line *files;
    size_t              file_count;
    bool of_system, picks; // its system is in the register; the reader may choose files of it
    evidence_picker picker;
} incident_marks_view;
status incident_indicators_fill(page *o, const incident *i, const incident_indicator *all, size_t n,
                                incident_marks_view *v) MUST_CHECK;
status incident_assets_fill(page *o, const incident *i, const incident_asset *all, size_t n,
                            incident_marks_view *v) MUST_CHECK;
status incident_files_fill(page *o, const incident *i, const evidence *all, size_t n,
                           incident_marks_view *v) MUST_CHECK;

#endif
