// postgres.c - the PostgreSQL engine.
#include "kit/store/store_inside.h"

status postgres_open(store *s, const store_options *o, problem *why)
{
    (void)s;
    (void)o;
    return problem_set(why, ST_BROKEN, S("database"), S("database-unreachable"));
}
