// os.h - the only door to the kernel: files, clock, randomness, pages, processes, sockets, the log.
//
// Not a portability layer: it is Linux. Every descriptor it makes is close-on-exec. Names are given
// as `str` and resolved under a folder descriptor (OS_CWD for the working folder); a name with a NUL
// byte or longer than OS_PATH_MAX is ST_INVALID.
//
// Statuses of file functions: ST_MISSING no such file or folder · ST_FORBIDDEN the kernel refuses ·
// ST_CONFLICT exists already or locked by another · ST_LIMIT larger than allowed, or no room on
// disk · ST_INVALID a bad name or the wrong kind of file · ST_BROKEN everything else.
#ifndef COLOA_KIT_OS_OS_H
#define COLOA_KIT_OS_OS_H

#include "kit/base/base.h"

enum {
    OS_CWD       = -100, // AT_FDCWD
    OS_PATH_MAX  = 4096,
    OS_PASS_MAX  = 8,  // descriptors passed in one message
    OS_SPAWN_MAX = 16, // descriptors and arguments given to a helper program
};

// ---- clock and randomness ----------------------------------------------------------------------
int64_t os_now_ms(void);        // wall clock, UTC, since 1970
int64_t os_monotonic_ns(void);  // for durations
bool    os_clock_synced(void);  // the kernel holds the wall clock to be kept by a time service
int64_t os_thread_cpu_ns(void); // processor time of the calling thread
int64_t os_process_cpu_ns(void);
void    os_sleep_ms(int64_t ms);
status  os_random(void *out, size_t bytes) MUST_CHECK; // from the kernel's generator
// A UUIDv7 (RFC 9562) as text of 36 characters: milliseconds first, then chance.
status os_uuid(int64_t now_ms, arena *a, str *out) MUST_CHECK;
// 16 bytes as a UUID of that version, for names made from a hash (version 8).
status os_uuid_text(const unsigned char bytes[16], int version, arena *a, str *out) MUST_CHECK;

// ---- memory ------------------------------------------------------------------------------------
// A region of fresh zero pages for an arena. Pages cost memory only once they are touched.
status os_map(size_t bytes, arena *out) MUST_CHECK;
// The same for who fills much of it: in large pages where the kernel has them, each a single fault.
status os_map_large(size_t bytes, arena *out) MUST_CHECK;
void   os_unmap(arena *a); // whole region; a may be empty
// Empties the arena and gives the pages beyond the first `keep_bytes` back to the kernel.
void   os_release(arena *a, size_t keep_bytes);
size_t os_processors(void); // usable by this process, at least 1

// Memory that another process may have too, through *fd: zero bytes, of a size that stays. Joined: *bytes is that size;
// ST_MISSING when fd is nothing of the kind.
status os_share(size_t bytes, void **at, int *fd) MUST_CHECK;
status os_share_join(int fd, void **at, size_t *bytes) MUST_CHECK;
void   os_unshare(void *at, size_t bytes); // at may be NULL
// Sleeps until another, perhaps in another process, wakes those at the word; not at all when it no longer is `seen`.
// May return early. timeout_ms < 0 waits for ever.
void os_word_wait(const _Atomic uint32_t *word, uint32_t seen, int64_t timeout_ms);
void os_word_wake(_Atomic uint32_t *word);

// ---- files -------------------------------------------------------------------------------------
typedef struct os_file_info {
    int64_t  bytes;
    int64_t  changed_ms; // last change of the content
    int64_t  placed_ms;  // last change of the file itself: its names, its rights, its content
    uint64_t number;     // tells it from every other file of its disk
    int64_t  names;      // that it has
    bool     is_folder;
    bool     is_regular;
    unsigned mode; // permission bits
    int64_t  owner;
} os_file_info;

// Descriptors for reading: a file (ST_INVALID for a folder), a folder.
status os_open_read(int folder, str path, int *fd) MUST_CHECK;
status os_open_folder(int folder, str path, int *fd) MUST_CHECK;
// A file for writing, made with 0600 or emptied. `fresh`: ST_CONFLICT when it is there already.
status os_open_write(int folder, str path, bool fresh, int *fd) MUST_CHECK;
void   os_close(int fd); // a negative fd is fine
status os_duplicate(int fd, int *copy) MUST_CHECK;

