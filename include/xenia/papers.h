/* papers.h - what a city must be able to show about the service: the record of processing activities (Article
 * 30 GDPR), the entry in the algorithm register and the quarterly fairness report (RULES R15, R19).
 *
 * Papers are made from the running configuration: what is not configured is a visible gap, never a phrase
 * that is always true. A paper is a list of headings, paragraphs, fields and tables in one language, and
 * comes out as HTML, text or JSON with the same content. It gives nobody away: counts of people from 1 to 4
 * are "fewer than 5", others are rounded to 5, medians are rounded.
 */
#ifndef XENIA_PAPERS_H
#define XENIA_PAPERS_H

#include "xenia/city.h"
#include "xenia/housing.h"
#include "xenia/indices.h"
#include "xenia/ledger.h"
#include "xenia/role.h"

enum xn_paper_kind { XN_PAPER_ART30, XN_PAPER_REGISTER, XN_PAPER_FAIRNESS, XN_PAPER_COUNT };
const char *xn_paper_name(enum xn_paper_kind kind); /* "art30" "algorithm-register" "fairness" */
bool xn_paper_parse(const char *name, enum xn_paper_kind *ret);

/* --- what papers are made from -------------------------------------------------------------------------- */

/* One address of the service, and who may use it. */
struct xn_paper_route {
    const char *method, *path;
    unsigned roles; /* 1u << enum xn_role, or-ed */
    bool is_public; /* without signing in */
};
/* How long something is kept. Sentences of the catalogue. */
struct xn_paper_term {
    const char *what, *action;
    int months, days, hours; /* the first that is not 0 counts; all 0: for good */
};
struct xn_paper_accounts {
    size_t people, machines;
};

struct xn_paper_facts {
    const struct xn_city_input *input; /* the city file: title, groups, organisation ... */
    const char *city_file;             /* its path, for what is to be filled in */
    const struct xn_city *city;        /* names of areas */
    const char *counts_as_of;          /* NULL or "": not known */
    xn_date today;
    const char *version;  /* of the program */
    const char *snapshot; /* what is published; "": nothing yet */
    const struct xn_policy *policy;
    bool policy_may_rank; /* today (R14) */
    size_t n_indices;
    const struct xn_index_entry *const *index; /* that are published, each once */
    const struct xn_paper_accounts *accounts;  /* XN_N_ROLES; NULL: not known */
    size_t n_routes, n_terms;
    const struct xn_paper_route *route;
    const struct xn_paper_term *term;
    int offer_days, objection_days; /* to answer an offer, to decide an objection */
    bool has_lists;
    size_t n_lists;                 /* lists shown, as far as they are still kept */
    const struct xn_ledger *ledger; /* fairness: of the quarter; else of all quarters */
};

/* --- papers ----------------------------------------------------------------------------------------------
 */

struct xn_paper;
/* Writes the paper. Texts of `facts` are copied. XN_MEMORY alone can fail. */
XN_MUST_CHECK enum xn_status xn_paper_write(enum xn_paper_kind kind, const struct xn_paper_facts *facts,
                                            enum xn_language language, struct xn_paper **ret,
                                            struct xn_error *err);
void xn_paper_free(struct xn_paper *paper);
XN_DEFINE_AUTO(xn_paper_free, struct xn_paper *)
/* How many things the configuration does not say; each stands in the paper as "[to be filled in: ...]". */
size_t xn_paper_gaps(const struct xn_paper *paper);

/* One file for itself, to be printed on A4. */
void xn_paper_put_html(const struct xn_paper *paper, struct xn_buf *buf);
/* At most 80 columns, unless one word is wider. */
void xn_paper_put_text(const struct xn_paper *paper, struct xn_buf *buf);
/* art30, fairness: title and sections with what stands in them. algorithm-register: one object with the
 * fields of the Dutch publication standard 1.0 by their names there, to be uploaded; a gap is null. */
void xn_paper_put_json(const struct xn_paper *paper, struct xn_buf *buf);

/* The tables of the schema that hold anything about people, as the record of processing names them; ends with
 * NULL. A test compares them with the schema. */
extern const char *const xn_paper_tables[];

#endif
