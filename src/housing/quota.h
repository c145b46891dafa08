/* quota.h - quotas that are nested or apart form a forest: blocks in districts, districts in the city.
 *
 * Such a family is called laminar. In it all quotas of a dwelling lie one in the other, so that sorted by
 * their number of dwellings each is followed by the smallest one that holds it, its parent, and that is the
 * same seen from every dwelling. The converse holds too: if every quota has one parent, the family is
 * laminar. So the forest is built by sorting the short list of each dwelling, and where a quota finds two
 * parents, two quotas cross. Quotas of the same dwellings lie one in the other too, the lower limit
 * innermost.
 */
#ifndef XENIA_QUOTA_H
#define XENIA_QUOTA_H

#include "xenia/matching.h"
#include "xenia/memory.h"

#define XN_QUOTA_NONE UINT32_MAX

struct xn_quota_forest {
    uint32_t
        *outward; /* n_quotas: all quotas, each before its parent; the same for every order of the input */
    size_t *n_dwellings; /* n_quotas: that count to it */
    uint32_t *parent;    /* n_quotas: the smallest that holds it; XN_QUOTA_NONE */
    uint32_t *innermost; /* n_dwellings: the smallest that the dwelling counts to; XN_QUOTA_NONE */
    size_t crossing[2];  /* two quotas that cross; XN_NONE: the family is laminar. Else the forest is no
                            forest. */
};

/* Arrays of the arena. The problem has been checked. */
XN_MUST_CHECK enum xn_status xn_quota_forest_build(const struct xn_match_problem *problem,
                                                   struct xn_arena *arena, struct xn_quota_forest *ret,
                                                   struct xn_error *err);

#endif
