// yara_look.c - YARA's look at a file within bounds of processor time; a rule that costs minutes does not silence the
// others.
//
// All rules look at once. When that takes longer than its bound, halves of them look, halves of halves, until single
// rules are left that are too slow; each of those then has the whole bound for itself, and is left out of this file, and
// named, when that is not enough. Rules that others found too slow in earlier files look behind the others from the
// start. Nothing a file does to its process can leave a rule out of another file.
//
// libyara looks at its own clock only between its steps; that clock is of the wall. A timer of processor time sets it
// to the end.
#include <signal.h>
#include <string.h>
#include <sys/time.h>

#include "hunt/yara.h"
#include "kit/os/os.h"

enum {
    TICK_US       = 20 * 1000,
    MEGABYTES     = 12, // that take as long again as the shortest bound
    PARTS         = 8,  // of the bound, for some of the rules
    ALL_BOUNDS    = 40, // of a file
    FILE_S_MAX    = 30 * 60,
    WATCH_ENDS_NS = 1,
};

static const uint64_t watch_runs_ns = 24ULL * 3600 * 1000 * 1000 * 1000;
static const size_t   scanned_max   = (size_t)512 * 1024 * 1024;

static YR_RULES               *rules;
static YR_SCANNER             *scanner;
static yara_needs              needs;
static uint32_t                apart_count;
static volatile sig_atomic_t   watching;
static _Atomic int64_t         watched_to_ns; // of processor time
static struct {
    uint32_t *order, *late;
    bool     *wanted, *slow, *stopped, *apart;
    int64_t  *spent_ns;
} by_rule;

typedef struct looking {
    hunter  *h;
    int64_t  bound_ns, ends_ns; // of all
    int64_t  base_ns;           // what bytes cost without any rule, where rules are measured
    uint32_t late_count;
} looking;

// ---- making ready --------------------------------------------------------------------------------

static int on_message(YR_SCAN_CONTEXT *context, int message, void *data, void *ctx)
{
    hunter *h = ctx;
    if (h->out->failed) return CALLBACK_ABORT;
    if (message != CALLBACK_MSG_RULE_MATCHING) return CALLBACK_CONTINUE;
    YR_RULE *rule = data;
    if (by_rule.wanted[rule - rules->rules_table]) yara_put_found(h, context, rule);
    return CALLBACK_CONTINUE;
}

bool yara_look_warm(hunter *h, YR_RULES *all, uint32_t count, const yara_source *sources,
                    size_t source_count)
{
    size_t n         = (size_t)count + 1;
    rules            = all;
    by_rule.order    = NEW(h->room, uint32_t, n);
    by_rule.late     = NEW(h->room, uint32_t, n);
    by_rule.wanted   = NEW(h->room, bool, n);
    by_rule.slow     = NEW(h->room, bool, n);
    by_rule.stopped  = NEW(h->room, bool, n);
    by_rule.apart    = NEW(h->room, bool, n);
    by_rule.spent_ns = NEW(h->room, int64_t, n);
    if (!by_rule.order || !by_rule.late || !by_rule.wanted || !by_rule.slow || !by_rule.stopped ||
        !by_rule.apart || !by_rule.spent_ns)
        return false;
    if (!yara_needs_find(&needs, rules, count, sources, source_count, h->room)) return false;
    return yr_scanner_create(rules, &scanner) == ERROR_SUCCESS;
}

static void on_tick(int signal)
{
    (void)signal;
    if (watching && os_process_cpu_ns() >= watched_to_ns) scanner->timeout = WATCH_ENDS_NS;
}

bool yara_arm(void)
{
    const struct sigaction  act   = { .sa_handler = on_tick, .sa_flags = SA_RESTART };
    const struct itimerval  every = { { 0, TICK_US }, { 0, TICK_US } };
    if (!scanner) return true;
    return sigaction(SIGPROF, &act, NULL) == 0 && setitimer(ITIMER_PROF, &every, NULL) == 0;
}

bool yara_apart(uint32_t rule)
{
    if (rule >= needs.count) return false;
    by_rule.apart[rule] = true;
    apart_count++;
    return true;
}

// ---- the file's name -----------------------------------------------------------------------------

static bool is_drive(str part) // of a path: C, C:, C%3A
{
    char c = part.len ? (char)(part.ptr[0] | 32) : 0;
    return c >= 'a' && c <= 'z' &&
           (part.len == 1 || str_equal(str_slice(part, 1, part.len), S(":")) ||
            str_equal_nocase(str_slice(part, 1, part.len), S("%3a")));
}

