// print_bench.c - CPU of one page as PDF by the sealed process, beside a process of pango and cairo alone
// that writes the same words. usage: print_bench [--row|--warm]
//
// A server that prints has a nursery (kit/workers/nursery.h): what it costs to start and end it is in the
// figure, spread over the ROUNDS pages of a turn. A command prints once and starts the program for it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zip.h>

#include "kit/documents/documents.h"
#include "kit/os/os.h"
#include "kit/workers/nursery.h"
#include "kit/workers/print.h"
#include "modules/dossiers/form_templates.gen.h"
#include "modules/dossiers/paper_samples_test_kit.h"

enum { ROUNDS = 40, ALONE = 10, WHOLE = 6, TURNS = 5 };
static char memory[64 << 20];

static double children_ms(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void must(bool done, const char *what)
{
    if (done) return;
    fprintf(stderr, "print_bench: %s\n", what);
    exit(1);
}

static str make_docx(arena *a)
{
    paper     p = test_paper(SAMPLE_BARE);
    docx_data data;
    problem   why = { 0 };
    str       out = { 0 };
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        if (!str_equal(form_templates[i].key, S("mau-01"))) continue;
        must(paper_data(&p, a, &data) == ST_OK, "no data");
        must(docx_fill(form_templates[i].bytes, &data, a, &out, &why) == ST_OK, "no docx");
        break;
    }
    return out;
}

static str make_whole(arena *a)
{
    docx_sheet sheets[TEST_WHOLE_SHEETS];
    problem    why = { 0 };
    str        out = { 0 };
    must(test_whole(a, S("nd331"), sheets) == ST_OK, "no data");
    must(docx_bind(sheets, TEST_WHOLE_SHEETS, a, &out, &why) == ST_OK, "no whole");
    return out;
}

// The words of the document, one paragraph a line.
static str words_of(arena *a, str docx)
{
    zip_error_t   e;
    zip_stat_t    st;
    zip_source_t *s    = zip_source_buffer_create(docx.ptr, (zip_uint64_t)docx.len, 0, &e);
    zip_t        *z    = zip_open_from_source(s, ZIP_RDONLY, &e);
    char         *xml  = NULL;
    buf           text = buf_in(a, 1 << 16, 1 << 20);
    must(z && zip_stat(z, "word/document.xml", 0, &st) == 0, "no document");
    xml           = arena_alloc(a, 1, 1, st.size);
    zip_file_t *f = zip_fopen(z, "word/document.xml", 0);
    must(zip_fread(f, xml, st.size) == (zip_int64_t)st.size, "no document");
    zip_fclose(f);
    zip_discard(z);
    str rest = { xml, (ptrdiff_t)st.size }, piece;
    while (str_cut(rest, '<', &piece, &rest)) {
        str tag;
        buf_put(&text, str_find(piece, S("\n")) >= 0 ? S("") : piece);
        if (str_starts(rest, S("/w:p>"))) buf_char(&text, '\n');
        if (!str_cut(rest, '>', &tag, &rest)) break;
    }
    return buf_str(&text);
}

static void bare(const char *program, str words)
{
    int fd = -1;
    must(os_temp_in_memory(&fd) == ST_OK && os_write_all(fd, words) == ST_OK &&
             os_rewind(fd) == ST_OK,
         "no input");
    const char *const      argv[] = { program, "/dev/null", NULL };
    const int              fds[]  = { fd };
    const os_spawn_options o      = { argv, NULL, fds, 1 };
    os_process             p;
    os_ended               ended;
    must(os_spawn(&o, &p) == ST_OK && os_wait(&p, 10000, &ended) == ST_OK && ended.code == 0,
         "bare_print failed");
    os_close(fd);
}

typedef struct figures { // milliseconds a page, the best turn of each
    double warm, alone, limit, whole, whole_limit;
} figures;

static void keep_least(double *best, double ms, int rounds)
{
    if (ms / rounds < *best) *best = ms / rounds;
}

// CPU of `rounds` pages. Everything started for them has ended and is counted.
static double print_pages(str docx, arena a, int rounds, bool warm, str *pdf)
{
    const print_options o    = { .program = S(COLOA_PRINT), .title = S("Mẫu 01") };
    double              from = children_ms();
    must(!warm || nursery_open(COLOA_PRINT) == ST_OK, "no nursery");
    for (int i = 0; i < rounds; i++) {
        arena          b    = a;
        print_made     made = { 0 };
        problem        why  = { 0 };
        worker_outcome got;
        must(print_docx(&o, docx, &b, &made, &got, &why) == ST_OK, "print_docx failed");
        must(made.pages == 1 || rounds == WHOLE, "not one page");
        must(got.warm == warm, "made the other way");
        must(!pdf->len || str_equal(*pdf, made.pdf), "not the same bytes");
        if (pdf->len) continue;
        *pdf = made.pdf;
        a    = b;
    }
    nurseries_close();
    return children_ms() - from;
}

static double bare_pages(str words, int rounds)
{
    double from = children_ms();
    for (int i = 0; i < rounds; i++) bare(BARE_PRINT, words);
    return children_ms() - from;
}

int main(int argc, char **argv)
{
    arena   a    = arena_over(memory, sizeof memory);
    str     docx = make_docx(&a), words = words_of(&a, docx), pdf = { 0 };
    str     all = make_whole(&a), all_words = words_of(&a, all);
    figures best = { 1e9, 1e9, 1e9, 1e9, 1e9 };
    if (argc > 1 && strcmp(argv[1], "--warm") == 0) { // to be looked at with perf
        print_pages(docx, a, 5 * ROUNDS, true, &pdf);
        return 0;
    }
    for (int turn = 0; turn < TURNS; turn++) { // interleaved
        arena turns = a;
        pdf         = (str){ 0 };
        keep_least(&best.alone, print_pages(docx, turns, ALONE, false, &pdf), ALONE);
        str first = pdf;
        turns.next += 1 << 20;
        keep_least(&best.warm, print_pages(docx, turns, ROUNDS, true, &first), ROUNDS);
        keep_least(&best.limit, bare_pages(words, ALONE), ALONE);
        str none = { 0 };
        keep_least(&best.whole, print_pages(all, turns, WHOLE, true, &none), WHOLE);
        keep_least(&best.whole_limit, bare_pages(all_words, 2), 2);
    }
    if (argc > 1 && strcmp(argv[1], "--row") == 0) {
        printf("| PDF of one page in a server, whole sealed process and 1/%d of its nursery, CPU | "
               "%.1f ms | %.1f ms (pango + cairo alone) | %.2f | ≤ 15 ms | %s |\n",
               ROUNDS, best.warm, best.limit, best.warm / best.limit,
               best.warm <= 15 ? "yes" : "NO");
        printf("| the same by a command, which starts the program for it | %.1f ms | %.1f ms | "
               "%.2f | | "
               "|\n",
               best.alone, best.limit, best.alone / best.limit);
        printf("| PDF of a whole level-3 dossier, 195 requirements, in a server, CPU | %.0f ms | "
               "%.0f ms "
               "(pango + cairo alone, the same words) | %.2f | ≤ 150 ms | %s |\n",
               best.whole, best.whole_limit, best.whole / best.whole_limit,
               best.whole <= 150 ? "yes" : "NO");
    } else {
        printf("whole dossier %.0f ms, pango and cairo alone %.0f ms\n", best.whole,
               best.whole_limit);
        printf("one page: %.1f ms CPU in a server (nursery over %d pages), %.1f ms started for it; "
               "pango and cairo alone %.1f ms\n",
               best.warm, ROUNDS, best.alone, best.limit);
    }
    return 0;
}
