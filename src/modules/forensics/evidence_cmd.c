// evidence_cmd.c - `coloa evidence add|verify|list|log|record|copy`.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/forensics/forensics.h"
#include "modules/forensics/json_ops.h"
#include "modules/forensics/walk_ops.h"
#include "modules/organisations/organisations.h"

#define ADD_USAGE                                                                                  \
    "[--case CODE|--incident ID] [--title T] [--org CODE] [--system ID] --ground T --from T "      \
    "[--device T] [--place T] [--collected TIME] [--seal NUMBER] [--note T] [--of ITEM] "          \
    "FILE|DIR… [--json]"
#define VERIFY_USAGE "[ITEM|CASE] [--anchor TEXT] [--json]"
#define LIST_USAGE "[CASE] [--cursor C] [--json]"
#define LOG_USAGE "CASE|ITEM [--json]"
#define RECORD_USAGE                                                                               \
    "ITEM --act ACT --words T [--party T] [--seal NUMBER] [--tool T] [--json] | ITEM --act "       \
    "destroyed --decision NUMBER --decided-on DAY --party WHO --words T"
#define COPY_USAGE "ITEM --out FILE [--json]"

enum { NAMES_MAX = 64, WALK_BYTES = 16 * 1024 * 1024, LISTED_MAX = 20000 };

static int unknown(command_run *r, str ref)
{
    problem why = { 0 };
    problem_detail(&why, ST_MISSING, S("evidence"), S("case-unknown"), ref);
    return cli_fail(r, ST_MISSING, &why);
}

// ---- add ---------------------------------------------------------------------------------------------

typedef struct added {    // one file
    str        path, why; // why empty: taken
    item_taken item;
} added;

typedef struct adding {
    command_run *r;
    item_draft   d;
    added       *files;
    size_t       count;
    int64_t      taken, same, failed, skipped;
    problem      why;
} adding;

static const char *const add_values[] = { "--case",   "--incident",  "--title", "--org",
                                          "--system", "--ground",    "--from",  "--device",
                                          "--place",  "--collected", "--seal",  "--note",
                                          "--of",     NULL };

static str option(const command_run *r, const char *name)
{
    str value = S("");
    (void)cli_option(r, name, &value);
    return value;
}

static status note_file(adding *w, str path, str why, const item_taken *item)
{
    call *c = w->r->call;
    if (w->count == LISTED_MAX) return ST_OK; // counted, not listed
    added *one = &w->files[w->count];
    *one       = (added){ .why = why };
    TRY(arena_copy(c->a, path, &one->path));
    if (item) {
        one->item = *item;
        TRY(arena_copy(c->a, item->code, &one->item.code));
        TRY(arena_copy(c->a, item->sha256, &one->item.sha256));
    }
    w->count++;
    return ST_OK;
}

// A file that is refused does not stop the others; a disk that is full does.
static status add_file(void *ctx, str path, int fd)
{
    adding    *w    = ctx;
    call      *c    = w->r->call;
    arena      mark = *c->a;
    problem    why  = { 0 };
    item_taken item;
    w->d.path = path;
    c->now_ms = os_now_ms() > c->now_ms ? os_now_ms() : c->now_ms; // when this one was taken in
    status st = items_take(c, &w->d, fd, &item, &why);
    call_end(c);
    if (st != ST_OK && st != ST_INVALID) {
        w->why = why;
        return st;
    }
    char code[32], sha256[CUSTODY_HASH_DIGITS + 1], rule[64];
    str  rule_kept = S("");
    if (st == ST_INVALID) {
        arena room = arena_over(rule, sizeof(rule));
        TRY(arena_copy(&room, why.rule, &rule_kept));
    } else {
        arena room = arena_over(code, sizeof(code));
        TRY(arena_copy(&room, item.code, &item.code));
        room = arena_over(sha256, sizeof(sha256));
        TRY(arena_copy(&room, item.sha256, &item.sha256));
    }
    *c->a = mark; // what stays is copied anew, so that memory does not grow by what an act needed
    w->taken += st == ST_OK && !item.same;
    w->same += st == ST_OK && item.same;
    w->skipped += st == ST_INVALID;
    if (st == ST_INVALID) TRY(arena_copy(c->a, rule_kept, &rule_kept));
    return note_file(w, path, rule_kept, st == ST_OK ? &item : NULL);
}

static status leave_file(void *ctx, str path, const char *why)
{
    adding *w      = ctx;
    bool    cannot = str_equal(str_from(why), S("cannot-open"));
    w->failed += cannot;
    w->skipped += !cannot;
    return note_file(w, path, str_from(why), NULL);
}