// Whole content, at most max_bytes (ST_LIMIT). os_read_fd reads to the end from the place where fd
// stands; it also reads pipes and terminals.
status os_read_file(int folder, str path, size_t max_bytes, arena *a, str *out) MUST_CHECK;
status os_read_fd(int fd, size_t max_bytes, arena *a, str *out) MUST_CHECK;
// Up to `bytes` from an offset; *got is less only at the end of the file.
status os_read_at(int fd, int64_t offset, void *out, size_t bytes, size_t *got) MUST_CHECK;
status os_write_all(int fd, str bytes) MUST_CHECK;
status os_write_at(int fd, int64_t offset, str bytes) MUST_CHECK;
status os_info(int fd, os_file_info *out) MUST_CHECK;
status os_info_of(int folder, str path, os_file_info *out) MUST_CHECK; // does not follow a link
status os_set_mode(int fd, unsigned mode) MUST_CHECK;                  // of a file or folder
status os_sync(int fd) MUST_CHECK;
// Has part of a file written to the disk now and waits for it. It promises nothing: it only leaves less
// to a later os_sync, which others' flushes would have to stand behind.
void   os_write_back(int fd, int64_t offset, int64_t bytes);
bool   os_is_terminal(int fd);
status os_rewind(int fd) MUST_CHECK; // back to the first byte
status os_truncate(int fd, int64_t bytes) MUST_CHECK;

// Replaces a file's content all at once: after a crash it is the old or the new, never between.
status os_replace_file(int folder, str path, str bytes) MUST_CHECK;
status os_make_folders(int folder, str path) MUST_CHECK; // as mkdir -p, 0700
status os_rename(int folder, str from, str to) MUST_CHECK;
status os_remove(int folder, str path) MUST_CHECK;        // a file or socket
status os_remove_folder(int folder, str path) MUST_CHECK; // with all in it; follows no link
// Calls each(ctx, name, is_folder) for every entry but . and .., in no order.
typedef status os_entry(void *ctx, str name, bool is_folder);
status         os_list(int folder, str path, os_entry *each, void *ctx) MUST_CHECK;
// The name of a new folder (0700) under $TMPDIR or /tmp, beginning with `prefix`.
status os_temp_folder(str prefix, arena *a, str *path) MUST_CHECK;

// Bytes that this user may still write on the disk where fd lies, and the disk's size.
status os_disk(int fd, int64_t *free_bytes, int64_t *all_bytes) MUST_CHECK;

// A file without a name, for reading and writing: on the disk of `folder`, or in memory.
status os_temp(int folder, int *fd) MUST_CHECK;
status os_temp_in_memory(int *fd) MUST_CHECK;
// Gives a file from os_temp its name. ST_CONFLICT when the name is taken (it stays unnamed then).
status os_temp_name(int fd, int folder, str path) MUST_CHECK;

// Takes the folder's lock file. ST_CONFLICT when another process holds it. Held until closed.
status os_lock(int folder, str name, int *fd) MUST_CHECK;

// ---- the kernel --------------------------------------------------------------------------------
int  os_landlock_abi(void);  // 0: none
bool os_seccomp_there(void); // filters that kill the process

// ---- environment -------------------------------------------------------------------------------
str os_env(const char *name); // the absent str when not set; lives as long as the process
str os_program(arena *a);     // full path of this binary, or the absent str

// ---- log ---------------------------------------------------------------------------------------
// One line to stderr in one write. `place` is a stable name such as "store.commit". Never a secret.
typedef enum os_level { OS_DEBUG = 1, OS_INFO, OS_WARN, OS_ERROR } os_level;

void os_log_set(bool json, os_level least); // once at start; before that: text from OS_INFO on
void os_log(os_level level, const char *place, const char *format, ...) PRINTF_LIKE(3, 4);
// The same with fields of their own instead of a text: "key":"text", or "key":number when text is absent.
typedef struct os_log_field {
    const char *key;
    str         text;
    int64_t     number;
} os_log_field;
void os_log_fields(os_level level, const char *place, const os_log_field *fields, size_t count);

