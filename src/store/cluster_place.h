/* cluster_place.h - the folder of a private cluster: its owner, its lock, its programs. */
#ifndef XENIA_STORE_CLUSTER_PLACE_H
#define XENIA_STORE_CLUSTER_PLACE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>
#include "xenia/status.h"

struct xn_cluster {
    char folder[PATH_MAX]; /* STATE_DIR/postgresql, absolute */
    int folder_fd;         /* open; -1 */
    uid_t uid;             /* its owner */
    gid_t gid;
    char owner[256];
    char programs[PATH_MAX]; /* folder of initdb and pg_ctl */
};
#define XN_CLUSTER_INIT                                                                                      \
    {                                                                                                        \
        .folder_fd = -1                                                                                      \
    }

/* Opens the folder, made and handed to its owner when it is new, and finds that owner. */
XN_MUST_CHECK enum xn_status xn_cluster_open(struct xn_cluster *cluster, const char *state_dir,
                                             struct xn_error *err);
/* Keeps every other start and stop out until the folder is closed; waits for one that is going on. */
XN_MUST_CHECK enum xn_status xn_cluster_lock(struct xn_cluster *cluster, struct xn_error *err);
/* Lets the lock go too. */
void xn_cluster_close(struct xn_cluster *cluster);

/* The newest PostgreSQL, or the one that made the data. */
XN_MUST_CHECK enum xn_status xn_cluster_find_programs(struct xn_cluster *cluster, struct xn_error *err);

/* The n-th line (from 1) of a file in the data folder; false when there is none, or it is too long. */
bool xn_cluster_read_line(const struct xn_cluster *cluster, const char *name, int number, char *ret,
                          size_t size);
void xn_cluster_sleep_ms(long ms);

#endif
