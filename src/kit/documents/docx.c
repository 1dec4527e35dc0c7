// docx.c - the package of a docx: reads a template's parts, writes the filled paper.
#include "kit/documents/docx_part.h"

#include <string.h>
#include <zip.h>

enum {
    // Every entry carries the same moment, 1 January 2020, so that equal inputs give equal bytes.
    PACKAGE_DOS_DATE = (2020 - 1980) << 9 | 1 << 5 | 1,
    PACKAGE_DOS_TIME = 0
};

static status refuse(problem *why, const char *rule, str field)
{
    return problem_set(why, ST_INVALID, field, str_from(rule));
}

// ---- reading -----------------------------------------------------------------------------------

bool docx_holds_marks(str name)
{
    return str_equal(name, S("word/document.xml")) ||
           (str_ends(name, S(".xml")) &&
            (str_starts(name, S("word/header")) || str_starts(name, S("word/footer"))));
}

bool docx_holds_macros(str name)
{
    return str_ends(name, S("vbaProject.bin")) || str_starts(name, S("word/activeX/")) ||
           str_starts(name, S("word/vbaData")) || str_starts(name, S("word/embeddings/"));
}

static zip_t *open_package(str bytes, problem *why)
{
    static const char compound_file[] = { '\xD0', '\xCF', '\x11', '\xE0' };
    if (bytes.len >= 4 && memcmp(bytes.ptr, compound_file, 4) == 0) {
        (void)refuse(why, "docx-encrypted", (str){ 0 });
        return NULL;
    }
    if (bytes.len > DOCX_TEMPLATE_BYTES_MAX) {
        (void)refuse(why, "docx-too-large", (str){ 0 });
        return NULL;
    }
    zip_error_t   fault;
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, (zip_uint64_t)bytes.len, 0, &fault);
    zip_t        *z      = source ? zip_open_from_source(source, ZIP_RDONLY, &fault) : NULL;
    if (source && !z) zip_source_free(source);
    if (!z) (void)refuse(why, "docx-not-docx", (str){ 0 });
    return z;
}

// Looks at the names and sizes of all entries before anything is unpacked.
static status check_entries(zip_t *z, arena *a, problem *why)
{
    zip_int64_t count = zip_get_num_entries(z, 0);
    if (count > DOCX_PARTS_MAX) return refuse(why, "docx-too-large", (str){ 0 });
    bool types = false, document = false;
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t st;
        if (zip_stat_index(z, (zip_uint64_t)i, 0, &st) != 0 || !st.name) {
            return refuse(why, "docx-not-docx", (str){ 0 });
        }
        str name;
        TRY(arena_copy(a, str_from(st.name), &name));
        types |= str_equal(name, S("[Content_Types].xml"));
        document |= str_equal(name, S("word/document.xml"));
        if (docx_holds_macros(name)) return refuse(why, "docx-macro", name);
        if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE) {
            return refuse(why, "docx-encrypted", name);
        }
        if (docx_holds_marks(name) && st.size > DOCX_PART_BYTES_MAX) {
            return refuse(why, "docx-too-large", name);
        }
    }
    return types && document ? ST_OK : refuse(why, "docx-not-docx", S("word/document.xml"));
}

static status unpack(zip_t *z, zip_uint64_t index, arena *a, str *out, problem *why)
{
    zip_stat_t st;
    if (zip_stat_index(z, index, 0, &st) != 0) return refuse(why, "docx-not-docx", (str){ 0 });
    char *bytes = arena_alloc(a, 1, 1, (size_t)st.size + 1);
    if (!bytes) return ST_MEMORY;
    zip_file_t *file = zip_fopen_index(z, index, 0);
    zip_int64_t got  = file ? zip_fread(file, bytes, st.size) : -1;
    if (file) zip_fclose(file);
    if (got < 0 || (zip_uint64_t)got != st.size) {
        return refuse(why, "docx-not-docx", S("word/document.xml"));
    }
    *out = (str){ bytes, (ptrdiff_t)got };
    return ST_OK;
}

