// codes.c - the next code of a series. See call.h.
#include "kit/call/call.h"
#include "kit/call/call_queries.gen.h"

status call_code(call *c, db *d, const char *prefix, str *code)
{
    code_number_take_row row;
    int                  year   = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES).year;
    str                  series = arena_printf(c->a, "%s-%04d", prefix, year);
    if (!series.ptr) return ST_MEMORY;
    TRY(code_number_take(d, &(code_number_take_in){ series }, c->a, &row));
    *code = arena_printf(c->a, STR_FMT "-%06lld", STR_ARG(series), (long long)row.n);
    return code->ptr ? ST_OK : ST_MEMORY;
}
