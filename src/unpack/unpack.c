// unpack.c - see unpack.h.
#include "unpack/unpack.h"

#include <sys/stat.h>
#include <zip.h>

#include "kit/workers/archive_frames.h"

enum { SLACK_BYTES = 64 * 1024 }; // a tiny member may say more than its ratio

typedef struct unpacking {
    zip_t     *zip;
    frame_out *out;
    int64_t    packed, unpacked; // of the whole: the file's size, what came out so far
    char       path[ARCHIVE_PATH_MAX];
    size_t     path_len;
    bool       ended; // nothing more may come
} unpacking;

// ---- frames ----------------------------------------------------------------------------------------

static void tell_byte(unpacking *u, uint8_t type, archive_why why)
{
    frame_begin(u->out, type);
    frame_u8(u->out, (uint8_t)why);
    frame_end(u->out);
}

static void refuse(unpacking *u, archive_why why)
{
    tell_byte(u, ARCHIVE_FRAME_REFUSED, why);
    u->ended = true;
}

// ---- paths -----------------------------------------------------------------------------------------

// The path with '/' between, as text: what is none becomes '?'. False: too long.
static bool take_path(unpacking *u, const char *name)
{
    str s       = str_from(name);
    u->path_len = 0;
    bool text   = str_is_utf8(s);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char ch = (unsigned char)s.ptr[i];
        if (u->path_len == sizeof(u->path)) return false;
        bool odd               = ch < 0x20 || ch == 0x7F || (ch >= 0x80 && !text);
        u->path[u->path_len++] = odd ? '?' : ch == '\\' ? '/' : (char)ch;
    }
    return true;
}

static archive_why path_why(const unpacking *u)
{
    str rest = { u->path, (ptrdiff_t)u->path_len }, part;
    int deep = 0;
    if (!rest.len || rest.ptr[0] == '/') return ARCHIVE_PATH;
    for (bool more = true; more; deep++) {
        more = str_cut(rest, '/', &part, &rest);
        if (str_equal(part, S("..")) || str_equal(part, S("."))) return ARCHIVE_PATH;
    }
    return deep > ARCHIVE_DEPTH_MAX ? ARCHIVE_DEEP : ARCHIVE_WHOLE;
}

static bool is_odd_kind(const unpacking *u, zip_uint64_t i)
{
    zip_uint8_t  system;
    zip_uint32_t bits;
    if (zip_file_get_external_attributes(u->zip, i, 0, &system, &bits) != 0) return false;
    mode_t mode = (mode_t)(bits >> 16);
    if (system != ZIP_OPSYS_UNIX || !(mode & S_IFMT)) return false;
    return !S_ISREG(mode) && !S_ISDIR(mode);
}

static archive_why why_left(const unpacking *u, zip_uint64_t i, const zip_stat_t *st)
{
    archive_why path = path_why(u);
    if (path) return path;
    if (is_odd_kind(u, i)) return ARCHIVE_LINK;
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
        return ARCHIVE_ENCRYPTED;
    if (!(st->valid & ZIP_STAT_COMP_METHOD)) return ARCHIVE_METHOD;
    bool known = st->comp_method == ZIP_CM_STORE || st->comp_method == ZIP_CM_DEFLATE;
    return known ? ARCHIVE_WHOLE : ARCHIVE_METHOD;
}

// ---- members ---------------------------------------------------------------------------------------

static bool grows_too_much(const unpacking *u, int64_t out, int64_t packed, int64_t announced)
{
    if (out > announced) return true;
    if (out - SLACK_BYTES > packed * ARCHIVE_RATIO_MAX) return true;
    bool whole = u->unpacked > ARCHIVE_FREE_BYTES && u->unpacked / ARCHIVE_WHOLE_RATIO > u->packed;
    return whole || u->unpacked > ARCHIVE_UNPACKED_MAX;
}

static archive_why give_bytes(unpacking *u, zip_file_t *f, int64_t packed, int64_t announced)
{
    static char room[ARCHIVE_PIECE_BYTES_MAX];
    int64_t     out = 0;
    for (;;) {
        zip_int64_t n = zip_fread(f, room, sizeof(room));
        if (n < 0) return ARCHIVE_BROKEN;
        if (n == 0) return out == announced ? ARCHIVE_WHOLE : ARCHIVE_BROKEN;
        out += n;
        u->unpacked += n;
        if (grows_too_much(u, out, packed, announced)) return ARCHIVE_BOMB;
        frame_begin(u->out, ARCHIVE_FRAME_DATA);
        frame_bytes(u->out, (str){ room, (ptrdiff_t)n });
        frame_end(u->out);
        if (u->out->failed) return ARCHIVE_BROKEN;
    }
}

