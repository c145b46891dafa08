/* disclosure_attack.h - an attacker who has everything published, and a linear programme solver.
 *
 * Unknown are the numbers of each finest unit and group; the same people in two publications are the same
 * unknown. Known are, of every number of every publication, what its rounded value or the reason of its
 * suppression says, and the sums of the whole city to the person. Everything published is a function of
 * these (disclosure.h), so formats do not matter. GLPK gives the least and the greatest value of every hidden
 * number, not asking for whole ones: with several zonings those may leave less.
 *
 * The attack succeeds on a number from 1 to 4 if it excludes one of 1 to 4, on another that is not 0 if it
 * leaves fewer values than disclosure.h promises.
 */
#ifndef XENIA_TEST_DISCLOSURE_ATTACK_H
#define XENIA_TEST_DISCLOSURE_ATTACK_H

#include <glpk.h>
#include <math.h>
#include <string.h>
#include <time.h>
#include "test.h"
#include "xenia/disclosure.h"

static struct xn_error attack_err;
#define ATTACK_OK(call)                                                                                      \
    do {                                                                                                     \
        if ((call) != XN_OK)                                                                                 \
            fail_msg("%s", attack_err.message);                                                              \
    } while (0)

/* --- cities as tables ------------------------------------------------------------------------------------
 */

enum { ZONINGS_MAX = 5 };

/* count: of the finest units; level[l][v]: the unit of level l that holds v, coarsest first. */
static inline struct xn_disclosure_zoning zoning_of(struct xn_arena *arena, const double *count, size_t n,
                                                    size_t n_columns, const size_t *const *level,
                                                    size_t n_levels)
{
    struct xn_disclosure_zoning zoning = {.n_tables = n_levels + 2};
    zoning.table = xn_arena_alloc(arena, zoning.n_tables, sizeof *zoning.table);
    for (size_t t = 0; t < zoning.n_tables; t++) {
        size_t n_units = t == 0 ? 1 : n;
        for (size_t v = n_units = t == 0 || t > n_levels ? n_units : 0; t > 0 && t <= n_levels && v < n; v++)
            n_units = level[t - 1][v] >= n_units ? level[t - 1][v] + 1 : n_units;
        double *sum = xn_arena_alloc(arena, n_units * n_columns, sizeof *sum);
        double *total = xn_arena_alloc(arena, n_units, sizeof *total);
        size_t *parent = xn_arena_alloc(arena, n_units, sizeof *parent);
        for (size_t v = 0; v < n; v++) {
            const size_t u = t == 0 ? 0 : t <= n_levels ? level[t - 1][v] : v;
            parent[u] = t < 2 ? 0 : level[t - 2][v];
            for (size_t c = 0; c < n_columns; c++) {
                sum[u * n_columns + c] += count[v * n_columns + c];
                total[u] += count[v * n_columns + c];
            }
        }
        zoning.table[t] = (struct xn_disclosure_table){
            .n_units = n_units,
            .n_columns = n_columns,
            .count = sum,
            .total = total,
            .parent = parent,
            .why = xn_arena_alloc(arena, n_units * n_columns, sizeof(enum xn_withheld)),
            .total_why = xn_arena_alloc(arena, n_units, sizeof(enum xn_withheld))};
    }
    return zoning;
}

/* --- the linear programme --------------------------------------------------------------------------------
 */

struct attack {
    const struct xn_disclosure_zoning *zoning;
    size_t n_zonings, n, n_columns;
    bool rounded;       /* or published to the person */
    bool complementary; /* or small numbers alone are hidden */
    glp_prob *lp;
    int *variable; /* zoning, finest unit: of its first column */
    size_t **unit_of[ZONINGS_MAX];
    size_t cells, broken, broken_small;
    double narrowest_small, narrowest_large; /* number of values */
    double seconds;
    struct xn_arena *arena;
};

struct attacked {
    size_t zoning, table, unit, column; /* the last column: the total */
};

