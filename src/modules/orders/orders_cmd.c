// orders_cmd.c - `coloa orders list|show|receipt|verify|key` and `coloa warnings list|show`.
#include "kit/text/text.h"
#include "modules/orders/json_ops.h"

#define LIST_USAGE "[--q WORDS] [--state draft|sent|ended] [--mine] [--late] [--cursor C] [--json]"
#define SHOW_USAGE "CODE [--json]"
#define RECEIPT_USAGE "ID [--json]"
#define VERIFY_USAGE "FILE [--key PUBLIC.pem] [--json]"
#define KEY_USAGE "[--json]"

static void put_row(command_run *r, const order_row *o)
{
    str sent = o->sent_ms ? time_rfc3339(r->a, o->sent_ms) : S("-");
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t%lld/%lld\t" STR_FMT "\n",
               STR_ARG(o->code), STR_ARG(order_kind_key(o->kind)),
               STR_ARG(order_state_key(o->state)), STR_ARG(sent), (long long)o->done,
               (long long)o->targets, STR_ARG(o->title));
}

static int list_of(command_run *r, int warning)
{
    static const char *const values[] = { "--q", "--state", "--cursor", NULL };
    static const char *const flags[]  = { "--mine", "--late", NULL };
    order_filter             f        = { .q = S(""), .warning = warning };
    order_page               list;
    problem                  why    = { 0 };
    str                      cursor = S(""), value;
    status                   st     = ST_OK;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    for (size_t i = 0; st == ST_OK && i < 2; i++) {
        str name = str_slice(str_from(values[i]), 2, 100);
        if (cli_option(r, values[i], &value)) st = orders_filter_set(name, value, &f, &why);
    }
    f.mine = cli_flag(r, "--mine");
    f.late = cli_flag(r, "--late");
    (void)cli_option(r, "--cursor", &cursor);
    if (st == ST_OK) st = orders_list(r->call, &f, cursor, 0, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        orders_put_page(r->out, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) put_row(r, &list.items[i]);
    return CLI_DONE;
}

static int list_command(command_run *r)
{
    return list_of(r, 0);
}

static int warnings_command(command_run *r)
{
    return list_of(r, 1);
}

static void put_target(command_run *r, const order_target *t)
{
    bool over = t->next_ms && t->next_ms < r->call->now_ms;
    buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "%s\t" STR_FMT "\t" STR_FMT STR_FMT "\n",
               (long long)t->id, STR_ARG(t->code), STR_ARG(target_state_key(t->state)),
               over ? " overdue" : "", STR_ARG(t->name), STR_ARG(t->reason), STR_ARG(t->result));
}

static int show_of(command_run *r, bool warning, const char *usage)
{
    order       o;
    order_card *k   = NEW(r->a, order_card, 1);
    problem     why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!ref.len) return cli_usage(r, usage);
    status st = k ? order_of_ref(r->call, ref, &o) : ST_MEMORY;
    if (st == ST_OK && (o.kind == ORDER_WARNING) != warning) st = ST_MISSING;
    if (st == ST_MISSING) problem_detail(&why, st, S("order"), S("order-unknown"), ref);
    if (st == ST_OK) st = order_card_load(r->call, o.id, k);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        order_put_card(r->out, r->a, k, r->call->now_ms);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(k->o.code),
               STR_ARG(order_kind_key(k->o.kind)), STR_ARG(order_state_key(k->o.state)),
               STR_ARG(k->o.title));
    for (size_t i = 0; i < k->target_count; i++) put_target(r, &k->targets[i]);
    return CLI_DONE;
}

static int show_command(command_run *r)
{
    return show_of(r, false, "orders show " SHOW_USAGE);
}

static int warning_command(command_run *r)
{
    return show_of(r, true, "warnings show " SHOW_USAGE);
}

// ---- receipts --------------------------------------------------------------------------------------

