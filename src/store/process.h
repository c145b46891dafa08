/* process.h - runs a program and waits for it: what the private cluster needs of initdb and pg_ctl. */
#ifndef XENIA_STORE_PROCESS_H
#define XENIA_STORE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>
#include "xenia/status.h"

struct xn_process {
    const char *const *argument; /* the program's path first; ends with NULL */
    const char *folder;          /* working directory */
    bool switch_user;            /* become uid and gid before anything else */
    uid_t uid;
    gid_t gid;
    int timeout_ms;
};

/* The program's exit status, and the last thing it wrote on one line. */
struct xn_process_end {
    int exit_status;
    char last_words[512];
};

/* XN_IO: it could not be started, was killed by a signal, or ran out of time (and was killed). An exit status
 * that is not 0 is no failure here. Nothing but standard input (empty), output and error is handed down; the
 * environment is PATH and LC_ALL=C. */
XN_MUST_CHECK enum xn_status xn_process_run(const struct xn_process *process, struct xn_process_end *ret,
                                            struct xn_error *err);

#endif
