/* daemon.c - xeniad: reads its settings, serves until it is told to stop, drains, leaves. */
#include <argp.h>
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"
#include "xenia/service.h"

#define DRAIN_MS 10000 /* and the watcher may need as long: within 20 s together */
#define PORT_DEFAULT 8080
#define WORKERS_DEFAULT 4

enum { OPT_LISTEN = 0x200, OPT_PORT, OPT_WORKERS, OPT_WEB_ROOT, OPT_ANYWHERE };

struct options {
    struct cli_store store;
    const char *address, *web_root;
    size_t port, n_workers;
    bool anywhere;
};

static const struct argp_option option[] = {
    {"listen", OPT_LISTEN, "ADDRESS", 0, "IPv4 address to listen on (default: 127.0.0.1)", 1},
    {"port", OPT_PORT, "N", 0, "Port (default: 8080; 0: any free one, which is printed)", 1},
    {"beyond-loopback", OPT_ANYWHERE, 0, 0,
     "Allow an address that other machines reach: only behind a proxy that speaks TLS", 1},
    {"workers", OPT_WORKERS, "N", 0, "Threads that talk to PostgreSQL (default: 4)", 1},
    {"web-root", OPT_WEB_ROOT, "FOLDER", 0, "Serve the page from this folder (while developing)", 1},
    {0}};

static void check(const struct options *options, const struct argp_state *state)
{
    if (options->port > 65535)
        argp_error(state, "--port: found %zu, wanted at most 65535", options->port);
    if (options->n_workers < 1 || options->n_workers > 64)
        argp_error(state, "--workers: found %zu, wanted 1 to 64", options->n_workers);
    struct in_addr address;
    if (inet_pton(AF_INET, options->address, &address) != 1)
        argp_error(state, "--listen: found '%s', wanted an IPv4 address", options->address);
    if (ntohl(address.s_addr) >> 24 != IN_LOOPBACKNET && !options->anywhere)
        argp_error(state, "--listen: %s is not a loopback address; --beyond-loopback says that you mean it",
                   options->address);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        return 0;
    case ARGP_KEY_END:
        check(options, state);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "xeniad takes options alone, not '%s'", argument);
        return 0;
    case OPT_LISTEN:
        options->address = argument;
        return 0;
    case OPT_PORT:
        options->port = cli_parse_count(state, "--port", argument);
        return 0;
    case OPT_WORKERS:
        options->n_workers = cli_parse_count(state, "--workers", argument);
        return 0;
    case OPT_WEB_ROOT:
        options->web_root = argument;
        return 0;
    case OPT_ANYWHERE:
        options->anywhere = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_store_argp, 0, "The store:", 2}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc =
        "Serves recommendations, the steps of the office, published indices and maps over HTTP, with the web "
        "page. Ends in an orderly way on SIGTERM, SIGINT and SIGHUP.\vHouseholds are sealed with the key in "
        "the file that $XENIA_MASTER_KEY names (default: keys/master.key in the state folder), which the "
        "first start makes. Keep a copy of it apart from the database: without it no household can be read."};

/* One line with the time in UTC; the journal adds the rest. */
static void log_line(const char *sentence, void *context)
{
    (void)context;
    char text[32];
    const time_t now = time(NULL);
    struct tm parts;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &parts));
    fprintf(stderr, "%s xeniad: %s\n", text, sentence);
}

/* Blocked in all threads before any starts; taken one at a time here. */
static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static enum xn_status serve(const struct options *options, struct xn_error *err)
{
    sigset_t set;
    int number = 0;
    const char *master_key = getenv("XENIA_MASTER_KEY");
    block_signals(&set);
    const struct xn_service_settings settings = {
        .store = {.dsn = options->store.dsn, .state_dir = options->store.state_dir},
        .address = options->address,
        .port = (uint16_t)options->port,
        .n_workers = (unsigned)options->n_workers,
        .master_key_path = master_key && *master_key ? master_key : NULL,
        .web_root = options->web_root,
        .log = log_line,
    };
    struct xn_service *service = NULL;
    XN_TRY(xn_service_start(&settings, &service, err));
    printf("http://%s:%u/\n", options->address, (unsigned)xn_service_port(service));
    fflush(stdout);
    sigwait(&set, &number);
    log_line("stopping", NULL);
    xn_service_stop(service, DRAIN_MS);
    return XN_OK;
}

int main(int argc, char **argv)
{
    struct options options = {.address = "127.0.0.1", .port = PORT_DEFAULT, .n_workers = WORKERS_DEFAULT};
    struct xn_error err = {0};
    argp_err_exit_status = CLI_USAGE;
    argp_program_version = "xeniad " XENIA_VERSION;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = serve(&options, &err);
    if (status == XN_OK)
        return EXIT_SUCCESS;
    log_line(err.message, NULL);
    return cli_exit_code(status);
}
