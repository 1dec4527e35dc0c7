// content_ops.c - what a file's bytes are, against what its name says and what data/evidence-types.csv allows.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/workers/content.h"
#include "kit/workers/picture.h"
#include "modules/evidence/keep_ops.h"

static str parser, printer;

void evidence_lend_workers(str for_content, str for_pictures)
{
    parser  = for_content;
    printer = for_pictures;
}

static const struct { // the first that is there is told
    unsigned bit;
    str      key;
} remarks[] = {
    { CONTENT_TWO, STR("two") },
    { CONTENT_MACROS, STR("macros") },
    { CONTENT_ENCRYPTED, STR("encrypted") },
    { CONTENT_ACTIVE, STR("active") },
    { CONTENT_ATTACHED, STR("attached") },
    { CONTENT_DAMAGED, STR("damaged") },
};

static status refuse(call *c, const char *group, str key, problem *why)
{
    str rule = arena_printf(c->a, "%s" STR_FMT, group, STR_ARG(key));
    return rule.ptr ? problem_set(why, ST_INVALID, S("file"), rule) : ST_MEMORY;
}

static status differs(call *c, const content_report *got, problem *why)
{
    str key = arena_printf(c->a, "evidence.kind.%s", content_kind_key(got->kind));
    return problem_detail(why, ST_INVALID, S("file"), S("evidence-differs"),
                          text_named(c->lang, key));
}

// A package with a password lies in a file of the older kind.
static bool is_locked_package(const evidence_type *t, const content_report *got)
{
    bool package = str_equal(t->content, S("docx")) || str_equal(t->content, S("xlsx")) ||
                   str_equal(t->content, S("pptx"));
    return package && got->kind == CONTENT_OLE && (got->remarks & CONTENT_ENCRYPTED);
}

static status judge(call *c, const content_report *got, evidence *e, problem *why)
{
    const evidence_type *t = evidence_type_find(e->type);
    if (!t) return ST_BROKEN;
    e->mark = S("");
    if (got->kind == CONTENT_PROGRAM && evidence_finding_find(S("program"))->refuse)
        return refuse(c, "evidence-found-", S("program"), why);
    for (size_t i = 0; i < COUNT(remarks); i++) {
        if (!(got->remarks & remarks[i].bit)) continue;
        const evidence_finding *f = evidence_finding_find(remarks[i].key);
        if (!f || f->refuse) return refuse(c, "evidence-found-", remarks[i].key, why);
        if (!e->mark.len) e->mark = remarks[i].key;
    }
    bool same = str_equal(str_from(content_kind_key(got->kind)), t->content);
    return same || is_locked_package(t, got) ? ST_OK : differs(c, got, why);
}

status evidence_look(call *c, int fd, evidence *e, problem *why)
{
    content_report got     = { 0 };
    problem        fault   = { 0 };
    arena          scratch = *c->a;
    status         st      = content_read(parser.ptr ? parser : S(""), fd, scratch, &got, &fault);
    if (st == ST_INVALID || st == ST_LIMIT || st == ST_BROKEN)
        return problem_set(why, ST_INVALID, S("file"), S("evidence-reader"));
    TRY(st);
    return judge(c, &got, e, why);
}

// ---- a small picture -------------------------------------------------------------------------------

status evidence_picture(call *c, int64_t id, str *jpeg, problem *why)
{
    evidence e;
    problem  fault = { 0 };
    int      fd    = -1;
    TRY(evidence_load(c, id, &e));
    if (!evidence_has_picture(&e))
        return problem_set(why, ST_INVALID, S("file"), S("evidence-no-picture"));
    TRY(evidence_open(c, id, true, &e, &fd, why));
    call_end(c);
    status st = picture_small(printer.ptr ? printer : S(""), fd, c->a, jpeg, &fault);
    os_close(fd);
    if (st == ST_OK || st == ST_MEMORY) return st;
    return problem_set(why, ST_INVALID, S("file"), S("evidence-no-picture"));
}

bool evidence_has_picture(const evidence *e)
{
    const evidence_type *t = evidence_type_find(e->type);
    return t && t->show == EVIDENCE_SHOW_IMAGE && e->bytes <= PICTURE_IN_BYTES_MAX;
}
