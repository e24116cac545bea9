#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
