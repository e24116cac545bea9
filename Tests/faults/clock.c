// Preloaded into byok by the fault tests: the time of day is what FAKE_CLOCK says, a moment or
// several with commas between them, of which each call gets the next and the last gets the first.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

static time_t moment(void) {
  static atomic_uint calls;
  const char *moments = getenv("FAKE_CLOCK");
  if (!moments) abort();
  unsigned count = 1;
  for (const char *place = moments; (place = strchr(place, ',')); place++) count++;
  for (unsigned skipped = calls++ % count; skipped; skipped--) moments = strchr(moments, ',') + 1;
  return strtoll(moments, NULL, 10);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) return real(clock, time);
  *time = (struct timespec){moment(), 0};
  return 0;
}

time_t time(time_t *result) {
  time_t now = moment();
  if (result) *result = now;
  return now;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  *time = (struct timeval){moment(), 0};
  return 0;
}
