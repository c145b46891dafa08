/* feed.h - a file of offers that somebody hands over: read, looked at, and brought in.
 *
 * Who looks first sees what the file would change and what is wrong with it, by row and column, and gets a
 * digest; bringing in asks for that digest, so that nothing comes in that nobody has looked at. All or
 * nothing.
 */
#ifndef XENIA_FEED_H
#define XENIA_FEED_H

#include "xenia/digest.h"
#include "xenia/store.h"

/* A whole feed without an offer is a torn one more often than a corporation with nothing left. XN_INPUT. */
XN_MUST_CHECK enum xn_status xn_feed_check_whole(const struct xn_offers *offers, struct xn_error *err);

struct xn_feed_request {
    const char *bytes;
    size_t length;
    const char *name;   /* of the file, for messages */
    const char *source; /* the feed it is of; what this feed has no longer is withdrawn */
    const char *city;
    const char *corporation; /* whose offers alone may be in it; NULL: anybody's */
};

struct xn_feed_fault {
    uint32_t row;       /* line, or number of the publication; 0: of the whole file */
    const char *column; /* "" none */
    const char *message;
};
#define XN_FEED_TOLD_MAX 20

/* What was read. A file that cannot be taken is a feed too: `refused`, with its faults. */
struct xn_feed {
    const char *format;         /* "csv" "openimmo" "vera" */
    char digest[XN_DIGEST_HEX]; /* of bytes, city, source and corporation */
    bool refused;
    struct xn_offers *offers; /* NULL when its reader refused it */
    size_t n_faults, n_notes; /* all; of each the first XN_FEED_TOLD_MAX are told */
    struct xn_feed_fault fault[XN_FEED_TOLD_MAX];
    const char *note[XN_FEED_TOLD_MAX];
    struct xn_import_report report; /* of xn_feed_look and xn_feed_bring */
    struct xn_arena *arena;
};
void xn_feed_free(struct xn_feed *feed);
XN_DEFINE_AUTO(xn_feed_free, struct xn_feed *)
XN_MUST_CHECK enum xn_status xn_feed_read(const struct xn_feed_request *request, struct xn_feed **ret,
                                          struct xn_error *err);

/* Who brings it: the store asks as role importer (xn_store_act_as). */
struct xn_feed_bringer {
    const char *actor, *role;
};
/* What would change: it is done in the store, counted and taken back. What the store refuses makes the feed
 * refused, with one fault more. */
XN_MUST_CHECK enum xn_status xn_feed_look(struct xn_store *store, const struct xn_feed_request *request,
                                          const struct xn_feed_bringer *bringer, struct xn_feed *feed,
                                          struct xn_error *err);
/* The same, and it stays. Nothing is written when the feed is or becomes refused. */
XN_MUST_CHECK enum xn_status xn_feed_bring(struct xn_store *store, const struct xn_feed_request *request,
                                           const struct xn_feed_bringer *bringer, struct xn_feed *feed,
                                           struct xn_error *err);

#endif
