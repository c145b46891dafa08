/* bench.h - measuring: the same step several times, then one line with what, n, times and memory.
 *
 * A benchmark tells numbers and never fails on them. The median is what a user meets; the minimum is what the
 * code needs when nobody else uses the machine.
 */
#ifndef XENIA_BENCH_H
#define XENIA_BENCH_H

#include <stddef.h>
#include "xenia/status.h"

#define BENCH_RUNS_MAX 100

struct bench_times {
    size_t count;
    double second[BENCH_RUNS_MAX]; /* runs beyond the last place are not kept */
};

/* Monotonic clock, seconds. */
double bench_now_s(void);
/* One run ends now. */
void bench_stop(struct bench_times *times, double started_s);

void bench_print_header(void);
/* One line; n is the number of things that a run deals with. The times are sorted by this. The memory is the
 * most that the process has held so far. */
void bench_print(const char *what, size_t n, struct bench_times *times);
double bench_median_s(struct bench_times *times);

/* A whole number above 0 from the command line, or `otherwise` when it is not given. */
size_t bench_argument(int argc, char **argv, int position, size_t otherwise);
/* Ends the program with the sentence when the call failed. */
void bench_must(enum xn_status status, const struct xn_error *err);

#endif
