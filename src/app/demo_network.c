// demo_network.c - see demo_network.h.
#include "app/demo_network.h"

#include "modules/network/network.h"

static const struct sample_member {
    str  body, category, cluster, contact, phone, mobile;
    bool accepted;
} samples[] = {
    { STR("MAU-BO-01"), STR("a"), STR("Cụm Mẫu 1"), STR("Nguyễn Văn Mẫu"), STR("024 0000 0001"),
      STR("0900 000 001"), true },
    { STR("MAU-BO-02"), STR("a"), STR("Cụm Mẫu 1"), STR("Trần Thị Mẫu"), STR("024 0000 0002"),
      STR("0900 000 002"), true },
    { STR("MAU-BO-03"), STR("a"), STR("Cụm Mẫu 2"), STR("Lê Văn Mẫu"), STR("024 0000 0003"),
      STR("0900 000 003"), false },
};

static status move(call *c, int64_t id, member_act act, problem *why)
{
    member m;
    TRY(network_get(c, id, &m));
    const member_move step = { .id = id, .version = m.version, .act = act, .reason = S("") };
    return network_act(c, &step, why);
}

static status add_contact(call *c, int64_t id, const struct sample_member *s, contact_kind kind,
                          problem *why)
{
    const contact_change change = {
        .contact = { .member_id = id,
                     .kind      = kind,
                     .name      = s->contact,
                     .post      = S("Trưởng nhóm ứng cứu (mẫu)"),
                     .phone     = s->phone,
                     .mobile    = s->mobile,
                     .email     = S("ung-cuu@mau.example") },
        .tell    = true,
    };
    return network_contact_set(c, &change, why);
}

static status seed_member(call *c, const struct sample_member *s, problem *why)
{
    int64_t      id;
    member_draft d         = { .body = s->body, .category = s->category, .cluster = s->cluster };
    d.texts[FIELD_ADDRESS] = S("Số 1, phố Mẫu");
    d.texts[FIELD_PHONE]   = s->phone;
    d.texts[FIELD_EMAIL]   = S("van-thu@mau.example");
    d.texts[FIELD_LEADER]  = S("Phạm Thị Mẫu");
    d.texts[FIELD_LEADER_POST]    = S("Phó thủ trưởng (mẫu)");
    d.texts[FIELD_RECEIVE_MOBILE] = s->mobile;
    d.texts[FIELD_RECEIVE_EMAIL]  = S("ung-cuu@mau.example");
    d.texts[FIELD_RECEIVE_PAGE]   = S("https://mau.example/tiep-nhan-su-co");
    TRY(network_register(c, &d, &id, why));
    if (!s->accepted) return ST_OK;
    TRY(move(c, id, MEMBER_CHECK, why));
    TRY(move(c, id, MEMBER_ACCEPT, why));
    TRY(add_contact(c, id, s, CONTACT_IN_HOURS, why));
    return add_contact(c, id, s, CONTACT_OUT_OF_HOURS, why);
}

static status seed_as_centre(call *c, problem *why)
{
    for (size_t i = 0; i < COUNT(samples); i++) TRY(seed_member(c, &samples[i], why));
    return ST_OK;
}

status demo_network_seed(call *c, problem *why)
{
    body        centre;
    const actor machine = c->who;
    TRY(body_by_code(c, S("MAU-NUOC"), &centre));
    c->who.body_id  = centre.id;
    c->who.invented = true;
    status st       = seed_as_centre(c, why);
    c->who          = machine;
    return st;
}
