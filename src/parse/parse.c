// parse.c - see parse.h. What kind of file it is, by its first bytes.
#include "parse/parse.h"

#include <string.h>

#include "parse/csv.h"
#include "parse/writer.h"
#include "parse/xlsx.h"

enum { HEAD_BYTES = 4096 };

// A compound file, as Office wrote until 2003 and still does around a password.
static sheet_refusal compound_kind(str bytes)
{
    static const str encrypted = STR("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0");
    static const str workbook  = STR("W\0o\0r\0k\0b\0o\0o\0k\0");
    static const str book      = STR("B\0o\0o\0k\0\0\0");

    if (str_find(bytes, encrypted) >= 0) return SHEET_PASSWORD;
    if (str_find(bytes, workbook) >= 0 || str_find(bytes, book) >= 0) return SHEET_OLD_XLS;
    return SHEET_NOT_A_SHEET;
}

// Kinds of file that people rename or are sent under a spreadsheet's name.
static bool is_foreign(str head)
{
    static const str starts[] = { STR("%PDF"),
                                  STR("{\\rtf"),
                                  STR("\x89PNG"),
                                  STR("\xff\xd8\xff"),
                                  STR("Rar!"),
                                  STR("7z\xbc\xaf"),
                                  STR("\x1f\x8b"),
                                  STR("\x7f"
                                      "ELF"),
                                  STR("MZ\x90") };
    for (size_t i = 0; i < COUNT(starts); i++) {
        if (str_starts(head, starts[i])) return true;
    }
    str text = str_trim(str_starts(head, S("\xef\xbb\xbf")) ? str_slice(head, 3, head.len) : head);
    return str_starts(text, S("<")); // a web page or XML that a system calls .xls
}

static bool is_utf16(str bytes)
{
    return str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"));
}

// UTF-16 that lost its mark: nearly every other byte is zero, and never its neighbour.
static bool is_bare_utf16(str head)
{
    ptrdiff_t zeros[2] = { 0, 0 };
    for (ptrdiff_t i = 0; i < head.len; i++) zeros[i & 1] += head.ptr[i] == 0;
    return zeros[0] + zeros[1] > head.len / 4 && (zeros[0] == 0 || zeros[1] == 0);
}

void parse_sheet(const parse_job *job)
{
    writer w    = { .out = job->out };
    str    head = str_slice(job->bytes, 0, HEAD_BYTES);

    if (str_trim(head).len == 0 && job->bytes.len == head.len) {
        writer_refuse(&w, SHEET_EMPTY, 0, 0, S(""));
    } else if (job->bytes.len > SHEET_FILE_BYTES_MAX) {
        writer_refuse(&w, SHEET_TOO_BIG, 0, 0, S(""));
    } else if (str_starts(head, S("PK\x03\x04")) || str_starts(head, S("PK\x05\x06"))) {
        xlsx_parse(job, &w);
    } else if (str_starts(head, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))) {
        writer_refuse(&w, compound_kind(job->bytes), 0, 0, S(""));
    } else if (job->format == SHEET_XLSX || is_foreign(head)) {
        writer_refuse(&w, SHEET_NOT_A_SHEET, 0, 0, S(""));
    } else if (!is_utf16(head) && memchr(head.ptr, 0, (size_t)head.len)) {
        bool bare = is_bare_utf16(head);
        writer_refuse(&w, bare ? SHEET_ENCODING : SHEET_NOT_A_SHEET, bare, bare, S(""));
    } else {
        csv_parse(job->bytes, &w);
    }
    writer_finish(&w);
}
