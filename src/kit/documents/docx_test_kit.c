#include "kit/documents/docx_test_kit.h"

#include <zip.h>

str test_zip(arena *a, const test_part *parts, size_t count)
{
    zip_error_t   fault;
    zip_source_t *into = zip_source_buffer_create(NULL, 0, 0, &fault);
    zip_source_keep(into);
    zip_t *z = zip_open_from_source(into, ZIP_CREATE | ZIP_TRUNCATE, &fault);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].bytes.ptr, (zip_uint64_t)parts[i].bytes.len,
                                            0);
        if (zip_file_add(z, arena_cstr(a, parts[i].name), s, ZIP_FL_ENC_UTF_8) < 0)
            return (str){ 0 };
    }
    if (zip_close(z) != 0) return (str){ 0 };
    zip_stat_t st;
    zip_source_stat(into, &st);
    char *bytes = arena_alloc(a, 1, 1, st.size);
    zip_source_open(into);
    zip_source_read(into, bytes, st.size);
    zip_source_close(into);
    zip_source_free(into);
    return (str){ bytes, (ptrdiff_t)st.size };
}

str test_docx(arena *a, str body, str header)
{
    static const char ns[] =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    test_part parts[] = {
        { S("[Content_Types].xml"),
          S("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>") },
        { S("word/document.xml"),
          arena_printf(a, "<w:document %s><w:body>" STR_FMT "</w:body></w:document>", ns,
                       STR_ARG(body)) },
        { S("word/styles.xml"), S("<w:styles>{{not_ours}}</w:styles>") },
        { S("word/header1.xml"),
          arena_printf(a, "<w:hdr %s>" STR_FMT "</w:hdr>", ns, STR_ARG(header)) },
    };
    return test_zip(a, parts, header.len > 0 ? 4 : 3);
}

str test_unzip(arena *a, str package, const char *name)
{
    zip_error_t   fault;
    zip_source_t *s = zip_source_buffer_create(package.ptr, (zip_uint64_t)package.len, 0, &fault);
    zip_t        *z = zip_open_from_source(s, ZIP_RDONLY, &fault);
    zip_stat_t    st;
    str           out = { 0 };
    if (!z) return out;
    if (zip_stat(z, name, 0, &st) == 0) {
        char       *bytes = arena_alloc(a, 1, 1, st.size + 1);
        zip_file_t *f     = zip_fopen(z, name, 0);
        if (zip_fread(f, bytes, st.size) == (zip_int64_t)st.size) {
            out = (str){ bytes, (ptrdiff_t)st.size };
        }
        zip_fclose(f);
    }
    zip_discard(z);
    return out;
}
