#ifndef BYOK_CLINUX_H
#define BYOK_CLINUX_H

/// `O_PATH`, which is not in Swift's Glibc.
extern const int clinux_o_path;

/// Makes the process unreadable to others of the same user: no core file, no ptrace, no
/// /proc/PID/environ. Returns 0, or -1 with errno. `prctl` is variadic, which Swift cannot import.
int clinux_set_undumpable(void);

/// Whether the program gained privileges by its file mode (set-uid, set-gid, capabilities).
int clinux_is_privileged(void);

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, or -1. `strptime` is not in Swift's Glibc.
long long clinux_http_date(const char *text);

#endif
