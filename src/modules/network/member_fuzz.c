// member_fuzz.c - an application, a contact, a fingerprint as strangers type them: what is kept stands when it is read again.
#include <assert.h>
#include <stdlib.h>

#include "kit/law/law.h"
#include "kit/os/os.h"
#include "modules/network/member.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BETWEEN = 0x1f };

static void draft(arena *a, str text)
{
    size_t                       n;
    const law_incident_category *all   = law_incident_categories(law_current(), &n);
    member_draft                 typed = { .category = n ? all[0].id : S("") }, out, again;
    problem                      why   = { 0 };
    for (int i = 0; i < MEMBER_FIELDS && text.len; i++)
        (void)str_cut(text, BETWEEN, &typed.texts[i], &text);
    status st = member_draft_check(&typed, a, &out, &why);
    assert(st != ST_INVALID || why.rule.len > 0);
    if (st != ST_OK) return;
    assert(member_draft_check(&out, a, &again, &why) == ST_OK);
    for (int i = 0; i < MEMBER_FIELDS; i++) {
        assert(str_is_utf8(out.texts[i]));
        assert(str_equal(out.texts[i], again.texts[i]));
    }
}

static void contact(arena *a, str text)
{
    member_contact k    = { .kind = CONTACT_BACKUP }, out, again;
    problem        why  = { 0 };
    str *const     at[] = { &k.name, &k.post, &k.address, &k.phone, &k.mobile, &k.fax, &k.email };
    for (size_t i = 0; i < COUNT(at) && text.len; i++) (void)str_cut(text, BETWEEN, at[i], &text);
    status st = contact_check(&k, a, &out, &why);
    assert(st != ST_INVALID || why.rule.len > 0);
    if (st != ST_OK) return;
    assert(out.name.len && (out.phone.len || out.mobile.len));
    assert(contact_check(&out, a, &again, &why) == ST_OK && str_equal(out.phone, again.phone));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena memory;
    str          text = { (const char *)data, (ptrdiff_t)size }, print, again;
    problem      why  = { 0 };
    if (!memory.start && os_map(8 << 20, &memory) != ST_OK) abort();
    memory.next = memory.start;
    if (pgp_print_check(text, &memory, &print, &why) == ST_OK) {
        assert(pgp_print_check(print, &memory, &again, &why) == ST_OK);
        assert(str_equal(print, again));
    }
    draft(&memory, text);
    contact(&memory, text);
    return 0;
}
