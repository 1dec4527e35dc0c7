// feed.h - tasks as an iCalendar text (RFC 5545): dated ones as events, others as to-dos. Pure.
#ifndef COLOA_MODULES_TASKS_FEED_H
#define COLOA_MODULES_TASKS_FEED_H

#include "kit/base/base.h"
#include "modules/tasks/task.h"

typedef struct feed {
    lang lang;
    str  base; // "https://coloa.example.vn", without a slash at its end
} feed;

// Says no more than a calendar needs: what is to be done, by the object's code where it has one, until
// when, by which rule. No person is named.
void feed_put(buf *out, const feed *f, const task *items, size_t count);

// One content line: the value escaped when it is text, the line folded at 75 octets, no character split.
void feed_line(buf *out, const char *name, str value);
void feed_text(buf *out, const char *name, str value);

#endif
