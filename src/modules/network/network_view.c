// network_view.c - see network_view.h.
#include "modules/network/network_view.h"

#include "kit/text/text.h"

str network_named(page *o, const char *group, str key)
{
    str name = arena_printf(o->a, "%s" STR_FMT, group, STR_ARG(key));
    str text = name.ptr ? text_named(o->lang, name) : S("");
    return text.len ? text : key;
}

str network_law(page *o, const law_words *w)
{
    return o->lang == LANG_EN ? w->en : w->vi;
}

str network_category(page *o, str id)
{
    const law_incident_category *k = law_member_category_find(law_current(), id);
    return k ? network_law(o, &k->text) : id;
}

const char *network_state_look(member_state s)
{
    static const char *const looks[] = { "wait", "doing", "bad", "done", "lack", "off" };
    return looks[s >= MEMBER_ASKED && s <= MEMBER_OVER ? s - 1 : 0];
}

const char *network_duty_look(duty_state s)
{
    return s == DUTY_MET ? "done" : s == DUTY_SOON ? "wait" : "bad";
}

str network_size(page *o, int64_t n)
{
    return arena_printf(o->a, "%lld", (long long)n);
}

str network_duty_words(page *o, const member_duty *y)
{
    static const char *const keys[] = { "met", "soon", "late" };
    const str                args[] = { page_date(o, y->due_on), page_number(o, y->n) };
    if (y->state == DUTY_LATE && y->n)
        return text_fmt(o->a, o->lang, T_network_duty_late_n, &args[1], 1);
    if (y->due_on.len && y->state != DUTY_MET)
        return text_fmt(o->a, o->lang,
                        y->state == DUTY_LATE ? T_network_duty_late_since : T_network_duty_until,
                        args, 1);
    if (y->due_on.len) return text_fmt(o->a, o->lang, T_network_duty_met_until, args, 1);
    return network_named(o, "network.duty.", str_from(keys[y->state - 1]));
}

// A body pays twice what a person does.
str network_fine(page *o, const member_duty *y)
{
    const str args[] = { page_number(o, y->law->fine_min * 2), page_number(o, y->law->fine_max * 2),
                         y->law->fine_cite };
    if (!y->fined || y->state == DUTY_MET) return S("");
    return text_fmt(o->a, o->lang, T_network_fine, args, COUNT(args));
}

str network_event(page *o, const member_event *e)
{
    str what = network_named(o, "network.event.", e->act);
    str more = str_equal(e->act, S("contact")) ? network_named(o, "network.contact.", e->detail)
               : str_equal(e->act, S("register")) || str_equal(e->act, S("profile")) ? S("")
                                                                                     : e->detail;
    return more.len ? arena_printf(o->a, STR_FMT ": " STR_FMT, STR_ARG(what), STR_ARG(more)) : what;
}

bool network_step_fits(const member_card *k, member_act act)
{
    member_step s = member_step_of(k->m.state, act);
    return s.to && (s.own ? k->own : k->coordinates);
}

// ---- the application ------------------------------------------------------------------------------

void network_entry_add(page *o, network_form_view *v, network_entry e)
{
    if (v->count == NETWORK_ENTRIES_MAX) return;
    e.f.error              = page_field_error(o, &v->frame, e.f.name);
    v->entries[v->count++] = e;
}

static network_entry category_entry(page *o, str chosen)
{
    size_t                       count;
    const law_incident_category *all     = law_incident_categories(law_current(), &count);
    page_option                 *options = NEW(o->a, page_option, count + 1);
    for (size_t i = 0; options && i < count; i++)
        options[i + 1] = (page_option){ all[i].id, network_law(o, &all[i].text), S("") };
    if (options) options[0] = (page_option){ S(""), T(o, network_choose), S("") };
    return (network_entry){ .f      = { .name         = "category",
                                        .label        = T(o, network_field_category),
                                        .value        = chosen,
                                        .options      = options,
                                        .option_count = options ? count + 1 : 0,
                                        .required     = true },
                            .widget = AS_SELECT };
}

void network_entries_of(page *o, const member_draft *d, bool for_another, network_form_view *v)
{
    static const struct {
        member_field at;
        text_key     title;
    } groups[] = {
        { FIELD_ADDRESS, T_network_group_general },
        { FIELD_RECEIVE_ADDRESS, T_network_group_receive },
        { FIELD_POC_EMAIL, T_network_group_poc },
        { FIELD_INTRO, T_network_group_intro },
    };
    if (for_another)
        network_entry_add(o, v,
                          (network_entry){ .f = { .name  = "body",
                                                  .label = T(o, network_field_body),
                                                  .hint  = T(o, network_field_body_hint),
                                                  .value = d->body,
                                                  .max   = 250 } });
    network_entry_add(o, v, category_entry(o, d->category));
    network_entry_add(o, v,
                      (network_entry){ .f = { .name   = "cluster",
                                              .label  = T(o, network_field_cluster),
                                              .value  = d->cluster,
                                              .max    = MEMBER_CLUSTER_MAX,
                                              .narrow = true } });
    for (int i = 0; i < MEMBER_FIELDS; i++) {
        const member_field_row *row   = &member_fields[i];
        str                     label = network_named(o, "network.field.", str_from(row->key));
        network_entry           e     = { .f      = { .name  = row->key,
                                                      .label = label,
                                                      .value = d->texts[i],
                                                      .max   = row->area ? MEMBER_LONG_MAX : MEMBER_TEXT_MAX,
                                                      .rows  = 6,
                                                      .type  = row->email  ? "email"
                                                               : row->page ? "url"
                                                                           : NULL,
                                                      .required = row->needed },
                                          .widget = row->area ? AS_AREA : AS_INPUT };
        for (size_t g = 0; g < COUNT(groups); g++) {
            if ((int)groups[g].at == i) e.group = text_get(o->lang, groups[g].title);
        }
        network_entry_add(o, v, e);
    }
}
