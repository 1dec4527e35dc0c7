// find.h - one box for everything: systems, bodies and the program's own pages, by the beginnings of
// words, accents or not. And the list of keys.
//
// It finds through the operations of the modules that own the things, so nothing is found that the
// reader may not see. The page works by itself; web/find.js shows the same in a dialog on Ctrl K.
#ifndef COLOA_MODULES_FIND_FIND_H
#define COLOA_MODULES_FIND_FIND_H

#include "kit/web/web.h"

extern const web_module find_module;

#endif
