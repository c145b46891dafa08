/* bench.c - see bench.h. */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include "xenia/text.h"

double bench_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void bench_stop(struct bench_times *times, double started_s)
{
    const double second = bench_now_s() - started_s;
    if (times->count < BENCH_RUNS_MAX)
        times->second[times->count++] = second;
}

static int compare_seconds(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double bench_median_s(struct bench_times *times)
{
    qsort(times->second, times->count, sizeof *times->second, compare_seconds);
    const size_t middle = times->count / 2;
    return times->count % 2 ? times->second[middle] : (times->second[middle - 1] + times->second[middle]) / 2;
}

static double peak_memory_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024; /* Linux gives KiB */
}

void bench_print_header(void)
{
    printf("%-48s %9s %5s %11s %11s %10s %9s\n", "what", "n", "runs", "median ms", "min ms", "us each",
           "peak MiB");
}

void bench_print(const char *what, size_t n, struct bench_times *times)
{
    const double median_s = bench_median_s(times);
    printf("%-48s %9zu %5zu %11.3f %11.3f %10.3f %9.1f\n", what, n, times->count, 1e3 * median_s,
           1e3 * times->second[0], 1e6 * median_s / (double)n, peak_memory_mib());
    fflush(stdout);
}

size_t bench_argument(int argc, char **argv, int position, size_t otherwise)
{
    int64_t value = 0;
    if (position >= argc)
        return otherwise;
    if (!xn_parse_int(argv[position], &value) || value < 1) {
        fprintf(stderr, "%s: argument %d: found '%s', wanted a whole number above 0\n", argv[0], position,
                argv[position]);
        exit(EXIT_FAILURE);
    }
    return (size_t)value;
}

void bench_must(enum xn_status status, const struct xn_error *err)
{
    if (status == XN_OK)
        return;
    fprintf(stderr, "%s\n", err->message);
    exit(EXIT_FAILURE);
}
