// search.c - see search.h.
#include "kit/text/search.h"

#include "kit/text/fold.h"

// Letters and digits of folded text as words parted by one blank, behind what p already holds.
static ptrdiff_t put_words(char *p, ptrdiff_t n, str folded)
{
    bool gap = n > 0;
    for (ptrdiff_t k = 0; k < folded.len; k++) {
        char c = folded.ptr[k];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            gap = n > 0;
            continue;
        }
        if (gap) p[n++] = ' ';
        gap    = false;
        p[n++] = c;
    }
    return n;
}

str text_words(arena *a, const str *parts, size_t count)
{
    size_t room = 1;
    for (size_t i = 0; i < count; i++) room += (size_t)parts[i].len + 1;
    char     *p = arena_alloc(a, 1, 1, room);
    ptrdiff_t n = 0;
    for (size_t i = 0; p && i < count; i++) {
        arena scratch = *a;
        str   folded  = text_fold(&scratch, parts[i]);
        if (!folded.ptr && parts[i].len) return (str){ 0 };
        n = put_words(p, n, folded);
    }
    return (str){ p, n };
}

str text_bare_words(arena *a, str s)
{
    str   bare = text_bare(a, s);
    char *p    = bare.ptr || !s.len ? arena_alloc(a, 1, 1, (size_t)bare.len + 1) : NULL;
    return (str){ p, p ? put_words(p, 0, bare) : 0 };
}

str text_words_begin(str words, size_t max)
{
    str       one, rest = words;
    ptrdiff_t end = 0;
    for (size_t n = 0; n < max && rest.len; n++) {
        (void)str_cut(rest, ' ', &one, &rest);
        end = one.ptr + one.len - words.ptr;
    }
    return str_begin(words, end);
}

// By the letters of the word, not word by word: most texts looked through do not have them at all.
static bool begins_one(str words, str word)
{
    str rest = words;
    for (;;) {
        ptrdiff_t at = str_find(rest, word);
        if (at < 0) return false;
        if (rest.ptr + at == words.ptr || rest.ptr[at - 1] == ' ') return true;
        rest = str_slice(rest, at + 1, rest.len);
    }
}

bool text_words_meet(str words, str query)
{
    str word;
    while (query.len) {
        (void)str_cut(query, ' ', &word, &query);
        if (!begins_one(words, word)) return false;
    }
    return true;
}

status text_like_words(arena *a, str typed, str *out, size_t max)
{
    enum { TYPED_MAX = 200 };
    str    folded = typed.len ? text_fold(a, str_slice(typed, 0, TYPED_MAX)) : S("");
    size_t n      = 0;
    if (!folded.ptr) return ST_MEMORY;
    for (size_t i = 0; i < max; i++) out[i] = S("%");
    for (ptrdiff_t i = 0; i < folded.len && n < max; i++) {
        ptrdiff_t from = i;
        while (i < folded.len && folded.ptr[i] != ' ' && folded.ptr[i] != '%' &&
               folded.ptr[i] != '_' && folded.ptr[i] != '\\')
            i++;
        if (i == from) continue;
        out[n] = arena_printf(a, "%%" STR_FMT "%%", STR_ARG(str_slice(folded, from, i)));
        if (!out[n++].ptr) return ST_MEMORY;
    }
    return ST_OK;
}
