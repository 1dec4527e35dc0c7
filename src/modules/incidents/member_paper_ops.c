// member_paper_ops.c - see member_paper_ops.h.
#include "modules/incidents/member_paper_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/incidents/incident_letter.h"
#include "modules/incidents/paper_ops.h"
#include "modules/network/network.h"

enum { FACTS_MAX = 64, CONTACT_COLUMNS = 8, NUMBER_COLUMNS = 3, STAFF_COLUMNS = 6, TABLES = 3 };
_Static_assert((int)NETWORK_STAFF_MAX <= (int)INCIDENT_LETTER_ROWS_MAX,
               "all staff goes into its table");

typedef struct drawing {
    call                 *c;
    const member_card    *k;
    incident_letter      *p;
    incident_letter_fact *facts;
    incident_letter_table tables[TABLES];
    bool                  application; // Mẫu 02
} drawing;

static void put(drawing *w, const char *key, str value)
{
    if (value.len && w->p->fact_count < FACTS_MAX)
        w->facts[w->p->fact_count++] = (incident_letter_fact){ str_from(key), value };
}

// ---- facts -----------------------------------------------------------------------------------------------

static void put_fields(drawing *w)
{
    static const struct {
        const char  *key;
        member_field field;
    } same[] = {
        { "reporter_address", FIELD_ADDRESS },
        { "reporter_phone", FIELD_PHONE },
        { "reporter_fax", FIELD_FAX },
        { "reporter_email", FIELD_EMAIL },
        { "reporter_website", FIELD_WEBSITE },
        { "leader_title", FIELD_LEADER_POST },
        { "reception_address", FIELD_RECEIVE_ADDRESS },
        { "reception_phone", FIELD_RECEIVE_PHONE },
        { "reception_mobile", FIELD_RECEIVE_MOBILE },
        { "reception_fax", FIELD_RECEIVE_FAX },
        { "introduction", FIELD_INTRO },
        { "pgp_id", FIELD_PGP_USER },
        { "pgp_fingerprint", FIELD_PGP_PRINT },
        { "pgp_link", FIELD_PGP_LINK },
        { "postal", FIELD_POSTAL },
        { "messaging", FIELD_MESSAGING },
    };
    for (size_t i = 0; i < COUNT(same); i++) put(w, same[i].key, w->k->texts[same[i].field]);
    // Mẫu 02 asks for the mail of the contact, Mẫu 01 for that of the reception.
    str mail = w->k->texts[w->application ? FIELD_POC_EMAIL : FIELD_RECEIVE_EMAIL];
    put(w, "reception_email", mail);
    put(w, "reporter_name", w->k->m.body_name);
    put(w, "owner_name", w->p->superior);
    put(w, "member_code", w->k->m.code);
}

static const member_contact *contact_of(const member_card *k, contact_kind kind)
{
    for (size_t i = 0; i < k->contact_count; i++) {
        if (k->contacts[i].kind == kind && !k->contacts[i].ended_ms) return &k->contacts[i];
    }
    return NULL;
}

static void put_contact(drawing *w, contact_kind kind, const char *const keys[4])
{
    const member_contact *one = contact_of(w->k, kind);
    if (!one) return;
    put(w, keys[0], one->name);
    put(w, keys[1], one->phone);
    put(w, keys[2], one->mobile);
    if (keys[3]) put(w, keys[3], one->fax);
}

static void put_contacts(drawing *w)
{
    static const char *const in[]   = { "hours_name", "hours_phone", "hours_mobile", "hours_fax" };
    static const char *const out[]  = { "off_hours_name", "off_hours_phone", "off_hours_mobile",
                                        "off_hours_fax" };
    static const char *const head[] = { "leader_name", "leader_phone", "leader_mobile", NULL };
    put_contact(w, CONTACT_IN_HOURS, in);
    put_contact(w, CONTACT_OUT_OF_HOURS, out);
    // The leader of Mẫu 01 is who answers for security, of Mẫu 02 whom to call last.
    if (w->application && contact_of(w->k, CONTACT_LEADER))
        put_contact(w, CONTACT_LEADER, head);
    else
        put(w, "leader_name", w->k->texts[FIELD_LEADER]);
}

// "" where the register was not looked at; a level of which it has none says so.
static str systems_of(const drawing *w, int level)
{
    const member_card *k = w->k;
    buf                b = buf_in(w->c->a, 512, INCIDENT_LETTER_BYTES_MAX);
    if (!k->system_count) return S("");
    for (size_t i = 0; i < k->system_count; i++) {
        if (k->systems[i].level != level) continue;
        if (b.len) buf_char(&b, '\n');
        buf_put(&b, k->systems[i].name);
    }
    if (b.failed) return (str){ 0 };
    return b.len ? buf_str(&b) : text_get(LANG_VI, T_incidents_member_paper_none);
}

static status put_systems(drawing *w)
{
    static const char *const keys[] = { "systems_1", "systems_2", "systems_3", "systems_4",
                                        "systems_5" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        str names = systems_of(w, (int)i + 1);
        if (!names.ptr) return ST_MEMORY;
        put(w, keys[i], names);
    }
    return ST_OK;
}

// ---- tables ----------------------------------------------------------------------------------------------

static incident_letter_table *table_new(drawing *w, const char *name, size_t rows, size_t columns,
                                        str **cells)
{
    incident_letter_table *t = &w->tables[w->p->table_count];
    *cells                   = NEW(w->c->a, str, rows * columns + 1);
    if (!*cells) return NULL;
    *t = (incident_letter_table){ .name = str_from(name), .cells = *cells, .columns = columns };
    w->p->table_count++;
    return t;
}

