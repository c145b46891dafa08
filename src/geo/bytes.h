/* bytes.h - numbers out of file bytes, whatever their alignment and the machine's byte order.
 *
 * Shapefiles mix both orders: big-endian for what finds a record, little-endian for what is in it.
 */
#ifndef XENIA_GEO_BYTES_H
#define XENIA_GEO_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint32_t xn_big_u32(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

static inline uint32_t xn_little_u32(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint32_t)byte[3] << 24 | (uint32_t)byte[2] << 16 | (uint32_t)byte[1] << 8 | byte[0];
}

static inline uint16_t xn_little_u16(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint16_t)(byte[1] << 8 | byte[0]);
}

static inline double xn_little_double(const char *at)
{
    const uint64_t bits = (uint64_t)xn_little_u32(at + 4) << 32 | xn_little_u32(at);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline void xn_put_big_u32(char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(unsigned char)(value >> (24 - 8 * i));
}

#endif
