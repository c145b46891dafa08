/* Sixteen clients book 2,000 dwellings for 2,000 households while connections are killed at random: nobody
 * and nothing is booked twice, what was acknowledged is there, and a repeated request gets the answer it had.
 *
 * That the test can fail: with XENIA_TEST_WITHOUT_INDEXES=1 it runs without the partial unique indexes, and
 * then finds dwellings and households that are booked twice.
 */
#include "desk.h"
#include <pthread.h>
#include <stdatomic.h>
#include "xenia/random.h"

enum {
    CLIENTS = 16,
    DWELLINGS = 2000,
    HOUSEHOLDS = 2000,
    SECONDS = 10,
    ACKNOWLEDGED_MAX = 20000,
    TRIES_MAX = 1000
};

/* --- one request, repeated until its outcome is known -----------------------------------------------------
 */

struct acknowledged {
    char key[32], body[16];
    char answer[XN_ID_SIZE];
};
struct client {
    const struct database *database;
    struct xn_store *store;
    char name[16];
    struct xn_random random;
    size_t n_keys, n_acknowledged, n_refused, n_repeated, n_unknown, n_kept;
    struct acknowledged *acknowledged;
    atomic_bool *end;
};

struct request {
    enum { DRAFT, MAKE, ACCEPT, REFUSE, WITHDRAW, AGREE } kind;
    const char *household, *dwelling;
    char offer[XN_ID_SIZE];
    int64_t version;
};

static enum xn_status do_request(struct xn_store *store, const struct request *request, char ret[XN_ID_SIZE],
                                 struct xn_error *err)
{
    snprintf(ret, XN_ID_SIZE, "%s", request->offer);
    switch (request->kind) {
    case DRAFT:
        return xn_change_offer_draft(store, request->household, request->dwelling, best, ret, err);
    case MAKE:
        return xn_change_offer_make(store, request->offer, request->version, 7, XN_NO_DATE, err);
    case ACCEPT:
        return xn_change_offer_accept(store, request->offer, request->version, XN_NO_DATE, err);
    case REFUSE:
        return xn_change_offer_refuse(store, request->offer, request->version, "PLACE", NULL, XN_NO_DATE,
                                      err);
    case WITHDRAW:
        return xn_change_offer_withdraw(store, request->offer, request->version, XN_NO_DATE, err);
    case AGREE:
        return xn_change_placement_agree(store, request->offer, request->version, best, XN_NO_DATE, ret, err);
    }
    return XN_ARGUMENT;
}

static struct xn_change change_of(const struct client *client, const char *key, const char *body)
{
    return (struct xn_change){.city = "demo",
                              .actor = client->name,
                              .role = "coordinator",
                              .key = key,
                              .method = "POST",
                              .path = "/offers",
                              .body = body,
                              .body_length = strlen(body)};
}

/* One try. XN_DATABASE, and a conflict without a code: to be repeated. */
static enum xn_status try_request(struct client *client, const char *key, const struct request *request,
                                  char ret[XN_ID_SIZE], struct xn_error *err)
{
    const struct xn_change change = change_of(client, key, request->dwelling);
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    XN_TRY(xn_change_begin(client->store, &change, &kept, err));
    if (kept) {
        client->n_kept++;
        snprintf(ret, XN_ID_SIZE, "%s", kept->body);
        return XN_OK;
    }
    enum xn_status status = do_request(client->store, request, ret, err);
    if (status != XN_OK)
        xn_change_rollback(client->store);
    else
        status = xn_change_commit(client->store, 200, "1", ret, strlen(ret), err);
    client->n_unknown += status != XN_OK && xn_store_outcome_unknown(client->store);
    return status;
}

/* True when it was done; false when the state of things refused it. */
static bool send_request(struct client *client, const struct request *request, char ret[XN_ID_SIZE])
{
    char key[32];
    snprintf(key, sizeof key, "%s-%zu", client->name, client->n_keys++);
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        struct xn_error err = {0};
        const enum xn_status status = try_request(client, key, request, ret, &err);
        if (status == XN_OK) {
            struct acknowledged *entry = &client->acknowledged[client->n_acknowledged++];
            snprintf(entry->key, sizeof entry->key, "%s", key);
            snprintf(entry->body, sizeof entry->body, "%s", request->dwelling);
            snprintf(entry->answer, sizeof entry->answer, "%s", ret);
            return true;
        }
        if (*xn_store_refusal(client->store)) {
            client->n_refused++;
            return false;
        }
        if (status != XN_DATABASE && status != XN_CONFLICT) {
            fprintf(stderr, "%s: %s\n", key, err.message);
            abort();
        }
        client->n_repeated++;
        usleep(1000);
    }
    abort();
}

/* --- clients ----------------------------------------------------------------------------------------------
 */

static void print_household(unsigned n, char ret[XN_ID_SIZE])
{
    snprintf(ret, XN_ID_SIZE, "00000000-0000-4000-8000-%012x", n + 1);
}

/* Draws an offer and follows it some way; low numbers are drawn more often, so that clients meet. */
static void book(struct client *client)
{
    char household[XN_ID_SIZE], dwelling[16], answer[XN_ID_SIZE];
    struct request request = {.kind = DRAFT, .household = household, .dwelling = dwelling};
    print_household(xn_random_below(&client->random, 1 + xn_random_below(&client->random, HOUSEHOLDS)),
                    household);
    snprintf(dwelling, sizeof dwelling, "d%u",
             xn_random_below(&client->random, 1 + xn_random_below(&client->random, DWELLINGS)));
    if (!send_request(client, &request, answer))
        return;
    memcpy(request.offer, answer, sizeof answer);
    request.kind = MAKE;
    request.version = 1;
    send_request(client, &request, answer);
    request.version = 2;
    request.kind = xn_random_below(&client->random, 4) == 0   ? REFUSE
                   : xn_random_below(&client->random, 8) == 0 ? WITHDRAW
                                                              : ACCEPT;
    const bool accepted = send_request(client, &request, answer) && request.kind == ACCEPT;
    request.version = 3;
    request.kind = AGREE;
    if (accepted && xn_random_below(&client->random, 4) > 0)
        send_request(client, &request, answer);
}

