// reminder_ops.h - what leaves the program for one person: the calendar's secret address and the daily
// mail. Inside tasks.
#ifndef COLOA_MODULES_TASKS_REMINDER_OPS_H
#define COLOA_MODULES_TASKS_REMINDER_OPS_H

#include "modules/tasks/tasks.h"

enum {
    FEED_TOKEN_CHARS = 64, // 32 random bytes in hex
    REMIND_TASKS_MAX = 200,
    MAIL_HOUR        = 7, // Viet Nam time, not before
    MAIL_TRIES       = 8, // a day, for one person
    MAIL_AGAIN_MS    = 15 * 60 * 1000,
};

// A new secret address for c->who; the one before is void. *token is told once, the store keeps its hash.
status feed_make(call *c, str *token) MUST_CHECK;
status feed_end(call *c) MUST_CHECK;
status feed_made(call *c, int64_t *made_ms) MUST_CHECK; // 0: none
// The calendar behind a token, which nobody signs in for. ST_MISSING: unknown, void, or of one who may
// no longer sign in.
status feed_write(call *c, str token, str base, str *out) MUST_CHECK;

typedef enum mail_day { // how today's mail stands; numbers are in the store
    MAIL_DAY_NONE = 0,
    MAIL_DAY_SENDING, // begun; one that stays so was cut off, and is not sent again
    MAIL_DAY_TAKEN,
    MAIL_DAY_AGAIN,
    MAIL_DAY_UNSURE,
    MAIL_DAY_REFUSED,
    MAIL_DAY_EMPTY, // nothing to say
} mail_day;

typedef struct mail_choice {
    str      email;
    bool     wants;
    mail_day state;
    int64_t  sent_ms; // last taken; 0 never
} mail_choice;
status mail_choice_load(call *c, mail_choice *out) MUST_CHECK; // of c->who
// ST_INVALID "required" (wanted without an address), "email-form".
status mail_choice_save(call *c, const mail_choice *typed, problem *why) MUST_CHECK;

// What the person of that id holds, in their language.
status tasks_of(call *c, int64_t person, task_list *out) MUST_CHECK;

const tasks_host *tasks_lent(void);

int mail_test_command(command_run *r); // mail_cmd.c

#endif
