// yara_look.c - YARA's look at a file within bounds of processor time; a rule that costs minutes does not silence the
// others.
//
// All rules look at once. When that takes longer than its bound, halves of them look, halves of halves, until single
// rules are left that are too slow; each of those then has the whole bound for itself, and is left out of this file, and
// named, when that is not enough. Rules that others found too slow in earlier files look behind the others from the
// start. Nothing a file does to its process can leave a rule out of another file.
//
// libyara looks at its own clock, which is of the wall, only between its steps. A timer of processor time sets that clock
// to the end; should a step take too long – one regular expression over the same bytes again and again –, the look is
// left from within the handler of the timer, when it interrupted libyara's own code and none of the C library's: what is
// left behind then is a scanner that nobody uses any more.
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

#include "hunt/yara.h"
#include "kit/os/os.h"

enum {
    TICK_US       = 20 * 1000,
    MEGABYTES     = 12, // that take as long again as the shortest bound
    PARTS         = 8,  // of the bound, for some of the rules
    ALL_BOUNDS    = 40, // of a file
    FILE_S_MAX    = 30 * 60,
    WATCH_ENDS_NS = 1,
    PATIENCE      = 2, // ticks after the end
    NOWHERE       = -2,
};

static const uint64_t watch_runs_ns = 24ULL * 3600 * 1000 * 1000 * 1000;
static const size_t   scanned_max   = (size_t)512 * 1024 * 1024;

static YR_RULES   *rules;
static YR_SCANNER *scanner;
static yara_needs  needs;
static uint32_t    apart_count;
static bool        as_compiled = true; // all rules are on and told
static struct kept {
    uint32_t flags;
    int64_t  offset;
} * kept; // by string: as it was compiled
static volatile sig_atomic_t watching, late_ticks;
static jmp_buf               way_out;
static uintptr_t             code_from, code_to; // of libyara
static _Atomic int64_t       watched_to_ns;      // of processor time
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

static int find_code(struct dl_phdr_info *of, size_t size, void *ctx)
{
    uintptr_t known = *(uintptr_t *)ctx;
    (void)size;
    for (size_t i = 0; i < of->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &of->dlpi_phdr[i];
        uintptr_t from         = of->dlpi_addr + part->p_vaddr;
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        if (known < from || known - from >= part->p_memsz) continue;
        code_from = from, code_to = from + part->p_memsz;
        return 1;
    }
    return 0;
}

static bool keep_strings(arena *a)
{
    size_t     most = 0;
    YR_RULE   *rule;
    YR_STRING *string;
    yr_rules_foreach(rules, rule)
    {
        yr_rule_strings_foreach(rule, string)
        {
            if (string->idx >= most) most = string->idx + 1;
        }
    }
    kept = NEW(a, struct kept, most + 1);
    if (!kept) return false;
    yr_rules_foreach(rules, rule)
    {
        yr_rule_strings_foreach(rule, string)
        {
            kept[string->idx] = (struct kept){ string->flags, string->fixed_offset };
        }
    }
    return true;
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
    for (uint32_t i = 0; i < count; i++) by_rule.order[i] = i, by_rule.wanted[i] = true;
    if (!keep_strings(h->room)) return false;
    if (!yara_needs_find(&needs, rules, count, sources, source_count, h->room)) return false;
    uintptr_t known = (uintptr_t)yr_scanner_scan_mem;
    (void)dl_iterate_phdr(find_code, &known);
    return yr_scanner_create(rules, &scanner) == ERROR_SUCCESS;
}

static uintptr_t interrupted_at(const ucontext_t *c)
{
#if defined(__x86_64__)
    return (uintptr_t)c->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)c->uc_mcontext.pc;
#else
    (void)c;
    return 0; // the clock alone
#endif
}

static void on_tick(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info;
    if (!watching || os_process_cpu_ns() < watched_to_ns) return;
    scanner->timeout = WATCH_ENDS_NS;
    if (++late_ticks <= PATIENCE) return;
    uintptr_t at = interrupted_at(context);
    if (at < code_from || at >= code_to) return; // the next tick will do
    watching = 0;
    longjmp(way_out, 1);
}

