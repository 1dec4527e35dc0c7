// import_inside PARSE FILE.xlsx FOLDER CODE dry|commit - an import as the program does it, within an open
// store: the sealed reader, header, cells, owners, levels, comparison with the register, the report; with
// `commit` the writing too. Prints one line: processor microseconds (the reader's included), wall
// microseconds, rows. FOLDER was made by coloa; CODE owns the rows.
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "app/app.h"
#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/import_ops.h"

enum { CALL_BYTES = 64 * 1024 * 1024 };

static int64_t spent_us(int who)
{
    struct rusage u;
    getrusage(who, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

static int64_t cpu_us(void)
{
    return spent_us(RUSAGE_SELF) + spent_us(RUSAGE_CHILDREN);
}

static int fail(const char *what, status st, const problem *why)
{
    fprintf(stderr, "import_inside: %s: %s " STR_FMT "\n", what, status_name(st),
            STR_ARG(why->rule));
    return 3;
}

static status run(call *c, const import_options *o, bool commit, import_plan *p, problem *why)
{
    TRY(import_plan_new(p));
    status st = import_scan(c, o, p, why);
    if (st == ST_OK) st = import_compare(c, o, p, why);
    if (st == ST_OK && commit) st = import_commit(c, o, p, why);
    call_end(c);
    if (st != ST_OK) return st;
    str report = import_report_json(p, (str){ 0 }, LANG_VI, &p->memory);
    return report.ptr ? ST_OK : ST_MEMORY;
}

static status open_call(const char *folder, arena *a, store **s, call *c, problem *why)
{
    const store_options o = { .folder = str_from(folder) };
    store_register(app_sql_modules, app_sql_module_count);
    TRY(store_open(&o, s, why));
    *c     = (call){ .store = *s, .a = a, .lang = LANG_VI, .now_ms = os_now_ms() };
    c->who = (actor){
        .person_id = -1, .login = S("system"), .name = S("system"), .rights = ~UINT64_C(0)
    };
    TRY(body_top(c, &c->who.body_id));
    call_end(c);
    return law_current() ? ST_OK : ST_BROKEN; // read now, as the program does at its start
}

int main(int argc, char **argv)
{
    arena       a;
    store      *s   = NULL;
    call        c   = { 0 };
    problem     why = { 0 };
    import_plan p   = { 0 };
    int         fd  = -1;
    if (argc != 6) return 2;
    status st = os_map(CALL_BYTES, &a);
    if (st == ST_OK) st = open_call(argv[3], &a, &s, &c, &why);
    if (st == ST_OK) st = os_open_read(OS_CWD, str_from(argv[2]), &fd);
    if (st != ST_OK) return fail(argv[3], st, &why);
    const import_options o   = { .fd            = fd,
                                 .filename      = S("rows.xlsx"),
                                 .owner         = str_from(argv[4]),
                                 .parse_program = str_from(argv[1]) };
    int64_t              cpu = cpu_us(), wall = os_monotonic_ns();
    st   = run(&c, &o, strcmp(argv[5], "commit") == 0, &p, &why);
    cpu  = cpu_us() - cpu;
    wall = os_monotonic_ns() - wall;
    if (st != ST_OK) return fail(argv[2], st, &why);
    if (p.refused) fprintf(stderr, "import_inside: %zu rows were refused\n", p.refused);
    printf("%lld %lld %zu\n", (long long)cpu, (long long)(wall / 1000), p.made);
    import_plan_free(&p);
    store_close(s);
    return 0;
}
