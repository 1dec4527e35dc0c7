// source.c - which events belong to a rule's log source. The rows are data (data/sigma-sources.csv): an event's
// identifier says nothing without its channel and its provider.
#include "kit/sigma/inside.h"

static bool is_one_of(const char *list, str word)
{
    str rest = str_from(list), one;
    while (rest.len) {
        (void)str_cut(rest, ' ', &one, &rest);
        if (str_equal(one, word)) return true;
    }
    return false;
}

static bool row_holds(const source_row *row, const event_source *e)
{
    return str_equal_nocase(str_from(row->channel), e->channel) &&
           (!row->provider || str_equal_nocase(str_from(row->provider), e->provider)) &&
           (!row->events || is_one_of(row->events, e->event_id));
}

static bool asked_of(str wanted, const char *row)
{
    return row && str_equal(wanted, str_from(row));
}

// Some row of that category (or service) holds for the event.
static bool found_at(str category, str service, const event_source *e, uint32_t *renames)
{
    bool found = false;
    for (size_t i = 0; i < source_row_count; i++) {
        const source_row *row   = &source_rows[i];
        bool              asked = category.len ? asked_of(category, row->category)
                                               : asked_of(service, row->service);
        if (!asked || !row_holds(row, e)) continue;
        found = true;
        if (row->renames >= 0) *renames |= 1u << row->renames;
    }
    return found;
}

// What the event says of itself, in fields logsource.product and so on.
static bool says_so(const class *c, const event_source *e)
{
    return (e->product.len || e->category.len || e->service.len) &&
           (!c->product.len || str_equal(c->product, e->product)) &&
           (!c->category.len || str_equal(c->category, e->category)) &&
           (!c->service.len || str_equal(c->service, e->service));
}

bool class_holds(const class *c, const event_source *e, uint32_t *renames)
{
    uint32_t got = 0;
    if (says_so(c, e)) return true;
    if (!e->channel.len || (c->product.len && !str_equal(c->product, S("windows")))) return false;
    if (c->category.len && !found_at(c->category, S(""), e, &got)) return false;
    if (c->service.len && !found_at(S(""), c->service, e, &got)) return false;
    *renames |= got;
    return true;
}

// For Windows the rows must know it; of other products an event says itself what it is.
bool class_is_known(const class *c)
{
    bool category = !c->category.len, service = !c->service.len;
    if (!str_equal(c->product, S("windows"))) return true;
    for (size_t i = 0; i < source_row_count; i++) {
        category |= asked_of(c->category, source_rows[i].category);
        service |= asked_of(c->service, source_rows[i].service);
    }
    return category && service;
}
