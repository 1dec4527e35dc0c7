// store_whole_test.c - the database as a whole, from each engine to each: see store_whole.h.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/store_whole.h"
#include "kit/store/things_queries.gen.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <cmocka.h>

static const char odd_bytes[] = { 0, 1, (char)0xFF, 0 };

static status add_all(db *d, void *ctx)
{
    char          memory[64];
    thing_add_row made;
    (void)ctx;
    for (int i = 0; i < 40; i++) {
        char         name[32];
        arena        a  = arena_over(memory, sizeof(memory));
        arena        n  = arena_over(name, sizeof(name));
        thing_add_in in = { .name  = arena_printf(&n, "vật %d", i),
                            .level = i % 3 ? some_int(i % 5 + 1) : (opt_int){ 0 },
                            .note  = i % 2 ? S("") : (str){ 0 },
                            .data  = i % 4 ? (str){ odd_bytes, i % 5 } : (str){ 0 } };
        TRY(thing_add(d, &in, &a, &made));
    }
    return ST_OK;
}

// ---- all rows of a database as text, the same on both engines -------------------------------------

typedef struct listing {
    const store_table *t;
    buf               *b;
} listing;

static status list_row(void *ctx, const store_value *row)
{
    const listing *l = ctx;
    buf_put(l->b, l->t->name);
    for (int i = 0; i < l->t->column_count; i++) {
        buf_char(l->b, ' ');
        if (l->t->columns[i].type != SQL_INT)
            row[i].text.ptr ? buf_json(l->b, row[i].text) : buf_put(l->b, S("null"));
        else if (row[i].number.set)
            buf_int(l->b, row[i].number.value);
        else
            buf_put(l->b, S("null"));
    }
    buf_char(l->b, '\n');
    return ST_OK;
}

static str list_all(store *s, arena *a)
{
    db          *d;
    store_table *tables;
    size_t       count;
    buf          b = buf_in(a, 1024, 1024 * 1024);
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(store_tables(d, a, &tables, &count), ST_OK);
    for (size_t i = 0; i < count; i++) {
        listing l = { &tables[i], &b };
        assert_int_equal(store_rows(d, &tables[i], list_row, &l), ST_OK);
    }
    store_read_end(d);
    assert_false(b.failed);
    return buf_str(&b);
}

// ---- from one to the other -----------------------------------------------------------------------

typedef struct moving {
    store             *from;
    arena              a;
    db                *look, *to;
    store_filling      fill;
    const store_table *t;
    int                stop_after; // rows; 0: never
} moving;

static status move_row(void *ctx, const store_value *row)
{
    moving *m = ctx;
    if (m->stop_after && --m->stop_after == 0) return ST_LIMIT;
    return store_fill(m->to, &m->fill, m->t, row);
}

static status move_all(db *d, void *ctx)
{
    moving      *m = ctx;
    store_table *tables;
    size_t       count;
    m->to = d;
    TRY(store_tables(d, &m->a, &tables, &count));
    TRY(store_fill_begin(d, &m->a, tables, count, &m->fill));
    for (size_t i = 0; i < count; i++) {
        m->t = &tables[i];
        TRY(store_rows(m->look, m->t, move_row, m));
    }
    TRY(store_fill_end(d, &m->fill));
    return store_rebuild(d);
}

static status move(store *from, store *to, int stop_after)
{
    static arena memory;
    if (!memory.start) memory = test_arena(8 * 1024 * 1024);
    moving m = { .from = from, .a = memory, .stop_after = stop_after };
    assert_int_equal(store_read_begin(from, &m.look), ST_OK);
    status st = store_act(to, move_all, &m);
    store_read_end(m.look);
    return st;
}

static void all_rows_go_from_each_engine_to_each(void **state)
{
    store *from = *state;
    arena  a    = test_arena(8 * 1024 * 1024);
    assert_int_equal(store_act(from, add_all, NULL), ST_OK);
    str before = list_all(from, &a);
    assert_true(str_find(before, S("things 1 \"vật 0\" null null null")) >= 0);
    for (store_engine e = STORE_SQLITE; e <= STORE_POSTGRES; e++) {
        if (!test_store_has(e)) continue;
        store *to = test_store_open(e);
        assert_int_equal(move(from, to, 0), ST_OK);
        assert_true(str_equal(list_all(to, &a), before));
        // The next row gets a number of its own.
        assert_int_equal(store_act(to, add_all, NULL), ST_CONFLICT); // names are taken
        test_store_close(to);
    }
}

static status add_one(db *d, void *ctx)
{
    char          memory[64];
    arena         a = arena_over(memory, sizeof(memory));
    thing_add_row made;
    thing_add_in  in = { .name = S("mới") };
    TRY(thing_add(d, &in, &a, &made));
    *(int64_t *)ctx = made.id;
    return ST_OK;
}

static void numbers_go_on_behind_what_was_filled_in(void **state)
{
    store  *to = *state, *from = test_store_open(STORE_SQLITE);
    int64_t id = 0;
    assert_int_equal(store_act(from, add_all, NULL), ST_OK);
    assert_int_equal(move(from, to, 0), ST_OK);
    assert_int_equal(store_act(to, add_one, &id), ST_OK);
    assert_int_equal(id, 41);
    test_store_close(from);
}

