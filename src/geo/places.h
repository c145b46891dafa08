/* places.h - how far coordinates can be from where they are measured and still be on Earth. */
#ifndef XENIA_GEO_PLACES_H
#define XENIA_GEO_PLACES_H

#define XN_LONGITUDE_LIMIT 180.0
#define XN_LATITUDE_LIMIT 90.0
/* The largest eastings in use carry a zone number in front: 60,500,000 in zone 60. */
#define XN_METRES_LIMIT 1e8

#endif