static status read_part(zip_t *z, zip_uint64_t index, arena *a, docx_part *out, problem *why)
{
    str xml;
    TRY(unpack(z, index, a, &xml, why));
    return docx_part_read(xml, a, out, why);
}

// ---- checking ----------------------------------------------------------------------------------

static docx_kind kind_of(mark_kind kind)
{
    switch (kind) {
    case MARK_TEXT: return DOCX_TEXT;
    case MARK_LINE: return DOCX_LINE;
    case MARK_EACH: return DOCX_LIST;
    case MARK_WHEN:
    case MARK_UNLESS: return DOCX_WHEN;
    case MARK_GONE:
    case MARK_END: break;
    }
    return 0;
}

typedef struct place_list {
    docx_place *places;
    size_t      count;
} place_list;

static void add_places(place_list *list, const docx_part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        docx_place p    = { part->marks[i].name, kind_of(part->marks[i].kind) };
        bool       seen = p.kind == 0;
        for (size_t k = 0; k < list->count && !seen; k++) {
            seen = list->places[k].kind == p.kind && str_equal(list->places[k].name, p.name);
        }
        if (!seen && list->count < DOCX_MARKS_MAX) list->places[list->count++] = p;
    }
}

static status check_parts(zip_t *z, arena *a, place_list *list, problem *why)
{
    TRY(check_entries(z, a, why));
    for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
        if (!docx_holds_marks(str_from(zip_get_name(z, (zip_uint64_t)i, 0)))) continue;
        docx_part part;
        TRY(read_part(z, (zip_uint64_t)i, a, &part, why));
        add_places(list, &part);
    }
    return ST_OK;
}

status docx_check(str template, arena *a, docx_place **places, size_t *count, problem *why)
{
    place_list list = { .places = NEW(a, docx_place, DOCX_MARKS_MAX) };
    if (!list.places) return ST_MEMORY;
    zip_t *z = open_package(template, why);
    if (!z) return ST_INVALID;
    status st = check_parts(z, a, &list, why);
    zip_discard(z);
    TRY(st);
    *places = list.places;
    *count  = list.count;
    return ST_OK;
}

status docx_compare(const docx_place *places, size_t count, const docx_offer *offers,
                    size_t offer_count, problem *why)
{
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < offer_count && !known; k++) {
            known = str_equal(offers[k].name, places[i].name);
        }
        if (!known) return refuse(why, "docx-unknown", places[i].name);
    }
    for (size_t k = 0; k < offer_count; k++) {
        bool there = !offers[k].required;
        for (size_t i = 0; i < count && !there; i++) {
            there = str_equal(offers[k].name, places[i].name);
        }
        if (!there) return refuse(why, "docx-missing", offers[k].name);
    }
    return ST_OK;
}

status docx_differences(const docx_place *places, size_t count, const docx_offer *offers,
                        size_t offer_count, docx_difference *out)
{
    *out = (docx_difference){ 0 };
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < offer_count && !known; k++)
            known = str_equal(offers[k].name, places[i].name);
        if (known) continue;
        if (out->unknown_count == DOCX_DIFFERENCES_MAX) return ST_LIMIT;
        out->unknown[out->unknown_count++] = places[i].name;
    }
    for (size_t k = 0; k < offer_count; k++) {
        bool there = !offers[k].required;
        for (size_t i = 0; i < count && !there; i++)
            there = str_equal(offers[k].name, places[i].name);
        if (there) continue;
        if (out->missing_count == DOCX_DIFFERENCES_MAX) return ST_LIMIT;
        out->missing[out->missing_count++] = offers[k].name;
    }
    return ST_OK;
}

// ---- filling -----------------------------------------------------------------------------------

// What a package is written with: the data, and the body when it is made already.
typedef struct filling {
    const docx_data *data;
    str              document;
} filling;

static status fill_part(zip_t *from, zip_uint64_t index, const docx_data *data, arena *a, buf *out,
                        problem *why)
{
    docx_part part;
    TRY(read_part(from, index, a, &part, why));
    *out = buf_in(a, (size_t)part.xml.len + 4096, DOCX_OUTPUT_BYTES_MAX);
    return docx_part_fill(&part, data, out, why);
}

