// xlsx.c - a workbook written by libxlsxwriter in its streaming mode.
#include "kit/documents/documents.h"

#include <unistd.h>
#include <xlsxwriter.h>

enum {
    SHEET_NAME_CHARACTERS_MAX = 31,
    CHOICES_CHARACTERS_MAX    = 255,
    CHOICES_MAX               = 64,
    TEXT_BYTES_MAX            = XLSX_TEXT_CHARACTERS_MAX * 4,
    // Excel counts days from 1899-12-30; before March 1900 it is wrong by one, so text is written.
    EXCEL_DAY_OF_1970  = 25569,
    EXCEL_FIRST_DAY    = 61 - EXCEL_DAY_OF_1970,
    DAY_MS             = 24 * 60 * 60 * 1000,
    MINUTE_MS          = 60 * 1000,
    COLUMN_WIDTH_LEAST = 4
};

struct xlsx {
    arena         *a;
    lxw_workbook  *book;
    lxw_worksheet *sheet;
    lxw_format    *title, *head;
    lxw_format    *text[2], *whole[2], *on_day[2], *at_time[2]; // plain, marked
    char          *cell;                                        // one cell's text with its NUL
    lxw_row_t      row, first; // the next row; the first below the header
    size_t         columns;
    int            widths[XLSX_COLUMNS_MAX]; // characters
    bool           papered; // a sheet to be printed: rows are as high as their text
    int            fd;
};

static status status_of(lxw_error fault)
{
    if (fault == LXW_NO_ERROR) return ST_OK;
    return fault == LXW_ERROR_MEMORY_MALLOC_FAILED ? ST_MEMORY : ST_BROKEN;
}

static lxw_format *cell_format(xlsx *x, bool marked, const char *number)
{
    lxw_format *f = workbook_add_format(x->book);
    if (!f) return NULL;
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (number) format_set_num_format(f, number);
    if (marked) {
        format_set_bg_color(f, 0xFFE3B3);
        format_set_border(f, LXW_BORDER_THIN);
    }
    return f;
}

static bool make_formats(xlsx *x)
{
    x->title = workbook_add_format(x->book);
    x->head  = workbook_add_format(x->book);
    if (!x->title || !x->head) return false;
    for (int marked = 0; marked < 2; marked++) {
        x->text[marked]    = cell_format(x, marked, NULL);
        x->whole[marked]   = cell_format(x, marked, NULL);
        x->on_day[marked]  = cell_format(x, marked, "dd/mm/yyyy");
        x->at_time[marked] = cell_format(x, marked, "dd/mm/yyyy hh:mm");
        if (!x->text[marked] || !x->whole[marked] || !x->on_day[marked] || !x->at_time[marked])
            return false;
        format_set_text_wrap(x->text[marked]);
    }
    format_set_bold(x->title);
    format_set_text_wrap(x->title);
    format_set_align(x->title, LXW_ALIGN_CENTER);
    format_set_align(x->title, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bold(x->head);
    format_set_text_wrap(x->head);
    format_set_align(x->head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(x->head, 0xE7ECF3);
    format_set_bottom(x->head, LXW_BORDER_THIN);
    return true;
}

status xlsx_new(arena *a, int fd, str temp_folder, xlsx **out)
{
    xlsx *x      = NEW(a, xlsx, 1);
    char *folder = arena_cstr(a, temp_folder.len > 0 ? temp_folder : S("/tmp"));
    // The library takes a file name only; this is how a descriptor is spelt as one.
    char *path = arena_cstr(a, arena_printf(a, "/proc/self/fd/%d", fd));
    if (!x || !folder || !path) return ST_MEMORY;
    x->cell = NEW(a, char, TEXT_BYTES_MAX + 1);
    if (!x->cell) return ST_MEMORY;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
    x->a = a, x->fd = fd;
    x->book = workbook_new_opt(path, &options);
    if (!x->book) return ST_MEMORY;
    if (!make_formats(x)) {
        lxw_workbook_free(x->book);
        return ST_MEMORY;
    }
    *out = x;
    return ST_OK;
}

// Text as the library wants it: ended by NUL, within max characters, without the control bytes XML
// forbids. False when it is not UTF-8.
static bool as_cell(xlsx *x, str text, size_t characters_max)
{
    if (text.len > 0 && !str_is_utf8(text)) return false;
    size_t at = 0, characters = 0;
    for (ptrdiff_t i = 0; i < text.len && at < TEXT_BYTES_MAX; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c & 0xC0) != 0x80 && characters++ == characters_max) break;
        if (c < 0x20 && c != '\n' && c != '\t') continue;
        x->cell[at++] = (char)c;
    }
    x->cell[at] = 0;
    return true;
}

