/* explain.h - the sentences of one row while they are written. */
#ifndef XENIA_HOUSING_EXPLAIN_H
#define XENIA_HOUSING_EXPLAIN_H

#include "xenia/housing.h"

/* The list that is being written, and what it is about. */
struct xn_explanation {
    const struct xn_ranking_request *request;
    const struct xn_ranking *ranking;
    const struct xn_ranked *row;
    const struct xn_dwelling *dwelling;
    const char *const *level_name;
    const char *area_name;
    const struct xn_unit_class *unit; /* of the deciding level; NULL: none */
    struct xn_reason *reason;
    size_t count;
};

struct xn_reason *xn_explain_add(struct xn_explanation *e, const char *code, const char *english);
/* The class of the area, what it rests on, and the levels that had no data. */
void xn_explain_area(struct xn_explanation *e);

#endif
