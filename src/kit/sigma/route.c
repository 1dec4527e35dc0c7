// route.c - what an event is, by its channel, provider and identifier; found out once for all its like.
#include "kit/sigma/run.h"

static str first_text(const sigma_run *r, uint32_t field)
{
    const value *v = scan_first(&r->e, field);
    return v ? v->text : (str){ "", 0 };
}

static void take_source(sigma_run *r)
{
    r->source = (event_source){ .channel  = first_text(r, r->channel),
                                .provider = first_text(r, r->provider),
                                .event_id = first_text(r, r->event_id) };
    if (r->e.windows) return; // an event log's own fields say nothing about where it comes from
    r->source.product  = first_text(r, r->product);
    r->source.category = first_text(r, r->category);
    r->source.service  = first_text(r, r->service);
}

// 0: too long to be kept.
static size_t key_of(const event_source *e, char *key)
{
    const str parts[] = {
        e->channel, e->provider, e->event_id, e->product, e->category, e->service
    };
    size_t len = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (len + (size_t)parts[i].len + 1 > ROUTE_KEY_MAX) return 0;
        if (parts[i].len) memcpy(key + len, parts[i].ptr, (size_t)parts[i].len);
        len += (size_t)parts[i].len;
        key[len++] = '\n';
    }
    return len;
}

static void work_out(const sigma_run *r, route *to)
{
    const sigma_set *s = r->set;
    memset(to->classes, 0, sizeof to->classes);
    memset(to->fields, 0, sizeof to->fields);
    to->renames = 0;
    for (size_t c = 0; c < s->classes.count; c++) {
        if (!class_holds(&s->classes.at[c], &r->source, &to->renames)) continue;
        to->classes[c / 64] |= (uint64_t)1 << c % 64;
        for (size_t w = 0; w < FIELD_WORDS; w++) to->fields[w] |= s->class_fields[c][w];
    }
}

static route *place_of(sigma_run *r, const char *key, size_t len)
{
    uint64_t h     = hash_bytes(3, key, len);
    route   *spare = &r->routes[ROUTES_MAX];
    for (size_t i = 0; len && i < 8; i++) {
        route *one = &r->routes[(h + i) % ROUTES_MAX];
        if (one->key_len == len && memcmp(one->key, key, len) == 0) return one;
        if (one->key_len) continue;
        memcpy(one->key, key, len);
        one->key_len = len;
        work_out(r, one);
        return one;
    }
    work_out(r, spare);
    for (size_t c = 0; c < r->set->classes.count; c++)
        r->beside[c] += spare->classes[c / 64] >> c % 64 & 1;
    return spare;
}

static str other_value(const char *values, str from)
{
    str rest = str_from(values), one, left, right;
    if (!values) return from;
    while (rest.len) {
        (void)str_cut(rest, ';', &one, &rest);
        if (str_cut(one, '=', &left, &right) && str_equal(left, from)) return right;
    }
    return from;
}

static void rename_fields(sigma_run *r)
{
    for (size_t i = 0; i < rename_row_count; i++) {
        if (!(r->on->renames >> rename_rows[i].set & 1)) continue;
        const value *v = scan_first(&r->e, r->rename_from[i]);
        if (!v || scan_first(&r->e, r->rename_to[i])) continue;
        (void)scan_add(&r->e, r->rename_to[i], other_value(rename_rows[i].values, v->text),
                       v->null);
    }
}

void route_event(sigma_run *r)
{
    char key[ROUTE_KEY_MAX] = "";
    take_source(r);
    r->on = place_of(r, key, key_of(&r->source, key));
    r->on->events++;
    if (r->on->renames) rename_fields(r);
}