// What was collected from a drive of Windows is named as there.
static bool is_of_windows(str path)
{
    str  part;
    bool more = true;
    while (more) {
        more = str_cut(path, '/', &part, &path);
        if (more && is_drive(part)) return true;
    }
    return false;
}

// The words are those of the scanners that rules are written for: the path with its name, the name, its ending with
// the dot. What owns the file, and what type others would call it, is not known.
static void name_it(const char *path)
{
    static char room[HUNT_FILE_NAME_MAX + 1];
    bool        windows = is_of_windows(str_from(path));
    size_t      len = strlen(path), name = 0, end;
    if (len > HUNT_FILE_NAME_MAX) return;
    for (size_t i = 0; i <= len; i++) {
        room[i] = windows && path[i] == '/' ? '\\' : path[i];
        if (path[i] == '/' || path[i] == '\\') name = i + 1;
    }
    for (end = len; end > name && room[end - 1] != '.';) end--;
    (void)yr_scanner_define_string_variable(scanner, "filepath", room);
    (void)yr_scanner_define_string_variable(scanner, "filename", room + name);
    (void)yr_scanner_define_string_variable(scanner, "extension",
                                            end > name + 1 ? room + end - 1 : "");
}

// ---- one look ------------------------------------------------------------------------------------

static bool is_needed(const uint32_t *some, uint32_t count, uint32_t rule)
{
    for (uint32_t i = 0; i < count; i++) {
        if (yara_needs_it(&needs, some[i], rule)) return true;
    }
    return false;
}

// On are those of `some`, sorted, and what they need; told are those alone.
static void switch_on(const uint32_t *some, uint32_t count)
{
    bool all = count == needs.count;
    memset(by_rule.wanted, 0, needs.count * sizeof(bool));
    for (uint32_t i = 0; i < count; i++) by_rule.wanted[some[i]] = true;
    uint32_t from = 0, to; // those of some that are of the file
    for (uint32_t i = 0; i < needs.count; i++) {
        YR_RULE *rule = &rules->rules_table[i];
        while (from < count && some[from] < needs.first[i]) from++;
        for (to = from; to < count && some[to] < needs.end[i];) to++;
        if (all || by_rule.wanted[i] || is_needed(some + from, to - from, i))
            yr_rule_enable(rule);
        else
            yr_rule_disable(rule);
    }
}

// What libyara says; *spent is of the processor.
static int look(hunter *h, const uint32_t *some, uint32_t count, int64_t bound_ns, int64_t *spent)
{
    switch_on(some, count);
    int64_t began    = os_process_cpu_ns();
    watched_to_ns    = began + bound_ns;
    scanner->timeout = watch_runs_ns;
    watching         = 1;
    int got = yr_scanner_scan_mem(scanner, (const uint8_t *)h->input.ptr, (size_t)h->input.len);
    watching = 0;
    *spent   = os_process_cpu_ns() - began;
    return got;
}

// ---- what it cost --------------------------------------------------------------------------------

static void tell(looking *l, uint32_t rule, hunt_yara_how how)
{
    int64_t spent = by_rule.spent_ns[rule];
    frame_begin(l->h->out, HUNT_FRAME_YARA_COST);
    frame_u32(l->h->out, rule);
    frame_u8(l->h->out, (uint8_t)how);
    put_u64(l->h->out, (uint64_t)(spent > l->base_ns ? spent - l->base_ns : 0));
    frame_end(l->h->out);
    if (how != HUNT_YARA_MEASURED) l->h->counts.yara_left++;
}

static bool needs_one(uint32_t rule, const bool *of)
{
    for (uint32_t i = needs.first[rule]; i < needs.end[rule]; i++) {
        if (i != rule && of[i] && yara_needs_it(&needs, rule, i)) return true;
    }
    return false;
}

static bool is_over(looking *l, uint32_t count)
{
    if (os_process_cpu_ns() < l->ends_ns) return false;
    l->h->counts.yara_left += count;
    l->h->counts.yara_end = HUNT_YARA_TIMEOUT;
    return true;
}

// ---- halves --------------------------------------------------------------------------------------

// Those that need one that is slow are as slow: they look late. How many are left.
static uint32_t put_late(looking *l, uint32_t *some, uint32_t count)
{
    uint32_t left = 0;
    if (!l->late_count) return count;
    for (uint32_t i = 0; i < count; i++) {
        if (needs_one(some[i], by_rule.slow))
            by_rule.late[l->late_count++] = some[i];
        else
            some[left++] = some[i];
    }
    return left;
}