static inline double attacked_count(const struct attack *attack, struct attacked at)
{
    const struct xn_disclosure_table *table = &attack->zoning[at.zoning].table[at.table];
    return at.column == attack->n_columns ? table->total[at.unit]
                                          : table->count[at.unit * attack->n_columns + at.column];
}

static inline enum xn_withheld attacked_why(const struct attack *attack, struct attacked at)
{
    const struct xn_disclosure_table *table = &attack->zoning[at.zoning].table[at.table];
    const enum xn_withheld why = at.column == attack->n_columns
                                     ? table->total_why[at.unit]
                                     : table->why[at.unit * attack->n_columns + at.column];
    return why == XN_WITHHELD_COMPLEMENT && !attack->complementary ? XN_SHOWN : why;
}

/* What the publication says of a number. */
static inline void published_bounds(const struct attack *attack, struct attacked at, double *lower,
                                    double *upper)
{
    const bool total = at.column == attack->n_columns;
    const double least = total ? XN_DISCLOSURE_PERSONS_MIN : XN_DISCLOSURE_GROUP_MIN;
    const double count = attacked_count(attack, at);
    *lower = total ? 1 : 0;
    *upper = 1e6;
    switch (attacked_why(attack, at)) {
    case XN_SHOWN:
        *lower = *upper = count;
        if (count > 0 && attack->rounded && at.table > 0) {
            *lower = fmax(5 * round(count / 5) - 2, least);
            *upper = 5 * round(count / 5) + 2;
        }
        break;
    case XN_WITHHELD_SMALL:
        *lower = 1;
        *upper = 4;
        break;
    case XN_WITHHELD_FEW:
        *upper = 49;
        break;
    case XN_WITHHELD_RECENT:
        *upper = count < 300 ? 299 : 1e6;
        break;
    case XN_WITHHELD_COMPLEMENT:
        *lower = least;
        break;
    case XN_WITHHELD_UNSAID:
        *lower = 1;
        break;
    case XN_WITHHELD_MISSING:
        *lower = 0;
        break;
    }
}

static inline size_t last_table(const struct attack *attack, size_t zoning)
{
    return attack->zoning[zoning].n_tables - 1;
}

static inline void find_unknowns(struct attack *attack)
{
    int n_variables = 0;
    for (size_t z = 0; z < attack->n_zonings; z++)
        for (size_t v = 0; v < attack->n; v++) {
            int *const own = &attack->variable[z * attack->n + v];
            const double *count = attack->zoning[z].table[last_table(attack, z)].count;
            for (size_t y = 0; y < z && *own == 0; y++)
                if (memcmp(&count[v * attack->n_columns],
                           &attack->zoning[y].table[last_table(attack, y)].count[v * attack->n_columns],
                           attack->n_columns * sizeof *count) == 0)
                    *own = attack->variable[y * attack->n + v];
            if (*own == 0) {
                *own = n_variables + 1;
                n_variables += (int)attack->n_columns;
            }
        }
    glp_add_cols(attack->lp, n_variables);
    for (int j = 1; j <= n_variables; j++)
        glp_set_col_bnds(attack->lp, j, GLP_LO, 0, 0);
}

/* The unknowns that add up to a number. */
static inline int terms_of(const struct attack *attack, struct attacked at, int *variable, double *value)
{
    int n = 0;
    for (size_t v = 0; v < attack->n; v++) {
        if (attack->unit_of[at.zoning][at.table][v] != at.unit)
            continue;
        for (size_t c = 0; c < attack->n_columns; c++)
            if (at.column == attack->n_columns || at.column == c) {
                variable[++n] = attack->variable[at.zoning * attack->n + v] + (int)c;
                value[n] = 1;
            }
    }
    return n;
}

