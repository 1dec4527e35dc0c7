// version_cmd.c - `coloa law load|versions|diff|activate|bundle|crosswalk`.
#include "modules/law/version_cmd.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/law/law_ops.h"

static bool english(const command_run *r)
{
    return r->lang == LANG_EN;
}

static int done(const command_run *r)
{
    return r->out->failed ? CLI_MACHINE : CLI_DONE;
}

// ---- load -------------------------------------------------------------------------------------------

static bool is_folder(command_run *r, str name)
{
    int    fd;
    char  *text = arena_cstr(r->a, name);
    status st   = text ? os_open_folder(r->folder_fd, name, &fd) : ST_MEMORY;
    if (st == ST_OK) os_close(fd);
    return st == ST_OK;
}

// The files of a folder, or those of a bundle.
static status read_files(command_run *r, str name, law_files *out, law_faults *faults, problem *why)
{
    const law *l = NULL;
    str        text;
    if (is_folder(r, name)) {
        TRY(law_open(r->folder_fd, name, r->a, &l, faults, why));
        *out = *law_files_of(l);
        return ST_OK;
    }
    TRY(cli_read(r, name, LAW_BUNDLE_MAX, &text, why));
    return law_bundle_parse(text, r->a, out, why);
}

int law_cmd_load(command_run *r)
{
    str         name   = cli_word(r, NULL, 0);
    law_files  *files  = NEW(r->a, law_files, 1);
    law_faults *faults = NEW(r->a, law_faults, 1);
    int64_t     id     = 0;
    problem     why    = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!name.len) return cli_usage(r, "law load DIR|FILE [--json]");
    if (!files || !faults) return cli_fail(r, ST_MEMORY, NULL);
    status st = read_files(r, name, files, faults, &why);
    if (st == ST_OK) st = law_take(r->call, files, name, &id, faults, &why);
    if (st == ST_INVALID && faults->count) return law_cmd_faults(r, faults);
    if (st != ST_OK) return cli_fail(r, st, &why);
    law_version v;
    st = law_version_load(r->call, id, &v);
    if (st != ST_OK) return cli_fail(r, st, &why);
    str number = arena_printf(r->a, "%lld", (long long)id);
    if (r->json) {
        buf_printf(r->out,
                   "{\"id\":\"" STR_FMT "\",\"sha256\":\"" STR_FMT "\",\"packs\":", STR_ARG(number),
                   STR_ARG(v.sha256));
        buf_json(r->out, v.packs);
        buf_printf(r->out, ",\"in_force\":%s}\n", v.running ? "true" : "false");
    } else {
        const str args[] = { number, v.packs };
        buf_put(r->out, text_fmt(r->a, r->lang, T_law_cmd_loaded, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    return done(r);
}

// ---- versions, activate -----------------------------------------------------------------------------

static void put_version(command_run *r, const law_version *v, bool first)
{
    if (!r->json) {
        buf_printf(r->out, "%lld %s %.16s " STR_FMT "\n", (long long)v->id, v->running ? "*" : " ",
                   v->sha256.ptr, STR_ARG(v->packs));
        return;
    }
    buf_printf(r->out, "%s{\"id\":\"%lld\",\"sha256\":", first ? "" : ",", (long long)v->id);
    buf_json(r->out, v->sha256);
    buf_put(r->out, S(",\"packs\":"));
    buf_json(r->out, v->packs);
    buf_put(r->out, S(",\"source\":"));
    buf_json(r->out, v->source);
    buf_put(r->out, S(",\"loaded_by\":"));
    buf_json(r->out, v->loaded_by);
    buf_put(r->out, S(",\"loaded\":"));
    buf_json(r->out, time_rfc3339(r->a, v->loaded_ms));
    buf_printf(r->out, ",\"in_force\":%s}", v->running ? "true" : "false");
}

int law_cmd_versions(command_run *r)
{
    law_version    *list;
    law_activation *acts;
    size_t          count, act_count;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    status st = law_version_list(r->call, &list, &count);
    if (st == ST_OK) st = law_activation_list(r->call, &acts, &act_count);
    if (st != ST_OK) return cli_fail(r, st, NULL);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) put_version(r, &list[i], i == 0);
    if (!r->json) return done(r);
    buf_printf(r->out, "],\"total\":%zu,\"next\":null,\"activations\":[", count);
    for (size_t i = 0; i < act_count; i++) {
        buf_printf(r->out, "%s{\"version\":\"%lld\",\"from\":", i ? "," : "",
                   (long long)acts[i].version_id);
        buf_json(r->out, acts[i].from_day);
        buf_put(r->out, S(",\"by\":"));
        buf_json(r->out, acts[i].made_by);
        buf_char(r->out, '}');
    }
    buf_put(r->out, S("]}\n"));
    return done(r);
}

int law_cmd_activate(command_run *r)
{
    static const char *const values[] = { "from", NULL };
    str                      from     = S("");
    int64_t                  id;
    problem                  why = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!str_int(cli_word(r, values, 0), &id)) return cli_usage(r, "law activate ID [--from DAY]");
    (void)cli_option(r, "from", &from);
    status st = law_activate(r->call, id, from, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    law_version v;
    st = law_version_load(r->call, id, &v);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"in_force\":%s}\n", (long long)id,
                   v.running ? "true" : "false");
    } else {
        buf_put(r->out, text_get(r->lang, v.running ? T_law_running : T_law_cmd_later));
        buf_char(r->out, '\n');
    }
    return done(r);
}

// ---- diff -------------------------------------------------------------------------------------------

static const char *const kind_names[] = { "", "added", "removed", "changed" };

