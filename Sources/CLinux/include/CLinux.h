#ifndef BYOK_CLINUX_H
#define BYOK_CLINUX_H

/// `O_PATH`, which is not in Swift's Glibc.
extern const int clinux_o_path;

/// Makes the process unreadable to others of the same user: no core file, no ptrace, no
/// /proc/PID/environ. Returns 0, or -1 with errno. `prctl` is variadic, which Swift cannot import.
int clinux_set_undumpable(void);

/// Whether the program gained privileges by its file mode (set-uid, set-gid, capabilities).
int clinux_is_privileged(void);

/// Renames a file of an open folder, unless there is one of the new name: then -1 with EEXIST.
///
/// `renameat2` is not in Swift's Glibc. Where the file system cannot do both at once, they are two steps.
int clinux_rename_new(int folder, const char *from, const char *to);

/// The type of the file system that an open file is on, as statfs(2) numbers them; -1 if unknown.
long clinux_file_system(int descriptor);

/// `execvpe`, which is not in Swift's Glibc; returns only with an error, in errno.
void clinux_exec(const char *program, char *const *arguments, char *const *variables);

/// Whether `group` is `user`'s primary group, has its name, and no other account is in it or, of
/// those in /etc/passwd, has it as its primary group, too. What cannot be looked up is no such group.
/// Source: getpwuid_r(3), getgrgid_r(3), fgetpwent_r(3).
int clinux_is_private_group(unsigned int group, unsigned int user);

/// Writes the name of `group` to `name`, which has room for `room` bytes. Returns 0, or -1.
int clinux_group_name(unsigned int group, char *name, unsigned long room);

/// Whether an access control list gives permissions to more than owner, group and others; 1 where
/// that is unknown. The file may be a folder open for passing only. Source: acl(5), xattr(7).
int clinux_has_acl(int file);

/// Stores `count` bytes under `description` in the user's kernel keyring, for `seconds`.
///
/// The user keyring is linked into the process's own first: inside a fresh session keyring (systemd,
/// some CI) its keys are not possessed otherwise. Returns 0, or -1 with errno.
/// Source: keyctl(2), add_key(2).
int clinux_keyring_add(
    const char *description, const void *bytes, unsigned long count, unsigned int seconds);

/// Reads what is stored under `description`. Returns its size, or -1 with errno.
long clinux_keyring_read(const char *description, void *bytes, unsigned long room);

/// Removes what is stored under `description`. Returns 0, or -1 with errno.
int clinux_keyring_remove(const char *description);

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, or -1. `strptime` is not in Swift's Glibc.
long long clinux_http_date(const char *text);

/// Where `part` first is in `bytes`, or -1. `memmem` is not in Swift's Glibc.
long clinux_find(const void *bytes, unsigned long count, const void *part, unsigned long size);

/// The rows and columns of a terminal. Returns 0, or -1 where it has no size. `ioctl` is variadic.
int clinux_terminal_size(int descriptor, int *rows, int *columns);

/// A pipe whose ends are closed on `exec`: `pipe2`, which is not in Swift's Glibc. Returns 0, or -1.
int clinux_pipe(int ends[2]);

/// Starts a program in a session of its own, without any other descriptor than `streams`, with the
/// default action for each signal, below `folder` (NULL for ours), with a file mode mask. Returns 0,
/// or the error number. Source: posix_spawn(3), and glibc's extensions of it.
int clinux_spawn(
    int *process, const char *program, char *const *arguments, char *const *variables,
    const char *folder, const int streams[3], unsigned int mask);

/// Whether a child has exited, or is none; it stays to be waited for. `status` gets its exit status, or
/// the number of the signal that killed it, negated. `siginfo_t` has unions.
int clinux_has_exited(int process, int *status);

/// A socket that takes TCP connections at 127.0.0.1 or ::1, closed on `exec`; `*bound` gets its port.
/// Port 0 stands for a free one. Returns the socket, or -1 with errno.
int clinux_listen_tcp(int is_ipv6, unsigned short port, int *bound);

/// A socket that takes connections at a path, closed on `exec`. Returns it, or -1 with errno.
int clinux_listen_unix(const char *path);

/// A connection to a socket at a path, closed on `exec`. Returns it, or -1 with errno.
int clinux_connect_unix(const char *path);

/// Whether a descriptor is a socket that takes connections.
int clinux_is_listening(int descriptor);

/// Whether a socket's own address is one of this machine alone: loopback, or a path.
int clinux_is_loopback(int socket);

/// The port of a socket's own address; 0 for a path, -1 if it is no socket.
int clinux_socket_port(int socket);

/// Takes a connection, closed on `exec`, without delays, that gives a write up after so many seconds.
/// Returns its socket, or -1 with errno.
int clinux_accept(int listener, unsigned int seconds);

/// The user whose process opened the other end of a connection; -1 where the system does not say,
/// as for a process in another network namespace. Source: unix(7), sock_diag(7).
long clinux_peer_user(int socket);

/// Whether the other end of a connection has closed it, or will send nothing more.
int clinux_has_hung_up(int socket);

/// Sends a datagram to a socket at a path, or of a name that begins with `@`, as systemd wants to be
/// told of a service's state. Returns 0, or -1. Source: sd_notify(3).
int clinux_notify(const char *path, const char *text);

/// A descriptor that is readable once the process has ended: `pidfd_open`, closed on `exec`. -1 with
/// errno before Linux 5.3.
int clinux_process_handle(int process);

/// Starts a program that is no child of ours, in a session of its own, with the descriptors as its
/// 0, 1, 2 and so on, and with no other. Returns 0, or an error number.
int clinux_spawn_detached(
    const char *program, char *const *arguments, char *const *variables, const int *descriptors,
    int count);

/// Raises the number of descriptors that this process may have. Returns it, or -1.
long clinux_raise_descriptor_limit(void);

#endif
