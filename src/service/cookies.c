/* cookies.c - the cookie of a session: no script reads it, no other site's page sends it.
 *
 * Over TLS it has the prefix __Host-, which a browser takes only with Secure, from the host itself and for
 * all of it, so that no neighbour under the same domain can plant one; a cookie of the other name is not
 * looked at.
 */
#include <stdio.h>
#include <string.h>
#include "http.h"

static const char *cookie_name(const struct call *call)
{
    return call->is_secure ? "__Host-xenia_session" : "xenia_session";
}

bool cookie_read(struct call *call, const char *header)
{
    const char *name = cookie_name(call);
    const size_t length = strlen(name);
    unsigned found = 0;
    for (const char *at = header; at && *at; at += strspn(at, "; \t")) {
        const size_t pair = strcspn(at, ";");
        if (pair > length && memcmp(at, name, length) == 0 && at[length] == '=') {
            const size_t value = pair - length - 1;
            found++;
            if (value == XN_TOKEN_SIZE - 1)
                snprintf(call->session, sizeof call->session, "%.*s", (int)value, at + length + 1);
        }
        at += pair;
    }
    return found <= 1;
}

void cookie_set(struct call *call, const char *token)
{
    snprintf(call->answer.cookie, sizeof call->answer.cookie,
             "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", cookie_name(call), token ? token : "",
             token ? XN_SESSION_LIFETIME_S : 0, call->is_secure ? "; Secure" : "");
}
