#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/inet_diag.h>
#include <linux/keyctl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

const int clinux_o_path = O_PATH;

int clinux_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int clinux_is_privileged(void) { return getauxval(AT_SECURE) != 0; }

int clinux_rename_new(int folder, const char *from, const char *to) {
  if (renameat2(folder, from, folder, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  if (faccessat(folder, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = EEXIST;
    return -1;
  }
  return renameat(folder, from, folder, to);
}

long clinux_file_system(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == 0 ? (long)status.f_type : -1;
}

void clinux_exec(const char *program, char *const *arguments, char *const *variables) {
  execvpe(program, arguments, variables);
}

long long clinux_http_date(const char *text) {
  struct tm fields = {0};
  const char *end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &fields);
  return end != NULL && *end == 0 ? (long long)timegm(&fields) : -1;
}

long clinux_find(const void *bytes, unsigned long count, const void *part, unsigned long size) {
  const char *found = memmem(bytes, count, part, size);
  return found == NULL ? -1 : found - (const char *)bytes;
}

// A group with more members than fit is nobody's own.
enum { RECORD_ROOM = 8192 };

static int is_primary_of_others(unsigned int group, unsigned int user) {
  FILE *accounts = fopen("/etc/passwd", "re");
  if (accounts == NULL) return 0;
  char room[RECORD_ROOM];
  struct passwd record, *account = NULL;
  int found = 0;
  while (!found && fgetpwent_r(accounts, &record, room, sizeof room, &account) == 0) {
    found = account->pw_gid == group && account->pw_uid != user;
  }
  fclose(accounts);
  return found;
}

int clinux_is_private_group(unsigned int group, unsigned int user) {
  char user_room[RECORD_ROOM], group_room[RECORD_ROOM];
  struct passwd user_record, *owner = NULL;
  struct group group_record, *found = NULL;
  getpwuid_r(user, &user_record, user_room, sizeof user_room, &owner);
  getgrgid_r(group, &group_record, group_room, sizeof group_room, &found);
  if (owner == NULL || found == NULL || owner->pw_gid != group) return 0;
  if (strcmp(found->gr_name, owner->pw_name) != 0) return 0;
  for (char **member = found->gr_mem; *member != NULL; member++) {
    if (strcmp(*member, owner->pw_name) != 0) return 0;
  }
  return !is_primary_of_others(group, user);
}

int clinux_group_name(unsigned int group, char *name, unsigned long room) {
  char group_room[RECORD_ROOM];
  struct group record, *found = NULL;
  getgrgid_r(group, &record, group_room, sizeof group_room, &found);
  if (found == NULL || strlen(found->gr_name) >= room) return -1;
  strcpy(name, found->gr_name);
  return 0;
}

int clinux_has_acl(int file) {
  const char *name = "system.posix_acl_access";
  long size = fgetxattr(file, name, NULL, 0);
  if (size < 0 && errno == EBADF) {
    int folder = openat(file, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return 1;
    size = fgetxattr(folder, name, NULL, 0);
    int failure = errno;
    close(folder);
    errno = failure;
  }
  return size >= 0 || (errno != ENODATA && errno != EOPNOTSUPP);
}

static long keyctl(int operation, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
  return syscall(SYS_keyctl, operation, a, b, c, d);
}

static long find(const char *description) {
  if (keyctl(KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_PROCESS_KEYRING, 0, 0) < 0) return -1;
  return keyctl(
      KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, (unsigned long)"user", (unsigned long)description, 0);
}

int clinux_keyring_add(
    const char *description, const void *bytes, unsigned long count, unsigned int seconds) {
  if (keyctl(KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_PROCESS_KEYRING, 0, 0) < 0) return -1;
  long key = syscall(SYS_add_key, "user", description, bytes, count, KEY_SPEC_USER_KEYRING);
  if (key < 0) return -1;
  return keyctl(KEYCTL_SET_TIMEOUT, (unsigned long)key, seconds, 0, 0) < 0 ? -1 : 0;
}

long clinux_keyring_read(const char *description, void *bytes, unsigned long room) {
  long key = find(description);
  return key < 0 ? -1 : keyctl(KEYCTL_READ, (unsigned long)key, (unsigned long)bytes, room, 0);
}

int clinux_keyring_remove(const char *description) {
  long key = find(description);
  return key < 0 || keyctl(KEYCTL_INVALIDATE, (unsigned long)key, 0, 0, 0) < 0 ? -1 : 0;
}

int clinux_terminal_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

static int add_actions(
    posix_spawn_file_actions_t *actions, const char *folder, const int streams[3]) {
  int failure = folder == NULL ? 0 : posix_spawn_file_actions_addchdir_np(actions, folder);
  for (int stream = 0; failure == 0 && stream < 3; stream++) {
    failure = posix_spawn_file_actions_adddup2(actions, streams[stream], stream);
  }
  return failure != 0 ? failure : posix_spawn_file_actions_addclosefrom_np(actions, 3);
}

int clinux_spawn(
    int *process, const char *program, char *const *arguments, char *const *variables,
    const char *folder, const int streams[3], unsigned int mask) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  int failure = add_actions(&actions, folder, streams);
  if (failure == 0) {
    // The child takes the mask with it; no call sets it in the child alone.
    mode_t before = umask(mask);
    failure = posix_spawn(process, program, &actions, &attributes, arguments, variables);
    umask(before);
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

int clinux_has_exited(int process, int *status) {
  siginfo_t info;
  info.si_pid = 0;
  if (waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return errno != EINTR;
  if (info.si_pid != process) return 0;
  if (status != NULL) *status = info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
  return 1;
}

// MARK: Sockets

static int failed(int descriptor) {
  int failure = errno;
  if (descriptor >= 0) close(descriptor);
  errno = failure;
  return -1;
}

int clinux_listen_tcp(int is_ipv6, unsigned short port, int *bound) {
  int family = is_ipv6 ? AF_INET6 : AF_INET, on = 1;
  int listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return -1;
  struct sockaddr_in ipv4 = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  struct sockaddr_in6 ipv6 = {
      .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  const struct sockaddr *address = is_ipv6 ? (const void *)&ipv6 : (const void *)&ipv4;
  socklen_t size = is_ipv6 ? sizeof ipv6 : sizeof ipv4;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, address, size) != 0 || listen(listener, SOMAXCONN) != 0) {
    return failed(listener);
  }
  *bound = clinux_socket_port(listener);
  return *bound > 0 ? listener : failed(listener);
}

int clinux_listen_unix(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address.sun_path, path);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return -1;
  if (bind(listener, (void *)&address, sizeof address) != 0) return failed(listener);
  return listen(listener, SOMAXCONN) == 0 ? listener : failed(listener);
}

int clinux_connect_unix(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address.sun_path, path);
  int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (client < 0) return -1;
  return connect(client, (void *)&address, sizeof address) == 0 ? client : failed(client);
}

int clinux_is_listening(int descriptor) {
  int is_listening = 0;
  socklen_t size = sizeof is_listening;
  return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) == 0 && is_listening;
}

int clinux_is_loopback(int socket) {
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  if (getsockname(socket, (void *)&address, &size) != 0) return 0;
  const struct sockaddr_in *ipv4 = (const void *)&address;
  const struct sockaddr_in6 *ipv6 = (const void *)&address;
  if (address.ss_family == AF_UNIX) return 1;
  if (address.ss_family == AF_INET) return ntohl(ipv4->sin_addr.s_addr) >> 24 == 127;
  return address.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&ipv6->sin6_addr);
}

