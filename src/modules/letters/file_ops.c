// file_ops.c - see file_ops.h.
#include "modules/letters/file_ops.h"

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "kit/workers/signature.h"
#include "modules/letters/root_ops.h"

static str parser; // where it is, for tests; absent: beside our own program

void letters_lend_parser(str program)
{
    parser = program;
}

str letters_parser(void)
{
    return parser.ptr ? parser : S("");
}

status letter_file_keep(const letter_upload *from, letter_taken *file, problem *why)
{
    int    folder = -1;
    status st     = os_rewind(from->fd);
    if (st == ST_OK) st = blobs_folder(&folder);
    if (st == ST_OK) st = blob_put(folder, from->fd, LETTER_FILE_MAX, &file->blob, NULL);
    os_close(folder);
    if (st == ST_OK) return ST_OK;
    if (st == ST_LIMIT) return problem_set(why, ST_INVALID, S("file"), S("letter-file-big"));
    return problem_set(why, ST_BROKEN, S("file"), S("letter-file-disk"));
}

status letter_file_open(str sha256, int *fd, problem *why)
{
    int     folder = -1;
    int64_t bytes;
    status  st = blobs_folder(&folder);
    if (st == ST_OK) st = blob_open(folder, sha256, fd, &bytes);
    os_close(folder);
    if (st == ST_MISSING) return problem_set(why, st, S("file"), S("letter-file-gone"));
    return st == ST_OK ? st : problem_set(why, ST_BROKEN, S("file"), S("letter-file-disk"));
}

// ---- signatures ----------------------------------------------------------------------------------------

static const char *const bytes_keys[] = { "", "intact", "altered", "unreadable" };
static const char *const chain_keys[] = { "",      "trusted",  "no-root", "out-of-time",
                                          "unfit", "unchecked" };
static const char *const time_keys[]  = { "", "none", "claimed", "stamped" };

static letter_signature told(const signature *s)
{
    return (letter_signature){ .bytes         = str_from(bytes_keys[s->bytes]),
                               .chain         = str_from(chain_keys[s->chain]),
                               .time          = str_from(time_keys[s->time]),
                               .whole         = s->whole,
                               .weak          = letter_digest_weak(s->digest),
                               .signed_ms     = s->signed_ms,
                               .valid_from_ms = s->valid_from_ms,
                               .valid_to_ms   = s->valid_to_ms,
                               .signer        = s->signer,
                               .organisation  = s->organisation,
                               .issuer        = s->issuer,
                               .serial        = s->serial,
                               .digest        = s->digest,
                               .kind          = s->kind };
}

status letter_signatures_check(arena *a, int64_t now_ms, str roots, int fd, letter_signatures *out)
{
    _Static_assert((int)LETTER_SIGNERS_MAX == (int)SIGNATURES_MAX, "all of them");
    const signature_options o = { .program = letters_parser(), .roots = roots, .now_ms = now_ms };
    signature_report        got;
    problem                 why = { 0 };
    *out                        = (letter_signatures){ .failed = S("") };
    status st                   = signatures_read(&o, fd, a, &got, &why);
    if (st == ST_MEMORY) return st;
    if (st != ST_OK) {
        out->failed = why.rule.len ? why.rule : S("signature-reader-failed");
        return ST_OK;
    }
    out->roots = (int64_t)got.root_count;
    for (size_t i = 0; i < got.count; i++) out->items[out->count++] = told(&got.signatures[i]);
    return ST_OK;
}

// ---- looking at what is offered --------------------------------------------------------------------------

static status check_signatures(call *c, int fd, letter_taken *out)
{
    str                roots;
    letter_signatures *s = NEW(c->a, letter_signatures, 1);
    if (!s) return ST_MEMORY;
    TRY(roots_pem(c, &roots));
    call_end(c); // the worker may take its time
    TRY(letter_signatures_check(c->a, c->now_ms, roots, fd, s));
    out->verdict    = letter_verdict_of(s);
    out->checked_ms = c->now_ms;
    out->signatures = letter_signatures_json(s, c->a);
    return out->signatures.ptr ? ST_OK : ST_MEMORY;
}

status letter_file_look(call *c, const letter_upload *from, letter_taken *out, problem *why)
{
    char         head[LETTER_HEAD_BYTES];
    size_t       got  = 0;
    os_file_info info = { 0 };
    *out              = (letter_taken){ .signatures = S("") };
    TRY(os_info(from->fd, &info));
    if (info.bytes == 0) return problem_set(why, ST_INVALID, S("file"), S("letter-file-empty"));
    if (info.bytes > LETTER_FILE_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("letter-file-big"));
    TRY(os_read_at(from->fd, 0, head, sizeof head, &got));
    TRY(letter_file_type(from->name, (str){ head, (ptrdiff_t)got }, &out->type, why));
    out->name = letter_file_name(from->name, out->type, c->a);
    if (!out->name.ptr) return ST_MEMORY;
    str mark = letter_secret_mark(out->name);
    if (mark.ptr) return problem_detail(why, ST_INVALID, S("file"), S("letter-secret"), mark);
    return str_equal(out->type, S("pdf")) ? check_signatures(c, from->fd, out) : ST_OK;
}
