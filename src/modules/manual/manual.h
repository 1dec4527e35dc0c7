// manual.h - the manual inside the program, at /huong-dan, in both languages; readable by anyone.
#ifndef COLOA_MODULES_MANUAL_MANUAL_H
#define COLOA_MODULES_MANUAL_MANUAL_H

#include "kit/web/web.h"

extern const web_module manual_module;

#endif