// The case to add to: named; the open one of the incident; a new one.
static status add_case(command_run *r, forensic_case *out, problem *why)
{
    call      *c    = r->call;
    str        name = option(r, "--case"), org = option(r, "--org");
    case_draft d = { .title    = option(r, "--title"),
                     .ground   = option(r, "--ground"),
                     .incident = option(r, "--incident"),
                     .systems  = option(r, "--system"),
                     .open     = true };
    int64_t    id;
    body       holder;
    if (name.len) {
        status st = case_of_ref(c, name, out);
        return st == ST_MISSING
                   ? problem_detail(why, ST_INVALID, S("case"), S("case-unknown"), name)
                   : st;
    }
    if (org.len) {
        TRY(body_read_ref(c, S("org"), org, &d.body_id, why));
        TRY(body_by_id(c, d.body_id, &holder));
    }
    if (d.incident.len) {
        status st = case_of_incident(c, d.incident, d.body_id, out, why);
        if (st != ST_MISSING) return st;
    }
    if (!d.title.len) d.title = str_begin(d.ground, CASE_TITLE_MAX);
    TRY(cases_add(c, &d, &id, why));
    return case_load(c, id, out);
}

static status add_draft(command_run *r, const forensic_case *k, item_draft *out, problem *why)
{
    str           of = option(r, "--of");
    forensic_item i;
    forensic_case of_case;
    *out = (item_draft){ .case_id    = k->id,
                         .path       = S("x"),
                         .system     = option(r, "--system"),
                         .device     = option(r, "--device"),
                         .place      = option(r, "--place"),
                         .taken_from = option(r, "--from"),
                         .ground     = option(r, "--ground"),
                         .seal       = option(r, "--seal"),
                         .note       = option(r, "--note"),
                         .collected  = option(r, "--collected"),
                         .open       = true };
    if (of.len) {
        status st = item_of_ref(r->call, of, &i, &of_case);
        if (st == ST_MISSING)
            return problem_detail(why, ST_INVALID, S("of"), S("item-unknown"), of);
        TRY(st);
        out->of_id = i.id;
    }
    return items_check(r->call, out, why);
}

static void put_added(adding *w, const forensic_case *k)
{
    command_run *r = w->r;
    if (r->json) {
        buf_put(r->out, S("{\"case\":"));
        buf_json(r->out, k->code);
        buf_printf(
            r->out, ",\"taken\":%lld,\"same\":%lld,\"failed\":%lld,\"skipped\":%lld,\"log\":",
            (long long)w->taken, (long long)w->same, (long long)w->failed, (long long)w->skipped);
        buf_json(r->out, custody_anchor(r->a, k->code, k->last_no, k->last_hash));
        buf_put(r->out, S(",\"items\":["));
    } else {
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\n", STR_ARG(k->code), STR_ARG(k->title));
    }
    for (size_t i = 0; i < w->count; i++) {
        const added *f = &w->files[i];
        if (r->json) {
            forensics_put_added(r->out, i == 0, f->path, f->why, &f->item);
        } else {
            buf_printf(r->out, STR_FMT "\t%lld\t" STR_FMT "\t" STR_FMT "\n",
                       STR_ARG(f->why.len ? S("-") : f->item.code), (long long)f->item.bytes,
                       STR_ARG(f->why.len ? f->why : f->item.sha256), STR_ARG(f->path));
        }
    }
    if (r->json) {
        buf_put(r->out, S("]}\n"));
        return;
    }
    str anchor = custody_anchor(r->a, k->code, k->last_no, k->last_hash);
    buf_put(r->out, anchor.ptr ? anchor : S(""));
    buf_char(r->out, '\n');
}

static status add_all(adding *w, problem *why)
{
    command_run *r    = w->r;
    walking      walk = { .file = add_file, .left = leave_file, .ctx = w };
    char        *room = NEW(r->a, char, WALK_BYTES); // names live apart from what acts leave
    if (!room) return ST_MEMORY;
    arena names = arena_over(room, WALK_BYTES);
    walk.a      = &names;
    for (int i = 0; i < NAMES_MAX; i++) {
        str name = cli_word(r, add_values, i);
        if (!name.ptr) break;
        status st = walk_files(&walk, r->folder_fd, name);
        if (st == ST_MISSING && !w->why.rule.len)
            return problem_detail(why, ST_INVALID, S("file"), S("cannot-open"), name);
        if (st != ST_OK) *why = w->why;
        TRY(st);
    }
    return ST_OK;
}