static void put_change(command_run *r, const law_change *c, bool first)
{
    buf *b    = r->out;
    str  cite = law_say(c->cite, english(r));
    if (!r->json) {
        buf_printf(b, "%s " STR_FMT " " STR_FMT " " STR_FMT, kind_names[c->kind], STR_ARG(c->file),
                   STR_ARG(c->list), STR_ARG(c->id));
        if (cite.len) buf_printf(b, " (" STR_FMT ")", STR_ARG(cite));
        buf_char(b, '\n');
    } else {
        buf_printf(b, "%s{\"change\":\"%s\",\"file\":", first ? "" : ",", kind_names[c->kind]);
        buf_json(b, c->file);
        buf_put(b, S(",\"list\":"));
        buf_json(b, c->list);
        buf_put(b, S(",\"id\":"));
        buf_json(b, c->id);
        buf_put(b, S(",\"cite\":"));
        buf_json(b, cite);
        buf_put(b, S(",\"fields\":["));
    }
    for (size_t i = 0; i < c->count; i++) {
        const law_change_field *f = &c->fields[i];
        if (!r->json) {
            buf_printf(b, "    " STR_FMT ": " STR_FMT " -> " STR_FMT "\n", STR_ARG(f->name),
                       STR_ARG(f->before.ptr ? f->before : S("-")),
                       STR_ARG(f->after.ptr ? f->after : S("-")));
            continue;
        }
        buf_put(b, i ? S(",{\"name\":") : S("{\"name\":"));
        buf_json(b, f->name);
        buf_put(b, S(",\"before\":"));
        buf_json(b, f->before);
        buf_put(b, S(",\"after\":"));
        buf_json(b, f->after);
        buf_char(b, '}');
    }
    if (r->json) buf_put(b, S("]}"));
}

int law_cmd_diff(command_run *r)
{
    int64_t  id;
    law_diff diff;
    problem  why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!str_int(cli_word(r, NULL, 0), &id)) return cli_usage(r, "law diff ID [--json]");
    status st = law_version_compare(r->call, id, &diff, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < diff.count; i++) put_change(r, &diff.items[i], i == 0);
    if (r->json) {
        buf_printf(r->out, "],\"total\":%zu,\"more\":%s}\n", diff.count,
                   diff.more ? "true" : "false");
    } else if (diff.count == 0) {
        buf_put(r->out, text_get(r->lang, T_law_changes_none));
        buf_char(r->out, '\n');
    }
    return done(r);
}

// ---- bundle, crosswalk: without the data folder -----------------------------------------------------

int law_cmd_bundle(command_run *r)
{
    const law  *l      = NULL;
    law_faults *faults = NEW(r->a, law_faults, 1);
    problem     why    = { 0 };
    str         folder = cli_word(r, NULL, 0);
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!faults) return cli_fail(r, ST_MEMORY, NULL);
    status st = law_open(r->folder_fd, folder.ptr ? folder : r->law_folder, r->a, &l, faults, &why);
    if (st == ST_INVALID && faults->count) return law_cmd_faults(r, faults);
    if (st != ST_OK) return cli_fail(r, st, &why);
    str text = law_bundle_write(law_files_of(l), r->a);
    if (!text.ptr) return cli_fail(r, ST_MEMORY, NULL);
    buf_put(r->out, text);
    return done(r);
}

static void put_ids(command_run *r, const law_catalogue *k, str selector)
{
    bool first = true;
    buf_char(r->out, '[');
    for (size_t i = 0; k && i < k->count; i++) {
        if (!law_selects(selector, &k->rows[i])) continue;
        if (!first) buf_char(r->out, ',');
        first = false;
        buf_json(r->out, k->rows[i].id);
    }
    buf_char(r->out, ']');
}

static void put_crossing(command_run *r, const law *l, const law_crossing *x, bool first)
{
    str note = law_say(x->note, english(r)), sure = str_from(law_certainty_key(x->certainty));
    if (!r->json) {
        buf_printf(r->out, STR_FMT " " STR_FMT " -> " STR_FMT " (" STR_FMT ") " STR_FMT "\n",
                   STR_ARG(x->id), STR_ARG(x->from.len ? x->from : S("-")), STR_ARG(x->to),
                   STR_ARG(sure), STR_ARG(note));
        return;
    }
    buf_put(r->out, first ? S("{\"id\":") : S(",{\"id\":"));
    buf_json(r->out, x->id);
    buf_put(r->out, S(",\"from\":"));
    buf_json(r->out, x->from.len ? x->from : (str){ 0 });
    buf_put(r->out, S(",\"to\":"));
    buf_json(r->out, x->to);
    buf_put(r->out, S(",\"certainty\":"));
    buf_json(r->out, sure);
    buf_put(r->out, S(",\"note\":"));
    buf_json(r->out, note);
    buf_put(r->out, S(",\"from_rows\":"));
    put_ids(r, law_catalogue_find(l, S("tcvn11930")), x->from);
    buf_put(r->out, S(",\"to_rows\":"));
    put_ids(r, law_catalogue_find(l, S("tcvn14423")), x->to);
    buf_char(r->out, '}');
}

int law_cmd_crosswalk(command_run *r)
{
    const law *l   = NULL;
    problem    why = { 0 };
    size_t     n;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    status st = law_open(r->folder_fd, r->law_folder, r->a, &l, NULL, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    const law_crossing *all = law_crosswalk(l, &n);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) put_crossing(r, l, &all[i], i == 0);
    if (r->json) {
        buf_printf(r->out, "],\"total\":%zu,\"next\":null,\"old_alone\":%zu,\"new_alone\":%zu}\n",
                   n, law_crossing_alone(l, true), law_crossing_alone(l, false));
    }
    return done(r);
}
