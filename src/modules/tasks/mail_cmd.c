// mail_cmd.c - the mail server's settings from flags or the environment, and `coloa mail test`.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/tasks/reminder_ops.h"

// The flag, else the environment's variable, else empty.
static str setting(const command_run *r, const char *flag, const char *variable)
{
    str value;
    if (cli_option(r, flag, &value)) return value;
    value = os_env(variable);
    return value.ptr ? value : S("");
}

status tasks_mail_settings(command_run *r, tasks_host *out, problem *why)
{
    str file           = setting(r, "--mail-password-file", "COLOA_MAIL_PASSWORD_FILE");
    out->mail          = (mail_server){ .url   = setting(r, "--mail", "COLOA_MAIL"),
                                        .from  = setting(r, "--mail-from", "COLOA_MAIL_FROM"),
                                        .user  = setting(r, "--mail-user", "COLOA_MAIL_USER"),
                                        .plain = cli_flag(r, "--mail-plain") ||
                                                 str_equal(os_env("COLOA_MAIL_PLAIN"), S("1")) };
    out->link          = setting(r, "--mail-link", "COLOA_MAIL_LINK");
    out->mail.password = os_env("COLOA_MAIL_PASSWORD");
    if (file.len) {
        TRY(cli_read(r, file, 1024, &out->mail.password, why));
        out->mail.password = str_trim(out->mail.password);
    }
    if (!out->mail.url.len) return ST_OK;
    if (out->link.len && !str_starts(out->link, S("https://")) &&
        !str_starts(out->link, S("http://")))
        return problem_detail(why, ST_INVALID, S("--mail-link"), S("url-form"), out->link);
    return mail_server_check(&out->mail, why);
}

static const char *end_name(mail_end end)
{
    switch (end) {
    case MAIL_TAKEN: return "taken";
    case MAIL_NOT_TAKEN: return "not-taken";
    case MAIL_REFUSED: return "refused";
    case MAIL_UNSURE: return "unsure";
    case MAIL_STOPPED: return "stopped";
    }
    return "";
}

static int say_end(command_run *r, mail_end end, str to, const problem *why)
{
    if (end != MAIL_TAKEN) return cli_fail(r, ST_INVALID, why);
    if (r->json) {
        buf_put(r->out, S("{\"to\":"));
        buf_json(r->out, to);
        buf_printf(r->out, ",\"end\":\"%s\"}\n", end_name(end));
    } else {
        str words = text_fmt(r->a, r->lang, T_tasks_mail_tested, &to, 1);
        buf_printf(r->out, STR_FMT "\n", STR_ARG(words));
    }
    return CLI_DONE;
}

// Inside a server its own settings count; beside none, those given here.
int mail_test_command(command_run *r)
{
    static const char *const values[] = {
        "--to", "--mail", "--mail-from", "--mail-user", "--mail-password-file", "--mail-link", NULL
    };
    static const char *const flags[] = { "--mail-plain", NULL };
    tasks_host               host    = *tasks_lent();
    problem                  why     = { 0 };
    str                      to;
    unsigned char            drawn[8];
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    if (!cli_option(r, "--to", &to)) return cli_usage(r, "mail test --to ADDRESS");
    status st = ST_OK;
    if (!host.mail.url.len) st = tasks_mail_settings(r, &host, &why);
    if (st == ST_OK && !host.mail.url.len)
        st = problem_set(&why, ST_INVALID, S("--mail"), S("mail-off"));
    if (st == ST_OK) st = os_random(drawn, sizeof(drawn));
    if (st != ST_OK) return cli_fail(r, st, &why);
    buf id = buf_in(r->a, 64, 64);
    buf_put(&id, S("test-"));
    buf_hex(&id, (str){ (const char *)drawn, sizeof(drawn) });
    const mail m = { .to      = to,
                     .subject = text_get(r->lang, T_tasks_mail_test_subject),
                     .text    = text_get(r->lang, T_tasks_mail_test_text),
                     .id      = buf_str(&id),
                     .at_ms   = r->now_ms };
    return say_end(r, mail_send(r->a, &host.mail, &m, NULL, NULL, &why), to, &why);
}
