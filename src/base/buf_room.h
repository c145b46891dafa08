/* buf_room.h - room at the end of a buffer, for a writer that knows the length beforehand. */
#ifndef XENIA_BASE_BUF_ROOM_H
#define XENIA_BASE_BUF_ROOM_H

#include "xenia/buf.h"

/* Makes the content `more` bytes longer and returns where they are to be written; NULL when the buffer has
 * failed. */
char *xn_buf_extend(struct xn_buf *buf, size_t more);

#endif
