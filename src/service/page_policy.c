/* page_policy.c - see page_policy.h. */
#include "page_policy.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define IN_HOST LETTERS "-."
#define IN_PATH LETTERS "-._~:/?@!$&*+=%{}"
enum { ORIGIN_MAX = 200 };

/* The length of "https://tiles.example:8443"; 0: it does not begin so. */
static size_t origin_length(const char *url)
{
    const size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
    const size_t end = scheme + strspn(url + scheme, IN_HOST);
    if (scheme == 0 || end == scheme)
        return 0;
    if (url[end] != ':')
        return end;
    const size_t digits = strspn(url + end + 1, "0123456789");
    return digits >= 1 && digits <= 5 ? end + 1 + digits : 0;
}

static bool is_address_of_tiles(const char *url, size_t origin)
{
    const char *path = url + origin;
    return origin > 0 && origin <= ORIGIN_MAX && *path == '/' && !path[strspn(path, IN_PATH)] &&
           strstr(path, "{z}") && strstr(path, "{x}") && strstr(path, "{y}");
}

enum xn_status page_policy_make(const char *basemap_url, char ret[PAGE_POLICY_SIZE], struct xn_error *err)
{
    const size_t origin = basemap_url ? origin_length(basemap_url) : 0;
    if (basemap_url && !is_address_of_tiles(basemap_url, origin))
        return xn_fail(err, XN_ARGUMENT,
                       "the address of the background map is '%.120s'; wanted one like "
                       "https://tiles.example/{z}/{x}/{y}.png",
                       basemap_url);
    snprintf(ret, PAGE_POLICY_SIZE,
             "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:%s%.*s; "
             "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
             origin ? " " : "", (int)origin, basemap_url ? basemap_url : "");
    return XN_OK;
}