static void give_member(unpacking *u, zip_uint64_t i, const zip_stat_t *st)
{
    int64_t packed = (int64_t)st->comp_size, announced = (int64_t)st->size;
    frame_begin(u->out, ARCHIVE_FRAME_MEMBER);
    frame_u32(u->out, (uint32_t)((uint64_t)announced & 0xFFFFFFFF));
    frame_u32(u->out, (uint32_t)((uint64_t)announced >> 32));
    frame_bytes(u->out, (str){ u->path, (ptrdiff_t)u->path_len });
    frame_end(u->out);
    zip_file_t *f   = zip_fopen_index(u->zip, i, 0);
    archive_why why = f ? give_bytes(u, f, packed, announced) : ARCHIVE_BROKEN;
    if (f) zip_fclose(f);
    tell_byte(u, ARCHIVE_FRAME_DONE, why);
    // The whole is a bomb: the members that follow are not looked at.
    bool all = u->unpacked > ARCHIVE_UNPACKED_MAX ||
               (u->unpacked > ARCHIVE_FREE_BYTES && u->unpacked / ARCHIVE_WHOLE_RATIO > u->packed);
    if (all) refuse(u, ARCHIVE_BOMB);
}

static void look_at(unpacking *u, zip_uint64_t i)
{
    zip_stat_t  st;
    archive_why why  = ARCHIVE_BROKEN;
    const char *name = zip_get_name(u->zip, i, ZIP_FL_ENC_GUESS);
    bool        fits = take_path(u, name ? name : "?");
    bool        told = zip_stat_index(u->zip, i, 0, &st) == 0 && (st.valid & ZIP_STAT_SIZE) &&
                (st.valid & ZIP_STAT_COMP_SIZE) && st.size < INT64_MAX / 2 &&
                st.comp_size <= (zip_uint64_t)u->packed;
    if (fits && u->path_len && u->path[u->path_len - 1] == '/' && told && st.size == 0)
        return; // a folder: counted at the end
    if (!fits)
        why = ARCHIVE_PATH;
    else if (told)
        why = why_left(u, i, &st);
    if (why == ARCHIVE_WHOLE) {
        give_member(u, i, &st);
        return;
    }
    str shown = str_begin((str){ u->path, (ptrdiff_t)u->path_len }, ARCHIVE_PATH_MAX);
    if (!str_is_utf8(shown)) shown = S("?");
    frame_begin(u->out, ARCHIVE_FRAME_LEFT);
    frame_u8(u->out, (uint8_t)why);
    frame_bytes(u->out, shown.len ? shown : S("?"));
    frame_end(u->out);
}

// Members that share bytes are how a small file says petabytes.
static bool lie_over_each_other(const unpacking *u, zip_uint64_t count)
{
    uint64_t sum = 0;
    for (zip_uint64_t i = 0; i < count; i++) {
        zip_stat_t st;
        if (zip_stat_index(u->zip, i, 0, &st) != 0 || !(st.valid & ZIP_STAT_COMP_SIZE)) continue;
        if (st.comp_size > (zip_uint64_t)u->packed) return true;
        sum += st.comp_size;
        if (sum > (uint64_t)u->packed) return true;
    }
    return false;
}

static void give_all(unpacking *u)
{
    zip_int64_t n = zip_get_num_entries(u->zip, 0);
    if (n < 0 || n > ARCHIVE_MEMBERS_MAX) {
        refuse(u, ARCHIVE_MANY);
        return;
    }
    if (lie_over_each_other(u, (zip_uint64_t)n)) {
        refuse(u, ARCHIVE_TWICE);
        return;
    }
    for (zip_int64_t i = 0; i < n && !u->ended && !u->out->failed; i++) look_at(u, (zip_uint64_t)i);
    if (u->ended) return;
    frame_begin(u->out, ARCHIVE_FRAME_END);
    frame_u32(u->out, (uint32_t)n);
    frame_end(u->out);
}

void unpack_zip(str bytes, frame_out *out)
{
    static unpacking u;
    zip_error_t      fault;
    u = (unpacking){ .out = out, .packed = bytes.len };
    if ((int64_t)bytes.len > ARCHIVE_FILE_MAX) {
        refuse(&u, ARCHIVE_LARGE);
        return;
    }
    zip_error_init(&fault);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, (zip_uint64_t)bytes.len, 0, &fault);
    u.zip                = source ? zip_open_from_source(source, ZIP_RDONLY, &fault) : NULL;
    if (source && !u.zip) zip_source_free(source);
    zip_error_fini(&fault);
    if (!u.zip) {
        refuse(&u, ARCHIVE_NO_ZIP);
        return;
    }
    give_all(&u);
    zip_discard(u.zip);
}
