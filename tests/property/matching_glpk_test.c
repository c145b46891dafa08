/* Matching against GLPK on small batches: the linear program of the same batch, written down from the problem
 * alone (a row a household, a dwelling and a quota), solved by its dense simplex. Nested quotas make its
 * corners whole. */
#include <glpk.h>
#include <math.h>
#include "matching_asserts.h"
#include "random_batch.h"
#include "xenia/random.h"

#define BATCHES 200

/* Columns are arcs; rows are households, then dwellings, then quotas: sums of at most 1, 1, limit. */
static glp_prob *program_of(const struct xn_match_problem *problem, double gain_of_placing)
{
    const int n = (int)problem->n_households, m = (int)problem->n_dwellings, k = (int)problem->n_quotas;
    glp_prob *program = glp_create_prob();
    glp_set_obj_dir(program, GLP_MIN);
    glp_add_rows(program, n + m + k);
    for (int row = 1; row <= n + m; row++)
        glp_set_row_bnds(program, row, GLP_UP, 0, 1);
    for (int q = 0; q < k; q++)
        glp_set_row_bnds(program, n + m + q + 1, GLP_UP, 0, (double)problem->quota[q].limit);
    for (size_t h = 0; h < problem->n_households; h++)
        for (size_t a = problem->first_arc[h]; a < problem->first_arc[h + 1]; a++) {
            int row[16] = {0, (int)h + 1, n + (int)problem->arc_dwelling[a] + 1}, length = 2;
            const double one[16] = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
            const size_t d = problem->arc_dwelling[a];
            for (size_t i = problem->first_quota[d]; i < problem->first_quota[d + 1]; i++)
                row[++length] = n + m + (int)problem->dwelling_quota[i] + 1;
            const int column = glp_add_cols(program, 1);
            glp_set_col_bnds(program, column, GLP_LO, 0, 0);
            glp_set_obj_coef(program, column, problem->arc_cost[a] - gain_of_placing);
            glp_set_mat_col(program, column, length, row, one);
        }
    return program;
}

static double least_by_glpk(const struct xn_match_problem *problem, double gain_of_placing)
{
    glp_prob *program = program_of(problem, gain_of_placing);
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    assert_int_equal(glp_simplex(program, &settings), 0);
    assert_int_equal(glp_get_status(program), GLP_OPT);
    const double least = glp_get_obj_val(program);
    glp_delete_prob(program);
    return least;
}

static struct random_batch_shape draw_shape(uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 3, 0);
    struct random_batch_shape shape = {.n_households = 1 + xn_random_below(&random, 25),
                                       .n_dwellings = 1 + xn_random_below(&random, 25),
                                       .arcs_each = 1 + xn_random_below(&random, 8),
                                       .n_districts = xn_random_below(&random, 4),
                                       .correlated = seed % 2 == 0,
                                       .cost_max = seed % 3 == 0 ? 3 : 1000,
                                       .quota_share = 0.3 + xn_random_uniform(&random)};
    shape.n_blocks = shape.n_districts * xn_random_below(&random, 3);
    return shape;
}

static void batches_cost_what_the_linear_program_costs(void **state)
{
    (void)state;
    size_t n_binding = 0;
    for (uint64_t seed = 0; seed < BATCHES; seed++) {
        const struct random_batch_shape shape = draw_shape(seed);
        struct random_batch batch;
        assert_int_equal(random_batch_new(&shape, seed, &batch), XN_OK);
        XN_AUTO(xn_matching_free) struct xn_matching *matching = NULL;
        ASSERT_OK(xn_matching_solve(&batch.problem, &matching, &err));
        const double gain = 100000; /* more than 25 households can cost at 1,000 each */
        const double ours = (double)matching->cost - gain * (double)matching->n_placed;
        const double least = least_by_glpk(&batch.problem, gain);
        if (fabs(ours - least) > 1e-3)
            fail_msg("batch %llu: %.17g, by GLPK %.17g", (unsigned long long)seed, ours, least);
        for (size_t q = 0; q < batch.problem.n_quotas; q++)
            n_binding += matching->quota_price[q] > 0;
        random_batch_free(&batch);
    }
    assert_true(n_binding > BATCHES / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_cost_what_the_linear_program_costs),
    };
    return XN_RUN(tests);
}