// ---- processes ---------------------------------------------------------------------------------
typedef struct os_process {
    int pid;
    int pidfd;
} os_process;

typedef struct os_spawn_options {
    const char *const *argv; // NULL-terminated; argv[0] is the program, a path
    const char *const *env;  // NULL-terminated; NULL: an empty environment
    const int         *fds;  // become 0, 1, 2, … in the helper; it gets no other
    size_t             fd_count;
} os_spawn_options;

typedef struct os_ended {
    bool    timed_out; // it was killed for that
    int     code;      // exit code, or -1
    int     signal;    // that ended it, or 0
    int64_t cpu_ms;
    int64_t peak_kib;
} os_ended;

status os_spawn(const os_spawn_options *o, os_process *out) MUST_CHECK;
// Waits at most timeout_ms, then kills. Always reaps; p is spent afterwards.
status os_wait(os_process *p, int64_t timeout_ms, os_ended *out) MUST_CHECK;
void   os_kill(const os_process *p); // SIGKILL; os_wait still has to follow
// Processor time it has used so far; -1: it cannot be told.
int64_t os_cpu_ns_of(const os_process *p);
// A child of this process which another started in its name (CLONE_PARENT); to be waited for as
// one's own. ST_MISSING: no child of ours has that number.
status os_adopt(int pid, os_process *out) MUST_CHECK;
// Runs fn(ctx) to its end in a thread that gives way to all others, at the processor and at the disk:
// for long work behind others' backs. What fn returned. Where there is no thread to be had it runs here.
status os_humbly(status (*fn)(void *ctx), void *ctx) MUST_CHECK;

// ---- Unix sockets ------------------------------------------------------------------------------
typedef struct os_peer {
    int64_t pid, uid, gid;
} os_peer;

// A stream socket named under `folder`, mode 0600. A stale name is replaced: hold the lock first.
status  os_listen(int folder, str name, int *fd) MUST_CHECK;
status  os_connect(int folder, str name, int *fd) MUST_CHECK; // ST_MISSING: nobody listens
status  os_accept(int listener, int *fd) MUST_CHECK;
status  os_socket_pair(int out[2]) MUST_CHECK; // connected stream sockets
status  os_packet_pair(int out[2]) MUST_CHECK; // the same, but a message stays a message
status  os_pipe(int out[2]) MUST_CHECK;        // [0] to read, [1] to write
void    os_pipe_widen(int end, size_t bytes);  // what it holds before a writer waits; a wish
status  os_peer_of(int fd, os_peer *out) MUST_CHECK;
int64_t os_user_id(void); // effective uid of this process
// Sends bytes (at least one) with descriptors. Receives into out; *got is 0 when the peer has
// closed. Received descriptors belong to the caller.
status os_send_fds(int fd, str bytes, const int *fds, size_t fd_count) MUST_CHECK;
status os_recv_fds(int fd, void *out, size_t bytes, size_t *got, int fds[OS_PASS_MAX],
                   size_t *fd_count) MUST_CHECK;
// Reads what is there, at least one byte unless the peer has closed (*got 0). ST_LIMIT on timeout.
status os_recv(int fd, void *out, size_t bytes, int64_t timeout_ms, size_t *got) MUST_CHECK;
// Waits until one of the descriptors can be read or has closed. *which is its place in the list.
// ST_LIMIT on timeout; timeout_ms < 0 waits for ever. Negative descriptors are skipped.
status os_poll(const int *fds, size_t count, int64_t timeout_ms, size_t *which) MUST_CHECK;

// ---- signals -----------------------------------------------------------------------------------
// Call first in main, before any thread: SIGPIPE and SIGXFSZ are ignored; SIGTERM, SIGINT and SIGHUP no longer
// interrupt but are read from the descriptor.
status os_signals(int *fd) MUST_CHECK;
// The next signal's number (SIGTERM, SIGINT, SIGHUP), or 0 when none is waiting.
int os_signal_next(int fd);

#endif
