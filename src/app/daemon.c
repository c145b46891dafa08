/* daemon.c - xeniad: reads its settings, serves until it is told to stop, drains, leaves. */
#include <argp.h>
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"
#include "xenia/request.h"
#include "xenia/service.h"

#define DRAIN_MS 10000 /* and the watcher may need as long: within 20 s together */
#define PORT_DEFAULT 8080
#define WORKERS_DEFAULT 4
#define REQUESTS_PER_MINUTE 6000
#define REQUESTS_MAX 10000000

enum {
    OPT_LISTEN = 0x200,
    OPT_PORT,
    OPT_WORKERS,
    OPT_WEB_ROOT,
    OPT_ANYWHERE,
    OPT_PACE,
    OPT_PROXY,
    OPT_PROXY_SIGNS_IN,
    OPT_CERTIFICATE,
    OPT_KEY,
    OPT_BASEMAP,
    OPT_ATTRIBUTION
};

struct options {
    struct cli_store store;
    const char *address, *web_root, *proxy_secret, *certificate, *key, *basemap, *attribution;
    size_t port, n_workers, requests_per_minute;
    bool anywhere, proxy_signs_in;
};

static const struct argp_option option[] = {
    {"listen", OPT_LISTEN, "ADDRESS", 0, "IPv4 address to listen on (default: 127.0.0.1)", 1},
    {"port", OPT_PORT, "N", 0, "Port (default: 8080; 0: any free one, which is printed)", 1},
    {"beyond-loopback", OPT_ANYWHERE, 0, 0,
     "Allow an address that other machines reach: only behind a proxy that speaks TLS", 1},
    {"tls-certificate", OPT_CERTIFICATE, "FILE", 0, "Speak TLS with this certificate and its chain (PEM)", 1},
    {"tls-key", OPT_KEY, "FILE", 0, "... and this key, which its owner alone may read (PEM)", 1},
    {"proxy-secret-file", OPT_PROXY, "FILE", 0,
     "Trust a proxy that shows this secret as X-Xenia-Proxy-Secret: what it says of addresses and TLS", 1},
    {"proxy-signs-in", OPT_PROXY_SIGNS_IN, 0, 0,
     "... and whom it names as X-Xenia-User, which it takes away from what clients send", 1},
    {"requests-per-minute", OPT_PACE, "N", 0,
     "Of one account, and of one address (default: 6000; 0: any number)", 1},
    {"basemap", OPT_BASEMAP, "URL", 0,
     "A background map that readers may turn on: pictures from https://HOST/{z}/{x}/{y}.png (default: none)",
     1},
    {"basemap-attribution", OPT_ATTRIBUTION, "TEXT", 0, "... and whose it is, as its owner wants it said", 1},
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
    if (!options->certificate != !options->key)
        argp_error(state, "--tls-certificate and --tls-key: wanted both or none");
    if (!options->basemap != !options->attribution)
        argp_error(state, "--basemap and --basemap-attribution: wanted both or none");
    if (options->proxy_signs_in && !options->proxy_secret)
        argp_error(state, "--proxy-signs-in: wanted --proxy-secret-file too");
    if (options->requests_per_minute > REQUESTS_MAX)
        argp_error(state, "--requests-per-minute: found %zu, wanted at most %d", options->requests_per_minute,
                   REQUESTS_MAX);
    if (ntohl(address.s_addr) >> 24 != IN_LOOPBACKNET && !options->anywhere && !options->key)
        argp_error(state,
                   "--listen: %s is not a loopback address; give it a certificate "
                   "(--tls-certificate, --tls-key), or say with --beyond-loopback that you mean it",
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
    case OPT_CERTIFICATE:
        options->certificate = argument;
        return 0;
    case OPT_KEY:
        options->key = argument;
        return 0;
    case OPT_BASEMAP:
        options->basemap = argument;
        return 0;
    case OPT_ATTRIBUTION:
        options->attribution = argument;
        return 0;
    case OPT_PROXY:
        options->proxy_secret = argument;
        return 0;
    case OPT_PROXY_SIGNS_IN:
        options->proxy_signs_in = true;
        return 0;
    case OPT_PACE:
        options->requests_per_minute = cli_parse_count(state, "--requests-per-minute", argument);
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

/* The newest seal of the log of changes, where the owner of the database does not reach. */
static void anchor_head(const char *head, void *context)
{
    (void)context;
    syslog(LOG_AUTHPRIV | LOG_NOTICE, "%s", head);
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

/* What is known of families is in memory: it must not get into a core dump, nor be read by a debugger. */
static void keep_memory_private(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static enum xn_status serve(const struct options *options, struct xn_error *err)
{
    sigset_t set;
    int number = 0;
    const char *master_key = getenv("XENIA_MASTER_KEY"), *audit_key = getenv("XENIA_AUDIT_KEY");
    block_signals(&set);
    openlog("xenia", LOG_PID, LOG_AUTHPRIV);
    const struct xn_service_settings settings = {
        .store = {.dsn = options->store.dsn, .state_dir = options->store.state_dir},
        .address = options->address,
        .port = (uint16_t)options->port,
        .n_workers = (unsigned)options->n_workers,
        .master_key_path = master_key && *master_key ? master_key : NULL,
        .audit_key_path = audit_key && *audit_key ? audit_key : NULL,
        .requests_per_minute = (unsigned)options->requests_per_minute,
        .proxy_secret_path = options->proxy_secret,
        .proxy_signs_in = options->proxy_signs_in,
        .tls_certificate_path = options->certificate,
        .tls_key_path = options->key,
        .basemap_url = options->basemap,
        .basemap_attribution = options->attribution,
        .web_root = options->web_root,
        .anchor = anchor_head,
        .log = log_line,
    };
    struct xn_service *service = NULL;
    XN_TRY(xn_service_start(&settings, &service, err));
    printf("%s://%s:%u/\n", options->key ? "https" : "http", options->address,
           (unsigned)xn_service_port(service));
    fflush(stdout);
    sigwait(&set, &number);
    log_line("stopping", NULL);
    xn_service_stop(service, DRAIN_MS);
    return XN_OK;
}

int main(int argc, char **argv)
{
    struct options options = {.address = "127.0.0.1",
                              .port = PORT_DEFAULT,
                              .n_workers = WORKERS_DEFAULT,
                              .requests_per_minute = REQUESTS_PER_MINUTE};
    struct xn_error err = {0};
    argp_err_exit_status = CLI_USAGE;
    keep_memory_private();
    xn_request_wipe_memory();
    argp_program_version = "xeniad " XENIA_VERSION;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = serve(&options, &err);
    if (status == XN_OK)
        return EXIT_SUCCESS;
    log_line(err.message, NULL);
    return cli_exit_code(status);
}
