#include "CLinux.h"

#include <sys/auxv.h>
#include <sys/prctl.h>

int clinux_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int clinux_is_privileged(void) { return getauxval(AT_SECURE) != 0; }
