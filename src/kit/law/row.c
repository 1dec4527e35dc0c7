// row.c - reading the fields of one row of a pack, each fault named by file, row and rule.
#include <string.h>

#include "kit/law/law_inside.h"

void fault(loader *ld, const char *rule, str detail)
{
    if (ld->st == ST_OK) ld->st = ST_INVALID;
    if (ld->faults->count == LAW_FAULTS_MAX) return;
    law_fault *one = &ld->faults->items[ld->faults->count++];
    *one           = (law_fault){ .file = ld->file, .id = ld->id, .rule = str_from(rule) };
    ptrdiff_t keep = detail.len > 200 ? 200 : detail.len;
    while (keep > 0 && keep < detail.len && ((unsigned char)detail.ptr[keep] & 0xC0) == 0x80)
        keep--;
    text_copy(ld, str_slice(detail, 0, keep), &one->detail);
    text_copy(ld, ld->id, &one->id);
}

void *load_alloc(loader *ld, size_t size, size_t align, size_t count)
{
    void *p = arena_alloc(ld->a, size, align, count ? count : 1);
    if (!p) ld->st = ST_MEMORY;
    return p;
}

void text_copy(loader *ld, str s, str *out)
{
    *out = (str){ 0 };
    if (arena_copy(ld->a, s, out) != ST_OK) ld->st = ST_MEMORY;
}

str row_text(loader *ld, const json_t *row, const char *key, bool required)
{
    const json_t *v   = json_object_get(row, key);
    str           out = { "", 0 };
    if (!json_is_string(v)) {
        if (v) {
            fault(ld, "law-field-type", str_from(key));
        } else if (required) {
            fault(ld, "law-field-missing", str_from(key));
        }
        return out;
    }
    str s = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
    if (required && str_trim(s).len == 0) fault(ld, "law-field-missing", str_from(key));
    if (s.len > LAW_TEXT_MAX || !str_is_text(s)) {
        fault(ld, "law-text-form", str_from(key));
        return out;
    }
    text_copy(ld, s, &out);
    return out;
}

int64_t row_int(loader *ld, const json_t *row, const char *key, int64_t min, int64_t max)
{
    const json_t *v = json_object_get(row, key);
    if (!v) {
        fault(ld, "law-field-missing", str_from(key));
        return min;
    }
    int64_t n = json_is_integer(v) ? (int64_t)json_integer_value(v) : min - 1;
    if (n < min || n > max) {
        fault(ld, strcmp(key, "level") == 0 ? "law-level-range" : "law-field-range", str_from(key));
        return min;
    }
    return n;
}

bool row_bool(loader *ld, const json_t *row, const char *key)
{
    const json_t *v = json_object_get(row, key);
    if (v && !json_is_boolean(v)) fault(ld, "law-field-type", str_from(key));
    return json_is_true(v);
}

law_words row_words(loader *ld, const json_t *row, const char *key, bool required)
{
    const json_t *v = key[0] ? json_object_get(row, key) : row;
    if (!v) {
        if (required) fault(ld, "law-field-missing", str_from(key));
        return (law_words){ { "", 0 }, { "", 0 } };
    }
    if (!json_is_object(v)) {
        fault(ld, "law-field-type", str_from(key));
        return (law_words){ { "", 0 }, { "", 0 } };
    }
    return (law_words){ row_text(ld, v, "vi", true), row_text(ld, v, "en", true) };
}

law_certainty certainty_named(str key)
{
    for (law_certainty c = LAW_FOUND; c <= LAW_OURS; c++) {
        if (str_equal(str_from(law_certainty_key(c)), key)) return c;
    }
    return (law_certainty)0;
}

law_certainty row_certainty(loader *ld, const json_t *row)
{
    str           key = row_text(ld, row, "certainty", true);
    law_certainty c   = certainty_named(key);
    if (key.len && !c) fault(ld, "law-certainty-unknown", key);
    return c;
}

void row_levels(loader *ld, const json_t *row, int *min, int *max)
{
    const json_t *v    = json_object_get(row, "levels");
    json_int_t    lo   = json_integer_value(json_array_get(v, 0));
    json_int_t    hi   = json_integer_value(json_array_get(v, 1));
    bool          fits = json_array_size(v) == 2 && lo >= 1 && lo <= hi && hi <= LAW_LEVEL_MAX;
    if (!fits) fault(ld, "law-level-range", S("levels"));
    *min = fits ? (int)lo : 1;
    *max = fits ? (int)hi : LAW_LEVEL_MAX;
}

str row_day(loader *ld, const json_t *row, const char *key, int64_t *number)
{
    str s = row_text(ld, row, key, false);
    day d;
    if (s.len == 0) return s;
    if (day_parse(s, &d) != ST_OK) {
        fault(ld, "law-day-form", s);
        return S("");
    }
    if (number) *number = day_number(d);
    return s;
}

// ---- citations ----------------------------------------------------------------------------------------
void cite_part(buf *b, str template, str value)
{
    if (!value.len) return;
    ptrdiff_t at = str_find(template, S("{}"));
    buf_put(b, str_slice(template, 0, at));
    buf_put(b, value);
    buf_put(b, str_slice(template, at + 2, template.len));
}

