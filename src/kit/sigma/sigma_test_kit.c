// sigma_test_kit.c - see sigma_test_kit.h.
#include "kit/sigma/sigma_test_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROOM = 256 * 1024 * 1024 };

static char *memory;

int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void on_hit(void *ctx, const sigma_hit *hit)
{
    seen *s = ctx;
    s->hits[hit->rule]++;
    s->last = *hit;
}

static void on_mark(void *ctx, const sigma_mark *m)
{
    seen *s = ctx;
    s->marks++;
    snprintf(s->group, sizeof s->group, STR_FMT "|" STR_FMT, STR_ARG(m->group[0]),
             STR_ARG(m->value));
}

static sigma_set *kept_set; // of the case before
static sigma_run *kept_run;

static void forget(void)
{
    sigma_run_free(kept_run);
    if (kept_set) sigma_set_free(kept_set);
    kept_run = NULL, kept_set = NULL;
}

sigma_set *new_set(arena *a)
{
    forget();
    *a           = arena_over(memory, ROOM);
    sigma_set *s = sigma_set_new(a);
    assert_non_null(s);
    return kept_set = s;
}

sigma_set *set_of(const char *yaml, arena *a)
{
    sigma_set *s = new_set(a);
    assert_int_equal(sigma_load(s, S("r.yml"), str_from(yaml)), ST_OK);
    assert_int_equal(sigma_compile(s), ST_OK);
    return s;
}

sigma_run *run_of(const sigma_set *s, arena *a, int64_t spent_max)
{
    sigma_run *r = sigma_run_new(s, a, now, spent_max);
    assert_non_null(r);
    return kept_run = r;
}

sigma_run *last_run(void)
{
    return kept_run;
}

const sigma_sink *sink_into(seen *s)
{
    static sigma_sink sink;
    sink = (sigma_sink){ s, on_hit, on_mark };
    return &sink;
}

seen sees(const char *yaml, const char *event)
{
    arena      a;
    seen       got = { 0 };
    sigma_set *s   = set_of(yaml, &a);
    for (size_t i = 0; i < sigma_rule_count(s); i++) {
        str why = sigma_rule_at(s, i)->why;
        if (why.len)
            fail_msg("not run: " STR_FMT " " STR_FMT "\n%s", STR_ARG(why),
                     STR_ARG(sigma_rule_at(s, i)->detail), yaml);
    }
    sigma_run *r = run_of(s, &a, INT64_MAX);
    assert_int_equal(sigma_event(r, str_from(event), sink_into(&got)), ST_OK);
    return got;
}

const char one_rule[] = "title: T\nlogsource:\n  category: t\ndetection:\n";

const char *rule_with(const char *detection)
{
    static char yaml[64 * 1024];
    snprintf(yaml, sizeof yaml, "%s%s", one_rule, detection);
    return yaml;
}

const char *event_with(const char *fields)
{
    static char json[64 * 1024];
    snprintf(json, sizeof json, "{\"logsource\":{\"category\":\"t\"}%s%s}", *fields ? "," : "",
             fields);
    return json;
}

bool meets(const char *search, const char *fields)
{
    static char detection[16 * 1024];
    snprintf(detection, sizeof detection, "  s:\n    %s\n  condition: s\n", search);
    return sees(rule_with(detection), event_with(fields)).hits[0] == 1;
}

const char *why_not(const char *yaml)
{
    static char why[128];
    arena       a;
    sigma_set  *s = set_of(yaml, &a);
    why[0]        = 0;
    if (sigma_rule_count(s) > 0)
        snprintf(why, sizeof why, STR_FMT, STR_ARG(sigma_rule_at(s, sigma_rule_count(s) - 1)->why));
    return why;
}

bool kit_opens(void)
{
    return (memory = malloc(ROOM)) != NULL;
}

void kit_closes(void)
{
    forget();
    free(memory);
}

void write_one(const char *folder, const char *kind, int number, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/corpus-sigma_%s/%02d", folder, kind, number);
    FILE *f = fopen(path, "wb");
    if (!f) exit(1);
    fwrite(text, 1, strlen(text), f);
    fclose(f);
}
