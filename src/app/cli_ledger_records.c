/* cli_ledger_records.c - the records of a city as the desk gives them: with classes, and on the city's day.
 */
#include "cli_ledger.h"
#include "xenia/desk.h"

enum xn_status cli_ledger_records(struct xn_store *store, const char *city, struct xn_ledger_records **ret,
                                  struct xn_error *err)
{
    XN_AUTO(xn_desk_close) struct xn_desk *desk = NULL;
    XN_TRY(cli_store_act(store, "refresher", city, err)); /* who reads counts and shapes */
    XN_TRY(xn_desk_open(store, city, &desk, err));
    XN_TRY(cli_store_act(store, "ledger", city, err));
    return xn_desk_ledger_records(desk, ret, err);
}
