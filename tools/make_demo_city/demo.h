/* demo.h - the demonstration city while it is being made: districts, blocks, people, dwellings, families.
 *
 * The generator is a program of its own beside the layers. Everything it draws comes from xn_random with one
 * seed, one stream a purpose and unit, so that each run writes the same bytes. Coordinates are whole metres
 * of EPSG:25832: borders are shared vertex by vertex, and a district is exactly the sum of its blocks.
 */
#ifndef MAKE_DEMO_CITY_DEMO_H
#define MAKE_DEMO_CITY_DEMO_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/random.h"
#include "xenia/status.h"
#include "xenia/text.h"

#define DISTRICT_COUNT 45
#define BLOCKS_A_DISTRICT 8
#define BLOCK_MAX (DISTRICT_COUNT * BLOCKS_A_DISTRICT)
#define RING_MAX 96
#define DWELLING_COUNT 250
#define FAMILY_COUNT 36
#define PLACEMENT_MAX 80

/* The day on which the demonstration takes place. */
#define DEMO_YEAR 2005
#define DEMO_MONTH 3
#define DEMO_DAY 1

/* What is known of a statistical district (facts.c): number, name and centre are facts, the rest is a rough
 * magnitude or invented. */
struct district_fact {
    int number;
    const char *name;
    int east_m, north_m;   /* centre, rounded to 500 m */
    int inhabitants;       /* magnitude, rounded to 500 */
    double resettler_rate; /* invented, before scaling to the city's total */
    double foreign_rate;   /* the same */
};
extern const struct district_fact district_facts[DISTRICT_COUNT];
#define CORPORATION_COUNT 5
extern const char *const corporation_names[CORPORATION_COUNT]; /* invented */

/* One draw for one purpose: a stream each, so that a change in one leaves the others as they were. */
enum purpose {
    PURPOSE_BLOCK_SEEDS = 1,
    PURPOSE_PEOPLE,
    PURPOSE_DWELLINGS,
    PURPOSE_FAMILIES,
    PURPOSE_PLACEMENTS,
    PURPOSE_YEAR,
    PURPOSE_INSTITUTIONS,
    PURPOSE_HISTORY
};
struct xn_random draw_for(enum purpose purpose, size_t unit);
/* Uniform whole number in low .. high, both included. */
int draw_between(struct xn_random *draw, int low, int high);
double draw_real(struct xn_random *draw, double low, double high);
bool draw_chance(struct xn_random *draw, double probability);

struct point {
    double x, y;
};
/* A closed ring, counter-clockwise; the first point is not repeated. */
struct ring {
    size_t n;
    struct point at[RING_MAX];
};

enum { RESETTLER, FOREIGN, OTHER, GROUP_COUNT };

struct block {
    size_t district;
    int number; /* 1 .. within its district */
    struct ring ring;
    int people[GROUP_COUNT];
};

/* The header of a list of dwellings: Xenia's own columns. */
#define OFFER_COLUMNS                                                                                        \
    "id,corporation,address,postcode,city,district,kind,lon,lat,rent_net_eur,rent_gross_eur,rooms,area_m2,"  \
    "min_household,max_household,max_income_eur,min_age,step_free,lift,floor,entitlement,published,closes,"  \
    "available,on_offer_elsewhere\n"

struct dwelling {
    size_t block; /* XN_NONE: outside the city */
    bool has_place;
    double lon, lat;
    bool garage;
};

struct demo_city {
    struct ring district_ring[DISTRICT_COUNT];
    size_t n_blocks;
    struct block block[BLOCK_MAX];
    struct dwelling dwelling[DWELLING_COUNT];
};

int block_inhabitants(const struct block *block);
/* "6101": the first block of district 61. */
void block_id(const struct block *block, char ret[8]);
/* A point inside a block, away from its border. */
struct point point_inside(const struct ring *ring, struct xn_random *draw);
/* Longitude and latitude of metres of EPSG:25832. */
enum xn_status to_lonlat(struct point metres, double *ret_lon, double *ret_lat, struct xn_error *err);

/* geometry.c: rings of blocks and districts. XN_INPUT when the partition is not exact. */
XN_MUST_CHECK enum xn_status draw_map(struct demo_city *city, struct xn_error *err);
/* people.c */
void draw_people(struct demo_city *city);
/* Each writes into folder `directory`. */
XN_MUST_CHECK enum xn_status write_layers(const struct demo_city *city, const char *directory,
                                          struct xn_error *err);
XN_MUST_CHECK enum xn_status write_offers(struct demo_city *city, const char *directory,
                                          struct xn_error *err);
XN_MUST_CHECK enum xn_status write_households(const struct demo_city *city, const char *directory,
                                              struct xn_error *err);
XN_MUST_CHECK enum xn_status write_placements(const struct demo_city *city, const char *directory,
                                              struct xn_error *err);
XN_MUST_CHECK enum xn_status write_institutions(const struct demo_city *city, const char *directory,
                                                struct xn_error *err);
XN_MUST_CHECK enum xn_status write_history(const struct demo_city *city, const char *directory,
                                           struct xn_error *err);
XN_MUST_CHECK enum xn_status write_year(const struct demo_city *city, const char *directory,
                                        struct xn_error *err);

#endif
