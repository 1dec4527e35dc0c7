// http_inner.h - what the files of kit/http share among themselves. Nobody else includes it.
#ifndef COLOA_KIT_HTTP_HTTP_INNER_H
#define COLOA_KIT_HTTP_HTTP_INNER_H

#include "kit/http/http.h"
#include "kit/os/os.h"

#include <microhttpd.h>
#include <pthread.h>

static inline int hex_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// ---- memory: one block per request, kept until its answer is sent --------------------------------

// Requests that may hold memory at once: all that are queued, running or being sent.
enum { BLOCKS_MAX = 2 * HTTP_QUEUE_MAX };

typedef struct block {
    struct block *next;
    arena         all; // what is left of the region behind this record: the request's arena
} block;

typedef struct block_list {
    pthread_mutex_t lock;
    block          *free;
    unsigned        resting, out;
} block_list;

void   block_list_open(block_list *l);
void   block_list_close(block_list *l);
block *block_take(block_list *l); // NULL when BLOCKS_MAX are out, or the machine has none
void   block_give(block_list *l, block *b, const arena *used);
void   block_list_trim(block_list *l); // for a quiet moment

// ---- one connection and the request it carries now -----------------------------------------------

typedef enum phase {
    PHASE_IDLE = 1, // between requests
    PHASE_HEAD,     // the request line has come
    PHASE_BODY,     // guarded; the body is coming, or there is none
    PHASE_RUNNING,  // suspended: waiting for a request thread or with one
    PHASE_ANSWERED, // the answer is made
} phase;

typedef enum body_kind {
    BODY_NONE = 1,
    BODY_MEMORY,    // urlencoded, JSON, text
    BODY_MULTIPART, // parsed as it comes
    BODY_FILE,      // bytes as they are, to an unnamed file
    BODY_DROPPED,   // read to its end and forgotten, so that the refusal can be read
} body_kind;

typedef struct exchange {
    struct exchange       *next; // in the free list or in the queue
    struct http_server    *server;
    struct MHD_Connection *connection;
    struct MHD_Response   *answer;
    unsigned               code;
    bool                   pushed; // counted as busy
    phase                  phase;
    block                 *block;
    arena                  arena;
    http_request           rq;
    // the body
    body_kind       kind;
    int64_t         came; // bytes of it so far
    int64_t         most; // bytes of it allowed
    int64_t         begun_ms;
    buf             memory; // BODY_MEMORY: all; BODY_MULTIPART: the text field that is coming
    http_multipart *multipart;
    bool            in_file;
    int64_t         text_bytes; // of text fields so far
    // the head; last, since most requests touch little of it
    size_t     header_count; // may exceed the array by one: too many
    size_t     target_len;   // may exceed the array by one: too long
    http_field headers[HTTP_HEADERS_MAX];
    char       target[HTTP_TARGET_BYTES_MAX];
} exchange;

// A request thread. Those without work lie on a pile: the one that rested last is called first, for its
// caches and its store's are still warm.
typedef struct worker {
    http_server   *server;
    pthread_t      thread;
    pthread_cond_t wake;
    struct worker *below; // on the pile
    bool           called;
} worker;

struct http_server {
    arena              all; // the region this record lies in
    http_options       options;
    struct MHD_Daemon *daemon;
    int                listen_fd;
    int                spool_fd; // -1: no uploads
    uint16_t           port;
    block_list         blocks;
    pthread_mutex_t    lock; // everything below
    pthread_cond_t     quiet;
    bool               stopping;
    unsigned           busy; // exchanges between dispatch and the end of their answer
    exchange          *first, *last;
    unsigned           waiting; // length of the queue
    bool               trimmed; // nothing has come since memory was given back
    exchange          *idle;
    unsigned           exchange_count; // used at least once
    worker            *resting;
    unsigned           thread_count;
    worker             threads[HTTP_THREADS_MAX];
    exchange           exchanges[HTTP_CONNECTIONS_MAX];
};

// http_request.c: fills rq from what the connection holds; needs x->block.
void request_describe(exchange *x);
// Adds query, form, files and body, or sets rq.refused.
void request_complete(exchange *x);
int  request_guard(exchange *x, const char *method, const char *version);
bool request_has_body(const exchange *x);

// http_body.c
void   body_begin(exchange *x);
status body_feed(exchange *x, str bytes); // an error closes the connection
void   body_finish(exchange *x);          // may set rq.refused
void   body_forget(exchange *x);          // closes files

// http_answer.c
// May add headers to rs; closes its file when there is nothing to send of it.
struct MHD_Response *answer_make(const http_request *rq, http_response *rs, unsigned *code);
struct MHD_Response *answer_refusal(unsigned code); // closes the connection after it

// http_pool.c
status pool_start(http_server *s);
bool   pool_push(exchange *x); // suspends; false when the queue is full or the server is stopping
void   pool_done(exchange *x); // the answer to a pushed request has gone out, or its peer has
bool   pool_stop(http_server *s); // false: some request did not end in time; nothing may be freed

#endif
