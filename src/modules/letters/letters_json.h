// letters_json.h - letters as programs see them.
#ifndef COLOA_MODULES_LETTERS_LETTERS_JSON_H
#define COLOA_MODULES_LETTERS_LETTERS_JSON_H

#include "modules/letters/letter.h"

void letter_put_json(buf *b, arena *a, const letter *l);
void letters_put_page(buf *b, arena *a, const letter_page *p);
void letter_put_text(buf *b, const char *name, str value); // ,"name":"value"

#endif
