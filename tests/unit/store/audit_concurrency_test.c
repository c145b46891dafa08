/* Many writers that commit late, in another order, or not at all, and sealers that run all the time: every
 * entry comes under exactly one seal, in its place. */
#include "auditing.h"
#include <pthread.h>
#include <stdatomic.h>

#define N_WRITERS 8
#define N_SEALERS 2
#define N_CHANGES 60

static struct database *database;
static struct xn_signing_key key;
static atomic_bool done;

static int set_up(void **state)
{
    set_up_database(state);
    database = *state;
    key = a_key(database->folder, "audit");
    return 0;
}

/* Changes with an id taken early and kept for up to 40 ms; a third is taken back, all have a savepoint that
 * is. */
static void *write_changes(void *argument)
{
    const unsigned self = (unsigned)(size_t)argument;
    unsigned seed = self + 1;
    char command[256];
    snprintf(command, sizeof command, "psql '%s user=postgres' -XAtq > /dev/null", database->dsn);
    FILE *psql_input = popen(command, "w");
    assert_non_null(psql_input);
    for (unsigned i = 0; i < N_CHANGES; i++)
        fprintf(
            psql_input,
            "BEGIN; INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES ('demo', "
            "'w%u %u', '2026Q1', 1); SELECT pg_sleep(%g); SAVEPOINT s; UPDATE xenia.commitments SET "
            "n_dwellings = 2 WHERE corporation = 'w%u %u'; SELECT pg_sleep(%g); ROLLBACK TO s; %s;\n",
            self, i, 0.03 * rand_r(&seed) / RAND_MAX, self, i, 0.01 * rand_r(&seed) / RAND_MAX,
            rand_r(&seed) % 3 ? "COMMIT" : "ROLLBACK");
    assert_int_equal(pclose(psql_input), 0);
    return NULL;
}

static void *seal_on(void *argument)
{
    (void)argument;
    struct xn_store *store = open_store(database, 0);
    struct xn_audit_sealer sealer = {0};
    act_as(store, "sealer", NULL);
    while (!done)
        one_round(store, &key, &sealer, NULL, NULL);
    xn_store_close(store);
    return NULL;
}

static void nothing_is_missed(void **state)
{
    (void)state;
    pthread_t writer[N_WRITERS], sealer[N_SEALERS];
    for (size_t i = 0; i < N_SEALERS; i++)
        assert_int_equal(pthread_create(&sealer[i], NULL, seal_on, NULL), 0);
    for (size_t i = 0; i < N_WRITERS; i++)
        assert_int_equal(pthread_create(&writer[i], NULL, write_changes, (void *)i), 0);
    for (size_t i = 0; i < N_WRITERS; i++)
        pthread_join(writer[i], NULL);
    done = true;
    for (size_t i = 0; i < N_SEALERS; i++)
        pthread_join(sealer[i], NULL);
    const int n_rows = atoi(psql(database, "SELECT count(*) FROM xenia.commitments"));
    assert_in_range(n_rows, N_WRITERS * N_CHANGES / 3, N_WRITERS * N_CHANGES - 1);
    seal_all(database->store, &key, NULL, NULL); /* the last ones, with two quiet rounds */
    XN_AUTO_NOTES faults = XN_NOTES_INIT;
    const struct xn_audit_report report = verified(database->store, "demo", &key, NULL, &faults);
    if (report.n_faults)
        fail_msg("%s", faults.text[0]);
    assert_int_equal(report.n_unsealed, 0);
    assert_true(report.n_entries >= n_rows);
    assert_in_range(report.n_seals, 10, 100000); /* it did run meanwhile */
    printf("%d rows, %d entries under %d seals\n", n_rows, (int)report.n_entries, (int)report.n_seals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_missed)};
    return cmocka_run_group_tests(tests, set_up, tear_down_database);
}
