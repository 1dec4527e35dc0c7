// archive_test.c - what was put comes out; any flipped bit is told, and where; see archive.h.
#include "kit/backup/archive.h"
#include "kit/os/os.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct made {
    int           fd;
    int64_t       bytes;
    unsigned char public_key[32], secret_key[32];
    bool          sealed;
    arena         a;
} made;

static const str names[] = { STR("begin.json"), STR("tables/a/00001.jsonl"), STR("blobs/ff"),
                             STR("empty"), STR("manifest.json") };

static str content_of(size_t i, char room[1024])
{
    size_t n = i == 3 ? 0 : 200 + 100 * i;
    for (size_t k = 0; k < n; k++) room[k] = (char)('a' + (k * (i + 3)) % 26);
    return (str){ room, (ptrdiff_t)n };
}

static made make(bool sealed)
{
    made         m = { .sealed = sealed };
    str          public_text, secret_text;
    archive_out *o;
    archive_hash hash;
    char         room[1024];
    os_file_info info;
    assert_int_equal(os_map(16 * 1024 * 1024, &m.a), ST_OK);
    assert_int_equal(archive_key_pair(&m.a, &public_text, &secret_text), ST_OK);
    assert_int_equal(archive_key_read(public_text, false, m.public_key), ST_OK);
    assert_int_equal(archive_key_read(secret_text, true, m.secret_key), ST_OK);
    assert_int_equal(archive_key_read(public_text, true, m.secret_key), ST_INVALID);
    assert_int_equal(os_temp_in_memory(&m.fd), ST_OK);
    assert_int_equal(archive_create(&m.a, m.fd, sealed ? m.public_key : NULL, 1, &o), ST_OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        str text = content_of(i, room);
        assert_int_equal(archive_begin(o, names[i], text.len), ST_OK);
        assert_int_equal(archive_put(o, str_slice(text, 0, text.len / 2)), ST_OK);
        assert_int_equal(archive_put(o, str_slice(text, text.len / 2, text.len)), ST_OK);
        assert_int_equal(archive_put(o, S("x")), ST_INVALID); // more than was said
        assert_int_equal(archive_end(o, &hash), ST_OK);
    }
    assert_int_equal(archive_finish(o, &hash), ST_OK);
    archive_drop(o);
    assert_int_equal(os_info(m.fd, &info), ST_OK);
    m.bytes = info.bytes;
    return m;
}

static void drop(made *m)
{
    os_close(m->fd);
    os_unmap(&m->a);
}

// Reads all of it; ST_OK when whole. where gets the part that is not.
static status read_all(made *m, size_t *parts, char where[256])
{
    arena       a   = m->a;
    archive_in *in  = NULL;
    problem     why = { 0 };
    str         name;
    int64_t     bytes;
    char        room[4096], must[1024];
    size_t      got;
    *parts    = 0;
    status st = archive_open(&a, m->fd, m->sealed ? m->secret_key : NULL, &in, &why);
    while (st == ST_OK && (st = archive_next(in, &name, &bytes)) == ST_OK) {
        size_t i = (*parts)++;
        if (i % 2) continue; // read past
        str text = content_of(i, must);
        st       = archive_get(in, room, sizeof(room), &got);
        if (st != ST_OK) break;
        if (got != (size_t)text.len || memcmp(room, text.ptr, got) != 0) {
            st = ST_INVALID; // told by the whole's hash only at the end
            while (archive_next(in, &name, &bytes) == ST_OK) {}
        }
    }
    str at = in ? archive_part(in) : S("");
    memcpy(where, at.ptr, (size_t)at.len);
    where[at.len] = 0;
    archive_leave(in);
    return st == ST_MISSING ? ST_OK : st;
}

static void what_was_put_comes_out(void **state)
{
    (void)state;
    for (int sealed = 0; sealed < 2; sealed++) {
        made   m = make(sealed);
        size_t parts;
        char   where[256];
        assert_int_equal(read_all(&m, &parts, where), ST_OK);
        assert_int_equal(parts, COUNT(names));
        drop(&m);
    }
}

static void flip(made *m, int64_t byte, int bit)
{
    char   c;
    size_t got;
    assert_int_equal(os_read_at(m->fd, byte, &c, 1, &got), ST_OK);
    c = (char)(c ^ (1 << bit));
    assert_int_equal(os_write_at(m->fd, byte, (str){ &c, 1 }), ST_OK);
}

static void every_flipped_bit_is_told(void **state)
{
    (void)state;
    for (int sealed = 0; sealed < 2; sealed++) {
        made m = make(sealed);
        for (int64_t byte = 0; byte < m.bytes; byte++) {
            size_t parts;
            char   where[256];
            int    bit = (int)(byte * 7 % 8);
            flip(&m, byte, bit);
            if (read_all(&m, &parts, where) == ST_OK)
                fail_msg("byte %lld bit %d of %s: not told", (long long)byte, bit,
                         sealed ? "sealed" : "plain");
            if (!where[0]) fail_msg("byte %lld: no place", (long long)byte);
            flip(&m, byte, bit);
        }
        drop(&m);
    }
}

static void every_cut_and_every_addition_is_told(void **state)
{
    (void)state;
    for (int sealed = 0; sealed < 2; sealed++) {
        made   m = make(sealed);
        size_t parts;
        char   where[256];
        assert_int_equal(os_write_at(m.fd, m.bytes, (str){ "\0", 1 }), ST_OK);
        assert_int_not_equal(read_all(&m, &parts, where), ST_OK);
        for (int64_t cut = m.bytes - 1; cut > 0; cut -= 97) {
            assert_int_equal(os_truncate(m.fd, cut), ST_OK);
            assert_int_not_equal(read_all(&m, &parts, where), ST_OK);
        }
        drop(&m);
    }
}

static void another_key_opens_nothing(void **state)
{
    (void)state;
    made        m = make(true), other = make(true);
    archive_in *in  = NULL;
    problem     why = { 0 };
    arena       a   = m.a;
    assert_int_equal(archive_open(&a, m.fd, other.secret_key, &in, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("backup-wrong-key")));
    archive_leave(in);
    assert_int_equal(archive_open(&a, m.fd, NULL, &in, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("backup-needs-key")));
    archive_leave(in);
    drop(&m);
    drop(&other);
}

static void a_plain_archive_is_a_tar(void **state)
{
    (void)state;
    made m = make(false);
    char command[128];
    snprintf(command, sizeof(command),
             "tar -tf /proc/%d/fd/%d | tr '\\n' ' ' | grep -qx '"
             "begin.json tables/a/00001.jsonl blobs/ff empty manifest.json whole.sha256 '",
             (int)getpid(), m.fd);
    assert_int_equal(system(command), 0);
    drop(&m);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    int          fd;
    arena        a;
    archive_out *o;
    archive_hash hash;
    static char  much[100 * 1024];
    assert_int_equal(os_map(4 * 1024 * 1024, &a), ST_OK);
    fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(archive_create(&a, fd, NULL, 1, &o), ST_OK);
    assert_int_equal(archive_begin(o, S("a"), sizeof(much)), ST_OK);
    assert_int_equal(archive_put(o, (str){ much, sizeof(much) }), ST_LIMIT);
    archive_drop(o);
    os_close(fd);
    (void)hash;
    os_unmap(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_comes_out),
        cmocka_unit_test(every_flipped_bit_is_told),
        cmocka_unit_test(every_cut_and_every_addition_is_told),
        cmocka_unit_test(another_key_opens_nothing),
        cmocka_unit_test(a_plain_archive_is_a_tar),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
