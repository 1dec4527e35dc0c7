// picture_ops.c - see picture_ops.h.
#include "modules/forensics/picture_ops.h"

#include "kit/os/os.h"
#include "kit/workers/picture.h"

bool item_has_picture(const forensic_item *i)
{
    static const char *const ends[] = { ".jpg", ".jpeg", ".png" };
    for (size_t n = 0; n < COUNT(ends); n++) {
        str end = str_from(ends[n]);
        str own = str_slice(i->name, i->name.len - end.len, i->name.len);
        if (str_equal_nocase(own, end)) return i->bytes <= PICTURE_IN_BYTES_MAX;
    }
    return false;
}

status item_picture(call *c, int64_t id, str *jpeg, problem *why)
{
    forensic_item i;
    forensic_case k;
    problem       fault = { 0 };
    int           fd    = -1;
    TRY(item_load(c, id, &i, &k));
    if (!item_has_picture(&i))
        return problem_set(why, ST_INVALID, S("file"), S("evidence-no-picture"));
    TRY(item_open(c, id, CUSTODY_VIEWED, &i, &fd, why));
    call_end(c);
    status st = picture_small(S(""), fd, c->a, jpeg, &fault);
    os_close(fd);
    if (st == ST_OK || st == ST_MEMORY) return st;
    return problem_set(why, ST_INVALID, S("file"), S("evidence-no-picture"));
}
