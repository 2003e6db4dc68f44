/* Counts every step by which a process changes a file below one folder, and lets the n-th of them go wrong.

   Preloaded into a process (LD_PRELOAD); FAULT_FOLDER names the folder. fault_arm(n, kind) starts counting from 0;
   fault_steps() says how many steps there were since. Steps that the C library's own buffered files make are not seen
   here: those are drilled by a limit on the size of files. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { NOTHING, NO_SPACE, NO_ACCESS, SHORT, KILL };

static long *steps; /* shared with forked processes */
static long at;
static int kind = NOTHING;

__attribute__((constructor)) static void start(void) {
    steps = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

void fault_arm(long step, int what) { *steps = 0; at = step; kind = what; }
long fault_steps(void) { return *steps; }

static int watched(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int watched_handle(int handle) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return watched(path);
}

static int watched_at(int folder, const char *path) {
    return path && path[0] == '/' ? watched(path) : folder == AT_FDCWD ? 0 : watched_handle(folder);
}

/* What this step has to do: 0 go on, -1 fail with errno set, 1 be cut short. */
static int step(int is_watched) {
    if (!is_watched) return 0;
    long now = __sync_add_and_fetch(steps, 1);
    if (kind == SHORT && at && now == at + 1) { errno = ENOSPC; return -1; }
    if (kind == NOTHING || now != at) return 0;
    if (kind == KILL) raise(SIGKILL);
    if (kind == SHORT) return 1;
    errno = kind == NO_SPACE ? ENOSPC : EACCES;
    return -1;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define CHANGES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

ssize_t write(int handle, const void *bytes, size_t count) {
    REAL(write);
    int fate = step(watched_handle(handle));
    return fate < 0 ? -1 : real(handle, bytes, fate ? (count + 1) / 2 : count);
}
ssize_t pwrite(int handle, const void *bytes, size_t count, off_t offset) {
    REAL(pwrite);
    int fate = step(watched_handle(handle));
    return fate < 0 ? -1 : real(handle, bytes, fate ? (count + 1) / 2 : count, offset);
}
ssize_t pwrite64(int handle, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    int fate = step(watched_handle(handle));
    return fate < 0 ? -1 : real(handle, bytes, fate ? (count + 1) / 2 : count, offset);
}
int fsync(int handle) { REAL(fsync); return step(watched_handle(handle)) < 0 ? -1 : real(handle); }
int fdatasync(int handle) { REAL(fdatasync); return step(watched_handle(handle)) < 0 ? -1 : real(handle); }
int ftruncate(int handle, off_t length) {
    REAL(ftruncate);
    return step(watched_handle(handle)) < 0 ? -1 : real(handle, length);
}
int ftruncate64(int handle, off64_t length) {
    REAL(ftruncate64);
    return step(watched_handle(handle)) < 0 ? -1 : real(handle, length);
}
int rename(const char *from, const char *to) { REAL(rename); return step(watched(to)) < 0 ? -1 : real(from, to); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); return step(watched(path)) < 0 ? -1 : real(path, mode); }
int rmdir(const char *path) { REAL(rmdir); return step(watched(path)) < 0 ? -1 : real(path); }
int unlink(const char *path) { REAL(unlink); return step(watched(path)) < 0 ? -1 : real(path); }
int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    return step(watched_at(folder, path)) < 0 ? -1 : real(folder, path, flags);
}
int open(const char *path, int flags, ...) {
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return (flags & CHANGES) && step(watched(path)) < 0 ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return (flags & CHANGES) && step(watched(path)) < 0 ? -1 : real(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    REAL(openat);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return (flags & CHANGES) && step(watched_at(folder, path)) < 0 ? -1 : real(folder, path, flags, mode);
}
