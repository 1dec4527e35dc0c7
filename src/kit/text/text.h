// text.h - everything of the room in one line: words, folding and order, numbers and days.
#ifndef COLOA_KIT_TEXT_TEXT_H
#define COLOA_KIT_TEXT_TEXT_H

#include "kit/text/fold.h"
#include "kit/text/forms.h"
#include "kit/text/search.h"
#include "kit/text/words.h"

#endif
