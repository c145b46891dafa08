/* shared.h - where the team's shared data are (../shared beside the checkout), for tests that read them. */
#ifndef XENIA_TEST_SHARED_H
#define XENIA_TEST_SHARED_H

#include <stddef.h>

/* The path of a file under ../shared into `ret`; when ../shared is not there, prints "SKIP: ..." with the
 * reason and calls exit(77). */
void xn_test_shared(const char *relative, char *ret, size_t size);

#endif
