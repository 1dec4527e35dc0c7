// own_cmd.c - the commands of the program itself.
#include "app/app.h"

#include "kit/law/law.h"
#include "kit/web/web.h"

static int version_command(command_run *r)
{
    const law *l = law_current();
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (r->json)
        buf_put(r->out, S("{\"version\":\"" APP_VERSION "\",\"packs\":["));
    else
        buf_put(r->out, S("coloa " APP_VERSION "\n"));
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack *p = law_pack_at(l, i);
        if (r->json) {
            buf_printf(r->out, "%s{\"id\":", i ? "," : "");
            web_put_json(r->out, p->id);
            buf_put(r->out, S(",\"version\":"));
            web_put_json(r->out, p->version);
            buf_printf(r->out, ",\"sha256\":\"%s\"}", p->sha256);
        } else {
            buf_printf(r->out, STR_FMT " " STR_FMT " %.16s\n", STR_ARG(p->id), STR_ARG(p->version),
                       p->sha256);
        }
    }
    if (r->json) buf_put(r->out, S("]}\n"));
    return CLI_DONE;
}

// `serve` is run by main itself, which owns the signals; its row stands here for the help.
static int serve_command(command_run *r)
{
    return cli_usage(r, "serve");
}

static const command commands[] = {
    { "serve",
      "[--data DIR] [--listen ADDR:PORT] [--database postgresql://…] [--demo] [--trust-proxy ADDR] "
      "[--tls-cert FILE --tls-key FILE] [--host NAME,…] [--log json|text] "
      "[--mail smtp://HOST:PORT --mail-from ADDRESS [--mail-user NAME --mail-password-file FILE] "
      "[--mail-plain] [--mail-link URL]] [--json]",
      "help.serve", serve_command, false, RIGHT_PUBLIC },
    { "version", "[--json]", "help.version", version_command, false, RIGHT_PUBLIC },
};

const command_table app_own_commands = { commands, COUNT(commands) };
