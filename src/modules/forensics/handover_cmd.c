// handover_cmd.c - `coloa evidence handover|paper`.
#include "modules/forensics/forensics.h"
#include "modules/forensics/handover_ops.h"

#define HAND_USAGE                                                                                 \
    "ITEM… --to NAME --to-body BODY --reason T [--to-post T] [--by NAME] [--by-post T] "         \
    "[--place T] [--json]"
#define PAPER_USAGE "BG-YYYY-NNNNNN --out FILE.docx|FILE.pdf|FILE.txt [--json]"

static const char *const hand_values[] = { "--to", "--to-body", "--to-post", "--reason",
                                           "--by", "--by-post", "--place",   NULL };

static status gather(command_run *r, handover_draft *d, int64_t *ids, problem *why)
{
    for (int i = 0; d->item_count < HANDOVER_ITEMS_MAX; i++) {
        str           ref = cli_word(r, hand_values, i);
        forensic_item item;
        forensic_case k;
        if (!ref.ptr) break;
        status st = item_of_ref(r->call, ref, &item, &k);
        if (st == ST_MISSING) return problem_detail(why, st, S("items"), S("case-unknown"), ref);
        TRY(st);
        if (d->case_id && d->case_id != k.id)
            return problem_set(why, ST_INVALID, S("items"), S("item-unknown"));
        d->case_id           = k.id;
        ids[d->item_count++] = item.id;
    }
    return ST_OK;
}

static int hand_command(command_run *r)
{
    problem        why = { 0 };
    int64_t        ids[HANDOVER_ITEMS_MAX];
    handover       h;
    handover_draft d = { .items         = ids,
                         .giver         = cli_text(r, "--by"),
                         .giver_post    = cli_text(r, "--by-post"),
                         .receiver      = cli_text(r, "--to"),
                         .receiver_post = cli_text(r, "--to-post"),
                         .receiver_body = cli_text(r, "--to-body"),
                         .place         = cli_text(r, "--place"),
                         .reason        = cli_text(r, "--reason") };
    if (!cli_known(r, hand_values, NULL)) return CLI_USAGE;
    if (!cli_word(r, hand_values, 0).len || !d.receiver.len || !d.receiver_body.len ||
        !d.reason.len)
        return cli_usage(r, "evidence handover " HAND_USAGE);
    status st = gather(r, &d, ids, &why);
    if (st == ST_OK) st = case_handover_make(r->call, &d, &h, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (!r->json) {
        buf_printf(r->out, STR_FMT "\t%lld\t" STR_FMT "\n", STR_ARG(h.code), (long long)h.log_no,
                   STR_ARG(h.log_hash));
        return CLI_DONE;
    }
    buf_put(r->out, S("{\"code\":"));
    buf_json(r->out, h.code);
    buf_printf(r->out, ",\"items\":%zu,\"row\":%lld,\"hash\":", d.item_count, (long long)h.log_no);
    buf_json(r->out, h.log_hash);
    buf_put(r->out, S(",\"key\":"));
    buf_json(r->out, h.key_id);
    buf_put(r->out, S(",\"signature\":"));
    buf_json(r->out, h.signature);
    buf_put(r->out, S("}\n"));
    return CLI_DONE;
}

static int paper_command(command_run *r)
{
    static const char *const values[] = { "--out", NULL };
    problem                  why      = { 0 };
    forensic_case            k;
    handover                 h;
    str                      bytes;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str code = cli_word(r, values, 0), out = cli_text(r, "--out");
    if (!code.len || !out.len) return cli_usage(r, "evidence paper " PAPER_USAGE);
    status st = case_handover_load(r->call, code, &h, &k);
    if (st == ST_MISSING) problem_detail(&why, st, S("evidence"), S("case-unknown"), code);
    if (st == ST_OK && str_ends(out, S(".txt")))
        st = case_handover_text(r->call, &h, &bytes);
    else if (st == ST_OK)
        st = case_handover_paper(r->call, &h, &k, str_ends(out, S(".pdf")), &bytes, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    int done = cli_write_file(r, out, bytes);
    if (done != CLI_DONE) return done;
    if (r->json) {
        buf_put(r->out, S("{\"code\":"));
        buf_json(r->out, h.code);
        buf_put(r->out, S(",\"file\":"));
        buf_json(r->out, out);
        buf_printf(r->out, ",\"bytes\":%lld}\n", (long long)bytes.len);
    } else {
        buf_printf(r->out, STR_FMT "\n", STR_ARG(out));
    }
    return CLI_DONE;
}

static const command commands[] = {
    { "evidence handover", HAND_USAGE, "help.evidence.handover", hand_command, true,
      RIGHT_CASES_WRITE, NULL, NULL },
    { "evidence paper", PAPER_USAGE, "help.evidence.paper", paper_command, true, RIGHT_CASES_READ,
      NULL, NULL },
};
const command_table forensics_handover_commands = { commands, COUNT(commands) };
