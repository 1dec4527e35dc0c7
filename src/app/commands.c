// commands.c - finds a command by its words and runs it on an opened store.
#include "app/app.h"

#include "kit/law/law.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/accounts/accounts.h"
#include "modules/law/law.h"
#include "modules/organisations/organisations.h"

#include <string.h>

// How many words of argv the command's own words cover, 0 when they differ.
static int words_matched(const char *words, const str *argv, int argc)
{
    str rest = str_from(words), head;
    int n    = 0;
    for (bool more = true; more; n++) {
        more = str_cut(rest, ' ', &head, &rest);
        if (n == argc || !str_equal(head, argv[n])) return 0;
    }
    return n;
}

const command *app_command_find(const str *argv, int argc, int *used)
{
    const command *best = NULL;
    *used               = 0;
    for (size_t t = 0; t < app_command_tables; t++) {
        for (size_t i = 0; i < app_commands[t]->count; i++) {
            const command *c = &app_commands[t]->commands[i];
            int            n = words_matched(c->words, argv, argc);
            if (n > *used) {
                best  = c;
                *used = n;
            }
        }
    }
    return best;
}

status app_bodies_seed(call *c, problem *why)
{
    size_t          count;
    const law_body *bodies = law_bodies(law_current(), &count);
    TRY(accounts_become_system(c));
    TRY(organisations_seed(c, bodies, count, NULL, why));
    return accounts_become_system(c); // now the top body exists
}

// A folder that no server has opened yet has no bodies.
static status settle(call *c, problem *why)
{
    int64_t top;
    status  st = body_top(c, &top);
    return st == ST_MISSING ? app_bodies_seed(c, why) : st;
}

// Fills call->who: the person named by --as, else the machine itself.
static status become(call *c, str as, problem *why)
{
    return as.len ? accounts_become(c, as, why) : accounts_become_system(c);
}

int app_command_run(const command *c, command_run *r, const app_data *d, str as)
{
    call    acting = { .store = d->store, .a = r->a, .now_ms = r->now_ms, .lang = r->lang };
    problem why    = { 0 };
    r->call        = &acting;
    r->demo        = d->demo;
    r->data        = d->folder;
    r->data_fd     = d->folder_fd;
    r->base_url    = d->url.len ? d->url : S("http://127.0.0.1:8080"); // what `serve` would take
    int    code    = CLI_DONE;
    status st      = settle(&acting, &why);
    if (st == ST_OK) st = accounts_become_system(&acting);
    if (st == ST_OK) st = law_roll(&acting);
    law_hold(); // what comes into force meanwhile waits for the next command
    if (st == ST_OK) st = become(&acting, as, &why);
    if (st == ST_OK && !call_may(&acting, c->right)) st = ST_FORBIDDEN;
    if (st == ST_OK)
        code = c->fn(r);
    else
        code = cli_fail(r, st, &why);
    law_let_go();
    call_end(&acting);
    r->call = NULL;
    return code;
}

int app_command_finish(command_run *r, int code)
{
    if (r->out->failed) {
        problem why = { .rule = S("too-large") };
        return cli_fail(r, ST_LIMIT, &why);
    }
    if (r->out->len && os_write_all(r->out_fd, buf_str(r->out)) != ST_OK) return CLI_MACHINE;
    return code;
}