static void half_a_filling_is_nothing(void **state)
{
    store *to = *state, *from = test_store_open(STORE_SQLITE);
    arena  a = test_arena(8 * 1024 * 1024);
    assert_int_equal(store_act(from, add_all, NULL), ST_OK);
    str   empty = list_all(to, &a);
    arena kept  = a;
    for (int stop = 1; stop < 42; stop += 5) {
        assert_int_equal(move(from, to, stop), ST_LIMIT);
        arena scratch = kept;
        assert_true(str_equal(list_all(to, &scratch), empty));
    }
    for (int n = 1; n < 60; n++) { // every statement failing
        store_fault(to, n, STORE_FAULT_BREAK);
        status st  = move(from, to, 0);
        bool   met = store_fault_met(to);
        store_fault(to, 0, STORE_FAULT_BREAK);
        if (!met) {
            assert_int_equal(st, ST_OK);
            break;
        }
        assert_int_equal(st, ST_BROKEN);
        arena scratch = kept;
        assert_true(str_equal(list_all(to, &scratch), empty));
    }
    test_store_close(from);
}

static status fill_orphan(db *d, void *ctx)
{
    arena        *a = ctx;
    store_table  *tables, *parts = NULL;
    size_t        count;
    store_filling f;
    store_value   row[2] = { { .number = some_int(77) }, { .text = S("phần") } };
    TRY(store_tables(d, a, &tables, &count));
    TRY(store_fill_begin(d, a, tables, count, &f));
    for (size_t i = 0; i < count; i++) {
        if (str_equal(tables[i].name, S("parts"))) parts = &tables[i];
    }
    assert_non_null(parts);
    TRY(store_fill(d, &f, parts, row));
    return store_fill_end(d, &f);
}

static void a_key_that_points_nowhere_is_refused(void **state)
{
    arena a = test_arena(8 * 1024 * 1024);
    assert_int_not_equal(store_act(*state, fill_orphan, &a), ST_OK);
    str said;
    assert_int_equal(store_check(*state, &a, &said), ST_OK);
}

// ---- set aside while others write -----------------------------------------------------------------

typedef struct writing {
    store      *s;
    atomic_bool end;
    atomic_int  acts;
} writing;

// Each act writes two things: a copy that holds an odd number is no moment.
static status add_pair(db *d, void *ctx)
{
    int *n = ctx;
    for (int i = 0; i < 2; i++) {
        char          memory[2048];
        arena         a    = arena_over(memory, sizeof(memory));
        str           name = arena_printf(&a, "%d-%d %01000d", *n, i, 0);
        thing_add_in  in   = { .name = name };
        thing_add_row made;
        TRY(thing_add(d, &in, &a, &made));
    }
    return ST_OK;
}

static void *write_pairs(void *ctx)
{
    writing *w = ctx;
    for (int n = 0; n < 20000 && !atomic_load(&w->end); n++) {
        if (store_act(w->s, add_pair, &n) != ST_OK) break;
        atomic_fetch_add(&w->acts, 1);
    }
    return NULL;
}

static int64_t count_of(store *s)
{
    db             *d;
    char            memory[64];
    arena           a   = arena_over(memory, sizeof(memory));
    thing_count_row row = { -1 };
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(thing_count(d, &a, &row), ST_OK);
    store_read_end(d);
    return row.n;
}

static void a_copy_is_one_moment_while_others_write(void **state)
{
    writing   w = { .s = *state };
    pthread_t writer;
    arena     a = test_arena(1024 * 1024);
    assert_int_equal(pthread_create(&writer, NULL, write_pairs, &w), 0);
    while (atomic_load(&w.acts) < 200) os_sleep_ms(5);
    for (int round = 0; round < 3; round++) {
        str    folder, said;
        store *copy;
        int    before = atomic_load(&w.acts);
        assert_int_equal(os_temp_folder(S("coloa-aside"), &a, &folder), ST_OK);
        assert_int_equal(store_set_aside(w.s, folder, NULL, NULL, &copy), ST_OK);
        int64_t n = count_of(copy);
        assert_int_equal(n % 2, 0);
        assert_true(n >= 2 * (int64_t)before);
        assert_int_equal(store_check(copy, &a, &said), ST_OK);
        if (copy != w.s) store_close(copy);
        assert_int_equal(os_remove_folder(OS_CWD, folder), ST_OK);
    }
    atomic_store(&w.end, true);
    pthread_join(writer, NULL);
}

static void a_folder_that_is_taken_gets_no_copy(void **state)
{
    arena  a = test_arena(1024 * 1024);
    str    folder;
    int    fd;
    store *copy = NULL;
    if (store_engine_of(*state) != STORE_SQLITE) return;
    assert_int_equal(os_temp_folder(S("coloa-aside"), &a, &folder), ST_OK);
    str path = arena_printf(&a, STR_FMT "/coloa.db", STR_ARG(folder));
    assert_int_equal(os_open_write(OS_CWD, path, true, &fd), ST_OK);
    os_close(fd);
    assert_int_equal(store_set_aside(*state, folder, NULL, NULL, &copy), ST_CONFLICT);
    assert_int_equal(os_remove_folder(OS_CWD, folder), ST_OK);
    folder = S("/nowhere/at/all");
    assert_int_not_equal(store_set_aside(*state, folder, NULL, NULL, &copy), ST_OK);
    assert_null(copy);
}

int main(void)
{
    static const sql_module *const modules[] = { &things_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_rows_go_from_each_engine_to_each),
        cmocka_unit_test(numbers_go_on_behind_what_was_filled_in),
        cmocka_unit_test(half_a_filling_is_nothing),
        cmocka_unit_test(a_key_that_points_nowhere_is_refused),
        cmocka_unit_test(a_copy_is_one_moment_while_others_write),
        cmocka_unit_test(a_folder_that_is_taken_gets_no_copy),
    };
    return test_store_run(tests, COUNT(tests));
}