static int receipt_command(command_run *r)
{
    int64_t id;
    str     json;
    receipt one;
    problem why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!str_int(ref, &id)) return cli_usage(r, "orders receipt " RECEIPT_USAGE);
    status st = order_receipt(r->call, id, &json);
    if (st == ST_MISSING) problem_detail(&why, st, S("receipt"), S("receipt-unknown"), ref);
    if (st == ST_OK && !r->json) st = receipt_parse(json, r->a, &one, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_put(r->out, json); // byte for byte
        return CLI_DONE;
    }
    for (int i = 0; i < RECEIPT_FIELDS; i++)
        buf_printf(r->out, "%s\t" STR_FMT "\n", receipt_field_name((receipt_field)i),
                   STR_ARG(one.at[i]));
    return CLI_DONE;
}

static status verify(command_run *r, str file, receipt *one, problem *why)
{
    static const char key_option[] = "--key";
    str               json, name, pem;
    unsigned char     open[SIGN_KEY_BYTES];
    TRY(cli_read(r, file, RECEIPT_BYTES_MAX, &json, why));
    TRY(receipt_parse(json, r->a, one, why));
    if (!cli_option(r, key_option, &name)) return order_receipt_verify(r->call, one, why);
    TRY(cli_read(r, name, SIGN_PEM_MAX, &pem, why));
    if (sign_open_read(pem, open) != ST_OK)
        return problem_detail(why, ST_INVALID, S("key"), S("receipt-key-file"), name);
    return receipt_check(one, open, r->a, why);
}

static void put_valid(command_run *r, const receipt *one)
{
    static const receipt_field told[] = { RECEIPT_ORDER,  RECEIPT_ACT, RECEIPT_ADDRESSEE,
                                          RECEIPT_PERSON, RECEIPT_AT,  RECEIPT_PAPER };
    buf_put(r->out, S("{\"valid\":true"));
    for (size_t i = 0; i < COUNT(told); i++) {
        buf_printf(r->out, ",\"%s\":", receipt_field_name(told[i]));
        buf_json(r->out, one->at[told[i]]);
    }
    buf_put(r->out, S("}\n"));
}

static int verify_command(command_run *r)
{
    static const char *const values[] = { "--key", NULL };
    receipt                  one;
    problem                  why = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str file = cli_word(r, values, 0);
    if (!file.len) return cli_usage(r, "orders verify " VERIFY_USAGE);
    status st = verify(r, file, &one, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        put_valid(r, &one);
        return CLI_DONE;
    }
    const str args[] = { one.at[RECEIPT_ORDER], one.at[RECEIPT_ADDRESSEE], one.at[RECEIPT_PERSON],
                         one.at[RECEIPT_AT] };
    buf_put(r->out, text_fmt(r->a, r->lang, T_orders_receipt_valid, args, COUNT(args)));
    buf_char(r->out, '\n');
    return CLI_DONE;
}

static int key_command(command_run *r)
{
    str     pem;
    problem why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    status st = order_key_open(r->call, &pem);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_put(r->out, S("{\"pem\":"));
        buf_json(r->out, pem);
        buf_put(r->out, S("}\n"));
    } else {
        buf_put(r->out, pem);
    }
    return CLI_DONE;
}

#define READ RIGHT_INCIDENTS_READ

static const command commands[] = {
    { "orders list", LIST_USAGE, "help.orders.list", list_command, true, READ, NULL, NULL },
    { "orders show", SHOW_USAGE, "help.orders.show", show_command, true, READ, NULL, NULL },
    { "orders receipt", RECEIPT_USAGE, "help.orders.receipt", receipt_command, true, READ, NULL,
      NULL },
    { "orders verify", VERIFY_USAGE, "help.orders.verify", verify_command, true, READ, "--key",
      NULL },
    { "orders key", KEY_USAGE, "help.orders.key", key_command, true, READ, NULL, NULL },
    { "warnings list", LIST_USAGE, "help.warnings.list", warnings_command, true, READ, NULL, NULL },
    { "warnings show", SHOW_USAGE, "help.warnings.show", warning_command, true, READ, NULL, NULL },
};
const command_table orders_commands = { commands, COUNT(commands) };
