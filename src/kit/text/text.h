// text.h - everything of the room in one line: words, folding and order, numbers and dates.
#ifndef COLOA_KIT_TEXT_TEXT_H
#define COLOA_KIT_TEXT_TEXT_H

#include "kit/text/words.h"

#endif
