/* names.h - states by the names that the tables have for them. */
#ifndef XENIA_STORE_NAMES_H
#define XENIA_STORE_NAMES_H

#include "xenia/lifecycle.h"

enum xn_household_state xn_household_state_of(const char *name);
enum xn_dwelling_state xn_dwelling_state_of(const char *name);
enum xn_offer_state xn_offer_state_of(const char *name);
enum xn_placement_state xn_placement_state_of(const char *name);
enum xn_objection_state xn_objection_state_of(const char *name);

#endif
