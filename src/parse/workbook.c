// workbook.c - see workbook.h.
#include "parse/workbook.h"

#include <string.h>

enum { RELATIONS_MAX = 512 };

// ---- relations -------------------------------------------------------------------------------------

typedef struct relation {
    str id, type, target; // type: its last word, "worksheet"
} relation;

typedef struct relations {
    arena   *a;
    relation all[RELATIONS_MAX];
    size_t   count;
    bool     spent;
} relations;

static str last_word(str path)
{
    while (str_find(path, S("/")) >= 0) {
        str head;
        (void)str_cut(path, '/', &head, &path);
    }
    return path;
}

static void relation_start(void *ctx, const char *name, const char **attributes)
{
    relations *r = ctx;
    if (strcmp(name, "Relationship") != 0 || r->count == RELATIONS_MAX) return;
    if (str_equal(attribute(attributes, "TargetMode"), S("External"))) return;
    relation *one = &r->all[r->count++];
    if (arena_copy(r->a, attribute(attributes, "Id"), &one->id) != ST_OK ||
        arena_copy(r->a, last_word(attribute(attributes, "Type")), &one->type) != ST_OK ||
        arena_copy(r->a, attribute(attributes, "Target"), &one->target) != ST_OK) {
        r->spent = true;
    }
}

static status relations_read(package *p, const char *part, relations *r)
{
    static const part_reader reader = { .start = relation_start };
    status                   st     = package_read(p, part, &reader, r);
    if (st == ST_OK && r->spent) {
        writer_refuse(writer_of(p), SHEET_BROKEN, 0, 0, str_from(part));
        return ST_INVALID;
    }
    return st;
}

static const relation *relation_by_type(const relations *r, str type)
{
    for (size_t i = 0; i < r->count; i++) {
        if (str_equal(r->all[i].type, type)) return &r->all[i];
    }
    return NULL;
}

// Drops the last step of a folder's path: "xl/worksheets/" to "xl/".
static str parent_of(str folder)
{
    if (folder.len) folder.len--;
    while (folder.len && folder.ptr[folder.len - 1] != '/') folder.len--;
    return folder;
}

const char *part_path(arena *a, str from, str target)
{
    str folder = from;
    while (folder.len && folder.ptr[folder.len - 1] != '/') folder.len--;
    if (str_starts(target, S("/"))) return arena_cstr(a, str_slice(target, 1, target.len));
    for (;;) {
        if (str_starts(target, S("../"))) {
            target = str_slice(target, 3, target.len);
            folder = parent_of(folder);
        } else if (str_starts(target, S("./"))) {
            target = str_slice(target, 2, target.len);
        } else {
            break;
        }
    }
    return arena_printf(a, STR_FMT STR_FMT, STR_ARG(folder), STR_ARG(target)).ptr;
}

// ---- what kind of package --------------------------------------------------------------------------

static void types_start(void *ctx, const char *name, const char **attributes)
{
    (void)name;
    writer *w = ctx;
    if (str_find(attribute(attributes, "ContentType"), S("macroEnabled")) >= 0) {
        writer_refuse(w, SHEET_MACROS, 0, 0, S(""));
    }
}

// A zip without a workbook part: says which other kind of document it is, where that shows.
static status refuse_other(package *p)
{
    static const struct {
        const char *part;
        str         kind;
    } kinds[] = {
        { "word/document.xml", STR("docx") },
        { "ppt/presentation.xml", STR("pptx") },
        { "xl/workbook.bin", STR("xlsb") },
        { "content.xml", STR("ods / odt") },
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (package_has(p, kinds[i].part)) {
            writer_refuse(writer_of(p), SHEET_OTHER_KIND, 0, 0, kinds[i].kind);
            return ST_INVALID;
        }
    }
    writer_refuse(writer_of(p), SHEET_NOT_A_SHEET, 0, 0, S(""));
    return ST_INVALID;
}

// ---- the list of sheets ----------------------------------------------------------------------------