int clinux_socket_port(int socket) {
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  if (getsockname(socket, (void *)&address, &size) != 0) return -1;
  if (address.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&address)->sin_port);
  if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
  return 0;
}

int clinux_accept(int listener, unsigned int seconds) {
  int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC), on = 1;
  if (client < 0) return -1;
  struct timeval patience = {.tv_sec = seconds};
  // A Unix socket has no such option, and needs none.
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return client;
}

static long user_in(const char *answer, long count) {
  const struct nlmsghdr *header = (const void *)answer;
  if (count <= 0 || !NLMSG_OK(header, (unsigned int)count)) return -1;
  if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY) return -1;
  if (header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) return -1;
  const struct inet_diag_msg *found = NLMSG_DATA(header);
  return (long)found->idiag_uid;
}

static long ask_diagnosis(const struct inet_diag_req_v2 *question) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 question;
  } message = {
      {.nlmsg_len = sizeof message, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
      *question};
  int diagnosis = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (diagnosis < 0) return -1;
  _Alignas(struct nlmsghdr) char answer[8192];
  long count = -1;
  if (send(diagnosis, &message, sizeof message, 0) == (ssize_t)sizeof message) {
    count = recv(diagnosis, answer, sizeof answer, 0);
  }
  close(diagnosis);
  return user_in(answer, count);
}

