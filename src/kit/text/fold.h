// fold.h - Vietnamese text compared: composed form, search form, order, and text in old encodings.
//
// Inputs are UTF-8 (see str_is_utf8); other bytes pass through. Results live in the arena, or are
// views of the input where nothing had to change. The absent str means the arena is spent.
#ifndef COLOA_KIT_TEXT_FOLD_H
#define COLOA_KIT_TEXT_FOLD_H

#include "kit/base/base.h"

// Composed form (NFC) of Latin letters: every Vietnamese letter and Latin-1. A tone typed before its
// shape ("é" + circumflex) also becomes the Vietnamese letter, which strict NFC would leave apart.
str text_nfc(arena *a, str s);

// For one-line fields at every entry: NFC, any blanks (NBSP, tabs, line ends) as one space, no
// zero-width characters, trimmed.
str text_tidy(arena *a, str s);
// For fields of several lines: NFC, trimmed, line ends as \n, blanks within lines kept.
str text_tidy_lines(arena *a, str typed);

// For search: lower case, no marks, đ as d, y as i (kỹ = kĩ), blanks as one space, trimmed. Text and
// query are folded alike; both engines store the folded text. Never longer than s.
str text_fold(arena *a, str s);

// The same but y stays y: for guessing headers and codes ("Chủ quản" -> "chu quan").
str text_bare(arena *a, str s);

// A key whose byte order (C collation, memcmp) is Vietnamese order: letters a ă â b c d đ e ê f g h i
// j k l m n o ô ơ p q r s t u ư v w x y z first, over the whole text; then tones ngang huyền hỏi ngã
// sắc nặng. Blanks before marks before digits before letters; case does not count.
// Printable ASCII without blanks' ambiguity: '!' stands between the two levels.
str text_sort_key(arena *a, str s);

// The same for people: by given name (the last word), then middle names, then family name.
str text_person_key(arena *a, str name);

typedef enum text_legacy { TEXT_UNICODE = 0, TEXT_TCVN3, TEXT_VNI } text_legacy;

// Text that was typed in an old encoding and only looks right in its own fonts (".VnTime", "VNI-…").
// A guess on words: meant for cells of sheets, which are then refused with an explanation.
text_legacy text_looks_legacy(str s);

#endif