static bool sheet_name(xlsx *x, str name)
{
    if (!as_cell(x, name, SHEET_NAME_CHARACTERS_MAX)) return false;
    for (char *c = x->cell; *c; c++) {
        if (*c == '[' || *c == ']' || *c == ':' || *c == '*' || *c == '?' || *c == '/' ||
            *c == '\\' || *c == '\'' || *c == '\n') {
            *c = ' ';
        }
    }
    return true;
}

// Office programs do not measure a row again when they open a file: how many lines text takes in a
// column, a word being about six characters.
static int lines_of(str text, int width)
{
    int room = width > 8 ? width - 3 : 5, lines = 1, at = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.ptr[i] & 0xC0) == 0x80) continue;
        bool end = text.ptr[i] == '\n';
        if (!end && ++at <= room) continue;
        lines++;
        at = end ? 0 : 1;
    }
    return lines > 20 ? 20 : lines;
}

static status set_lines(xlsx *x, int lines)
{
    if (lines < 2) return ST_OK;
    return status_of(worksheet_set_row(x->sheet, x->row, 15.0 * lines, NULL));
}

static status write_title(xlsx *x, lxw_row_t row, str title, size_t columns)
{
    if (!as_cell(x, title, XLSX_TEXT_CHARACTERS_MAX)) return ST_INVALID;
    if (columns < 2) return status_of(worksheet_write_string(x->sheet, row, 0, x->cell, x->title));
    lxw_col_t last = (lxw_col_t)(columns - 1);
    return status_of(worksheet_merge_range(x->sheet, row, 0, row, last, x->cell, x->title));
}

status xlsx_sheet(xlsx *x, str name, const xlsx_column *columns, size_t count)
{
    return xlsx_sheet_titled(x, name, NULL, 0, columns, count);
}

status xlsx_sheet_titled(xlsx *x, str name, const str *titles, size_t title_count,
                         const xlsx_column *columns, size_t count)
{
    if (count > XLSX_COLUMNS_MAX || title_count > XLSX_TITLES_MAX) return ST_LIMIT;
    if (!sheet_name(x, name)) return ST_INVALID;
    char *kept = arena_cstr(x->a, str_from(x->cell)); // the library copies only some of it
    if (!kept) return ST_MEMORY;
    x->sheet = workbook_add_worksheet(x->book, kept);
    if (!x->sheet) return ST_INVALID; // a name used before
    x->row     = (lxw_row_t)title_count;
    x->first   = x->row + 1;
    x->columns = count;
    x->papered = title_count > 0;
    worksheet_freeze_panes(x->sheet, x->first, 0);
    worksheet_set_landscape(x->sheet);
    worksheet_set_paper(x->sheet, 9); // A4
    worksheet_fit_to_pages(x->sheet, 1, 0);
    worksheet_repeat_rows(x->sheet, x->row, x->row);
    for (size_t i = 0; i < count; i++) {
        lxw_col_t column = (lxw_col_t)i;
        int width = columns[i].width < COLUMN_WIDTH_LEAST ? COLUMN_WIDTH_LEAST : columns[i].width;
        x->widths[i] = width;
        TRY(status_of(worksheet_set_column(x->sheet, column, column, width, NULL)));
    }
    for (size_t i = 0; i < title_count; i++) TRY(write_title(x, (lxw_row_t)i, titles[i], count));
    int lines = 1;
    for (size_t i = 0; i < count; i++) {
        int here = lines_of(columns[i].title, x->widths[i] - 2); // bold is wider
        lines    = here > lines ? here : lines;
    }
    TRY(set_lines(x, lines));
    for (size_t i = 0; i < count; i++) {
        lxw_col_t column = (lxw_col_t)i;
        if (!as_cell(x, columns[i].title, XLSX_TEXT_CHARACTERS_MAX)) return ST_INVALID;
        TRY(status_of(worksheet_write_string(x->sheet, x->row, column, x->cell, x->head)));
    }
    x->row = x->first;
    return ST_OK;
}

static status write_text(xlsx *x, lxw_col_t column, str text, bool marked)
{
    if (text.len <= 0) return ST_OK;
    if (!as_cell(x, text, XLSX_TEXT_CHARACTERS_MAX)) return ST_INVALID;
    return status_of(worksheet_write_string(x->sheet, x->row, column, x->cell, x->text[marked]));
}

