/* daemon_bench.c - how long does one household wait for its answer, and how many a second does xeniad give?
 *
 * A small HTTP client: some connections that stay open, each with one request on its way at a time (a closed
 * loop), so the load is never more than the daemon takes. Every request is another household of the
 * demonstration city and gets the whole list, ranked and excluded, with all reasons. A latency runs from the
 * first byte sent to the last byte received. tests/bench/daemon_bench.sh starts what is needed.
 *
 *     daemon_bench URL TOKEN [REQUESTS [CONNECTIONS]]
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "bench.h"
#include "xenia/buf.h"
#include "xenia/memory.h"
#include "xenia/parallel.h"

#define ROUTE "/api/v1/cities/muenster-demo/recommendations"

struct load {
    struct sockaddr_in address;
    const char *token;
    size_t n_requests, n_connections;
    double *latency_s; /* n_requests */
    size_t *bytes;     /* n_requests: length of each answer's body */
};

/* --- one request and its answer ------------------------------------------------------------------------ */

static void put_request(const struct load *load, size_t number, struct xn_buf *request)
{
    char household[256];
    const int length =
        snprintf(household, sizeof household,
                 "{\"size\": %zu, \"step_free\": %s, \"rent_limit_eur\": %zu, \"ties\": [{\"kind\": "
                 "\"school\", \"lat\": %.4f, \"lon\": %.4f, \"weight\": 1}]}",
                 1 + number % 7, number % 5 == 0 ? "true" : "false", 450 + number % 11 * 50,
                 51.92 + 0.001 * (double)(number % 71), 7.58 + 0.001 * (double)(number % 89));
    xn_buf_reset(request);
    xn_buf_printf(request,
                  "POST " ROUTE " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                  "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                  load->token, length, household);
}