static inline void state_number(struct attack *attack, struct attacked at, int *variable, double *value)
{
    double lower, upper;
    published_bounds(attack, at, &lower, &upper);
    const int n = terms_of(attack, at, variable, value), row = glp_add_rows(attack->lp, 1);
    glp_set_row_bnds(attack->lp, row, lower < upper ? GLP_DB : GLP_FX, lower, upper);
    glp_set_mat_row(attack->lp, row, n, variable, value);
}

#define FOR_EACH_NUMBER(attack, at)                                                                          \
    for (struct attacked at = {0}; at.zoning < (attack)->n_zonings; at.zoning++)                             \
        for (at.table = 0; at.table < (attack)->zoning[at.zoning].n_tables; at.table++)                      \
            for (at.unit = 0; at.unit < (attack)->zoning[at.zoning].table[at.table].n_units; at.unit++)      \
                for (at.column = 0; at.column <= (attack)->n_columns; at.column++)

static inline void attack_begin(struct attack *attack)
{
    glp_term_out(GLP_OFF);
    attack->arena = xn_arena_new();
    attack->lp = glp_create_prob();
    attack->n_columns = attack->zoning[0].table[0].n_columns;
    attack->n = attack->zoning[0].table[last_table(attack, 0)].n_units;
    attack->variable = xn_arena_alloc(attack->arena, attack->n_zonings * attack->n, sizeof(int));
    for (size_t z = 0; z < attack->n_zonings; z++) {
        const size_t n_tables = attack->zoning[z].n_tables;
        attack->unit_of[z] = xn_arena_alloc(attack->arena, n_tables, sizeof(size_t *));
        for (size_t t = n_tables; t-- > 0;) {
            attack->unit_of[z][t] = xn_arena_alloc(attack->arena, attack->n, sizeof(size_t));
            for (size_t v = 0; v < attack->n; v++)
                attack->unit_of[z][t][v] =
                    t + 1 == n_tables ? v
                                      : attack->zoning[z].table[t + 1].parent[attack->unit_of[z][t + 1][v]];
        }
    }
    find_unknowns(attack);
    const size_t room = attack->n * attack->n_columns + 1;
    int *variable = xn_arena_alloc(attack->arena, room, sizeof *variable);
    double *value = xn_arena_alloc(attack->arena, room, sizeof *value);
    FOR_EACH_NUMBER(attack, at)
    state_number(attack, at, variable, value);
}

static inline void attack_end(struct attack *attack)
{
    glp_delete_prob(attack->lp);
    xn_arena_free(attack->arena);
}

static inline double extreme(struct attack *attack, int direction, const int *variable, int n)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(attack->lp, direction);
    for (int i = 1; i <= n; i++)
        glp_set_obj_coef(attack->lp, variable[i], 1);
    int failed = glp_simplex(attack->lp, &how);
    if (failed) { /* a basis gone bad: from the beginning */
        glp_adv_basis(attack->lp, 0);
        failed = glp_simplex(attack->lp, &how);
    }
    assert_int_equal(failed, 0);
    assert_int_equal(glp_get_status(attack->lp), GLP_OPT);
    const double found = glp_get_obj_val(attack->lp);
    for (int i = 1; i <= n; i++)
        glp_set_obj_coef(attack->lp, variable[i], 0);
    return found;
}

static inline void attack_number(struct attack *attack, struct attacked at, int *variable, double *value)
{
    const double count = attacked_count(attack, at);
    const int n = terms_of(attack, at, variable, value);
    const double lower = ceil(extreme(attack, GLP_MIN, variable, n) - 1e-6);
    const double upper = floor(extreme(attack, GLP_MAX, variable, n) + 1e-6);
    assert_true(lower <= count && count <= upper);
    const bool is_small = count < XN_DISCLOSURE_GROUP_MIN && attacked_why(attack, at) != XN_WITHHELD_UNSAID;
    const double values = upper - lower + 1;
    const double wanted = attacked_why(attack, at) == XN_WITHHELD_COMPLEMENT ? XN_DISCLOSURE_VALUES_COMPLEMENT
                                                                             : XN_DISCLOSURE_VALUES;
    attack->cells++;
    if (is_small) {
        attack->broken_small += lower > 1 || upper < 4;
        attack->narrowest_small = fmin(attack->narrowest_small, fmin(upper, 4) - fmax(lower, 1) + 1);
    } else {
        attack->narrowest_large = fmin(attack->narrowest_large, values);
    }
    attack->broken += is_small ? lower > 1 || upper < 4 : values < wanted;
}