// The signal is not held back while it is handled: leaving the handler needs no call then.
bool yara_arm(void)
{
    const struct sigaction act   = { .sa_sigaction = on_tick,
                                     .sa_flags     = SA_RESTART | SA_SIGINFO | SA_NODEFER };
    const struct itimerval every = { { 0, TICK_US }, { 0, TICK_US } };
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
    char c      = part.len ? part.ptr[0] : 0;
    str  behind = str_slice(part, 1, part.len);
    if (c >= 'A' && c <= 'Z' && part.len == 1) return true;
    return (c | 32) >= 'a' && (c | 32) <= 'z' &&
           (str_equal(behind, S(":")) || str_equal_nocase(behind, S("%3a")));
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
static bool name_it(const char *path)
{
    static char room[HUNT_FILE_NAME_MAX + 1];
    bool        windows = is_of_windows(str_from(path));
    size_t      len = strlen(path), name = 0, end;
    if (len > HUNT_FILE_NAME_MAX) return false;
    for (size_t i = 0; i <= len; i++) {
        room[i] = windows && path[i] == '/' ? '\\' : path[i];
        if (path[i] == '/' || path[i] == '\\') name = i + 1;
    }
    for (end = len; end > name && room[end - 1] != '.';) end--;
    const char *extension = end > name + 1 ? room + end - 1 : "";
    return yr_scanner_define_string_variable(scanner, "filepath", room) == ERROR_SUCCESS &&
           yr_scanner_define_string_variable(scanner, "filename", room + name) == ERROR_SUCCESS &&
           yr_scanner_define_string_variable(scanner, "extension", extension) == ERROR_SUCCESS;
}

// ---- one look ------------------------------------------------------------------------------------

static bool is_needed(const uint32_t *some, uint32_t count, uint32_t rule)
{
    for (uint32_t i = 0; i < count; i++) {
        if (yara_needs_it(&needs, some[i], rule)) return true;
    }
    return false;
}

// libyara 4.2 goes on comparing the strings of a rule that is off, which may be what is slow. One that may stand only
// where no file has a place is left alone.
static void switch_rule(YR_RULE *rule, bool on)
{
    YR_STRING *string;
    if (on)
        yr_rule_enable(rule);
    else
        yr_rule_disable(rule);
    yr_rule_strings_foreach(rule, string)
    {
        string->flags        = kept[string->idx].flags;
        string->fixed_offset = kept[string->idx].offset;
        if (on) continue;
        string->flags |= STRING_FLAGS_FIXED_OFFSET;
        string->fixed_offset = NOWHERE;
    }
}

// On are those of `some`, sorted, and what they need; told are those alone.
static void switch_on(const uint32_t *some, uint32_t count)
{
    bool all = count == needs.count;
    if (all && as_compiled)
        return; // what is touched must be copied: most copies never come further
    as_compiled = false;
    memset(by_rule.wanted, 0, needs.count * sizeof(bool));
    for (uint32_t i = 0; i < count; i++) by_rule.wanted[some[i]] = true;
    uint32_t from = 0, to; // those of some that are of the file
    for (uint32_t i = 0; i < needs.count; i++) {
        YR_RULE *rule = &rules->rules_table[i];
        while (from < count && some[from] < needs.first[i]) from++;
        for (to = from; to < count && some[to] < needs.end[i];) to++;
        switch_rule(rule, all || by_rule.wanted[i] || is_needed(some + from, to - from, i));
    }
}

static bool make_ready(hunter *h)
{
    yr_scanner_set_callback(scanner, on_message, h);
    yr_scanner_set_flags(scanner, SCAN_FLAGS_NO_TRYCATCH | SCAN_FLAGS_REPORT_RULES_MATCHING);
    return name_it(h->name);
}

static int scan(hunter *h)
{
    if (setjmp(way_out)) {
        bool again = yr_scanner_create(rules, &scanner) == ERROR_SUCCESS && make_ready(h);
        return again ? ERROR_SCAN_TIMEOUT : ERROR_INSUFFICIENT_MEMORY;
    }
    scanner->timeout = watch_runs_ns;
    late_ticks       = 0;
    watching         = 1;
    int got  = yr_scanner_scan_mem(scanner, (const uint8_t *)h->input.ptr, (size_t)h->input.len);
    watching = 0;
    return got;
}

// What libyara says; *spent is of the processor.
static int look(hunter *h, const uint32_t *some, uint32_t count, int64_t bound_ns, int64_t *spent)
{
    switch_on(some, count);
    int64_t began = os_process_cpu_ns();
    watched_to_ns = began + bound_ns;
    int got       = scan(h);
    *spent        = os_process_cpu_ns() - began;
    return got;
}

// ---- what it cost --------------------------------------------------------------------------------

static void tell(looking *l, uint32_t rule, hunt_yara_how how)
{
    int64_t spent = by_rule.spent_ns[rule];
    frame_begin(l->h->out, HUNT_FRAME_YARA_COST);
    frame_u32(l->h->out, rule);
    frame_u8(l->h->out, (uint8_t)how);
    frame_u64(l->h->out, (uint64_t)(spent > l->base_ns ? spent - l->base_ns : 0));
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
    if (!apart_count) return apart ? 0 : needs.count; // in their order from the start
    for (uint32_t i = 0; i < needs.count; i++) {
        if ((by_rule.apart[i] || needs_one(i, by_rule.apart)) == apart) by_rule.order[count++] = i;
    }
    return count;
}

static int64_t bound_of(const hunter *h)
{
    return h->yara_ms * 1000000 + h->yara_ms * (h->input.len / MEGABYTES) / 1024 * 1000000 / 1024;
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
    if (!make_ready(h)) {
        h->counts.yara_end = HUNT_YARA_FAILED;
        return;
    }
    if (h->measure) {
        measure(&l);
    } else {
        look_in_parts(&l, by_rule.order, gather(false), l.bound_ns);
        look_in_parts(&l, by_rule.order, gather(true), l.bound_ns / PARTS);
    }
    look_at_late(&l);
    h->counts.yara_ns = (uint64_t)(os_process_cpu_ns() - began);
}
