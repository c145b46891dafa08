/* vera_documents FOLDER: writes VERA documents of every kind there, for vera_schema_test.py to judge. */
#include <stdio.h>
#include <string.h>
#include "vera_sample.h"

static int save(const char *folder, const char *kind, uint32_t round, const struct xn_buf *buf)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s-%u.json", folder, kind, round);
    struct xn_error err = {0};
    if (xn_buf_check(buf, &err) == XN_OK && xn_file_write(path, buf->data, buf->length, &err) == XN_OK)
        return 0;
    (void)fprintf(stderr, "vera_documents: %s\n", err.message);
    return 1;
}

int main(int argc, char **argv)
{
    int status = argc == 2 ? 0 : 1;
    for (uint32_t round = 0; round < 40 && status == 0; round++) {
        struct vera_sample sample;
        XN_AUTO_BUF publications = XN_BUF_INIT;
        XN_AUTO_BUF offers = XN_BUF_INIT;
        XN_AUTO_BUF allocations = XN_BUF_INIT;
        vera_sample_draw(&sample, round);
        vera_sample_publications(&sample, &publications);
        vera_sample_offers(&sample, &offers);
        vera_sample_allocations(&sample, &allocations);
        status = save(argv[1], "publicaties", round, &publications) |
                 save(argv[1], "aanbiedingen", round, &offers) |
                 save(argv[1], "toewijzingen", round, &allocations);
    }
    return status;
}
