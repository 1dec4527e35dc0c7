// mail_test_kit.h - for tests only: a small SMTP server on the loopback that behaves as it is told.
#ifndef COLOA_KIT_MAIL_MAIL_TEST_KIT_H
#define COLOA_KIT_MAIL_MAIL_TEST_KIT_H

#include "kit/base/base.h"

typedef enum smtp_mood {
    SMTP_GOOD = 1,
    SMTP_HANGS,            // accepts, says nothing
    SMTP_REFUSES_ADDRESS,  // 550 to RCPT
    SMTP_COMES_BACK_LATER, // 451 to RCPT
    SMTP_DIES_IN_DATA,     // 354, a few bytes, gone
    SMTP_DIES_AFTER_DATA,  // has all of it, gone without an answer
    SMTP_HANGS_AFTER_DATA, // has all of it, says nothing
    SMTP_REFUSES_MAIL,     // 554 after DATA
} smtp_mood;

typedef struct smtp smtp;
smtp               *smtp_start(smtp_mood mood);
void                smtp_set(smtp *s, smtp_mood mood);
str                 smtp_url(const smtp *s); // "smtp://127.0.0.1:PORT"
int                 smtp_taken(smtp *s);     // messages that it had whole
int                 smtp_talks(smtp *s);     // connections
str                 smtp_last(smtp *s);      // the last whole message
void                smtp_stop(smtp *s);

#endif
