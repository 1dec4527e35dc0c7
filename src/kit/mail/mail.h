// mail.h - one plain text mail, written and handed to one SMTP server through libcurl.
//
// Nothing is sent unless a server is configured. A mail that the server may have taken is never sent
// again: only what was certainly not taken may be.
#ifndef COLOA_KIT_MAIL_MAIL_H
#define COLOA_KIT_MAIL_MAIL_H

#include "kit/base/base.h"

enum {
    MAIL_ADDRESS_MAX = 254, // bytes
    MAIL_TEXT_MAX    = 256 * 1024,
    MAIL_CONNECT_MS  = 10 * 1000,
    MAIL_ALL_MS      = 30 * 1000,
};

typedef struct mail_server {
    str url; // "smtp://host:25" (STARTTLS is required unless plain or on this machine), "smtps://…"
    str     from;               // address
    str     user, password;     // empty: none
    bool    plain;              // an inner network's server without TLS
    int64_t connect_ms, all_ms; // 0: the bounds above
} mail_server;

typedef struct mail {
    str     to, subject, text, id; // text in UTF-8 with '\n'; id: left of the @ of the Message-ID
    int64_t at_ms;
} mail;

// An address as this program takes it: ASCII, one @, no blank or mark that could begin another header.
bool mail_address_good(str address);
// ST_INVALID "mail-url", "email-form".
status mail_server_check(const mail_server *s, problem *why) MUST_CHECK;
// The whole message, CRLF, headers first. ST_INVALID "email-form"; ST_MEMORY.
status mail_write(arena *a, const mail_server *s, const mail *m, str *out, problem *why) MUST_CHECK;

typedef enum mail_end {
    MAIL_TAKEN = 1,
    MAIL_NOT_TAKEN, // nobody there, hung, died half way: may be sent again
    MAIL_REFUSED,   // for good: this address or this mail
    MAIL_UNSURE,    // all of it was sent and no answer came: it may have been taken
    MAIL_STOPPED,   // go_on said no, before it was whole
} mail_end;

// Blocks at most s->all_ms. why->detail gets what went wrong, in the library's or the server's words.
// go_on may be NULL.
mail_end mail_send(arena *a, const mail_server *s, const mail *m, bool (*go_on)(void *ctx),
                   void *ctx, problem *why);

#endif
