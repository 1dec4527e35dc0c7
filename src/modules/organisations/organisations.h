// organisations.h - bodies (agencies, units, enterprises), the dated tree above them, and scope: which
// body sees which object.
//
// It knows no people: who acts for a body is modules/accounts' affair. A body is never deleted; it
// ends on a day and may name its successor, so that old papers keep the old name.
//
// Every function takes the call first and works in the call's open act or look (call_db). Text in
// results lives in c->a. "Today" is the call's now_ms as a day in Viet Nam.
#ifndef COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_H
#define COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/law/law.h"
#include "kit/web/web.h"
#include "modules/organisations/body.h"
#include "modules/organisations/changes.h"
#include "modules/organisations/offices.h"
#include "modules/organisations/supervisors.h"

enum {
    BODY_DEPTH_MAX = 12,   // levels of the tree
    BODY_LIST_MAX  = 1000, // bodies in one list
    SCOPE_KEY_MAX  = 400,  // bytes of a sort key
};

typedef struct body_list {
    body  *items;
    size_t count;
} body_list;

// Today in Viet Nam as an ISO day; the absent str when c->a is spent.
str organisations_day(const call *c);

// ---- looking --------------------------------------------------------------------------------
// Names are public: any actor may load any body. ST_MISSING when there is none.
status body_by_id(call *c, int64_t id, body *out) MUST_CHECK;
status body_by_code(call *c, str code, body *out) MUST_CHECK; // any case
// id as decimal, or code: what commands and the API take.
status body_by_ref(call *c, str ref, body *out) MUST_CHECK;

// A body as typed in a sheet: its code, or its name however accented ("UBND tinh Lao Cai", "TP. Hà
// Nội", "Bộ Thông tin và Truyền thông"). A name or code that was closed before `on` (an ISO day; empty:
// today) gives its successor valid on that day, with `old` = what was found first.
// ST_MISSING "unknown-body"; ST_INVALID "ambiguous-body" when several remain after preferring those
// valid on the day and those in the acting body's branch.
typedef struct body_found {
    body body;
    bool successor; // body is the successor of `old`
    body old;       // set when successor
} body_found;
status body_resolve(call *c, str typed, str on, body_found *out, problem *why) MUST_CHECK;

// The same for a field of a form: nothing typed is "required", and the problem names the field.
status body_read_ref(call *c, str field, str typed, int64_t *id, problem *why) MUST_CHECK;

// The bodies above `id` on a day (empty: today), nearest first, without itself.
status body_above(call *c, int64_t id, str on, body_list *out) MUST_CHECK;
// Directly below `parent` today (0: those with nothing above), in protocol then Vietnamese order.
status body_children(call *c, int64_t parent, body_list *out) MUST_CHECK;
// The branch of `top` (itself and all below, today), at most BODY_LIST_MAX, that match `text` (folded
// words anywhere in name or code; empty: all), in protocol then Vietnamese order.
status body_branch(call *c, int64_t top, str text, body_list *out) MUST_CHECK;
// Does `id` stand in the branch of `top` today (itself included)?
status body_in_branch(call *c, int64_t id, int64_t top, bool *in) MUST_CHECK;

// The body that sees the whole register: the one of kind "government" (state management is unified
// under the Government). The machine itself acts for it. ST_MISSING in a store never seeded.
status body_top(call *c, int64_t *id) MUST_CHECK;

// ---- acts: each audited, each refused (ST_FORBIDDEN) outside the acting body's branch -----------
// ST_INVALID: "required", "too-long", "code-form", "code-taken", "not-a-day", "unknown-body".
status bodies_add(call *c, const body_draft *draft, int64_t *id, problem *why) MUST_CHECK;
// The same inside an act of the caller's.
status bodies_add_inside(call *c, db *d, const body_draft *draft, int64_t *id,
                         problem *why) MUST_CHECK;
// An enterprise that stands under nobody, by one of its supervisors to be: the body, the supervision and
// the contact block, inside an act. ST_FORBIDDEN unless the caller administers that supervisor.
typedef struct body_enterprise {
    body_draft       draft; // kind and parent are set here
    supervisor_draft by;    // body_id is set here
    body_contact     contact;
} body_enterprise;
status bodies_add_enterprise_inside(call *c, db *d, const body_enterprise *e, int64_t *id,
                                    problem *why) MUST_CHECK;
// A new name for the same body (ST_CONFLICT when `version` is no longer its version).
status bodies_rename(call *c, int64_t id, int64_t version, const body_names *names,
                     problem *why) MUST_CHECK;
// From today on `parent_id` stands above it; scope of its whole branch is rewritten in the same act.
// ST_INVALID "cycle", "too-deep".
status bodies_move(call *c, int64_t id, int64_t parent_id, problem *why) MUST_CHECK;
// Ends the body with `last_day`; into (0 none) is its successor. Its objects stay with it until their
// modules move them.
status bodies_close(call *c, int64_t id, str last_day, int64_t into, problem *why) MUST_CHECK;

