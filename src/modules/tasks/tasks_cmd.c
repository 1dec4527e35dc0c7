// tasks_cmd.c - `coloa tasks …`.
#include "kit/text/text.h"
#include "modules/tasks/notice_ops.h"
#include "modules/tasks/reminder_ops.h"
#include "modules/tasks/tasks.h"

static task_reader reader_of(const command_run *r)
{
    return (task_reader){ r->a, r->lang, r->call->now_ms };
}

static void put_lines(command_run *r, const task_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const task *t   = &list->items[i];
        str         due = t->due_ms == TASK_NO_DATE
                              ? S("-")
                              : day_iso(r->a, day_of_ms(t->due_ms, VIETNAM_OFFSET_MINUTES));
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   (long long)t->id, STR_ARG(due), STR_ARG(t->body_code),
                   STR_ARG(t->person_id ? t->person : task_role_name(t->role)),
                   STR_ARG(task_title(r->a, r->lang, t->kind, t->object_name, t->n)));
    }
}

// The machine holds no role: it is shown every open one.
static int list_command(command_run *r)
{
    static const char *const flags[] = { "--branch", "--done", NULL };
    task_list                list    = { 0 };
    problem                  why     = { 0 };
    call                    *c       = r->call;
    status                   st;
    if (!cli_known(r, NULL, flags)) return CLI_USAGE;
    bool machine = c->who.person_id == -1;
    if (cli_flag(r, "--done"))
        st = tasks_done_list(c, &list);
    else if (machine || cli_flag(r, "--branch"))
        st = tasks_branch_list(c, machine && !cli_flag(r, "--branch"), (task_cursor){ 0 }, &list);
    else
        st = tasks_mine_list(c, (task_cursor){ 0 }, TASKS_PAGE, &list);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        tasks_put_json(reader_of(r), r->out, &list, (str){ 0 });
        buf_char(r->out, '\n');
    } else {
        put_lines(r, &list);
    }
    return CLI_DONE;
}

static int notices_command(command_run *r)
{
    notice_list list;
    problem     why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    status st = notices_list(r->call, 0, &list);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        notices_put_json(reader_of(r), r->out, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) {
        const notice *n = &list.items[i];
        buf_printf(r->out, STR_FMT "\t%s\t" STR_FMT "\n", STR_ARG(time_rfc3339(r->a, n->at_ms)),
                   n->is_read ? "" : "*", STR_ARG(notice_words(r->a, r->lang, n)));
    }
    return CLI_DONE;
}

static const command commands[] = {
    { "tasks list", "[--branch | --done] [--json]", "help.tasks.list", list_command, true,
      RIGHT_SIGNED_IN },
    { "notices list", "[--json]", "help.notices.list", notices_command, true, RIGHT_SIGNED_IN },
    { "mail test", "--to ADDRESS [--mail URL --mail-from ADDRESS …] [--json]", "help.mail.test",
      mail_test_command, true, RIGHT_ACCOUNTS_ADMIN },
};

const command_table tasks_commands = { commands, COUNT(commands) };
