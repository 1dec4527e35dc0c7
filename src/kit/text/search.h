// search.h - words for search: as the stores keep them, and a query met by the beginnings of words.
#ifndef COLOA_KIT_TEXT_SEARCH_H
#define COLOA_KIT_TEXT_SEARCH_H

#include "kit/base/base.h"

// "cổng thông tin (mới)" -> "cong thong tin moi": folded words of [a-z0-9], parted by one blank. The absent str
// means the arena is spent.
str text_words(arena *a, const str *parts, size_t count);
// The same of one text with y kept, for headers and the words of cells: "Quy mô" -> "quy mo".
str text_bare_words(arena *a, str s);

// The first `max` words of such a text.
str text_words_begin(str words, size_t max);

// For LIKE on folded text, up to `max` words of it: "%word%", "%" in place of those that are not there. What LIKE takes
// for a sign of its own ends a word. ST_MEMORY.
status text_like_words(arena *a, str typed, str *out, size_t max) MUST_CHECK;

// Is every word of `query` the beginning of one in `words`? Both as text_words gives them.
bool text_words_meet(str words, str query);

#endif