static zip_source_t *filled_part(zip_t *from, zip_uint64_t index, zip_t *to, const filling *with,
                                 arena *a, status *st, problem *why)
{
    str name = str_from(zip_get_name(from, index, 0));
    buf out;
    if (with->document.len && str_equal(name, S("word/document.xml"))) {
        return zip_source_buffer(to, with->document.ptr, (zip_uint64_t)with->document.len, 0);
    }
    *st = fill_part(from, index, with->data, a, &out, why);
    if (*st != ST_OK) return NULL;
    return zip_source_buffer(to, out.ptr, out.len, 0);
}

static status copy_parts(zip_t *from, zip_t *to, const filling *with, arena *a, problem *why)
{
    for (zip_int64_t i = 0; i < zip_get_num_entries(from, 0); i++) {
        zip_uint64_t  index = (zip_uint64_t)i;
        const char   *name  = zip_get_name(from, index, 0);
        status        st    = ST_OK;
        zip_source_t *part  = docx_holds_marks(str_from(name))
                                  ? filled_part(from, index, to, with, a, &st, why)
                                  : zip_source_zip(to, from, index, ZIP_FL_COMPRESSED, 0, -1);
        TRY(st);
        if (!part) return ST_BROKEN;
        zip_int64_t added = zip_file_add(to, name, part, ZIP_FL_ENC_UTF_8);
        if (added < 0) {
            zip_source_free(part);
            return refuse(why, "docx-not-docx", (str){ 0 }); // two entries of one name
        }
        zip_file_set_dostime(to, (zip_uint64_t)added, PACKAGE_DOS_TIME, PACKAGE_DOS_DATE, 0);
    }
    return ST_OK;
}

static status read_back(zip_source_t *written, arena *a, str *out)
{
    zip_stat_t st;
    if (zip_source_stat(written, &st) != 0 || zip_source_open(written) != 0) return ST_BROKEN;
    char       *bytes = arena_alloc(a, 1, 1, (size_t)st.size);
    zip_int64_t got   = bytes ? zip_source_read(written, bytes, st.size) : -1;
    zip_source_close(written);
    if (!bytes) return ST_MEMORY;
    if (got < 0 || (zip_uint64_t)got != st.size) return ST_BROKEN;
    *out = (str){ bytes, (ptrdiff_t)got };
    return ST_OK;
}

static status write_package(zip_t *from, zip_source_t *into, const filling *with, arena *a,
                            problem *why)
{
    zip_error_t fault;
    zip_source_keep(into); // zip_close gives its reference back; ours is read afterwards
    zip_t *to = zip_open_from_source(into, ZIP_CREATE | ZIP_TRUNCATE, &fault);
    if (!to) {
        zip_source_free(into);
        return ST_BROKEN;
    }
    status st = copy_parts(from, to, with, a, why);
    if (st == ST_OK && zip_close(to) == 0) return ST_OK;
    zip_discard(to);
    // A template part that cannot be copied is the template's fault.
    return st == ST_OK ? refuse(why, "docx-not-docx", (str){ 0 }) : st;
}

static status fill_package(zip_t *from, const filling *with, arena *a, str *out, problem *why)
{
    TRY(check_entries(from, a, why));
    zip_error_t   fault;
    zip_source_t *into = zip_source_buffer_create(NULL, 0, 0, &fault);
    if (!into) return ST_MEMORY;
    status st = write_package(from, into, with, a, why);
    if (st == ST_OK) st = read_back(into, a, out);
    zip_source_free(into);
    return st;
}

status docx_fill(str template, const docx_data *data, arena *a, str *out, problem *why)
{
    zip_t *from = open_package(template, why);
    if (!from) return ST_INVALID;
    const filling with = { data, { 0 } };
    status        st   = fill_package(from, &with, a, out, why);
    zip_discard(from);
    return st;
}

// ---- packing -----------------------------------------------------------------------------------

