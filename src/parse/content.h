// content.h - which kind of file some bytes are, and what is remarkable about them. Pure; for use inside a seal.
#ifndef COLOA_PARSE_CONTENT_H
#define COLOA_PARSE_CONTENT_H

#include "kit/base/base.h"
#include "kit/workers/content.h"

// `bytes` as content_frames.h says of the input, `size` of the file. Never fails: what makes no sense is
// CONTENT_OTHER.
content_report content_look(str bytes, int64_t size);

#endif