// Adds the law's bodies (law_bodies) whose code is not there yet. One act. *added may be NULL.
status organisations_seed(call *c, const law_body *rows, size_t count, int64_t *added,
                          problem *why) MUST_CHECK;

// Once a minute, cheap when the day has not changed: brings body_lines and scope to today's tree.
status organisations_roll(call *c) MUST_CHECK;

// ---- supervisors (supervisors.h) ---------------------------------------------------------------
// All of the body's own, past and to come, then today's of the bodies above it. Latest first.
status body_supervisors(call *c, int64_t body_id, supervisor **out, size_t *count) MUST_CHECK;
// ST_INVALID "required" (basis), "too-long", "not-a-day", "out-of-order", "body-ended", "cycle"
// (itself), "supervised" (the same in that time), "sample-apart", "government-unwatched", "too-many".
status supervisor_add(call *c, const supervisor_draft *draft, int64_t *id, problem *why) MUST_CHECK;
// Its last day; before its first: it never was. ST_INVALID "not-a-day".
status supervisor_end(call *c, int64_t id, str last_day, problem *why) MUST_CHECK;
// The bodies which the acting body supervises directly today (at most BODY_LIST_MAX).
status body_supervised(call *c, body_list *out) MUST_CHECK;
// Does the acting body see this one as its supervisor, though it is not in its branch?
status body_in_sight(call *c, int64_t id, bool *in) MUST_CHECK;

// ---- heads, units, contact, delegations (offices.h) ----------------------------------------------
// All, of both kinds, latest first.
status body_offices(call *c, int64_t body_id, body_office **out, size_t *count) MUST_CHECK;
// The one in force on a day (empty: today). ST_MISSING.
status body_office_on(call *c, int64_t body_id, office_kind kind, str on,
                      body_office *out) MUST_CHECK;
// From its first day on it takes the place of the one before. ST_INVALID "required" (name, doc_no),
// "too-long", "not-a-day", "out-of-order", "email-form".
status body_office_add(call *c, const body_office *draft, int64_t *id, problem *why) MUST_CHECK;
status body_office_end(call *c, int64_t id, str last_day, problem *why) MUST_CHECK;
// Empty texts when none is kept.
status body_contact_load(call *c, int64_t body_id, body_contact *out) MUST_CHECK;
status body_contact_save(call *c, int64_t body_id, const body_contact *typed,
                         problem *why) MUST_CHECK;
// The place name of a paper's date line (NĐ 30/2020): the body's own, else the nearest above it.
// Empty when nobody has said.
status body_place(call *c, int64_t body_id, str *out) MUST_CHECK;
// Who is named above it in the head of its papers (NĐ 30/2020 Phụ lục I, ô 2): the body directly above; one
// directly below the Government, or below nobody, has none.
status body_superior_name(call *c, const body *b, str *out) MUST_CHECK;
// Given by and to a body, latest first.
status body_delegations(call *c, int64_t body_id, delegation **out, size_t *count) MUST_CHECK;
// Those of the acting body's branch that end within DELEGATION_SOON_DAYS.
status delegations_ending(call *c, delegation **out, size_t *count) MUST_CHECK;
// ST_INVALID "required" (to, reach, duties, valid_to, doc_no), "too-long", "not-a-day",
// "out-of-order", "delegate-outside" (not a unit of its own), "delegate-again" (what was itself
// delegated, and owns nothing, may not delegate further), "body-ended".
status delegation_add(call *c, const delegation *draft, int64_t *id, problem *why) MUST_CHECK;
status delegation_end(call *c, int64_t id, str last_day, problem *why) MUST_CHECK;

// ---- mergers, renamings, endings (changes.h) -----------------------------------------------------
// What other modules hold for a body and hand on when it ends. All inside the act of the change, in
// bounded memory. app names them once, before the store is opened.
enum { BODY_HOLDINGS_MAX = 5000 };
typedef struct body_holding { // one thing a body holds, as the one who shares it out sees it
    int64_t id;
    str     name, detail;
} body_holding;
typedef struct body_heir {
    str what; // words "bodies.holds.<what>"
    status (*count)(call *c, db *d, int64_t body_id, int64_t *n);
    // ST_INVALID with a rule when it cannot be handed on now. May be NULL.
    status (*ready)(call *c, db *d, int64_t body_id, problem *why);
    // How many of `body_id` bear a name that `other` has too. May be NULL.
    status (*clashes)(call *c, db *d, int64_t body_id, int64_t other, int64_t *n);
    // *n gets how many were handed on.
    status (*move)(call *c, db *d, const body *from, const body *to, int64_t *n);
    // For a body that is split: what it holds one by one, at most BODY_HOLDINGS_MAX, and one of them
    // handed on. Both or neither.
    status (*list)(call *c, db *d, int64_t body_id, body_holding **out, size_t *count);
    status (*move_one)(call *c, db *d, const body *from, const body *to, int64_t id);
} body_heir;
void organisations_heirs(const body_heir *const *heirs, size_t count);