// "3.1. Đầu mối chính, trong giờ": those to be reached at any hour; the leader stands above.
static status put_contact_rows(drawing *w)
{
    static const contact_kind kinds[] = { CONTACT_IN_HOURS, CONTACT_OUT_OF_HOURS, CONTACT_BACKUP };
    str                      *cells;
    incident_letter_table    *t = table_new(w, "dau_moi", COUNT(kinds), CONTACT_COLUMNS, &cells);
    if (!t) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const member_contact *k = contact_of(w->k, kinds[i]);
        if (!k) continue;
        str key   = arena_printf(w->c->a, "network.contact." STR_FMT,
                                 STR_ARG(contact_kind_key(kinds[i])));
        str title = arena_printf(w->c->a, "3.%zu. " STR_FMT, t->rows + 1,
                                 STR_ARG(text_named(LANG_VI, key)));
        if (!key.ptr || !title.ptr) return ST_MEMORY;
        const str row[CONTACT_COLUMNS] = { title,    k->name,   k->post, k->address,
                                           k->phone, k->mobile, k->fax,  k->email };
        for (size_t n = 0; n < CONTACT_COLUMNS; n++)
            cells[t->rows * CONTACT_COLUMNS + n] = row[n].len ? row[n] : S("–");
        t->rows++;
    }
    return ST_OK;
}

// Every figure of the annex; none of them: nobody has counted yet, and they stay blank.
static status put_numbers(drawing *w)
{
    size_t                   count;
    const law_member_number *all = law_member_numbers(law_current(), &count);
    str                     *cells;
    int64_t                  sum = 0;
    incident_letter_table   *t   = table_new(w, "nhan_luc", count, NUMBER_COLUMNS, &cells);
    if (!t) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) sum += w->k->numbers[i];
    for (size_t i = 0; i < count; i++) {
        str *row = &cells[i * NUMBER_COLUMNS];
        row[0]   = all[i].id;
        row[1]   = all[i].name.vi;
        row[2]   = !all[i].group.len || !sum ? S("")
                                             : text_number(w->c->a, LANG_VI, w->k->numbers[i]);
        if (!row[2].ptr) return ST_MEMORY;
    }
    t->rows = count;
    return ST_OK;
}

static status put_staff(drawing *w)
{
    str                   *cells;
    size_t                 count = w->k->staff_count;
    incident_letter_table *t     = table_new(w, "nhan_su", count, STAFF_COLUMNS, &cells);
    if (!t) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const member_staff *s                  = &w->k->staff[i];
        const str           row[STAFF_COLUMNS] = { arena_printf(w->c->a, "%zu", i + 1),
                                                   s->name,
                                                   s->school,
                                                   s->major,
                                                   s->degree,
                                                   s->graduated };
        if (!row[0].ptr) return ST_MEMORY;
        for (size_t n = 0; n < STAFF_COLUMNS; n++) cells[i * STAFF_COLUMNS + n] = row[n];
    }
    t->rows = count;
    return ST_OK;
}

// ---- the file --------------------------------------------------------------------------------------------

static status draw(drawing *w)
{
    call                     *c = w->c;
    const law_incident_party *to;
    TRY(incident_letter_head(c, w->k->m.body_id, w->p));
    to       = law_incident_party_on(law_current(), S("CQDP"), day_of_ms(c->now_ms, 7 * 60));
    w->p->to = to ? to->text.vi : S("");
    w->facts = NEW(c->a, incident_letter_fact, FACTS_MAX);
    if (!w->facts) return ST_MEMORY;
    w->p->facts  = w->facts;
    w->p->tables = w->tables;
    put_fields(w);
    put_contacts(w);
    TRY(put_systems(w));
    if (w->application) return ST_OK;
    TRY(put_contact_rows(w));
    TRY(put_numbers(w));
    return put_staff(w);
}

typedef struct telling {
    call               *c;
    const member_paper *out;
    int64_t             member_id;
} telling;

static status tell(db *d, void *ctx)
{
    telling *w      = ctx;
    str      detail = arena_printf(w->c->a, "{\"form\":\"" STR_FMT "\",\"as\":\"%s\"}",
                                   STR_ARG(w->out->form), w->out->pdf ? "pdf" : "docx");
    (void)d;
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("network.paper"), S("member"), w->member_id, detail);
}

status member_paper_make(call *c, int64_t member_id, member_paper *out, problem *why)
{
    member_card    *k           = NEW(c->a, member_card, 1);
    incident_letter p           = { .to = S("") };
    drawing         w           = { .c = c, .k = k, .p = &p };
    bool            application = str_equal(out->form, S("mau-02"));
    str             docx        = { 0 };
    if (!k) return ST_MEMORY;
    if (!application && !str_equal(out->form, S("mau-01"))) return ST_MISSING;
    TRY(network_card(c, member_id, k));
    if (!k->own && !k->coordinates) return ST_MISSING;
    w.application = application;
    TRY(draw(&w));
    TRY(incident_letter_docx(c, out->form, &p, &docx, why));
    out->name = arena_printf(c->a, STR_FMT "-" STR_FMT ".%s", STR_ARG(out->form),
                             STR_ARG(k->m.code.len ? k->m.code : k->m.body_code),
                             out->pdf ? "pdf" : "docx");
    if (!out->name.ptr) return ST_MEMORY;
    out->bytes = docx;
    str title  = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(k->m.body_name),
                              STR_ARG(out->form));
    if (!title.ptr) return ST_MEMORY;
    if (out->pdf) TRY(incident_letter_pdf(c, title, docx, &out->bytes, why));
    return call_act(c, tell, &(telling){ c, out, member_id });
}
