/* dbf.h - the reading of a .dbf as xn_features_read needs it: with the number of rows before deletion. */
#ifndef XENIA_GEO_DBF_H
#define XENIA_GEO_DBF_H

#include "xenia/table.h"

/* As xn_dbf_read; *ret_n_records also counts deleted rows. The table's `line` is the record number. */
XN_MUST_CHECK enum xn_status xn_dbf_read_counted(const char *path, struct xn_table **ret,
                                                 size_t *ret_n_records, struct xn_notes *notes,
                                                 struct xn_error *err);

#endif
