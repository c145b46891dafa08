/* names.c - see names.h. The check constraints of the tables allow these names and no others. */
#include "names.h"
#include <assert.h>
#include <string.h>

#define N_NAMES(list) (sizeof(list) / sizeof *(list))

static const char *const household_state[] = {"waiting", "placed", "left"};
static const char *const dwelling_state[] = {"announced", "available", "reserved",
                                             "offered",   "let",       "withdrawn"};
static const char *const offer_state[] = {"draft", "made", "accepted", "refused", "expired", "withdrawn"};
static const char *const placement_state[] = {"agreed", "moved_in", "ended"};
static const char *const objection_state[] = {"open", "upheld", "rejected", "withdrawn"};

static unsigned position(const char *const *name, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name[i], text) == 0)
            return (unsigned)i;
    }
    assert(false && "a state that the tables do not allow");
    return 0;
}

const char *xn_household_state_name(enum xn_household_state state)
{
    return household_state[state];
}

enum xn_household_state xn_household_state_of(const char *name)
{
    return (enum xn_household_state)position(household_state, N_NAMES(household_state), name);
}

const char *xn_dwelling_state_name(enum xn_dwelling_state state)
{
    return dwelling_state[state];
}

enum xn_dwelling_state xn_dwelling_state_of(const char *name)
{
    return (enum xn_dwelling_state)position(dwelling_state, N_NAMES(dwelling_state), name);
}

const char *xn_offer_state_name(enum xn_offer_state state)
{
    return offer_state[state];
}

enum xn_offer_state xn_offer_state_of(const char *name)
{
    return (enum xn_offer_state)position(offer_state, N_NAMES(offer_state), name);
}

const char *xn_placement_state_name(enum xn_placement_state state)
{
    return placement_state[state];
}

enum xn_placement_state xn_placement_state_of(const char *name)
{
    return (enum xn_placement_state)position(placement_state, N_NAMES(placement_state), name);
}

const char *xn_objection_state_name(enum xn_objection_state state)
{
    return objection_state[state];
}

enum xn_objection_state xn_objection_state_of(const char *name)
{
    return (enum xn_objection_state)position(objection_state, N_NAMES(objection_state), name);
}