static str cite_text(loader *ld, const law_citation *how, const law_cite *c, str name)
{
    buf b = buf_in(ld->a, 128, LAW_TEXT_MAX);
    cite_part(&b, how->annex, c->annex);
    cite_part(&b, how->point, c->point);
    cite_part(&b, how->clause, c->clause);
    cite_part(&b, how->article, c->article);
    buf_put(&b, name);
    if (b.failed) ld->st = ST_MEMORY;
    return buf_str(&b);
}

law_cite row_cite(loader *ld, const json_t *row, bool required)
{
    static const char *const keys[] = { "document", "article", "clause", "point", "annex", NULL };
    const json_t            *v      = json_object_get(row, "cite");
    law_cite                 c      = { 0 };
    if (!json_is_object(v)) {
        if (required || v) fault(ld, "law-citation-missing", (str){ 0 });
        return c;
    }
    row_keys(ld, v, keys);
    str document = row_text(ld, v, "document", false);
    if (!document.len) {
        fault(ld, "law-citation-missing", (str){ 0 });
        return c;
    }
    c.document = law_document_find(ld->l, document);
    if (!c.document) {
        fault(ld, "law-document-unknown", document);
        return c;
    }
    c.article = row_text(ld, v, "article", false);
    c.clause  = row_text(ld, v, "clause", false);
    c.point   = row_text(ld, v, "point", false);
    c.annex   = row_text(ld, v, "annex", false);
    if ((c.point.len && !c.clause.len) || (c.clause.len && !c.article.len)) {
        fault(ld, "law-citation-form", document);
    }
    c.text.vi = cite_text(ld, &ld->l->cite_vi, &c, c.document->name.vi);
    c.text.en = cite_text(ld, &ld->l->cite_en, &c, c.document->name.en);
    return c;
}

// ---- lists ----------------------------------------------------------------------------------------------
law_value *row_values(loader *ld, const json_t *row, const char *key, size_t *count)
{
    static const char *const keys[] = { "key", "vi", "en", "example", NULL };
    const json_t            *list   = json_object_get(row, key);
    size_t                   n      = json_array_size(list);
    *count                          = 0;
    if (!list) return NULL;
    if (n == 0 || n > LAW_VALUES_MAX) {
        fault(ld, "law-values-count", str_from(key));
        return NULL;
    }
    law_value *values = LOAD_NEW(ld, law_value, n);
    if (!values) return NULL;
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(list, i);
        row_keys(ld, one, keys);
        values[i].key     = row_text(ld, one, "key", true);
        values[i].number  = (int64_t)i;
        values[i].label   = row_words(ld, one, "", true);
        values[i].example = row_words(ld, one, "example", false);
        for (size_t j = 0; j < i; j++) {
            if (str_equal(values[i].key, values[j].key)) fault(ld, "law-id-twice", values[i].key);
        }
    }
    *count = n;
    return values;
}

size_t row_texts(loader *ld, const json_t *row, const char *key, str *out, size_t most)
{
    const json_t *list = json_object_get(row, key);
    size_t        n    = json_array_size(list);
    if (!list) return 0;
    if (!json_is_array(list) || n > most) {
        fault(ld, "law-values-count", str_from(key));
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *v = json_array_get(list, i);
        str           s = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
        out[i]          = S("");
        if (!json_is_string(v) || !s.len || s.len > LAW_TEXT_MAX || !str_is_text(s)) {
            fault(ld, "law-field-type", str_from(key));
        } else {
            text_copy(ld, s, &out[i]);
        }
    }
    return n;
}

void row_keys(loader *ld, const json_t *row, const char *const *known)
{
    const char *key;
    json_t     *v;
    if (!json_is_object(row)) {
        fault(ld, "law-row-form", (str){ 0 });
        return;
    }
    json_object_foreach((json_t *)row, key, v)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0) i++;
        if (!known[i]) fault(ld, "law-field-unknown", str_from(key));
    }
}

const json_t *row_at(loader *ld, const json_t *list, size_t i, const char *id_key)
{
    const json_t *row = json_array_get(list, i);
    const char   *id  = json_string_value(json_object_get(row, id_key));
    ld->id            = (str){ 0 };
    if (id) {
        text_copy(ld, str_from(id), &ld->id);
    } else {
        ld->id = arena_printf(ld->a, "#%zu", i + 1);
        fault(ld, "law-id-missing", (str){ 0 });
    }
    return row;
}

const json_t *row_list(loader *ld, const json_t *list, const char *name, const char *id_key,
                       size_t *count)
{
    *count = 0;
    ld->id = (str){ 0 };
    if (!json_is_array(list) || json_array_size(list) > LAW_ROWS_MAX) {
        fault(ld, "law-list-form", str_from(name));
        return NULL;
    }
    size_t n = json_array_size(list);
    for (size_t i = 0; id_key && i < n; i++) {
        const json_t *id = json_object_get(json_array_get(list, i), id_key);
        for (size_t j = 0; id && j < i; j++) {
            if (!json_equal(id, json_object_get(json_array_get(list, j), id_key))) continue;
            ld->id = str_from(json_string_value(id));
            fault(ld, "law-id-twice", ld->id);
        }
    }
    ld->id = (str){ 0 };
    *count = n;
    return list;
}
