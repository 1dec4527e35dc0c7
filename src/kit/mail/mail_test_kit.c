#include "kit/mail/mail_test_kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGE_MAX = 512 * 1024 };

struct smtp {
    int        listening;
    char       url[64];
    atomic_int mood, taken, talks, stop;
    pthread_t  thread;
    char       message[MESSAGE_MAX];
    size_t     len;
};

typedef struct talk {
    int    fd;
    smtp  *s;
    char   room[8192];
    size_t len;
} talk;

// Waits a little for bytes, so that the test's end is noticed.
static bool more(talk *t)
{
    while (!atomic_load(&t->s->stop)) {
        struct pollfd p = { .fd = t->fd, .events = POLLIN };
        if (poll(&p, 1, 50) <= 0) continue;
        ssize_t n = recv(t->fd, t->room + t->len, sizeof(t->room) - t->len, 0);
        if (n <= 0) return false;
        t->len += (size_t)n;
        return true;
    }
    return false;
}

static bool line(talk *t, char *out, size_t max)
{
    for (;;) {
        char *end = memchr(t->room, '\n', t->len);
        if (end) {
            size_t n = (size_t)(end - t->room) + 1;
            snprintf(out, max, "%.*s", (int)(n < max ? n : max - 1), t->room);
            memmove(t->room, t->room + n, t->len - n);
            t->len -= n;
            return true;
        }
        if (t->len == sizeof(t->room) || !more(t)) return false;
    }
}

static void say(talk *t, const char *words)
{
    (void)!send(t->fd, words, strlen(words), MSG_NOSIGNAL);
}

static void hang(talk *t)
{
    while (more(t)) t->len = 0;
}

static bool read_message(talk *t)
{
    char one[2048];
    t->s->len = 0;
    while (line(t, one, sizeof(one))) {
        if (!strcmp(one, ".\r\n")) return true;
        size_t n = strlen(one);
        if (t->s->len + n < MESSAGE_MAX) memcpy(t->s->message + t->s->len, one, n), t->s->len += n;
        if (atomic_load(&t->s->mood) == SMTP_DIES_IN_DATA) return false;
    }
    return false;
}

static void data(talk *t)
{
    int mood = atomic_load(&t->s->mood);
    say(t, "354 go on\r\n");
    if (!read_message(t)) return;
    if (mood == SMTP_REFUSES_MAIL) {
        say(t, "554 no\r\n");
        return;
    }
    atomic_fetch_add(&t->s->taken, 1);
    if (mood == SMTP_DIES_AFTER_DATA) return;
    if (mood == SMTP_HANGS_AFTER_DATA)
        hang(t);
    else
        say(t, "250 taken\r\n");
}

static void converse(talk *t)
{
    char one[2048];
    if (atomic_load(&t->s->mood) == SMTP_HANGS) {
        hang(t);
        return;
    }
    say(t, "220 toy\r\n");
    while (line(t, one, sizeof(one))) {
        int mood = atomic_load(&t->s->mood);
        if (!strncmp(one, "EHLO", 4) || !strncmp(one, "HELO", 4) || !strncmp(one, "MAIL", 4)) {
            say(t, "250 toy\r\n");
        } else if (!strncmp(one, "RCPT", 4)) {
            say(t, mood == SMTP_REFUSES_ADDRESS    ? "550 nobody\r\n"
                   : mood == SMTP_COMES_BACK_LATER ? "451 later\r\n"
                                                   : "250 toy\r\n");
        } else if (!strncmp(one, "DATA", 4)) {
            data(t);
            if (mood == SMTP_DIES_IN_DATA || mood == SMTP_DIES_AFTER_DATA) return;
        } else if (!strncmp(one, "QUIT", 4)) {
            say(t, "221 bye\r\n");
            return;
        } else {
            say(t, "500 what\r\n");
        }
    }
}

static void *serve(void *ctx)
{
    smtp *s = ctx;
    while (!atomic_load(&s->stop)) {
        struct pollfd p = { .fd = s->listening, .events = POLLIN };
        if (poll(&p, 1, 50) <= 0) continue;
        talk t = { .fd = accept(s->listening, NULL, NULL), .s = s };
        if (t.fd < 0) continue;
        atomic_fetch_add(&s->talks, 1);
        converse(&t);
        close(t.fd);
    }
    return NULL;
}

smtp *smtp_start(smtp_mood mood)
{
    smtp              *s    = calloc(1, sizeof(*s));
    struct sockaddr_in at   = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t          size = sizeof(at);
    atomic_store(&s->mood, (int)mood);
    s->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(s->listening, (struct sockaddr *)&at, size) || listen(s->listening, 8) ||
        getsockname(s->listening, (struct sockaddr *)&at, &size) ||
        pthread_create(&s->thread, NULL, serve, s))
        abort();
    snprintf(s->url, sizeof(s->url), "smtp://127.0.0.1:%d", (int)ntohs(at.sin_port));
    return s;
}

void smtp_set(smtp *s, smtp_mood mood)
{
    atomic_store(&s->mood, (int)mood);
}

str smtp_url(const smtp *s)
{
    return str_from(s->url);
}

int smtp_taken(smtp *s)
{
    return atomic_load(&s->taken);
}

int smtp_talks(smtp *s)
{
    return atomic_load(&s->talks);
}

str smtp_last(smtp *s)
{
    return (str){ s->message, (ptrdiff_t)s->len };
}

void smtp_stop(smtp *s)
{
    atomic_store(&s->stop, 1);
    pthread_join(s->thread, NULL);
    close(s->listening);
    free(s);
}