typedef struct listing {
    workbook        *book;
    sheet_book      *told;
    const relations *links;
    arena           *a;
    const char      *path;
    bool             spent;
} listing;

static str short_name(str name)
{
    return name.len <= SHEET_NAME_BYTES_MAX ? name : (str)STR("?");
}

static void sheet_add(listing *l, const char **attributes)
{
    size_t i = l->book->count;
    if (i == SHEET_NAMES_MAX) return;
    str name  = attribute(attributes, "name");
    str state = attribute(attributes, "state");
    str id    = attribute(attributes, "id");
    if (arena_copy(l->a, short_name(name), &l->told->names[i]) != ST_OK) l->spent = true;
    l->told->hidden[i] = state.len && !str_equal(state, S("visible"));
    for (size_t k = 0; k < l->links->count; k++) {
        const relation *r = &l->links->all[k];
        if (!str_equal(r->id, id) || !str_equal(r->type, S("worksheet"))) continue;
        l->book->parts[i] = part_path(l->a, str_from(l->path), r->target);
        if (!l->book->parts[i]) l->spent = true;
        break;
    }
    l->told->count = ++l->book->count;
}

static void workbook_start(void *ctx, const char *name, const char **attributes)
{
    listing *l = ctx;
    if (strcmp(name, "sheet") == 0) {
        sheet_add(l, attributes);
    } else if (strcmp(name, "workbookPr") == 0) {
        str v               = attribute(attributes, "date1904");
        l->book->since_1904 = str_equal(v, S("1")) || str_equal(v, S("true"));
    }
}

static status refuse_broken(package *p, const char *part)
{
    writer_refuse(writer_of(p), SHEET_BROKEN, 0, 0, str_from(part));
    return ST_INVALID;
}

// "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels".
static const char *relations_path(arena *a, const char *part)
{
    str whole = str_from(part), file = last_word(whole);
    str folder = str_slice(whole, 0, whole.len - file.len);
    return arena_printf(a, STR_FMT "_rels/" STR_FMT ".rels", STR_ARG(folder), STR_ARG(file)).ptr;
}

static const char *linked_path(const relations *r, arena *a, const char *from, str type)
{
    const relation *one = relation_by_type(r, type);
    return one ? part_path(a, str_from(from), one->target) : NULL;
}

static status find_workbook(package *p, arena *a, const char **path)
{
    relations *root = NEW(a, relations, 1);
    if (!root) return refuse_broken(p, "_rels/.rels");
    root->a   = a;
    status st = relations_read(p, "_rels/.rels", root);
    if (st != ST_OK && st != ST_MISSING) return st;
    *path = linked_path(root, a, "", S("officeDocument"));
    if (!*path || !str_ends(str_from(*path), S(".xml"))) *path = "xl/workbook.xml";
    if (str_starts(str_from(*path), S("word/")) || str_starts(str_from(*path), S("ppt/"))) {
        return refuse_other(p);
    }
    return package_has(p, *path) ? ST_OK : refuse_other(p);
}

status workbook_read(package *p, arena *a, workbook *out)
{
    static const part_reader types = { .start = types_start };
    static const part_reader list  = { .start = workbook_start };
    const char              *path  = NULL;

    status st = package_read(p, "[Content_Types].xml", &types, writer_of(p));
    if (st == ST_MISSING) return refuse_other(p);
    TRY(st);
    TRY(find_workbook(p, a, &path));
    relations *links = NEW(a, relations, 1);
    if (!links) return refuse_broken(p, path);
    links->a         = a;
    const char *rels = relations_path(a, path);
    if (!rels || relations_read(p, rels, links) != ST_OK) return refuse_broken(p, path);
    listing l = { .book = out, .told = &writer_of(p)->book, .links = links, .a = a, .path = path };
    TRY(package_read(p, path, &list, &l));
    if (l.spent || out->count == 0) return refuse_broken(p, path);
    out->strings = linked_path(links, a, path, S("sharedStrings"));
    out->styles  = linked_path(links, a, path, S("styles"));
    return ST_OK;
}
