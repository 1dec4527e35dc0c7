// http.h - HTTP/1.1 over libmicrohttpd: limits, the strict guard, bodies, answers. Knows no users.
//
// Loops do I/O only: a complete request is handed to a request thread (the connection is suspended
// meanwhile), which calls the one handler with an arena that is reset after the answer.
#ifndef COLOA_KIT_HTTP_HTTP_H
#define COLOA_KIT_HTTP_HTTP_H

#include "kit/base/base.h"

enum {
    HTTP_HEADERS_BYTES_MAX = 16 * 1024,        // names and values of one request's headers
    HTTP_HEADERS_MAX       = 128,              // how many of them
    HTTP_TARGET_BYTES_MAX  = 8 * 1024,         // path and query as sent
    HTTP_FILES_MAX         = 16,               // files in one request
    HTTP_CONNECTIONS_MAX   = 1024,             // open at once; more wait in the backlog
    HTTP_THREADS_MAX       = 64,               // that requests are handled on
    HTTP_PER_ADDRESS_MAX   = 256,              // of one client address, unless a proxy is trusted
    HTTP_QUEUE_MAX         = 256,              // complete requests waiting for a request thread
    HTTP_FIELDS_MAX        = 512,              // form fields or query parameters in one request
    HTTP_FORM_BYTES_MAX    = 1024 * 1024,      // body of a form or of JSON, in memory
    HTTP_UPLOAD_BYTES_MAX  = 64 * 1024 * 1024, // files of one request, to temporary files
    HTTP_ARENA_BYTES       = 8 * 1024 * 1024,  // memory one request may use
};

typedef enum http_method {
    HTTP_GET = 1,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE
} http_method;

typedef struct http_field {
    str name, value;
} http_field;

typedef struct http_file { // one uploaded file, already on disk under an anonymous descriptor
    str     field;         // form field name
    str     filename;      // as sent; UTF-8 or empty; never used as a path
    int     fd;            // read-only position 0; closed after the answer
    int64_t size;          // bytes
} http_file;

typedef struct http_request {
    http_method method;
    str         path;   // decoded once; "." and ".." segments and %2F refused by the guard
    str         target; // as sent, path and query
    http_field *headers;
    size_t      header_count;
    http_field *query;
    size_t      query_count;
    http_field *form;
    size_t      form_count; // urlencoded or multipart text fields
    http_file  *files;
    size_t      file_count;
    // A body of type application/octet-stream, where files are taken, is one file without a name.
    str  body;         // when the type is neither form nor that; at most HTTP_FORM_BYTES_MAX
    str  content_type; // without parameters, lower case
    str  peer;         // address of the client (of the proxy's client with trust_proxy)
    bool secure;       // TLS, or so said by the trusted proxy
    bool forwarded;    // came with forwarding headers
    // 0, or the code this request must be answered with: 400 a query or body that does not parse, 413
    // a body or form beyond the limits, 507 no room on the disk. Query, form, files and body are then empty.
    int    refused;
    arena *a;
} http_request;

typedef struct http_response {
    int        code; // 200 unless set
    http_field headers[24];
    size_t     header_count;
    buf        body;    // in the request's arena
    int        file_fd; // instead of body: send this descriptor (closed after); -1 none
    int64_t    file_size;
    // Instead of body: bytes that outlive the request (embedded assets).
    str still;
} http_response;

// A file whose handler says "Accept-Ranges: bytes" is sent in part when a part is asked for (206, 416); with
// If-Range only while that is the ETag the handler gave.

// Adds a header, or replaces the one of the same name (Set-Cookie is only ever added). `name` and
// `value` must live until the answer is sent: literals, or text in the request's arena. The first
// byte of value below 0x20 (or 0x7F) ends it, so a header cannot be split.
void http_header(http_response *rs, str name, str value);
str  http_response_header(const http_response *rs, str name); // absent str when not set
str  http_request_header(const http_request *rq, str name);   // absent str when not sent
str  http_query(const http_request *rq, str name);
str  http_form(const http_request *rq, str name);