long clinux_peer_user(int socket) {
  struct sockaddr_storage own, peer;
  socklen_t own_size = sizeof own, peer_size = sizeof peer;
  if (getsockname(socket, (void *)&own, &own_size) != 0) return -1;
  if (own.ss_family == AF_UNIX) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    int code = getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size);
    return code == 0 ? (long)credentials.uid : -1;
  }
  if (getpeername(socket, (void *)&peer, &peer_size) != 0) return -1;
  // The other end's socket, so the peer's address is its own.
  struct inet_diag_req_v2 question = {
      .sdiag_family = (unsigned char)own.ss_family, .sdiag_protocol = IPPROTO_TCP,
      .idiag_states = 0xFFFFFFFF,
      .id = {.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}};
  if (own.ss_family == AF_INET) {
    const struct sockaddr_in *here = (const void *)&own, *there = (const void *)&peer;
    question.id.idiag_sport = there->sin_port;
    question.id.idiag_dport = here->sin_port;
    question.id.idiag_src[0] = there->sin_addr.s_addr;
    question.id.idiag_dst[0] = here->sin_addr.s_addr;
  } else if (own.ss_family == AF_INET6) {
    const struct sockaddr_in6 *here = (const void *)&own, *there = (const void *)&peer;
    question.id.idiag_sport = there->sin6_port;
    question.id.idiag_dport = here->sin6_port;
    memcpy(question.id.idiag_src, &there->sin6_addr, sizeof there->sin6_addr);
    memcpy(question.id.idiag_dst, &here->sin6_addr, sizeof here->sin6_addr);
  } else {
    return -1;
  }
  return ask_diagnosis(&question);
}

int clinux_has_hung_up(int socket) {
  struct pollfd entry = {.fd = socket, .events = POLLRDHUP};
  return poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

int clinux_notify(const char *path, const char *text) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t count = strlen(path);
  if (count == 0 || count >= sizeof address.sun_path) return -1;
  memcpy(address.sun_path, path, count);
  // A name without a file.
  if (path[0] == '@') address.sun_path[0] = 0;
  int notifier = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (notifier < 0) return -1;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count);
  ssize_t sent = sendto(notifier, text, strlen(text), MSG_NOSIGNAL, (void *)&address, size);
  close(notifier);
  return sent < 0 ? -1 : 0;
}

// MARK: Processes that outlive us

int clinux_process_handle(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

// Nothing but what signal-safety(7) allows: other threads' locks may be held in the copy.
static void become(
    const char *program, char *const *arguments, char *const *variables, const int *descriptors,
    int count) {
  enum { FIRST = 3, MOST = 8 };
  int copies[MOST];
  if (count > MOST) _exit(127);
  for (int index = 0; index < count; index++) {
    copies[index] = fcntl(descriptors[index], F_DUPFD, FIRST + MOST);
    if (copies[index] < 0) _exit(127);
  }
  for (int index = 0; index < count; index++) {
    if (dup2(copies[index], index) < 0) _exit(127);
  }
  closefrom(count);
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setsid();
  execve(program, arguments, variables);
  _exit(127);
}

int clinux_spawn_detached(
    const char *program, char *const *arguments, char *const *variables, const int *descriptors,
    int count) {
  pid_t middle = fork();
  if (middle < 0) return errno;
  if (middle == 0) {
    pid_t detached = fork();
    if (detached == 0) become(program, arguments, variables, descriptors, count);
    _exit(detached < 0 ? errno : 0);
  }
  int status = 0;
  while (waitpid(middle, &status, 0) < 0) {
    // Where the system reaps children by itself, there is none to wait for.
    if (errno != EINTR) return errno == ECHILD ? 0 : errno;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
}

long clinux_raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  // More than this is of no use, and some systems have no limit at all.
  rlim_t most = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
  if (limit.rlim_cur < most) {
    limit.rlim_cur = most;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  }
  return (long)(limit.rlim_cur < 65536 ? limit.rlim_cur : 65536);
}