static enum xn_status send_all(int connection, const struct xn_buf *request, struct xn_error *err)
{
    for (size_t sent = 0; sent < request->length;) {
        const ssize_t n = send(connection, request->data + sent, request->length - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return xn_fail(err, XN_IO, "the daemon does not take a request: %s", strerror(errno));
        sent += (size_t)n;
    }
    return XN_OK;
}

static enum xn_status receive_some(int connection, struct xn_buf *answer, struct xn_error *err)
{
    char bytes[65536];
    const ssize_t n = recv(connection, bytes, sizeof bytes, 0);
    if (n <= 0)
        return xn_fail(err, XN_IO, "the daemon closed the connection after %zu bytes of an answer",
                       answer->length);
    xn_buf_append(answer, bytes, (size_t)n);
    return xn_buf_check(answer, err);
}

/* Reads head and body of one answer, which must be a 200 with a Content-Length. */
static enum xn_status receive_answer(int connection, struct xn_buf *answer, size_t *ret_bytes,
                                     struct xn_error *err)
{
    static const char length_header[] = "\r\nContent-Length: ";
    const char *end = NULL;
    xn_buf_reset(answer);
    while (!(end = strstr(xn_buf_text(answer), "\r\n\r\n")))
        XN_TRY(receive_some(connection, answer, err));
    const size_t head = (size_t)(end - answer->data) + 4;
    const char *length = strstr(answer->data, length_header);
    if (strncmp(answer->data, "HTTP/1.1 200 ", 13) != 0 || !length || length > end)
        return xn_fail(err, XN_IO, "found '%.200s', wanted a 200 with a length", answer->data);
    *ret_bytes = strtoul(length + sizeof length_header - 1, NULL, 10);
    while (answer->length < head + *ret_bytes)
        XN_TRY(receive_some(connection, answer, err));
    return XN_OK;
}

/* --- connections --------------------------------------------------------------------------------------- */

static enum xn_status open_connection(const struct load *load, int *ret, struct xn_error *err)
{
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    const int at_once = 1;
    if (connection < 0 ||
        connect(connection, (const struct sockaddr *)&load->address, sizeof load->address) != 0) {
        if (connection >= 0)
            close(connection);
        return xn_fail(err, XN_IO, "the daemon cannot be reached: %s", strerror(errno));
    }
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    *ret = connection;
    return XN_OK;
}

static enum xn_status exchange(struct load *load, int connection, size_t number, struct xn_buf *request,
                               struct xn_buf *answer, struct xn_error *err)
{
    put_request(load, number, request);
    XN_TRY(xn_buf_check(request, err));
    const double started_s = bench_now_s();
    XN_TRY(send_all(connection, request, err));
    XN_TRY(receive_answer(connection, answer, &load->bytes[number], err));
    load->latency_s[number] = bench_now_s() - started_s;
    return XN_OK;
}

/* Connection c sends the requests c, c + n_connections, ... one after the other. */
static enum xn_status use_connection(size_t first, size_t last, unsigned worker, void *context,
                                     struct xn_error *err)
{
    struct load *load = context;
    XN_AUTO_BUF request = XN_BUF_INIT;
    XN_AUTO_BUF answer = XN_BUF_INIT;
    (void)worker;
    for (size_t c = first; c < last; c++) {
        int connection = -1;
        XN_TRY(open_connection(load, &connection, err));
        enum xn_status status = XN_OK;
        for (size_t i = c; i < load->n_requests && status == XN_OK; i += load->n_connections)
            status = exchange(load, connection, i, &request, &answer, err);
        close(connection);
        XN_TRY(status);
    }
    return XN_OK;
}

/* --- the run ------------------------------------------------------------------------------------------- */

static int compare_seconds(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The smallest latency that a share of the requests does not exceed. */
static double percentile_ms(const struct load *load, double share)
{
    const size_t position = (size_t)(share * (double)load->n_requests + 0.999999);
    return 1e3 * load->latency_s[position > 0 ? position - 1 : 0];
}

static void print_load(struct load *load, double elapsed_s)
{
    double bytes = 0;
    for (size_t i = 0; i < load->n_requests; i++)
        bytes += (double)load->bytes[i];
    qsort(load->latency_s, load->n_requests, sizeof *load->latency_s, compare_seconds);
    printf("%9s %11s %9s %9s %9s %11s %12s\n", "requests", "connections", "p50 ms", "p99 ms", "max ms",
           "requests/s", "KB an answer");
    printf("%9zu %11zu %9.2f %9.2f %9.2f %11.1f %12.1f\n", load->n_requests, load->n_connections,
           percentile_ms(load, 0.5), percentile_ms(load, 0.99), percentile_ms(load, 1),
           (double)load->n_requests / elapsed_s, 1e-3 * bytes / (double)load->n_requests);
}

static struct sockaddr_in address_of(const char *url)
{
    char host[64];
    unsigned short port = 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (sscanf(url, "http://%63[0-9.]:%hu", host, &port) != 2 ||
        inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        fprintf(stderr, "found '%s', wanted an address as http://127.0.0.1:8080/\n", url);
        exit(EXIT_FAILURE);
    }
    address.sin_port = htons(port);
    return address;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "Usage: daemon_bench URL TOKEN [REQUESTS [CONNECTIONS]]\n");
        return EXIT_FAILURE;
    }
    struct load load = {.address = address_of(argv[1]),
                        .token = argv[2],
                        .n_requests = bench_argument(argc, argv, 3, 2000),
                        .n_connections = bench_argument(argc, argv, 4, 4)};
    struct xn_error err = {0};
    XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
    XN_CLEANUP(xn_free_pointer) double *latency_s = xn_calloc(load.n_requests, sizeof *latency_s);
    XN_CLEANUP(xn_free_pointer) size_t *bytes = xn_calloc(load.n_requests, sizeof *bytes);
    bench_must(latency_s && bytes ? XN_OK : xn_fail_memory(&err), &err);
    load.latency_s = latency_s;
    load.bytes = bytes;
    bench_must(xn_pool_new((unsigned)load.n_connections, &pool, &err), &err);
    const double started_s = bench_now_s();
    bench_must(xn_parallel_for(pool, load.n_connections, 1, use_connection, &load, &err), &err);
    print_load(&load, bench_now_s() - started_s);
    return 0;
}
