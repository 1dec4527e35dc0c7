// ranks.c - see ranks.h. A tree of counts over the sorted numbers (Fenwick): each step takes as long as their logarithm.
#include "kit/sigma/ranks.h"

#include <stdlib.h>

struct ranks {
    const double *all;       // sorted
    size_t        size, top; // top: the largest power of two within size
    uint32_t     *tree;      // 1..size
    size_t        count;
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

ranks *ranks_new(double *all, size_t count, arena *a)
{
    ranks *r = NEW(a, ranks, 1);
    if (!r) return NULL;
    *r = (ranks){ .all = all, .size = count, .top = 1, .tree = NEW(a, uint32_t, count + 1) };
    if (count) qsort(all, count, sizeof *all, by_value);
    while (r->top * 2 <= count) r->top *= 2;
    return r->tree ? r : NULL;
}

// The place of the first of those that are equal.
static size_t place_of(const ranks *r, double v)
{
    size_t low = 0, high = r->size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->all[middle] < v)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void change(ranks *r, double v, int by)
{
    for (size_t i = place_of(r, v) + 1; i <= r->size; i += i & (0 - i)) {
        if (by > 0)
            r->tree[i]++;
        else
            r->tree[i]--;
    }
}

void ranks_add(ranks *r, double v)
{
    change(r, v, 1);
    r->count++;
}

void ranks_take(ranks *r, double v)
{
    change(r, v, -1);
    r->count--;
}

size_t ranks_count(const ranks *r)
{
    return r->count;
}

double ranks_at(const ranks *r, size_t k)
{
    size_t at = 0;
    for (size_t step = r->top; step; step /= 2) {
        if (at + step <= r->size && r->tree[at + step] <= k) {
            at += step;
            k -= r->tree[at];
        }
    }
    return r->all[at < r->size ? at : r->size - 1];
}
