// web_stats.c - requests counted by kind of route, for /metrics. Counters only; nothing of a person.
#include "kit/web/web_inner.h"

static const char *const kinds[STATS_KINDS] = { "page", "api", "asset", "none" };
enum { PAGE, API, ASSET, NONE };
static const int64_t bounds_us[STATS_BOUNDS] = { 500,   1000,   2500,   5000,   10000,
                                                 50000, 100000, 500000, 2000000 };

static int kind_of(const web_route *route)
{
    if (!route) return NONE;
    if (str_starts(str_from(route->path), S("/api/"))) return API;
    return route->flags & WEB_STILL ? ASSET : PAGE;
}

void stats_count(web_stats *s, const web_route *route, int code, int64_t spent_us)
{
    int kind = kind_of(route), bound = 0;
    while (bound < STATS_BOUNDS && spent_us > bounds_us[bound]) bound++;
    int hundreds = code / 100 < STATS_CODES ? code / 100 : 0;
    atomic_fetch_add_explicit(&s->answers[kind][hundreds], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->within[kind][bound], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->spent_us[kind], spent_us, memory_order_relaxed);
}

static void put_histogram(const web_stats *s, int kind, buf *b)
{
    long long sum = 0;
    for (int i = 0; i <= STATS_BOUNDS; i++) {
        sum += atomic_load_explicit(&s->within[kind][i], memory_order_relaxed);
        buf_printf(b, "coloa_request_seconds_bucket{kind=\"%s\",le=\"", kinds[kind]);
        if (i < STATS_BOUNDS)
            buf_printf(b, "%g", (double)bounds_us[i] / 1e6);
        else
            buf_put(b, S("+Inf"));
        buf_printf(b, "\"} %lld\n", sum);
    }
    long long spent = atomic_load_explicit(&s->spent_us[kind], memory_order_relaxed);
    buf_printf(b, "coloa_request_seconds_sum{kind=\"%s\"} %.6f\n", kinds[kind],
               (double)spent / 1e6);
    buf_printf(b, "coloa_request_seconds_count{kind=\"%s\"} %lld\n", kinds[kind], sum);
}

void stats_put(const web_stats *s, buf *b)
{
    buf_put(b,
            S("# HELP coloa_requests_total Answers by kind of route and hundreds of the status.\n"
              "# TYPE coloa_requests_total counter\n"));
    for (int kind = 0; kind < STATS_KINDS; kind++) {
        for (int code = 2; code < STATS_CODES; code++)
            buf_printf(b, "coloa_requests_total{kind=\"%s\",status=\"%dxx\"} %lld\n", kinds[kind],
                       code, atomic_load_explicit(&s->answers[kind][code], memory_order_relaxed));
    }
    buf_put(b, S("# HELP coloa_request_seconds Time from the whole request to the made answer.\n"
                 "# TYPE coloa_request_seconds histogram\n"));
    for (int kind = 0; kind < STATS_KINDS; kind++) put_histogram(s, kind, b);
}