/* Numbers of the same people have the same name, whatever the publication, level or zoning. */
static inline uint64_t name_of(const struct attack *attack, struct attacked at, int *variable, double *value)
{
    uint64_t name = 0;
    for (int i = terms_of(attack, at, variable, value); i > 0; i--) {
        uint64_t mixed = (uint64_t)variable[i] * 0x9E3779B97F4A7C15u;
        mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9u;
        name += mixed ^ mixed >> 32;
    }
    return name;
}

/* The names of all numbers that are shown in some publication: what is hidden of the same people in another
 * one (its level was left out, say) is no secret any more. */
struct shown {
    uint64_t *name;
    size_t n;
};

static inline struct shown shown_numbers(const struct attack *attack, int *variable, double *value)
{
    struct shown shown = {0};
    size_t room = 0;
    FOR_EACH_NUMBER(attack, at)
    room++;
    shown.name = xn_arena_alloc(attack->arena, room, sizeof *shown.name);
    FOR_EACH_NUMBER(attack, at)
    if (attacked_why(attack, at) == XN_SHOWN)
        shown.name[shown.n++] = name_of(attack, at, variable, value);
    return shown;
}

static inline bool is_shown(const struct shown *shown, uint64_t name)
{
    for (size_t i = 0; i < shown->n; i++)
        if (shown->name[i] == name)
            return true;
    return false;
}

/* Would the number have to be hidden by itself? */
static inline bool is_secret(const struct attack *attack, struct attacked at)
{
    return attacked_count(attack, at) < XN_DISCLOSURE_GROUP_MIN ||
           attack->zoning[at.zoning].table[at.table].total[at.unit] < XN_DISCLOSURE_PERSONS_MIN;
}

/* Hidden, and not nobody; of a level that is left out, what is a secret by itself. */
static inline bool is_attacked(const struct attack *attack, struct attacked at)
{
    const enum xn_withheld why = attacked_why(attack, at);
    return why != XN_SHOWN && attacked_count(attack, at) > 0 &&
           (why != XN_WITHHELD_MISSING || is_secret(attack, at));
}

/* Attacks every `step`-th hidden number that is not 0. */
static inline void attack_all(struct attack *attack, size_t step)
{
    const size_t room = attack->n * attack->n_columns + 1;
    int *variable = xn_arena_alloc(attack->arena, room, sizeof *variable);
    double *value = xn_arena_alloc(attack->arena, room, sizeof *value);
    const clock_t start = clock();
    size_t i = 0;
    attack->narrowest_small = attack->narrowest_large = INFINITY;
    const struct shown shown = shown_numbers(attack, variable, value);
    FOR_EACH_NUMBER(attack, at)
    if (is_attacked(attack, at) && !is_shown(&shown, name_of(attack, at, variable, value)) && i++ % step == 0)
        attack_number(attack, at, variable, value);
    attack->seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
}

static inline void attack_print(const char *what, const struct attack *attack)
{
    print_message(
        "%-44s %5zu numbers attacked, %4zu found (%zu of 1 to 4); fewest values left: %g of a small "
        "one, %g of another; %.1f s\n",
        what, attack->cells, attack->broken, attack->broken_small, attack->narrowest_small,
        attack->narrowest_large, attack->seconds);
}

/* One attack from the beginning to the end; attack->arena and lp are gone afterwards. */
static inline void attack_run(const char *what, struct attack *attack, size_t step)
{
    attack_begin(attack);
    attack_all(attack, step);
    attack_end(attack);
    attack_print(what, attack);
}

#endif
