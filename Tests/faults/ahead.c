// Preloaded into byok by the fault tests: as many seconds have passed as the file says that FAKE_AHEAD names,
// on every clock. Once byok has looked at a clock often enough to have acted on it, FAKE_AHEAD.seen appears.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { LOOKS = 40 };

static time_t ahead(void) {
  static atomic_int looks;
  char text[16] = {0};
  const char *path = getenv("FAKE_AHEAD");
  if (!path) abort();
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  if (read(file, text, sizeof text - 1) < 0) abort();
  close(file);
  if (++looks == LOOKS) {
    char seen[4096];
    snprintf(seen, sizeof seen, "%s.seen", path);
    close(open(seen, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  }
  return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (result == 0) time->tv_sec += ahead();
  return result;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}
