// mail_send.c - the message handed to the server; see mail.h. What libcurl keeps, it frees here.
#include "kit/mail/mail.h"

#include "kit/os/os.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

typedef struct sending {
    str  left;  // of the message
    bool whole; // all of it has been read: from now on the server may have taken it
    bool stopped;
    bool (*go_on)(void *ctx);
    void *ctx;
} sending;

static size_t give(char *room, size_t size, size_t count, void *ctx)
{
    sending *w = ctx;
    size_t   n = size * count;
    if ((size_t)w->left.len < n) n = (size_t)w->left.len;
    if (n == 0) {
        w->whole = true;
        return 0;
    }
    memcpy(room, w->left.ptr, n);
    w->left = str_slice(w->left, (ptrdiff_t)n, w->left.len);
    return n;
}

static int look_up(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    sending *w = ctx;
    (void)a, (void)b, (void)c, (void)d;
    if (!w->go_on || w->go_on(w->ctx)) return 0;
    w->stopped = true;
    return 1;
}

// What the server answers is of no use here, and does not belong on stdout.
static size_t drop(char *bytes, size_t size, size_t count, void *ctx)
{
    (void)bytes, (void)ctx;
    return size * count;
}

static void begin_library(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool is_here(str url)
{
    str host = str_slice(url, str_find(url, S("://")) + 3, url.len);
    return str_starts(host, S("127.")) || str_starts(host, S("localhost:")) ||
           str_starts(host, S("[::1]")) || str_equal(host, S("localhost"));
}

static bool set_up(CURL *k, arena *a, const mail_server *s, sending *w)
{
    long use_ssl = s->plain || is_here(s->url) ? CURLUSESSL_TRY : CURLUSESSL_ALL;
    long connect = (long)(s->connect_ms ? s->connect_ms : MAIL_CONNECT_MS);
    long all     = (long)(s->all_ms ? s->all_ms : MAIL_ALL_MS);
    bool ok      = curl_easy_setopt(k, CURLOPT_URL, arena_cstr(a, s->url)) == CURLE_OK;
    ok           = ok && curl_easy_setopt(k, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_PROXY, "") == CURLE_OK; // whatever the environment says
    ok = ok && curl_easy_setopt(k, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_CONNECTTIMEOUT_MS, connect) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_TIMEOUT_MS, all) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_SERVER_RESPONSE_TIMEOUT, all / 1000 + 1) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_USE_SSL, use_ssl) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_UPLOAD, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_READFUNCTION, give) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_READDATA, w) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_WRITEFUNCTION, drop) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_XFERINFOFUNCTION, look_up) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_XFERINFODATA, w) == CURLE_OK;
    ok = ok && curl_easy_setopt(k, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
    if (!s->user.len) return ok;
    ok = ok && curl_easy_setopt(k, CURLOPT_USERNAME, arena_cstr(a, s->user)) == CURLE_OK;
    return ok && curl_easy_setopt(k, CURLOPT_PASSWORD, arena_cstr(a, s->password)) == CURLE_OK;
}

// Whether it may be sent again is a matter of how far it came, not of what libcurl calls the failure.
static mail_end end_of(CURL *k, CURLcode code, const sending *w)
{
    long answer = 0;
    curl_easy_getinfo(k, CURLINFO_RESPONSE_CODE, &answer);
    if (code == CURLE_OK) return MAIL_TAKEN;
    if (w->stopped && !w->whole) return MAIL_STOPPED;
    if (answer >= 500 && answer < 600 && code != CURLE_LOGIN_DENIED) return MAIL_REFUSED;
    if (answer >= 400 && answer < 500) return MAIL_NOT_TAKEN;
    return w->whole ? MAIL_UNSURE : MAIL_NOT_TAKEN;
}

// Taking leave, libcurl would wait for a hung server's answer once more.
static void hang_up(CURL *k)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(k, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK && fd != CURL_SOCKET_BAD)
        shutdown(fd, SHUT_RDWR);
}

static CURLcode run(CURL *k, arena *a, const mail_server *s, const mail *m)
{
    struct curl_slist *to   = curl_slist_append(NULL, arena_cstr(a, m->to));
    CURLcode           code = CURLE_OUT_OF_MEMORY;
    char              *from = arena_cstr(a, s->from);
    if (to && from && curl_easy_setopt(k, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
        curl_easy_setopt(k, CURLOPT_MAIL_RCPT, to) == CURLE_OK)
        code = curl_easy_perform(k);
    curl_slist_free_all(to);
    return code;
}

mail_end mail_send(arena *a, const mail_server *s, const mail *m, bool (*go_on)(void *ctx),
                   void *ctx, problem *why)
{
    static pthread_once_t once                   = PTHREAD_ONCE_INIT;
    sending               w                      = { .go_on = go_on, .ctx = ctx };
    char                  words[CURL_ERROR_SIZE] = "";
    status                st                     = mail_write(a, s, m, &w.left, why);
    if (st != ST_OK) return st == ST_INVALID || st == ST_LIMIT ? MAIL_REFUSED : MAIL_NOT_TAKEN;
    pthread_once(&once, begin_library);
    CURL *k = curl_easy_init();
    if (!k) return MAIL_NOT_TAKEN;
    mail_end end = MAIL_NOT_TAKEN;
    if (set_up(k, a, s, &w) && curl_easy_setopt(k, CURLOPT_ERRORBUFFER, words) == CURLE_OK) {
        CURLcode code = run(k, a, s, m);
        end           = end_of(k, code, &w);
        if (code != CURLE_OK) {
            str said = str_from(words[0] ? words : curl_easy_strerror(code)), kept = { 0 };
            if (str_is_text(said) && arena_copy(a, said, &kept) == ST_OK)
                problem_detail(why, ST_BROKEN, S("--mail"), S("mail-server"), kept);
            else
                problem_set(why, ST_BROKEN, S("--mail"), S("mail-server"));
        }
    }
    if (end != MAIL_TAKEN) hang_up(k);
    curl_easy_cleanup(k);
    return end;
}
