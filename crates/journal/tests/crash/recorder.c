/* Records, in order, what a process does to the files of one folder, and makes the disk fail on demand.
   Loaded before libc (LD_PRELOAD); Linux on 64 bits. Inert without RECORDER_FOLDER.

   A record in RECORDER_LOG: op (1 byte), length of the path (2), offset or size (8), length of the data (4), path, data.
   What is written to the file "marks" goes into the log as well; these lines are also orders:
     full N    N more bytes can be written, then the disk is full     room      there is room again, and syncs work
     fail N    N more syncs work, then all fail                       kill N    the process is killed at the Nth act from here */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 1024
static char *paths[FILES];
static const char *folder;
static int log_fd = -1;
static long room = -1, syncs = -1, acts = -1;

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("RECORDER_LOG");
  folder = getenv("RECORDER_FOLDER");
  if (log) log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ends(const char *path, const char *end) {
  size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

/* Within the folder, or the folder itself; what is shared memory does not outlive a loss of power. */
static int watched(const char *path) {
  return folder && path && strncmp(path, folder, strlen(folder)) == 0 && !ends(path, "-shm");
}

static const char *path_of(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

static void record(char op, const char *path, uint64_t at, const void *data, uint32_t length) {
  unsigned char head[15];
  uint16_t name = (uint16_t)strlen(path);
  if (log_fd < 0) return;
  head[0] = (unsigned char)op;
  memcpy(head + 1, &name, 2);
  memcpy(head + 3, &at, 8);
  memcpy(head + 11, &length, 4);
  struct iovec parts[3] = {{head, 15}, {(void *)path, name}, {(void *)data, length}};
  if (syscall(SYS_writev, log_fd, parts, 3) < 0) abort();
}

/* Counts an act; true when the process is to die now. */
static int dies(void) { return acts > 0 && --acts == 0; }

static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); }

static void order(const char *line, size_t length) {
  char text[64] = {0};
  memcpy(text, line, length < 63 ? length : 63);
  if (sscanf(text, "full %ld", &room) == 1 || sscanf(text, "fail %ld", &syncs) == 1) return;
  if (sscanf(text, "kill %ld", &acts) == 1) return;
  if (strncmp(text, "room", 4) == 0) room = syncs = -1;
}

static ssize_t put(int fd, const void *data, size_t length, int64_t at) {
  const char *path = path_of(fd);
  int is_mark = path && ends(path, "/marks");
  if (path && !is_mark) {
    if (dies()) {
      if (at >= 0 && (at >> 12) % 2) syscall(SYS_pwrite64, fd, data, length / 2, at);
      die();
    }
    if (room == 0) return errno = ENOSPC, -1;
    if (room > 0 && (size_t)room < length) length = (size_t)room;
    if (room > 0) room -= (long)length;
  }
  uint64_t place = at >= 0 ? (uint64_t)at : path ? (uint64_t)lseek(fd, 0, SEEK_CUR) : 0;
  long done = at >= 0 ? syscall(SYS_pwrite64, fd, data, length, at) : syscall(SYS_write, fd, data, length);
  if (path && done > 0) {
    record(is_mark ? 'm' : 'w', path, place, data, (uint32_t)done);
    if (is_mark) order(data, (size_t)done);
  }
  return done;
}

ssize_t write(int fd, const void *data, size_t length) { return put(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return put(fd, data, length, at); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return put(fd, data, length, at); }

static int resize(int fd, int64_t size) {
  const char *path = path_of(fd);
  if (path && dies()) die();
  long done = syscall(SYS_ftruncate, fd, size);
  if (path && done == 0) record('t', path, (uint64_t)size, "", 0);
  return (int)done;
}

int ftruncate(int fd, off_t size) { return resize(fd, size); }
int ftruncate64(int fd, off64_t size) { return resize(fd, size); }

static int sync_by(long call, int fd) {
  const char *path = path_of(fd);
  if (path && dies()) die();
  if (path && syncs == 0) return errno = EIO, -1;
  if (path && syncs > 0) syncs--;
  long done = syscall(call, fd);
  if (path && done == 0) record('s', path, 0, "", 0);
  return (int)done;
}

int fsync(int fd) { return sync_by(SYS_fsync, fd); }
int fdatasync(int fd) { return sync_by(SYS_fdatasync, fd); }

static int open_at(int dir, const char *path, int flags, mode_t mode) {
  struct stat64 found;
  int is_watched = watched(path), was = is_watched && stat64(path, &found) == 0;
  int fd = (int)syscall(SYS_openat, dir, path, flags, mode);
  if (fd < 0 || fd >= FILES) return fd;
  free(paths[fd]);
  paths[fd] = is_watched ? strdup(path) : NULL;
  if (is_watched && !was && (flags & O_CREAT)) record('c', path, 0, "", 0);
  if (is_watched && was && (flags & O_TRUNC)) record('t', path, 0, "", 0);
  return fd;
}

#define OPEN(NAME)                                   \
  int NAME(const char *path, int flags, ...) {       \
    va_list rest;                                    \
    va_start(rest, flags);                           \
    mode_t mode = va_arg(rest, mode_t);              \
    va_end(rest);                                    \
    return open_at(AT_FDCWD, path, flags, mode);     \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (path_of(fd)) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return (int)syscall(SYS_close, fd);
}

int unlink(const char *path) {
  int is_watched = watched(path);
  if (is_watched && dies()) die();
  int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (is_watched && done == 0) record('u', path, 0, "", 0);
  return done;
}

int rename(const char *from, const char *to) {
  int done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (done == 0 && watched(from)) record('r', from, 0, to, (uint32_t)strlen(to));
  return done;
}
