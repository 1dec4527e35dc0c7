// law_cmd.c - `law check`, `law show`, `calendar due`. None of them opens the data folder.
#include "modules/law/law.h"

#include "kit/law/law.h"
#include "kit/text/text.h"
#include "modules/law/version_cmd.h"

enum { CALENDAR_FILE_MAX = 1 << 20 };

static bool english(const command_run *r)
{
    return r->lang == LANG_EN;
}

// ---- law check ------------------------------------------------------------------------------------
static void put_fault_json(command_run *r, const law_fault *f, str message)
{
    buf_put(r->out, S("{\"file\":"));
    buf_json(r->out, f->file);
    buf_put(r->out, S(",\"id\":"));
    buf_json(r->out, f->id.ptr ? f->id : S(""));
    buf_put(r->out, S(",\"rule\":"));
    buf_json(r->out, f->rule);
    buf_put(r->out, S(",\"detail\":"));
    buf_json(r->out, f->detail.ptr && str_is_utf8(f->detail) ? f->detail : S(""));
    buf_put(r->out, S(",\"message\":"));
    buf_json(r->out, str_is_utf8(message) ? message : S(""));
    buf_char(r->out, '}');
}

static str fault_place(command_run *r, const law_fault *f)
{
    str place = f->file;
    if (f->id.len) {
        place = arena_printf(r->a, STR_FMT ":" STR_FMT, STR_ARG(f->file), STR_ARG(f->id));
    }
    return place.ptr ? place : S("");
}

static str fault_message(command_run *r, const law_fault *f)
{
    problem why = { .field = fault_place(r, f), .rule = f->rule, .detail = f->detail };
    return cli_problem_message(r->a, r->lang, ST_INVALID, &why);
}

// Every fault is told, not only the first: a person mends a file in one go.
int law_cmd_faults(command_run *r, const law_faults *faults)
{
    if (r->json) {
        const law_fault *first = &faults->items[0];
        buf_put(r->out, S("{\"error\":{\"rule\":"));
        buf_json(r->out, first->rule);
        buf_put(r->out, S(",\"field\":"));
        buf_json(r->out, fault_place(r, first));
        buf_put(r->out, S(",\"row\":null,\"message\":"));
        buf_json(r->out, fault_message(r, first));
        buf_put(r->out, S("},\"faults\":["));
    }
    for (size_t i = 0; i < faults->count; i++) {
        str message = fault_message(r, &faults->items[i]);
        if (r->json) {
            if (i) buf_char(r->out, ',');
            put_fault_json(r, &faults->items[i], message);
        } else {
            buf_put(r->out, message);
            buf_char(r->out, '\n');
        }
    }
    if (r->json) buf_put(r->out, S("]}\n"));
    return CLI_REFUSED;
}