static int add_command(command_run *r)
{
    adding       *w   = NEW(r->a, adding, 1);
    problem       why = { 0 };
    forensic_case k;
    if (!cli_known(r, add_values, NULL)) return CLI_USAGE;
    str first = cli_word(r, add_values, 0);
    if (!first.len || !option(r, "--ground").len || !option(r, "--from").len ||
        (option(r, "--case").len && option(r, "--incident").len))
        return cli_usage(r, "evidence add " ADD_USAGE);
    if (w) w->files = NEW(r->a, added, LISTED_MAX);
    if (!w || !w->files) return cli_fail(r, ST_MEMORY, NULL);
    w->r      = r;
    status st = add_case(r, &k, &why);
    if (st == ST_OK) st = add_draft(r, &k, &w->d, &why);
    if (st == ST_OK) st = add_all(w, &why);
    if (st == ST_OK) st = case_load(r->call, k.id, &k);
    if (st != ST_OK) return cli_fail(r, st, &why);
    put_added(w, &k);
    return w->taken || w->same ? CLI_DONE : CLI_REFUSED;
}

// ---- verify ------------------------------------------------------------------------------------------

typedef struct verified {
    int64_t cases, rows, items, bytes, faults;
    bool    first; // nothing was printed yet
} verified;

static void put_fault(command_run *r, const forensic_case *k, const custody_fault *f)
{
    str key   = arena_printf(r->a, "forensics.fault." STR_FMT, STR_ARG(custody_fault_key(f->kind)));
    str words = key.ptr ? text_named(r->lang, key) : S("");
    str no    = arena_printf(r->a, "%lld", (long long)f->no);
    buf_printf(r->out,
               "%s\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
               "!", STR_ARG(k->code), STR_ARG(custody_fault_key(f->kind)),
               STR_ARG(f->no ? no : S("-")), STR_ARG(f->item.len ? f->item : S("-")),
               STR_ARG(f->sha256.len ? f->sha256 : S("-")), STR_ARG(words));
}

static void put_gone(command_run *r, const custody_gone *g)
{
    const str args[] = { g->item, g->decision, g->decided_on, g->decided_by };
    text_key  key    = g->decision.len ? T_forensics_gone_cli : T_forensics_gone_bare;
    buf_put(r->out, text_fmt(r->a, r->lang, key, args, COUNT(args)));
    buf_char(r->out, '\n');
}

static void put_check(command_run *r, const forensic_case *k, const custody_check *v, bool first)
{
    if (r->json) {
        forensics_put_check(r->out, first, k, v);
        return;
    }
    for (int64_t i = 0; i < v->fault_count && i < CASE_FAULTS_MAX; i++)
        put_fault(r, k, &v->faults[i]);
    for (int64_t i = 0; i < v->destroyed && i < CASE_GONE_MAX; i++) put_gone(r, &v->gone[i]);
    const str args[] = { k->code, text_number(r->a, r->lang, v->rows),
                         text_number(r->a, r->lang, v->items), text_number(r->a, r->lang, v->bytes),
                         text_number(r->a, r->lang, v->fault_count) };
    buf_put(r->out, text_fmt(r->a, r->lang, T_forensics_checked, args, COUNT(args)));
    buf_char(r->out, '\n');
}

static status verify_one(command_run *r, const forensic_case *k, int64_t item_id, verified *sum,
                         problem *why)
{
    custody_verifying v = { .case_id = k->id, .item_id = item_id, .anchor = option(r, "--anchor") };
    custody_check    *out = NEW(r->a, custody_check, 1);
    if (!out) return ST_MEMORY;
    TRY(custody_verify(r->call, &v, out, why));
    put_check(r, k, out, sum->first);
    sum->first = false;
    sum->cases++;
    sum->rows += out->rows;
    sum->items += out->items;
    sum->bytes += out->bytes;
    sum->faults += out->fault_count;
    return ST_OK;
}

static status verify_every(command_run *r, verified *sum, problem *why)
{
    case_filter f      = { .q = S("") };
    str         cursor = S("");
    do {
        case_page list;
        TRY(cases_list(r->call, &f, cursor, 0, &list, why));
        for (size_t i = 0; i < list.count; i++) TRY(verify_one(r, &list.items[i], 0, sum, why));
        cursor = list.next;
    } while (cursor.len);
    return ST_OK;
}

