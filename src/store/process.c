/* process.c - fork, become another user, exec, and listen until the end.
 *
 * Between fork and exec the child only makes system calls, for the parent may have threads. What goes wrong
 * there is said with an exit status above those of the programs we run.
 */
#define _GNU_SOURCE /* setresuid, close_range */
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_USER = 125, EXIT_FOLDER = 126, EXIT_PROGRAM = 127 };

_Noreturn static void become_program(const struct xn_process *process, int output)
{
    static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C";
    char *const environment[] = {path, locale, NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (process->switch_user &&
        (setgroups(1, &process->gid) != 0 || setresgid(process->gid, process->gid, process->gid) != 0 ||
         setresuid(process->uid, process->uid, process->uid) != 0))
        _exit(EXIT_USER);
    if (chdir(process->folder) != 0)
        _exit(EXIT_FOLDER);
    const int input = open("/dev/null", O_RDONLY);
    if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
        _exit(EXIT_PROGRAM);
    close_range(3, ~0U, 0);
    execve(process->argument[0], (char *const *)process->argument, environment);
    _exit(EXIT_PROGRAM);
}

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Keeps the newest bytes of what is read until the end; false when the time is up first. */
static bool listen_to_end(int input, long deadline, char *tail, size_t size)
{
    size_t length = 0;
    for (;;) {
        const long left = deadline - now_ms();
        struct pollfd pipe_end = {.fd = input, .events = POLLIN};
        const int ready = left > 0 ? poll(&pipe_end, 1, (int)left) : 0;
        if (ready == 0)
            return false;
        char chunk[256];
        const ssize_t got = ready > 0 ? read(input, chunk, sizeof chunk) : -1;
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        for (ssize_t i = 0; i < got; i++) {
            if (length == size - 1)
                memmove(tail, tail + 1, --length);
            tail[length++] = chunk[i] == '\n' || chunk[i] == '\t' ? ' ' : chunk[i];
        }
        tail[length] = '\0';
    }
}

static enum xn_status wait_for(pid_t child, int *ret, struct xn_error *err)
{
    int state = 0;
    while (waitpid(child, &state, 0) < 0) {
        if (errno != EINTR)
            return xn_fail(err, XN_IO, "waiting for a program: %s", strerror(errno));
    }
    if (!WIFEXITED(state))
        return xn_fail(err, XN_IO, "it was ended by signal %d", WTERMSIG(state));
    *ret = WEXITSTATUS(state);
    return XN_OK;
}

static enum xn_status check_start(const struct xn_process *process, int exit_status, struct xn_error *err)
{
    switch (exit_status) {
    case EXIT_USER:
        return xn_fail(err, XN_IO, "the program may not become user %u", (unsigned)process->uid);
    case EXIT_FOLDER:
        return xn_fail(err, XN_IO,
                       "user %u cannot enter the folder %s; choose a state folder that this user can reach",
                       process->switch_user ? (unsigned)process->uid : (unsigned)geteuid(), process->folder);
    case EXIT_PROGRAM:
        return xn_fail(err, XN_IO, "%s cannot be run", process->argument[0]);
    default:
        return XN_OK;
    }
}

enum xn_status xn_process_run(const struct xn_process *process, struct xn_process_end *ret,
                              struct xn_error *err)
{
    int end[2];
    if (pipe2(end, O_CLOEXEC) != 0)
        return xn_fail(err, XN_IO, "making a pipe: %s", strerror(errno));
    const pid_t child = fork();
    if (child == 0)
        become_program(process, end[1]);
    const int fork_error = errno;
    close(end[1]);
    if (child < 0) {
        close(end[0]);
        return xn_fail(err, XN_IO, "starting %s: %s", process->argument[0], strerror(fork_error));
    }
    struct xn_process_end result = {0};
    const bool ended =
        listen_to_end(end[0], now_ms() + process->timeout_ms, result.last_words, sizeof result.last_words);
    close(end[0]);
    if (!ended)
        kill(child, SIGKILL);
    const enum xn_status status = wait_for(child, &result.exit_status, err);
    if (!ended)
        return xn_fail(err, XN_IO, "%s did not end within %d ms", process->argument[0], process->timeout_ms);
    if (status != XN_OK)
        return xn_fail_in(err, status, "%s", process->argument[0]);
    XN_TRY(check_start(process, result.exit_status, err));
    *ret = result;
    return XN_OK;
}
