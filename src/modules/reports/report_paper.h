// report_paper.h - what a report's paper says, as values of its template. Pure: modules/reports/gather_ops.c
// collects it. All text is Vietnamese as it stands on the paper.
#ifndef COLOA_MODULES_REPORTS_REPORT_PAPER_H
#define COLOA_MODULES_REPORTS_REPORT_PAPER_H

#include "kit/documents/documents.h"
#include "modules/reports/report.h"

enum { REPORT_COLUMNS = 12, REPORT_BUILT_COLUMNS = 9 };

typedef struct report_body { // the five fields of a body's block
    str name, address, representative, phone, email;
} report_body;

typedef struct report_section {
    str        title;
    const str *paragraphs;
    size_t     count;
} report_section;

typedef struct report_line { // a row of a table; the first cell is the running number
    str cells[REPORT_COLUMNS];
} report_line;

typedef struct report_paper {
    // the head and the end (NĐ 30/2020 Phụ lục I)
    str superior, issuer, symbol, place;
    str number; // "123/SKHCN-CNTT" once the clerk has recorded it; empty
    str issued; // day of it, ISO; empty
    int year;   // of the blank day
    str to;
    str signer_post, signer, drafter, sample;
    // what it says
    str                   reporter; // the body as it begins a sentence
    str                   from, until;
    report_body           owner, specialist;
    report_figures        figures;
    const report_section *sections;
    size_t                section_count;
    const report_line    *lines; // table of running systems
    size_t                line_count;
    const report_line    *built; // table of systems being built
    size_t                built_count;
    str                   as_of;    // "09:41 15/12/2026"
    bool                  separate; // the tables go along as a spreadsheet: too long to be printed
} report_paper;

// The values of p for docx_fill, in a. ST_MEMORY when a is spent.
status report_paper_data(const report_paper *p, arena *a, docx_data *out) MUST_CHECK;

// The template of a pack's paper; the absent str when there is none.
str report_template_of(const law_pack *pack, str form);

#endif
