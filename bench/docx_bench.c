// docx_bench.c - CPU of filling the largest form, beside libzip alone unpacking and packing the same parts.
// usage: docx_bench [--row]
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <zip.h>

#include "kit/documents/documents.h"
#include "modules/dossiers/form_templates.gen.h"
#include "modules/dossiers/paper_samples_test_kit.h"

enum { ROUNDS = 40, TURNS = 5 };
static char memory[24 << 20];

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static const form_template *form(str key)
{
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        if (str_equal(form_templates[i].key, key)) return &form_templates[i];
    }
    return NULL;
}

static str fill(arena *a, const form_template *t, paper_sample which)
{
    paper     p = test_paper(which);
    docx_data data;
    problem   why = { 0 };
    str       out = { 0 };
    if (paper_data(&p, a, &data) != ST_OK || docx_fill(t->bytes, &data, a, &out, &why) != ST_OK) {
        fprintf(stderr, "docx_bench: " STR_FMT "\n", STR_ARG(why.rule));
    }
    return out;
}

// The limit: every part of the finished paper unpacked and packed again.
static size_t repack(str docx)
{
    static char   bytes[4 << 20];
    zip_error_t   e;
    zip_source_t *in = zip_source_buffer_create(docx.ptr, (zip_uint64_t)docx.len, 0, &e);
    zip_t        *z  = zip_open_from_source(in, ZIP_RDONLY, &e);
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_source_keep(to);
    zip_t *w  = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, &e);
    size_t at = 0;
    for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
        zip_stat_t st;
        zip_stat_index(z, (zip_uint64_t)i, 0, &st);
        zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)i, 0);
        zip_fread(f, bytes + at, st.size);
        zip_fclose(f);
        zip_file_add(w, st.name, zip_source_buffer(w, bytes + at, st.size, 0), ZIP_FL_ENC_UTF_8);
        at += st.size;
    }
    zip_close(w);
    zip_source_free(to);
    zip_discard(z);
    return at;
}

typedef struct figure {
    const char  *name;
    str          key;
    paper_sample which;
    double       ours, limit; // best turn, ms for one
    double       bound;
} figure;

static void measure(figure *g)
{
    g->ours = g->limit = 1e9;
    for (int turn = 0; turn < TURNS; turn++) { // interleaved, the best of each
        double start = cpu_ms();
        for (int i = 0; i < ROUNDS; i++) {
            arena a = arena_over(memory, sizeof(memory));
            fill(&a, form(g->key), g->which);
        }
        double middle = cpu_ms();
        arena  a      = arena_over(memory, sizeof(memory));
        str    docx   = fill(&a, form(g->key), g->which);
        double from   = cpu_ms();
        for (int i = 0; i < ROUNDS; i++) repack(docx);
        double end = cpu_ms();
        if ((middle - start) / ROUNDS < g->ours) g->ours = (middle - start) / ROUNDS;
        if ((end - from) / ROUNDS < g->limit) g->limit = (end - from) / ROUNDS;
    }
}

// A whole level-3 dossier: its data put together and bound, beside libzip repacking it.
static str whole(arena *a)
{
    docx_sheet sheets[TEST_WHOLE_SHEETS];
    problem    why = { 0 };
    str        out = { 0 };
    if (test_whole(a, S("nd331"), sheets) != ST_OK ||
        docx_bind(sheets, TEST_WHOLE_SHEETS, a, &out, &why) != ST_OK)
        fprintf(stderr, "docx_bench: whole: " STR_FMT "\n", STR_ARG(why.rule));
    return out;
}

static void measure_whole(figure *g)
{
    g->ours = g->limit = 1e9;
    for (int turn = 0; turn < TURNS; turn++) {
        arena  a     = arena_over(memory, sizeof(memory));
        str    docx  = whole(&a);
        double start = cpu_ms();
        for (int i = 0; i < ROUNDS / 4; i++) {
            arena b = a;
            whole(&b);
        }
        double middle = cpu_ms();
        for (int i = 0; i < ROUNDS / 4; i++) repack(docx);
        double end = cpu_ms();
        if ((middle - start) / (ROUNDS / 4) < g->ours) g->ours = (middle - start) / (ROUNDS / 4);
        if ((end - middle) / (ROUNDS / 4) < g->limit) g->limit = (end - middle) / (ROUNDS / 4);
    }
}

int main(int argc, char **argv)
{
    bool   row       = argc > 1 && strcmp(argv[1], "--row") == 0;
    figure figures[] = {
        { "Mẫu 01", S("mau-01"), SAMPLE_DEPARTMENT, 0, 0, 5 },
        { "Mẫu 05", S("mau-05"), SAMPLE_LONG, 0, 0, 5 },
        { "statement, 12 components", S("thuyet-minh"), SAMPLE_COMPOSITE, 0, 0, 5 },
        { "whole level-3 dossier, 195 requirements", S(""), SAMPLE_MINISTRY, 0, 0, 40 },
    };
    for (size_t i = 0; i < COUNT(figures); i++) {
        figure *g = &figures[i];
        if (g->key.len) {
            measure(g);
        } else {
            measure_whole(g);
        }
        if (row) {
            printf("| docx: %s, CPU | %.2f ms | %.2f ms (libzip repacking it) | %.2f | ≤ %.0f ms "
                   "| %s |\n",
                   g->name, g->ours, g->limit, g->ours / g->limit, g->bound,
                   g->ours <= g->bound ? "yes" : "NO");
        } else {
            printf("%-28s %.2f ms CPU; libzip repacking the same %.2f ms; ratio %.2f\n", g->name,
                   g->ours, g->limit, g->ours / g->limit);
        }
    }
    return 0;
}