// Whole cases may have been taken out: their numbers tell.
static status verify_numbers(command_run *r, verified *sum)
{
    custody_fault *gone = NEW(r->a, custody_fault, CASE_FAULTS_MAX);
    int64_t        count;
    if (!gone) return ST_MEMORY;
    TRY(custody_numbers_check(r->call, gone, &count));
    sum->faults += count;
    if (r->json) buf_put(r->out, S("],\"numbers_missing\":["));
    for (int64_t i = 0; i < count && i < CASE_FAULTS_MAX; i++) {
        if (r->json) {
            if (i) buf_char(r->out, ',');
            buf_json(r->out, gone[i].item);
            continue;
        }
        str words = text_get(r->lang, T_forensics_fault_number);
        buf_printf(r->out, "!\t" STR_FMT "\tnumber\t" STR_FMT "\n", STR_ARG(gone[i].item),
                   STR_ARG(words));
    }
    return ST_OK;
}

static status find(command_run *r, str ref, forensic_case *k, forensic_item *i)
{
    *i        = (forensic_item){ 0 };
    status st = case_of_ref(r->call, ref, k);
    return st == ST_MISSING ? item_of_ref(r->call, ref, i, k) : st;
}

static int verify_command(command_run *r)
{
    static const char *const values[] = { "--anchor", NULL };
    verified                 sum      = { .first = true };
    problem                  why      = { 0 };
    forensic_case            k;
    forensic_item            i;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len && option(r, "--anchor").len) return cli_usage(r, "evidence verify " VERIFY_USAGE);
    if (r->json) buf_put(r->out, S("{\"cases\":["));
    status st = ref.len ? find(r, ref, &k, &i) : verify_every(r, &sum, &why);
    if (!ref.len && st == ST_OK) st = verify_numbers(r, &sum);
    if (ref.len && st == ST_MISSING) {
        r->out->len = 0;
        return unknown(r, ref);
    }
    if (ref.len && st == ST_OK) st = verify_one(r, &k, i.id, &sum, &why);
    if (st != ST_OK) {
        r->out->len = 0;
        return cli_fail(r, st, &why);
    }
    if (r->json)
        buf_printf(
            r->out,
            "],\"whole\":%s,\"rows\":%lld,\"items\":%lld,\"bytes\":%lld,\"differing\":%lld}\n",
            sum.faults ? "false" : "true", (long long)sum.rows, (long long)sum.items,
            (long long)sum.bytes, (long long)sum.faults);
    return sum.faults ? CLI_REFUSED : CLI_DONE;
}

// ---- list, log ---------------------------------------------------------------------------------------

static const char *const cursor_values[] = { "--cursor", NULL };

static int list_cases(command_run *r)
{
    case_filter f   = { .q = S("") };
    problem     why = { 0 };
    case_page   list;
    status      st = cases_list(r->call, &f, option(r, "--cursor"), 0, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        forensics_put_cases(r->out, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) {
        const forensic_case *k = &list.items[i];
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t%lld\t" STR_FMT "\n", STR_ARG(k->code),
                   STR_ARG(case_state_key(k->state)), (long long)k->items, STR_ARG(k->title));
    }
    return CLI_DONE;
}

static int list_command(command_run *r)
{
    item_filter   f   = { 0 };
    problem       why = { 0 };
    forensic_case k;
    item_page     list;
    if (!cli_known(r, cursor_values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, cursor_values, 0);
    if (!ref.len) return list_cases(r);
    status st = case_of_ref(r->call, ref, &k);
    if (st == ST_MISSING) return unknown(r, ref);
    if (st == ST_OK) st = items_list(r->call, &k, &f, option(r, "--cursor"), 0, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        forensics_put_items(r->out, &k, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) {
        const forensic_item *one = &list.items[i];
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t%lld\t" STR_FMT "\t" STR_FMT "\n",
                   STR_ARG(one->code), STR_ARG(item_state_key(one->state)), (long long)one->bytes,
                   STR_ARG(one->sha256), STR_ARG(one->path));
    }
    return CLI_DONE;
}

// Oldest first, whole.
static int log_command(command_run *r)
{
    forensic_case k;
    forensic_item i;
    custody_row  *rows;
    size_t        count = CASE_PAGE, all = 0;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!ref.len) return cli_usage(r, "evidence log " LOG_USAGE);
    status st = find(r, ref, &k, &i);
    if (st == ST_MISSING) return unknown(r, ref);
    if (r->json && st == ST_OK) forensics_put_log_begin(r->out, &k);
    for (int64_t below = 0; st == ST_OK && count == CASE_PAGE;) {
        st = custody_list(r->call, &k, i.id, below, &rows, &count);
        for (size_t n = 0; st == ST_OK && n < count; n++, all++) {
            if (r->json)
                forensics_put_log_row(r->out, all == 0, &rows[n]);
            else
                buf_printf(r->out,
                           "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT
                           "\n",
                           (long long)rows[n].no, STR_ARG(time_rfc3339(r->a, rows[n].at_ms)),
                           STR_ARG(custody_act_key(rows[n].act)), STR_ARG(rows[n].item),
                           STR_ARG(rows[n].tool.len ? rows[n].tool : rows[n].person),
                           STR_ARG(rows[n].words));
        }
        if (count) below = rows[count - 1].no;
    }
    if (st != ST_OK) return cli_fail(r, st, NULL);
    if (r->json) buf_put(r->out, S("]}\n"));
    return CLI_DONE;
}