// A split (CHANGE_SPLIT) is shared out piece by piece before it is confirmed: split_ops.h.
// Keeps a draft. ST_INVALID "required" (bodies, name_vi, doc_no, effect_on when confirming), "cycle",
// "body-ended", "code-taken", "not-a-day", "has-systems" (an ending without a successor),
// "sample-apart", "too-many", "changing" (in another change already).
status body_change_make(call *c, const body_change *draft, int64_t *id, problem *why) MUST_CHECK;
status body_change_load(call *c, int64_t id, body_change *out) MUST_CHECK; // of the own branch
status body_change_list(call *c, body_change **out, size_t *count) MUST_CHECK;
status body_change_look(call *c, const body_change *of, body_change_preview *out) MUST_CHECK;
// By a named person (the machine: ST_FORBIDDEN) with document and first day. When the day has come it
// is done in this act. ST_INVALID as above and what an heir says; ST_CONFLICT when no longer a draft.
status body_change_confirm(call *c, int64_t id, const body_change *document,
                           problem *why) MUST_CHECK;
// A draft, or one whose day has not come. ST_CONFLICT.
status body_change_drop(call *c, int64_t id, problem *why) MUST_CHECK;

typedef struct former_name {
    str name, symbol, valid_to, doc_no;
} former_name;
status body_former_names(call *c, int64_t body_id, former_name **out, size_t *count) MUST_CHECK;

// ---- scope ------------------------------------------------------------------------------------
// One row of table `scope` per (object, body that sees it): the owner, the operator, each body above
// the owner, its supervisors of other kinds, and the top. schema/0102_scope.sql says how lists read
// it. Writers call these inside their own act; counters follow by themselves.
typedef enum scope_kind { // kinds of object under scope; numbers are in the store
    SCOPE_SYSTEM = 1,
    SCOPE_INCIDENT,
} scope_kind;

typedef enum scope_role { // the strongest one is kept
    SCOPE_OWNER = 1,
    SCOPE_OPERATOR,
    SCOPE_SUPERIOR,
    SCOPE_SECTOR_LEAD, // these three as in supervision_kind
    SCOPE_STATE_MANAGEMENT,
    SCOPE_SPECIALISED,
} scope_role;

typedef struct scope_entry {
    int64_t object_id;
    int64_t owner_id;
    int64_t operator_id;  // 0 none
    int64_t level, state; // the object's own small numbers, 0..99
    str     sort_key;     // orders lists; text without NUL, at most SCOPE_KEY_MAX bytes
} scope_entry;

// ST_CONFLICT when the owner has given way to another body meanwhile: an import that began before.
status scope_put(call *c, scope_kind kind, const scope_entry *entry) MUST_CHECK; // a new object
status scope_put_many(call *c, scope_kind kind, const scope_entry *entries,
                      size_t count) MUST_CHECK; // an import's batch; the same result, less work
// Another level, state or sort key: every viewer's row, and the counters.
status scope_change(call *c, scope_kind kind, int64_t object_id, int64_t level, int64_t state,
                    str sort_key) MUST_CHECK;
status scope_move(call *c, scope_kind kind, int64_t object_id, int64_t owner_id,
                  int64_t operator_id) MUST_CHECK;
// The same for many objects of one new owner: who sees what it owns is asked once.
enum { SCOPE_VIEWERS_MAX = BODY_DEPTH_MAX + 2 + SUPERVISORS_MAX + 1 };
typedef struct scope_line {
    int64_t owner_id;
    struct {
        int64_t    body_id;
        scope_role role;
    } items[SCOPE_VIEWERS_MAX];
    size_t count;
} scope_line;
status scope_line_of(call *c, int64_t owner_id, scope_line *out) MUST_CHECK;
status scope_move_to(call *c, scope_kind kind, int64_t object_id, const scope_line *line,
                     int64_t operator_id) MUST_CHECK;
status scope_drop(call *c, scope_kind kind, int64_t object_id) MUST_CHECK;

// May the acting body see it? ST_MISSING when not; else *role (may be NULL) says as what.
status scope_may_see(call *c, scope_kind kind, int64_t object_id, scope_role *role) MUST_CHECK;

typedef struct scope_count {
    int64_t level, state, n;
} scope_count;

typedef struct scope_counts {
    scope_count *cells; // those with n > 0, by level then state
    size_t       count;
    int64_t      total;
} scope_counts;
// What the acting body sees, counted, as of this look.
status scope_counts_load(call *c, scope_kind kind, scope_counts *out) MUST_CHECK;
// Folds counter deltas into their totals; called now and then by the server, one act each.
status scope_counts_fold(call *c) MUST_CHECK;

// {"id":"…","code":…,…}: what commands and the API say of a body.
void body_put_json(buf *out, const body *b);
// The same, and who sees it, who answers for it, how it is reached, what it delegated.
status body_put_whole(call *c, buf *out, const body *b) MUST_CHECK;
status body_change_put_json(call *c, buf *out, const body_change *g) MUST_CHECK; // with its preview

// ---- for app ------------------------------------------------------------------------------------
extern const web_module    organisations_module;
extern const web_module    organisations_parts_module;   // supervisors, offices, delegations
extern const web_module    organisations_changes_module; // mergers, renamings, endings
extern const command_table organisations_commands;

#endif
