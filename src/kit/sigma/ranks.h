// ranks.h - numbers that come and go, in order: how many, the k-th of them.
#ifndef COLOA_KIT_SIGMA_RANKS_H
#define COLOA_KIT_SIGMA_RANKS_H

#include "kit/base/base.h"

typedef struct ranks ranks;

// `all`: every number that may come, in any order, finite; they are sorted in place and must live on. Nothing is in
// it yet. NULL when a is spent.
ranks *ranks_new(double *all, size_t count, arena *a);
void   ranks_add(ranks *r, double v);  // one of `all`
void   ranks_take(ranks *r, double v); // one that is in it
size_t ranks_count(const ranks *r);
double ranks_at(const ranks *r, size_t k); // the k-th from 0, k < count

#endif