// ---- record, copy ------------------------------------------------------------------------------------

static int record_command(command_run *r)
{
    static const char *const values[] = { "--act",  "--words",    "--party",      "--seal",
                                          "--tool", "--decision", "--decided-on", NULL };
    problem                  why      = { 0 };
    forensic_item            i;
    forensic_case            k;
    custody_draft            d = { .words      = option(r, "--words"),
                                   .party      = option(r, "--party"),
                                   .seal       = option(r, "--seal"),
                                   .tool       = option(r, "--tool"),
                                   .decision   = option(r, "--decision"),
                                   .decided_on = option(r, "--decided-on") };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len || !d.words.len || !custody_act_named(option(r, "--act"), &d.act))
        return cli_usage(r, "evidence record " RECORD_USAGE);
    status st = item_of_ref(r->call, ref, &i, &k);
    if (st == ST_MISSING) return unknown(r, ref);
    d.item_id = i.id;
    if (st == ST_OK) st = custody_record(r->call, &d, &why);
    if (st == ST_OK) st = item_load(r->call, i.id, &i, &k);
    if (st != ST_OK) return cli_fail(r, st, &why);
    str anchor = custody_anchor(r->a, k.code, k.last_no, k.last_hash);
    if (r->json) {
        buf_put(r->out, S("{\"item\":"));
        buf_json(r->out, i.code);
        buf_printf(r->out,
                   ",\"state\":\"" STR_FMT "\",\"seal\":", STR_ARG(item_state_key(i.state)));
        buf_json(r->out, i.seal_now);
        buf_put(r->out, S(",\"log\":"));
        buf_json(r->out, anchor);
        buf_put(r->out, S("}\n"));
    } else {
        buf_printf(r->out, STR_FMT "\n", STR_ARG(anchor));
    }
    return CLI_DONE;
}

static status copy_bytes(int from, int to)
{
    char   room[64 * 1024];
    size_t got;
    for (int64_t at = 0;; at += (int64_t)got) {
        TRY(os_read_at(from, at, room, sizeof(room), &got));
        if (!got) return os_sync(to);
        TRY(os_write_all(to, (str){ room, (ptrdiff_t)got }));
    }
}

static int copy_command(command_run *r)
{
    static const char *const values[] = { "--out", NULL };
    problem                  why      = { 0 };
    forensic_item            i;
    forensic_case            k;
    int                      from = -1;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, values, 0), name = option(r, "--out");
    if (!ref.len || !name.len) return cli_usage(r, "evidence copy " COPY_USAGE);
    status st = item_of_ref(r->call, ref, &i, &k);
    if (st == ST_MISSING) return unknown(r, ref);
    int to = st == ST_OK ? cli_create(r, name, &why) : -1;
    if (to < 0) return cli_fail(r, st == ST_OK ? ST_BROKEN : st, &why);
    st = item_open(r->call, i.id, CUSTODY_COPIED, &i, &from, &why);
    if (st == ST_OK) st = copy_bytes(from, to);
    os_close(from);
    os_close(to);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        forensics_put_item(r->out, &i);
        buf_char(r->out, '\n');
    } else {
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\n", STR_ARG(i.sha256), STR_ARG(name));
    }
    return CLI_DONE;
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE

static const command commands[] = {
    { "evidence add", ADD_USAGE, "help.evidence.add", add_command, true, WRITE, NULL, NULL },
    { "evidence verify", VERIFY_USAGE, "help.evidence.verify", verify_command, true, READ, NULL,
      NULL },
    { "evidence list", LIST_USAGE, "help.evidence.list", list_command, true, READ, NULL, NULL },
    { "evidence log", LOG_USAGE, "help.evidence.log", log_command, true, READ, NULL, NULL },
    { "evidence record", RECORD_USAGE, "help.evidence.record", record_command, true, READ, NULL,
      NULL },
    { "evidence copy", COPY_USAGE, "help.evidence.copy", copy_command, true, READ, NULL, NULL },
};
const command_table forensics_commands = { commands, COUNT(commands) };