typedef void http_handler(void *ctx, http_request *rq, http_response *rs);

// Asked on an I/O loop when the headers of a request with a body have come: may it carry files?
// Sees method, path, headers, peer; must not block. Absent: every multipart body may.
typedef bool http_takes_files(void *ctx, const http_request *rq);

typedef struct http_options {
    str               address;           // "127.0.0.1"
    uint16_t          port;              // 0 picks one
    str               trust_proxy;       // address whose X-Forwarded-* are believed; empty none
    str               tls_cert, tls_key; // PEM text; empty: plain
    unsigned          loops, request_threads; // 0 chooses
    str               spool_folder;           // uploads are streamed to unnamed files here
    http_handler     *handler;
    void             *ctx;         // given to handler and takes_files
    http_takes_files *takes_files; // may be NULL
} http_options;

typedef struct http_server http_server;
status   http_start(const http_options *o, http_server **out, problem *why) MUST_CHECK;
uint16_t http_port(const http_server *s);
// Nothing has come for a second, and memory was given back; http_rest does that once more, for who used some meanwhile.
bool http_is_quiet(http_server *s);
void http_rest(http_server *s);
// No new requests; those queued or running are answered and sent. False: one did not end within 4
// seconds; then what the handler uses must stay until the process ends. s may be NULL.
bool http_stop(http_server *s);

// ---- pure parts, each with a fuzzer ----------------------------------------------------------
// The guard: what libmicrohttpd lets through and RFC 9112 forbids. 0 when fine, else the status code
// to answer and close with: 400, 413, 414, 415, 431, 501, 505. Which hosts are ours is kit/web's.
// Of a real connection the server also refuses, before this, a head with a NUL, a folded line, a bare
// CR or a bare LF (docs/decisions/0016). One shape cannot be told: a NUL right before a bare LF is
// read as CR LF.
typedef struct http_guard_input {
    str               method, target, version;
    const http_field *headers;
    size_t            header_count;
} http_guard_input;
int http_guard(const http_guard_input *in) MUST_CHECK;

// What "Range: bytes=…" asks of `size` bytes. Several ranges, or what cannot be read: the whole.
typedef enum http_part { HTTP_WHOLE = 0, HTTP_PART, HTTP_BEYOND } http_part;
http_part http_range(str header, int64_t size, int64_t *from, int64_t *count);

http_method http_method_of(str name); // 0 when unknown
str         http_method_name(http_method method);
// Splits a guarded target into its decoded path and its query as sent.
status http_target_split(str target, arena *a, str *path, str *query) MUST_CHECK;
// Undoes %XX (and '+' as space when plus). ST_INVALID for broken escapes and for a NUL.
status http_percent_decode(str text, bool plus, arena *a, str *out) MUST_CHECK;

// "a=1&b=2" of a query or form. ST_INVALID for broken escapes, NUL or text that is not UTF-8; ST_LIMIT
// beyond HTTP_FIELDS_MAX.
status http_parse_urlencoded(str text, arena *a, http_field **fields, size_t *count) MUST_CHECK;
// Streaming multipart/form-data: feed bytes in any pieces; calls back per part. Strict: no preamble,
// no epilogue, no nested parts, every part a form-data part with a name. After an error every later
// feed gives the same error.
typedef struct http_multipart http_multipart;
typedef struct http_multipart_sink {
    status (*part)(void *ctx, str name, str filename, bool is_file);
    status (*data)(void *ctx, str bytes);
    status (*end)(void *ctx);
    void *ctx;
} http_multipart_sink;
// The boundary in a Content-Type value, a view into it; the absent str when it is not
// multipart/form-data with a lawful boundary (1 to 70 characters of RFC 2046).
str http_multipart_boundary(str content_type);
// NULL when the arena is spent. `sink` must outlive the parser.
http_multipart *http_multipart_new(arena *a, str boundary, const http_multipart_sink *sink);
status          http_multipart_feed(http_multipart *m, str bytes) MUST_CHECK;
status          http_multipart_finish(http_multipart *m) MUST_CHECK; // ST_INVALID when cut short

#endif
