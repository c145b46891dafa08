/* file.c - whole files, read within a limit, written whole or not at all. */
#include "xenia/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static enum xn_status fail_io(struct xn_error *err, const char *path, const char *what)
{
    const int reason = errno;
    return xn_fail(err, reason == ENOENT ? XN_NOT_FOUND : XN_IO, "%s: %s: %s", path, what, strerror(reason));
}

static enum xn_status read_fully(int descriptor, const char *path, char *data, size_t length, size_t *ret,
                                 struct xn_error *err)
{
    size_t done = 0;
    while (done < length) {
        const ssize_t step = read(descriptor, data + done, length - done);
        if (step < 0 && errno == EINTR)
            continue;
        if (step < 0)
            return fail_io(err, path, "cannot be read");
        if (step == 0)
            break;
        done += (size_t)step;
    }
    *ret = done;
    return XN_OK;
}

enum xn_status xn_file_read(const char *path, size_t limit, char **ret, size_t *ret_length,
                            struct xn_error *err)
{
    XN_CLEANUP(close_descriptor) int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fail_io(err, path, "cannot be opened");
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return fail_io(err, path, "cannot be read");
    if (!S_ISREG(status.st_mode))
        return xn_fail(err, XN_IO, "%s is not a file", path);
    if ((size_t)status.st_size > limit)
        return xn_fail(err, XN_LIMIT, "%s is %zu bytes long, the limit is %zu", path, (size_t)status.st_size,
                       limit);
    XN_CLEANUP(xn_free_pointer) char *data = xn_alloc((size_t)status.st_size + 1);
    if (!data)
        return xn_fail_memory(err);
    size_t length = 0;
    XN_TRY(read_fully(descriptor, path, data, (size_t)status.st_size, &length, err));
    data[length] = '\0';
    *ret = XN_STEAL(data);
    *ret_length = length;
    return XN_OK;
}

static enum xn_status write_fully(int descriptor, const char *path, const char *bytes, size_t length,
                                  struct xn_error *err)
{
    for (size_t done = 0; done < length;) {
        const ssize_t step = write(descriptor, bytes + done, length - done);
        if (step < 0 && errno == EINTR)
            continue;
        if (step < 0)
            return fail_io(err, path, "cannot be written");
        done += (size_t)step;
    }
    if (fsync(descriptor) != 0)
        return fail_io(err, path, "cannot be written");
    return XN_OK;
}

enum xn_status xn_file_write(const char *path, const void *bytes, size_t length, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *temporary = xn_alloc(strlen(path) + 32);
    if (!temporary)
        return xn_fail_memory(err);
    sprintf(temporary, "%s.%ld.tmp", path, (long)getpid());
    XN_CLEANUP(close_descriptor)
    int descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return fail_io(err, path, "cannot be created");
    enum xn_status status = write_fully(descriptor, path, bytes, length, err);
    if (status == XN_OK && rename(temporary, path) != 0)
        status = fail_io(err, path, "cannot be replaced");
    if (status != XN_OK)
        unlink(temporary);
    return status;
}
