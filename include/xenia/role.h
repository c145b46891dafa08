/* role.h - the roles of RULES R11: what a person or a machine is for Xenia.
 *
 * An account has one role. What each may do over HTTP is a table in src/service/route.c; what each may do in
 * the database is sql/schema/0010_roles.sql. Both are tested cell by cell.
 */
#ifndef XENIA_ROLE_H
#define XENIA_ROLE_H

#include <stdbool.h>

enum xn_role {
    XN_ROLE_COORDINATOR,   /* own cases, offers, tier and interval */
    XN_ROLE_WORKING_GROUP, /* what is published, nothing live */
    XN_ROLE_SCIENTIST,     /* aggregates, and moves that cannot be told apart */
    XN_ROLE_CORPORATION,   /* its own offers, never a household */
    XN_ROLE_STEWARD,       /* counts and policies */
    XN_ROLE_AUDITOR,       /* the log of changes */
    XN_ROLE_REFRESHER,     /* cron: refreshing alone */
    XN_ROLE_ADMIN,         /* accounts, never cases */
    XN_N_ROLES
};
const char *xn_role_name(enum xn_role role); /* "coordinator" ... as files, tables and people write it */
/* False: there is no such role. */
bool xn_role_find(const char *name, enum xn_role *ret);

#endif
