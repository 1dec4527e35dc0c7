// doctor_cmd.c - `coloa doctor`: a line for each thing, green, yellow or red; ends with 1 when one is red.
#include "modules/operations/doctor_ops.h"
#include "modules/operations/operations_ops.h"

#include "kit/text/text.h"

#include <stdio.h>

static void put_json(command_run *r, const doctor_line *lines, size_t count)
{
    buf_printf(r->out, "{\"state\":\"%s\",\"lines\":[",
               doctor_state_name(doctor_worst(lines, count)));
    for (size_t i = 0; i < count; i++) {
        const doctor_line *l = &lines[i];
        buf_printf(r->out,
                   "%s{\"key\":\"%s\",\"state\":\"%s\",\"found\":\"%s\",\"mended\":%s,\"value\":",
                   i ? "," : "", l->key, doctor_state_name(l->state), l->found,
                   l->mended ? "true" : "false");
        buf_json(r->out, l->value);
        buf_put(r->out, S(",\"message\":"));
        buf_json(r->out, doctor_words(r->a, r->lang, l));
        buf_put(r->out, S(",\"advice\":"));
        buf_json(r->out, doctor_advice(r->a, r->lang, l));
        buf_char(r->out, '}');
    }
    buf_put(r->out, S("]}\n"));
}

static void put_words(command_run *r, const doctor_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const doctor_line *l      = &lines[i];
        str                advice = doctor_advice(r->a, r->lang, l);
        str                mark   = text_named(r->lang,
                                               arena_printf(r->a, "doctor.mark.%s", doctor_state_name(l->state)));
        str                name   = text_named(r->lang, arena_printf(r->a, "doctor.%s", l->key));
        buf_printf(r->out, "[" STR_FMT "] " STR_FMT ": " STR_FMT, STR_ARG(mark), STR_ARG(name),
                   STR_ARG(doctor_words(r->a, r->lang, l)));
        if (l->mended)
            buf_printf(r->out, " – " STR_FMT, STR_ARG(text_get(r->lang, T_doctor_mended)));
        buf_char(r->out, '\n');
        if (advice.len) buf_printf(r->out, "      → " STR_FMT "\n", STR_ARG(advice));
    }
}

int doctor_command(command_run *r)
{
    static const char *const options[] = { "--tls-cert", NULL };
    static const char *const flags[]   = { "--fix", NULL };
    doctor_line              lines[DOCTOR_LINES_MAX];
    size_t                   count;
    str                      file;
    problem                  why = { 0 };
    if (!cli_known(r, options, flags)) return CLI_USAGE;
    doctor_order o  = { .data     = r->data,
                        .data_fd  = r->data_fd,
                        .tls_cert = operations_lent()->tls_cert,
                        .fix      = cli_flag(r, "--fix") };
    status       st = cli_option(r, "--tls-cert", &file)
                          ? cli_read(r, file, 256 * 1024, &o.tls_cert, &why)
                          : ST_OK;
    if (st == ST_OK) st = doctor_look(r->call, &o, lines, &count);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json)
        put_json(r, lines, count);
    else
        put_words(r, lines, count);
    return doctor_worst(lines, count) == DOCTOR_BAD ? CLI_REFUSED : CLI_DONE;
}