static void *client_main(void *argument)
{
    struct client *client = argument;
    while (!atomic_load(client->end) && client->n_acknowledged + 4 < ACKNOWLEDGED_MAX)
        book(client);
    return NULL;
}

/* --- what must hold ---------------------------------------------------------------------------------------
 */

#define TWICE(column)                                                                                        \
    "(SELECT count(*) FROM (SELECT " column " FROM (SELECT " column                                          \
    " FROM xenia.household_offers WHERE live "                                                               \
    "UNION ALL SELECT " column " FROM xenia.placements WHERE state <> 'ended') AS held GROUP BY " column     \
    " HAVING count(*) > 1) AS twice)"

static int count_twice(const struct database *database)
{
    return atoi(psql(database, "SELECT " TWICE("dwelling") " + " TWICE("household")));
}

/* Some connections are killed; meanwhile it is looked whether anything is booked twice. */
static int disturb(const struct database *database, int *ret_killed)
{
    const long end = clock_ms() + SECONDS * 1000;
    int most_twice = 0;
    while (clock_ms() < end) {
        *ret_killed +=
            atoi(psql(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                                "application_name = 'xenia' AND random() < 0.15"));
        const int twice = count_twice(database);
        most_twice = twice > most_twice ? twice : most_twice;
        usleep(50000);
    }
    return most_twice;
}

/* Every acknowledged request, sent again: is its answer kept, and the same? */
static size_t count_same_answers(const struct client *client)
{
    size_t n_same = 0;
    for (size_t i = 0; i < client->n_acknowledged; i++) {
        const struct acknowledged *entry = &client->acknowledged[i];
        const struct xn_change change = change_of(client, entry->key, entry->body);
        struct xn_kept_answer *kept = NULL;
        expect_ok(xn_change_begin(client->store, &change, &kept, err));
        assert_non_null(kept);
        n_same += strcmp(kept->body, entry->answer) == 0;
        xn_kept_answer_free(kept);
    }
    return n_same;
}

/* --- the test ---------------------------------------------------------------------------------------------
 */

static void fill(const struct database *database)
{
    psql_do(database,
            "INSERT INTO xenia.offers (city, id) SELECT 'demo', 'd' || n FROM generate_series(0, 1999) n");
    psql_do(database,
            "INSERT INTO xenia.households (city, id, arrived_on, sealed) SELECT 'demo', "
            "('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2004-02-01', 'sealed' "
            "FROM generate_series(1, 2000) n");
    if (getenv("XENIA_TEST_WITHOUT_INDEXES"))
        psql_do(database, "DROP INDEX xenia.dwelling_taken, xenia.household_busy, xenia.dwelling_let, "
                          "xenia.household_placed");
}

static void start(struct client *client, pthread_t *thread, const struct database *database, unsigned n,
                  atomic_bool *end)
{
    *client = (struct client){.database = database, .random = xn_random_stream(2004, 0, n), .end = end};
    snprintf(client->name, sizeof client->name, "client-%u", n);
    client->store = open_store(database, 0);
    xn_store_set_master_key(client->store, &desk_master);
    client->acknowledged = calloc(ACKNOWLEDGED_MAX, sizeof *client->acknowledged);
    assert_non_null(client->acknowledged);
    assert_int_equal(pthread_create(thread, NULL, client_main, client), 0);
}

static void test_nothing_is_booked_twice(void **state)
{
    const struct database *database = *state;
    static struct client client[CLIENTS];
    pthread_t thread[CLIENTS];
    atomic_bool end = false;
    int n_killed = 0;
    fill(database);
    for (unsigned i = 0; i < CLIENTS; i++)
        start(&client[i], &thread[i], database, i, &end);
    const int twice = disturb(database, &n_killed);
    atomic_store(&end, true);
    struct client all = {0};
    size_t n_same = 0;
    for (unsigned i = 0; i < CLIENTS; i++) {
        pthread_join(thread[i], NULL);
        all.n_acknowledged += client[i].n_acknowledged;
        all.n_refused += client[i].n_refused;
        all.n_repeated += client[i].n_repeated;
        all.n_unknown += client[i].n_unknown;
        all.n_kept += client[i].n_kept;
        n_same += count_same_answers(&client[i]);
        xn_store_close(client[i].store);
        free(client[i].acknowledged);
    }
    printf("%zu requests acknowledged, %zu refused, %d connections killed, %zu tries repeated, %zu outcomes "
           "unknown, %zu of them found done\n",
           all.n_acknowledged, all.n_refused, n_killed, all.n_repeated, all.n_unknown, all.n_kept);
    printf("placements: %s; ", psql(database, "SELECT count(*) FROM xenia.placements"));
    printf("booked twice at worst: %d, at the end: %d; answers kept and the same: %zu of %zu\n", twice,
           count_twice(database), n_same, all.n_acknowledged);
    assert_true(n_killed > 0 && all.n_repeated > 0);
    assert_int_equal(n_same, all.n_acknowledged);
    assert_string_equal(psql(database, "SELECT count(*) FROM xenia.write_keys WHERE status IS NULL"), "0");
    assert_int_equal(twice, 0);
    assert_int_equal(count_twice(database), 0);
    assert_settled(database);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_booked_twice),
    };
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
