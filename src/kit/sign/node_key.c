// node_key.c - see node_key.h.
#include "kit/sign/node_key.h"

#include "kit/os/os.h"

static const str key_file = STR("receipt.key");
static int       folder   = -1;

void node_key_lend(int folder_fd)
{
    folder = folder_fd;
}

// Written whole under a name that nobody has yet: two that make one at once keep the first.
static status write_new(const sign_key *k, arena *a)
{
    int fd;
    str pem;
    TRY(sign_key_pem(k, a, &pem));
    TRY(os_temp(folder, &fd));
    status st = os_write_all(fd, pem);
    if (st == ST_OK) st = os_temp_name(fd, folder, key_file);
    os_close(fd);
    return st == ST_CONFLICT ? ST_OK : st;
}

status node_key_load(arena *a, sign_key *out, problem *why)
{
    str pem;
    if (folder < 0) return problem_set(why, ST_MISSING, S("key"), S("receipt-no-folder"));
    status st = os_read_file(folder, key_file, SIGN_PEM_MAX, a, &pem);
    if (st == ST_MISSING) {
        TRY(sign_key_make(out));
        TRY(write_new(out, a));
        st = os_read_file(folder, key_file, SIGN_PEM_MAX, a, &pem);
    }
    TRY(st);
    return sign_key_read(pem, out) == ST_OK
               ? ST_OK
               : problem_set(why, ST_BROKEN, S("key"), S("receipt-key-file"));
}
