// import_rules_fuzz.c - what stands in a sheet's cells: documents in one cell, rows that close the list,
// values of every column. The first byte says which cell kind; lines are cells, rows end with a blank one.
#include <assert.h>

#include "modules/systems/import_sheet.h"
#include "modules/systems/official_sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char memory[8 << 20];

// Any text that a person may have stored comes back from the cell as it was.
static void document(str text, arena a)
{
    official_document d, again;
    if (official_document_read(text, &a, &d) != ST_OK) return;
    if (!str_is_text(d.no) || !str_is_text(d.by)) return;
    d.on     = S("2026-03-05");
    d.no     = str_trim(d.no);
    d.by     = str_trim(d.by);
    str cell = official_document_write(&a, &d);
    if (!cell.ptr) return;
    assert(official_document_read(cell, &a, &again) == ST_OK);
    assert(str_equal(again.no, d.no) && str_equal(again.by, d.by));
    assert(str_equal(again.on, S("05/03/2026")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static import_tail     tail;
    arena                  a = arena_over(memory, sizeof(memory));
    import_cell            cells[64];
    import_mapping         m = { 0 };
    import_row             row;
    bool                   blank;
    const import_tail_row *closing[IMPORT_TAIL_ROWS];
    if (size < 2 || size > 8192) return 0;
    static char         book_memory[4 << 20];
    static import_book *b; // the same for every input
    arena               own = arena_over(book_memory, sizeof(book_memory));
    if (!b) b = import_book_new(law_current(), &own);
    import_kind          kind = (import_kind)(1 + data[0] % IMPORT_FORMULA);
    str                  rest = { (const char *)data + 1, (ptrdiff_t)size - 1 }, cell;
    size_t               count, n = 0;
    const import_target *targets = import_targets(b, &count);
    document(rest, a);
    for (size_t i = 0; i < count; i++) { // every column is asked for
        m.items[i]  = (import_column){ (int32_t)i + 1, S("x"), &targets[i] };
        m.at[i + 1] = (uint16_t)(i + 1);
    }
    m.count    = count;
    tail.count = 0;
    for (int64_t number = 1; rest.len && number < 100; number++) {
        n = 0;
        while (rest.len && n < count && n < COUNT(cells)) {
            (void)str_cut(rest, '\n', &cell, &rest);
            if (cell.len == 0) break;
            cells[n] = (import_cell){ (int32_t)n + 1, kind, cell };
            n++;
        }
        arena       scratch = a;
        import_line line    = { number, cells, n };
        status      st      = import_read(b, &m, &line, &scratch, &row, &blank);
        assert(st == ST_OK || st == ST_MEMORY || st == ST_LIMIT);
        import_tail_put(&tail, &m, &line, !blank);
    }
    assert(import_tail_close(&m, &tail, a, closing) <= IMPORT_TAIL_ROWS);
    return 0;
}
