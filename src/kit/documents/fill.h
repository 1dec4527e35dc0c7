// fill.h - collects the values and lists of a paper for docx_fill, and the head that every official paper
// has alike (NĐ 30/2020, Phụ lục I).
//
// One filler per paper, in an arena; `failed` sticks, so the calls need no check of their own.
#ifndef COLOA_KIT_DOCUMENTS_FILL_H
#define COLOA_KIT_DOCUMENTS_FILL_H

#include "kit/documents/documents.h"

enum { FILL_VALUES_MAX = 96 }; // values, and lists, of one paper

typedef struct filler {
    arena     *a;
    docx_value values[FILL_VALUES_MAX];
    size_t     value_count;
    docx_list  lists[FILL_VALUES_MAX];
    size_t     list_count;
    bool       failed;
} filler;

filler *filler_new(arena *a);                                    // NULL when a is spent
status  filler_data(const filler *f, docx_data *out) MUST_CHECK; // ST_MEMORY when it failed

void fill_put(filler *f, str name, str text);
void fill_flag(filler *f, str name, bool holds); // "1" or nothing
str  fill_digits(filler *f, int64_t n);

// Rows of a list, each with `per_row` values and up to `lists` lists of its own, to be filled in.
typedef struct fill_rows {
    docx_data  *rows;
    docx_value *values;
    docx_list  *lists;
    size_t      per_row, lists_per_row, count;
} fill_rows;

fill_rows fill_rows_make(filler *f, size_t count, size_t per_row, size_t lists_per_row);
void      fill_row_put(fill_rows *r, size_t row, str name, str text);
void      fill_row_list(fill_rows *r, size_t row, str name, const fill_rows *list);
void      fill_list(filler *f, str name, const fill_rows *r);

// Placeholders cap_tren, co_quan, ke_co_quan, ke_tieu_ngu, trich_yeu, ke_trich_yeu, ky_hieu, dia_danh,
// nam, minh_hoa: names broken by meaning, drawn lines of the right length.
typedef struct fill_head_of {
    str superior, issuer; // as they are; written in capitals
    str symbol, place;    // "SKHCN"; "Hà Nội"
    str about;            // trích yếu below the title; empty for a công văn
    str sample;           // "SỐ LIỆU MINH HỌA"; empty
    int year;
} fill_head_of;
void fill_head(filler *f, const fill_head_of *of);

#endif
