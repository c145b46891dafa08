/* sealing.c - see sealing.h. */
#include "sealing.h"
#include <stdio.h>
#include <string.h>

#define CONTEXT_SIZE 128

static void print_context(const char *household, const char *word, char ret[CONTEXT_SIZE])
{
    snprintf(ret, CONTEXT_SIZE, "%s of household %s", word, household);
}

enum xn_status xn_sealing_check(struct xn_store *store, struct xn_error *err)
{
    if (xn_pg_state(store)->has_master)
        return XN_OK;
    return xn_refuse(store, "no_master_key", XN_ARGUMENT, err,
                     "households are sealed: the master key is needed to read or write them");
}

enum xn_status xn_sealing_new_key(struct xn_store *store, const char *household, struct xn_key *ret,
                                  struct xn_buf *ret_wrapped, struct xn_error *err)
{
    XN_TRY(xn_sealing_check(store, err));
    char context[CONTEXT_SIZE];
    print_context(household, "key", context);
    unsigned char wrapped[XN_WRAPPED_KEY_SIZE];
    XN_AUTO_KEY key;
    XN_TRY(xn_key_random(&key, err));
    XN_TRY(xn_key_wrap(&xn_pg_state(store)->master, context, &key, wrapped, err));
    xn_put_bytes(ret_wrapped, wrapped, sizeof wrapped);
    XN_TRY(xn_buf_check(ret_wrapped, err));
    *ret = key;
    return XN_OK;
}

static enum xn_status unwrap(struct xn_store *store, const char *household, const unsigned char *wrapped,
                             size_t length, struct xn_key *ret, struct xn_error *err)
{
    char context[CONTEXT_SIZE];
    print_context(household, "key", context);
    if (length != XN_WRAPPED_KEY_SIZE)
        return xn_fail(err, XN_INPUT, "%s: %zu bytes, wanted %d", context, length, XN_WRAPPED_KEY_SIZE);
    return xn_key_unwrap(&xn_pg_state(store)->master, context, wrapped, ret, err);
}

enum xn_status xn_sealing_key(struct xn_store *store, const char *household, struct xn_key *ret,
                              struct xn_error *err)
{
    XN_TRY(xn_sealing_check(store, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_id(&params, household);
    XN_TRY(xn_pg_run(store, "household_key_get", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_change_fail(store, XN_NOT_FOUND, err, "household '%s' is erased or unknown", household);
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    const unsigned char *wrapped = NULL;
    size_t length = 0;
    XN_TRY(xn_rows_copy_bytes(&rows, 0, 0, arena, &wrapped, &length, err));
    return unwrap(store, household, wrapped, length, ret, err);
}

enum xn_status xn_sealing_put(const struct xn_key *key, const char *household, const char *word,
                              const void *bytes, size_t length, struct xn_buf *ret, struct xn_error *err)
{
    char context[CONTEXT_SIZE];
    print_context(household, word, context);
    XN_AUTO_BUF sealed = XN_BUF_INIT;
    XN_TRY(xn_seal(key, context, bytes, length, &sealed, err));
    xn_put_bytes(ret, xn_buf_text(&sealed), sealed.length);
    return xn_buf_check(ret, err);
}

enum xn_status xn_sealing_put_text(struct xn_store *store, const char *household, const char *word,
                                   const char *text, struct xn_buf *ret, struct xn_error *err)
{
    if (!text || !*text)
        return XN_OK;
    XN_AUTO_KEY key;
    XN_TRY(xn_sealing_key(store, household, &key, err));
    return xn_sealing_put(&key, household, word, text, strlen(text), ret, err);
}

void xn_param_sealed(struct xn_params *params, const struct xn_buf *sealed)
{
    xn_param_words(params, xn_buf_text(sealed));
}

enum xn_status xn_sealing_next(struct xn_store *store, struct xn_cursor *cursor, const char *household,
                               const char *word, const char **ret, size_t *ret_length, struct xn_error *err)
{
    size_t sealed_length = 0, wrapped_length = 0;
    const unsigned char *sealed = xn_next_bytes(cursor, &sealed_length);
    const unsigned char *wrapped = xn_next_bytes(cursor, &wrapped_length);
    XN_TRY(xn_cursor_check(cursor, err));
    *ret = "";
    *ret_length = 0;
    if (!sealed || !wrapped || !xn_pg_state(store)->has_master)
        return XN_OK;
    char context[CONTEXT_SIZE];
    print_context(household, word, context);
    XN_AUTO_KEY key;
    XN_AUTO_BUF plain = XN_BUF_INIT;
    XN_TRY(unwrap(store, household, wrapped, wrapped_length, &key, err));
    XN_TRY(xn_unseal(&key, context, sealed, sealed_length, &plain, err));
    const char *copy = xn_arena_strndup(cursor->arena, xn_buf_text(&plain), plain.length);
    *ret_length = plain.length;
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}