static void look_in_parts(looking *l, uint32_t *some, uint32_t count, int64_t bound_ns)
{
    int64_t spent;
    count = put_late(l, some, count);
    if (count == 0 || l->h->out->failed || is_over(l, count)) return;
    int got = look(l->h, some, count, bound_ns, &spent);
    if (count == 1) by_rule.spent_ns[some[0]] += spent;
    if (got == ERROR_SUCCESS || l->h->out->failed) return;
    if (count == 1) {
        by_rule.slow[some[0]]         = true;
        by_rule.late[l->late_count++] = some[0];
        return;
    }
    look_in_parts(l, some, count / 2, l->bound_ns / PARTS);
    look_in_parts(l, some + count / 2, count - count / 2, l->bound_ns / PARTS);
}

static void sort(uint32_t *some, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) { // few, and nearly sorted
        uint32_t one = some[i], at = i;
        for (; at && some[at - 1] > one; at--) some[at] = some[at - 1];
        some[at] = one;
    }
}

// The slow ones, each by itself; those they need stand before them.
static void look_at_late(looking *l)
{
    sort(by_rule.late, l->late_count);
    for (uint32_t i = 0; i < l->late_count && !l->h->out->failed; i++) {
        uint32_t rule = by_rule.late[i];
        int64_t  spent;
        if (needs_one(rule, by_rule.stopped)) {
            by_rule.stopped[rule] = true;
            tell(l, rule, HUNT_YARA_NEEDS_STOPPED);
            continue;
        }
        if (is_over(l, l->late_count - i)) return;
        int got = look(l->h, &rule, 1, l->bound_ns, &spent);
        by_rule.spent_ns[rule] += spent;
        by_rule.stopped[rule] = got != ERROR_SUCCESS;
        tell(l, rule,
             got == ERROR_SUCCESS        ? HUNT_YARA_MEASURED
             : got == ERROR_SCAN_TIMEOUT ? HUNT_YARA_STOPPED
                                         : HUNT_YARA_FAULT);
        if (got != ERROR_SUCCESS && l->h->counts.yara_end == HUNT_YARA_DONE)
            l->h->counts.yara_end = HUNT_YARA_STOPS;
    }
}

static void measure(looking *l)
{
    (void)look(l->h, NULL, 0, l->bound_ns, &l->base_ns);
    for (uint32_t i = 0; i < needs.count && !l->h->out->failed; i++) {
        uint32_t late = l->late_count;
        if (is_over(l, needs.count - i)) break;
        look_in_parts(l, &(uint32_t){ i }, 1, l->bound_ns);
        if (late == l->late_count) tell(l, i, HUNT_YARA_MEASURED);
    }
}

static uint32_t gather(bool apart)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < needs.count; i++) {
        if ((apart_count && (by_rule.apart[i] || needs_one(i, by_rule.apart))) == apart)
            by_rule.order[count++] = i;
    }
    return count;
}

static int64_t bound_of(const hunter *h)
{
    return h->yara_ms * 1000000 +
           h->yara_ms * (h->input.len / MEGABYTES) / 1024 * 1000000 / 1024;
}

// libyara's own way to survive a fault would need system calls that the seal forbids: a fault ends the process.
void yara_file(hunter *h)
{
    if (!scanner) return;
    if ((size_t)h->input.len > scanned_max) {
        h->counts.yara_end = HUNT_YARA_LARGE;
        return;
    }
    int64_t began = os_process_cpu_ns(), most = FILE_S_MAX * (int64_t)1000000000;
    looking l = { .h = h, .bound_ns = bound_of(h) };
    l.ends_ns = began + (l.bound_ns < most / ALL_BOUNDS ? l.bound_ns * ALL_BOUNDS : most);
    name_it(h->name);
    yr_scanner_set_callback(scanner, on_message, h);
    yr_scanner_set_flags(scanner, SCAN_FLAGS_NO_TRYCATCH | SCAN_FLAGS_REPORT_RULES_MATCHING);
    if (h->measure) {
        measure(&l);
    } else {
        look_in_parts(&l, by_rule.order, gather(false), l.bound_ns);
        look_in_parts(&l, by_rule.order, gather(true), l.bound_ns / PARTS);
    }
    look_at_late(&l);
    h->counts.yara_ns = (uint64_t)(os_process_cpu_ns() - began);
}
