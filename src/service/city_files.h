/* city_files.h - has one of the files that a city is read from changed? */
#ifndef XENIA_SERVICE_CITY_FILES_H
#define XENIA_SERVICE_CITY_FILES_H

#include <stdint.h>
#include "xenia/city.h"

/* Sizes, times and numbers of the city file, of every part of its layers and of its alias files, folded into
 * one number. A file that is not there counts too. */
uint64_t city_files_stamp(const char *definition, const struct xn_city_input *input);

#endif