static status write_number(xlsx *x, lxw_col_t column, double number, lxw_format *format)
{
    return status_of(worksheet_write_number(x->sheet, x->row, column, number, format));
}

static status write_day(xlsx *x, lxw_col_t column, day on, bool marked)
{
    int64_t number = day_number(on);
    if (number >= EXCEL_FIRST_DAY)
        return write_number(x, column, (double)(number + EXCEL_DAY_OF_1970), x->on_day[marked]);
    arena scratch = *x->a;
    str   text = arena_printf(&scratch, "%02d/%02d/%04d", (int)on.dom, (int)on.month, (int)on.year);
    return write_text(x, column, text, marked);
}

static status write_cell(xlsx *x, lxw_col_t column, const xlsx_cell *cell)
{
    bool marked = cell->marked;
    switch (cell->kind) {
    case XLSX_EMPTY:
        if (!marked) return ST_OK;
        return status_of(worksheet_write_blank(x->sheet, x->row, column, x->text[marked]));
    case XLSX_TEXT: return write_text(x, column, cell->text, marked);
    case XLSX_INT: return write_number(x, column, (double)cell->number, x->whole[marked]);
    case XLSX_DAY: return write_day(x, column, cell->on, marked);
    case XLSX_TIME: {
        int64_t local  = cell->number + (int64_t)VIETNAM_OFFSET_MINUTES * MINUTE_MS;
        double  serial = (double)local / DAY_MS + EXCEL_DAY_OF_1970;
        return write_number(x, column, serial, x->at_time[marked]);
    }
    }
    return ST_INVALID;
}

status xlsx_row(xlsx *x, const xlsx_cell *cells, size_t count)
{
    if (!x->sheet || count > XLSX_COLUMNS_MAX) return ST_INVALID;
    if (x->row >= XLSX_ROWS_MAX) return ST_LIMIT;
    int lines = 1;
    for (size_t i = 0; x->papered && i < count; i++) {
        int here = cells[i].kind == XLSX_TEXT ? lines_of(cells[i].text, x->widths[i]) : 1;
        lines    = here > lines ? here : lines;
    }
    TRY(set_lines(x, lines));
    for (size_t i = 0; i < count; i++) TRY(write_cell(x, (lxw_col_t)i, &cells[i]));
    x->row++;
    return ST_OK;
}

status xlsx_choices(xlsx *x, size_t column, const str *choices, size_t count, size_t last_row,
                    bool strict)
{
    const char *list[CHOICES_MAX + 1] = { 0 };
    size_t      characters            = 0;
    if (!x->sheet || count == 0 || count > CHOICES_MAX || column >= XLSX_COLUMNS_MAX ||
        last_row < x->first || last_row >= XLSX_ROWS_MAX) {
        return ST_INVALID;
    }
    for (size_t i = 0; i < count; i++) {
        characters += str_characters(choices[i]) + 1;
        list[i] = arena_cstr(x->a, choices[i]);
        if (!list[i]) return ST_MEMORY;
    }
    if (characters - 1 > CHOICES_CHARACTERS_MAX) return ST_LIMIT;
    lxw_data_validation validation = {
        .validate     = LXW_VALIDATION_TYPE_LIST,
        .value_list   = (char **)list,
        .dropdown     = LXW_VALIDATION_ON,
        .ignore_blank = LXW_VALIDATION_ON,
        .show_error   = strict ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF,
    };
    return status_of(worksheet_data_validation_range(x->sheet, x->first, (lxw_col_t)column,
                                                     (lxw_row_t)last_row, (lxw_col_t)column,
                                                     &validation));
}

status xlsx_finish(xlsx *x, int64_t *size)
{
    lxw_workbook *book = x->book;
    x->book            = NULL;
    if (!book) return ST_INVALID;
    TRY(status_of(workbook_close(book)));
    off_t end = lseek(x->fd, 0, SEEK_END);
    if (end < 0 || lseek(x->fd, 0, SEEK_SET) < 0) return ST_BROKEN;
    if (size) *size = (int64_t)end;
    return ST_OK;
}

void xlsx_drop(xlsx *x)
{
    if (!x || !x->book) return;
    lxw_workbook *book = x->book;
    x->book            = NULL;
    // lxw_workbook_free alone would leave the temporary files of the sheets open.
    (void)workbook_close(book);
}
