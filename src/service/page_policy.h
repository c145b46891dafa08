/* page_policy.h - what the page may load, and from where: its Content-Security-Policy. */
#ifndef XENIA_SERVICE_PAGE_POLICY_H
#define XENIA_SERVICE_PAGE_POLICY_H

#include "xenia/status.h"

#define PAGE_POLICY_SIZE 512

/* Nothing from elsewhere, no script and no style inside the page; with a background map, whose address is
 * like https://tiles.example/{z}/{x}/{y}.png (NULL: none), its server's pictures too. XN_ARGUMENT when it is
 * no such address, or could say more in the header than a place. */
XN_MUST_CHECK enum xn_status page_policy_make(const char *basemap_url, char ret[PAGE_POLICY_SIZE],
                                              struct xn_error *err);

#endif
