// words.h - what the program says, by key and language. The words live in po/vi.po and po/en.po.
//
// A key "systems.list.title" is the enum value T_systems_list_title ("." and "-" become "_"), so a
// misspelt one does not build. Both languages hold every key; the build fails otherwise.
#ifndef COLOA_KIT_TEXT_WORDS_H
#define COLOA_KIT_TEXT_WORDS_H

#include "kit/base/base.h"
#include "kit/text/text_keys.gen.h"

enum { TEXT_ARGS_MAX = 10 }; // {0} … {9}

// The text as it is. Lives as long as the program.
str text_get(lang in, text_key key);
// The same, its & < > " ' already written as entities.
str text_html(lang in, text_key key);

// By the key's own spelling ("problem.required"), for rules that arrive as data. Returns `key`
// itself when there is none, so that a page shows something to quote.
str  text_named(lang in, str key);
bool text_known(str key, text_key *out);

// Puts args[i] where the text says {i}; a place without an argument stays as it is.
// The absent str when the arena is spent.
str text_fmt(arena *a, lang in, text_key key, const str *args, size_t count);
// The same for any text.
str text_fill(arena *a, str text, const str *args, size_t count);

#endif