static status pack_parts(zip_t *to, const docx_packed *parts, size_t count, arena *a)
{
    for (size_t i = 0; i < count; i++) {
        const char   *name = arena_cstr(a, parts[i].name);
        zip_source_t *s    = zip_source_buffer(to, parts[i].bytes.ptr,
                                               (zip_uint64_t)parts[i].bytes.len, 0);
        if (!name || !s) return ST_MEMORY;
        zip_int64_t added = zip_file_add(to, name, s, ZIP_FL_ENC_UTF_8);
        if (added < 0) {
            zip_source_free(s);
            return ST_INVALID; // two of one name
        }
        zip_file_set_dostime(to, (zip_uint64_t)added, PACKAGE_DOS_TIME, PACKAGE_DOS_DATE, 0);
    }
    return ST_OK;
}

status docx_pack(const docx_packed *parts, size_t count, arena *a, str *out)
{
    zip_error_t   fault;
    zip_source_t *into = zip_source_buffer_create(NULL, 0, 0, &fault);
    if (!into) return ST_MEMORY;
    zip_source_keep(into);
    zip_t *to = zip_open_from_source(into, ZIP_CREATE | ZIP_TRUNCATE, &fault);
    status st = to ? pack_parts(to, parts, count, a) : ST_BROKEN;
    if (st == ST_OK && zip_close(to) != 0) st = ST_BROKEN;
    if (st != ST_OK && to) zip_discard(to);
    if (!to) zip_source_free(into);
    if (st == ST_OK) st = read_back(into, a, out);
    zip_source_free(into);
    return st;
}

// ---- binding -----------------------------------------------------------------------------------

// All parts but the body are the same, byte for byte as far as their sums tell.
static bool packages_alike(zip_t *one, zip_t *other)
{
    zip_int64_t count = zip_get_num_entries(one, 0);
    if (count != zip_get_num_entries(other, 0) || count > DOCX_PARTS_MAX) return false;
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t a, b;
        if (zip_stat_index(one, (zip_uint64_t)i, 0, &a) != 0) return false;
        if (strcmp(a.name, "word/document.xml") == 0) continue;
        if (zip_stat(other, a.name, 0, &b) != 0 || a.size != b.size || a.crc != b.crc) return false;
    }
    return true;
}

bool docx_alike(str first, str second)
{
    zip_t *one  = open_package(first, NULL);
    zip_t *two  = one ? open_package(second, NULL) : NULL;
    bool   same = two && packages_alike(one, two);
    if (one) zip_discard(one);
    if (two) zip_discard(two);
    return same;
}

static status bind_sheet(zip_t *first, const docx_sheet *s, arena *a, docx_binding *into,
                         problem *why)
{
    buf    body;
    zip_t *z = open_package(s->template, why);
    if (!z) return ST_INVALID;
    status st = check_entries(z, a, why);
    if (st == ST_OK && !packages_alike(first, z)) {
        str number = arena_printf(a, "%zu", into->count + 1);
        st         = refuse(why, "docx-bind-other", number);
    }
    zip_int64_t index = zip_name_locate(z, "word/document.xml", 0);
    if (st == ST_OK) st = fill_part(z, (zip_uint64_t)index, s->data, a, &body, why);
    if (st == ST_OK) st = docx_bind_body(into, buf_str(&body), why);
    zip_discard(z);
    return st;
}

static status bind_package(zip_t *first, const docx_sheet *sheets, size_t count, arena *a, str *out,
                           problem *why)
{
    docx_binding into = { .out = buf_in(a, 1 << 16, DOCX_OUTPUT_BYTES_MAX), .whole = count };
    for (size_t i = 0; i < count; i++) TRY(bind_sheet(first, &sheets[i], a, &into, why));
    if (into.out.failed) return ST_MEMORY;
    const filling with = { sheets[0].data, buf_str(&into.out) };
    return fill_package(first, &with, a, out, why);
}

status docx_bind(const docx_sheet *sheets, size_t count, arena *a, str *out, problem *why)
{
    if (count == 0 || count > DOCX_SHEETS_MAX) return refuse(why, "docx-too-large", (str){ 0 });
    zip_t *first = open_package(sheets[0].template, why);
    if (!first) return ST_INVALID;
    status st = bind_package(first, sheets, count, a, out, why);
    zip_discard(first);
    return st;
}
