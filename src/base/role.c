/* role.c - the names of the roles. */
#include "xenia/role.h"
#include <string.h>

static const char *const names[XN_N_ROLES] = {
    [XN_ROLE_COORDINATOR] = "coordinator", [XN_ROLE_WORKING_GROUP] = "working_group",
    [XN_ROLE_SCIENTIST] = "scientist",     [XN_ROLE_CORPORATION] = "corporation",
    [XN_ROLE_STEWARD] = "steward",         [XN_ROLE_AUDITOR] = "auditor",
    [XN_ROLE_REFRESHER] = "refresher",     [XN_ROLE_ADMIN] = "admin"};

const char *xn_role_name(enum xn_role role)
{
    return names[role];
}

bool xn_role_find(const char *name, enum xn_role *ret)
{
    for (int role = 0; role < XN_N_ROLES; role++)
        if (strcmp(names[role], name) == 0) {
            *ret = (enum xn_role)role;
            return true;
        }
    return false;
}
