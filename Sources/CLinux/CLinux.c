#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <time.h>

const int clinux_o_path = O_PATH;

int clinux_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int clinux_is_privileged(void) { return getauxval(AT_SECURE) != 0; }

long long clinux_http_date(const char *text) {
  struct tm fields = {0};
  const char *end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &fields);
  return end != NULL && *end == 0 ? (long long)timegm(&fields) : -1;
}
