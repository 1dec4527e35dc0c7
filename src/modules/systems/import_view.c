// import_view.c - small words of the pages of imports.
#include "modules/systems/import_view.h"

str page_arg_differ(page *o, int64_t count)
{
    str number = page_number(o, count);
    return text_fmt(o->a, o->lang, T_systems_import_differ, &number, 1);
}