static void tell_packs(command_run *r, const law *l)
{
    if (r->json) buf_put(r->out, S("{\"packs\":["));
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack *p = law_pack_at(l, i);
        size_t          rules;
        (void)law_rules(p, &rules);
        if (r->json) {
            buf_printf(r->out, "%s{\"id\":\"" STR_FMT "\",\"version\":", i ? "," : "",
                       STR_ARG(p->id));
            buf_json(r->out, p->version);
            buf_printf(r->out, ",\"sha256\":\"%s\",\"rules\":%zu}", p->sha256, rules);
            continue;
        }
        const str args[] = { p->id, p->version, arena_printf(r->a, "%zu", rules),
                             str_from(p->sha256) };
        buf_put(r->out, text_fmt(r->a, r->lang, T_law_check_whole, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    size_t crossings;
    (void)law_crosswalk(l, &crossings);
    if (r->json) {
        buf_printf(r->out, "],\"crosswalk\":{\"rows\":%zu,\"old_alone\":%zu,\"new_alone\":%zu}",
                   crossings, law_crossing_alone(l, true), law_crossing_alone(l, false));
        buf_put(r->out, S(",\"faults\":[]}\n"));
    }
}

static int law_check_command(command_run *r)
{
    problem     why    = { 0 };
    law_faults *faults = NEW(r->a, law_faults, 1);
    const law  *l      = NULL;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (cli_word(r, NULL, 1).ptr) return cli_usage(r, "law check [DIR] [--json]");
    if (!faults) return cli_fail(r, ST_MEMORY, NULL);
    str    folder = cli_word(r, NULL, 0);
    status st = law_open(r->folder_fd, folder.ptr ? folder : r->law_folder, r->a, &l, faults, &why);
    if (st == ST_INVALID && faults->count) return law_cmd_faults(r, faults);
    if (st != ST_OK) return cli_fail(r, st, &why);
    tell_packs(r, l);
    return CLI_DONE;
}

// ---- law show --------------------------------------------------------------------------------------
static void show_pack(command_run *r, const law_pack *p)
{
    size_t          n;
    const law_rule *rules = law_rules(p, &n);
    buf_printf(r->out, STR_FMT " " STR_FMT "\n" STR_FMT "\n", STR_ARG(p->id), STR_ARG(p->version),
               STR_ARG(law_say(p->name, english(r))));
    for (size_t i = 0; i < n; i++) {
        const str args[] = { rules[i].id, arena_printf(r->a, "%d", rules[i].level),
                             law_say(rules[i].cite.text, english(r)),
                             law_say(rules[i].text, english(r)),
                             str_from(law_certainty_key(rules[i].certainty)) };
        buf_put(r->out, text_fmt(r->a, r->lang, T_law_show_rule, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
}

static int law_show_command(command_run *r)
{
    problem    why = { 0 };
    const law *l   = NULL;
    str        id  = cli_word(r, NULL, 0);
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!id.ptr || cli_word(r, NULL, 1).ptr) return cli_usage(r, "law show PACK [--json]");
    status st = law_open(r->folder_fd, r->law_folder, r->a, &l, NULL, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    const law_pack *p = law_pack_find(l, id);
    if (!p) {
        why = (problem){ .field = S("pack"), .rule = S("law-pack-unknown"), .detail = id };
        return cli_fail(r, ST_MISSING, &why);
    }
    if (r->json) {
        buf_put(r->out, law_pack_json(p, english(r), r->a));
        buf_char(r->out, '\n');
    } else {
        show_pack(r, p);
    }
    return CLI_DONE;
}

// ---- calendar due ------------------------------------------------------------------------------------
typedef struct period {
    day           from;
    int64_t       days;
    calendar_kind kind;
    str           file;
} period;

static const char *const due_options[] = { "--from", "--days", "--kind", "--calendar", NULL };

static status read_period(command_run *r, period *out, problem *why)
{
    str from, days, kind;
    if (!cli_option(r, "--from", &from))
        return problem_set(why, ST_INVALID, S("from"), S("required"));
    if (!cli_option(r, "--days", &days))
        return problem_set(why, ST_INVALID, S("days"), S("required"));
    if (!cli_option(r, "--kind", &kind))
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    if (day_parse(from, &out->from) != ST_OK) {
        return problem_detail(why, ST_INVALID, S("from"), S("law-day-form"), from);
    }
    if (!str_int(days, &out->days) || out->days < 1 || out->days > CALENDAR_PERIOD_MAX) {
        return problem_detail(why, ST_INVALID, S("days"), S("out-of-range"), days);
    }
    if (str_equal(kind, S("working"))) {
        out->kind = CALENDAR_WORKING;
    } else if (str_equal(kind, S("calendar"))) {
        out->kind = CALENDAR_DAYS;
    } else {
        return problem_detail(why, ST_INVALID, S("kind"), S("unknown-value"), kind);
    }
    (void)cli_option(r, "--calendar", &out->file);
    return ST_OK;
}

static status find_due(command_run *r, const period *p, day *due, bool *unsure, problem *why)
{
    calendar   own;
    const law *l;
    if (!p->file.ptr) {
        TRY(law_open(r->folder_fd, r->law_folder, r->a, &l, NULL, why));
        return calendar_due(law_calendar(l), p->from, (int)p->days, p->kind, due, unsure, why);
    }
    str text;
    TRY(cli_read(r, p->file, CALENDAR_FILE_MAX, &text, why));
    TRY(calendar_parse(text, r->a, &own, why));
    return calendar_due(&own, p->from, (int)p->days, p->kind, due, unsure, why);
}

static int calendar_due_command(command_run *r)
{
    period  p      = { 0 };
    problem why    = { 0 };
    day     due    = { 0 };
    bool    unsure = false;
    if (!cli_known(r, due_options, NULL)) return CLI_USAGE;
    if (cli_word(r, due_options, 0).ptr)
        return cli_usage(r, "calendar due --from DAY --days N --kind working|calendar");
    status st = read_period(r, &p, &why);
    if (st == ST_OK) st = find_due(r, &p, &due, &unsure, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    str iso = day_iso(r->a, due);
    if (r->json) {
        buf_printf(r->out, "{\"due\":\"" STR_FMT "\"%s}\n", STR_ARG(iso),
                   unsure ? ",\"unsure\":true" : "");
    } else {
        buf_printf(r->out, STR_FMT "\n", STR_ARG(iso));
        if (unsure) {
            buf_put(r->out, text_get(r->lang, T_law_calendar_unsure));
            buf_char(r->out, '\n');
        }
    }
    return CLI_DONE;
}

static const command commands[] = {
    { "law check", "[DIR] [--json]", "help.law.check", law_check_command, false, RIGHT_PUBLIC },
    { "law show", "PACK [--json]", "help.law.show", law_show_command, false, RIGHT_PUBLIC },
    { "law load", "DIR|FILE [--json]", "help.law.load", law_cmd_load, true, RIGHT_ACCOUNTS_ADMIN },
    { "law versions", "[--json]", "help.law.versions", law_cmd_versions, true, RIGHT_SIGNED_IN },
    { "law diff", "ID [--json]", "help.law.diff", law_cmd_diff, true, RIGHT_SIGNED_IN },
    { "law activate", "ID [--from DAY] [--json]", "help.law.activate", law_cmd_activate, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "law bundle", "[DIR]", "help.law.bundle", law_cmd_bundle, false, RIGHT_PUBLIC },
    { "law crosswalk", "[--json]", "help.law.crosswalk", law_cmd_crosswalk, false, RIGHT_PUBLIC },
    { "calendar due",
      "--from YYYY-MM-DD --days N --kind working|calendar [--calendar FILE] [--json]",
      "help.calendar.due", calendar_due_command, false, RIGHT_PUBLIC },
};

const command_table law_commands = { commands, COUNT(commands) };
