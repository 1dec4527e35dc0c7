#include "modules/accounts/accounts_view.h"

str role_words(lang in, account_role role)
{
    static const text_key keys[ACCOUNT_ROLES + 1] = {
        [ROLE_HEAD]                 = T_accounts_role_head,
        [ROLE_SYSTEM_OFFICER]       = T_accounts_role_system_officer,
        [ROLE_OPERATOR]             = T_accounts_role_operator,
        [ROLE_SPECIALIST]           = T_accounts_role_specialist,
        [ROLE_APPRAISER]            = T_accounts_role_appraiser,
        [ROLE_CLERK]                = T_accounts_role_clerk,
        [ROLE_SUPERVISOR]           = T_accounts_role_supervisor,
        [ROLE_INCIDENT_COORDINATOR] = T_accounts_role_incident_coordinator,
        [ROLE_ANALYST]              = T_accounts_role_analyst,
        [ROLE_ADMINISTRATOR]        = T_accounts_role_administrator,
        [ROLE_AUDITOR]              = T_accounts_role_auditor,
    };
    return text_get(in, keys[role]);
}

str roles_words(lang in, arena *a, uint64_t roles)
{
    buf b = buf_in(a, 128, 2048);
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if (!(roles & ROLE_BIT(role))) continue;
        if (b.len) buf_put(&b, S(", "));
        buf_put(&b, role_words(in, (account_role)role));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

bool role_options(lang in, arena *a, const page_option **out, size_t *count)
{
    page_option *options = NEW(a, page_option, ACCOUNT_ROLES);
    if (!options) return false;
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        options[role - 1] = (page_option){ .value = account_role_name((account_role)role),
                                           .label = role_words(in, (account_role)role) };
    }
    *out   = options;
    *count = ACCOUNT_ROLES;
    return true;
}

str period_words(page *o, str from, str to)
{
    str begin = from.len ? page_date(o, from) : S("…");
    str end   = to.len ? page_date(o, to) : S("…");
    str text  = arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(begin), STR_ARG(end));
    return text.ptr ? text : S("");
}

str device_words(page *o, str agent)
{
    agent_names n      = agent_read(agent);
    const str   both[] = { n.program, n.machine };
    if (n.program.len && n.machine.len) {
        return text_fill(o->a, T(o, accounts_device), both, COUNT(both));
    }
    if (n.program.len || n.machine.len) return n.program.len ? n.program : n.machine;
    return agent.len ? agent : T(o, accounts_device_unknown);
}

bool session_items(page *o, const session_view *of, size_t count, const session_item **out)
{
    session_item *items = NEW(o->a, session_item, count ? count : 1);
    if (!items) return false;
    for (size_t i = 0; i < count; i++) {
        items[i] = (session_item){ .id         = of[i].id,
                                   .created_ms = of[i].created_ms,
                                   .seen_ms    = of[i].seen_ms,
                                   .device     = device_words(o, of[i].agent),
                                   .address    = of[i].address,
                                   .here       = of[i].here };
    }
    *out = items;
    return true;
}

const char *person_state_kind(person_state state)
{
    switch (state) {
    case PERSON_INVITED: return "wait";
    case PERSON_ACTIVE: return "done";
    case PERSON_LOCKED: return "lack";
    case PERSON_LEFT: return "off";
    }
    return "off";
}

str person_state_words(page *o, person_state state)
{
    switch (state) {
    case PERSON_INVITED: return T(o, accounts_state_invited);
    case PERSON_ACTIVE: return T(o, accounts_state_active);
    case PERSON_LOCKED: return T(o, accounts_state_locked);
    case PERSON_LEFT: return T(o, accounts_state_left);
    }
    return S("");
}
