/* lemon_oracle.h - the same flow by the LEMON library's network simplex (Debian liblemon-dev): for tests that
 * compare objectives and for the benchmark that compares times. C++ stays behind these declarations. */
#ifndef XENIA_TEST_LEMON_ORACLE_H
#define XENIA_TEST_LEMON_ORACLE_H

#include <stdint.h>
#include "network_simplex.h"

enum lemon_result { LEMON_OPTIMAL, LEMON_INFEASIBLE, LEMON_UNBOUNDED };

/* The problem without overflow arcs. ret_seconds: of its run alone, without building its graph. */
enum lemon_result lemon_min_cost(const struct xn_flow_problem *problem, int64_t *ret_cost,
                                 double *ret_seconds);

#endif
