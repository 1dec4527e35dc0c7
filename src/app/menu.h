// menu.h - what the menu counts for a signed-in person: work, late work, unread notices.
#ifndef COLOA_APP_MENU_H
#define COLOA_APP_MENU_H

#include "kit/web/web.h"

// As tasks_counts, but asked of the store once for many pages: an answer is kept for the person until an
// act has ended in this process, at most MENU_KEPT_MS (others may write to the same database, and time
// makes work late; see kit/store/kept.h). Any number of threads.
enum { MENU_KEPT_MS = 5000 };

status menu_counts(call *c, web_counts *out) MUST_CHECK;

#endif
