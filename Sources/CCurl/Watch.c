#define _GNU_SOURCE
#include "CCurl.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

// The most sockets that a handle has open: to each address of a name that it tries, and to the one that
// answers. More are not followed: a transfer then ends within a second, or with the next bytes.
enum { SOCKETS = 8 };

struct ccurl_watch {
  int client;
  int sockets[SOCKETS];
  atomic_int has_gone;
  struct ccurl_watch *next;
  struct ccurl_watch **link;
};

// Protects the list, the sockets and their numbers: a number that was closed is soon another socket's.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ccurl_watch *watches;
static int queue = -1;

static int has_hung_up(int socket) {
  struct pollfd entry = {.fd = socket, .events = POLLRDHUP};
  return poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

// Ends the transfer for a client, which wakes the thread that waits for the server.
static void end_transfer(int client) {
  pthread_mutex_lock(&lock);
  ccurl_watch *watch = watches;
  while (watch != NULL && watch->client != client) watch = watch->next;
  // The event may be older than the client that has the number now.
  if (watch != NULL && has_hung_up(client)) {
    atomic_store(&watch->has_gone, 1);
    for (int i = 0; i < SOCKETS; i++)
      if (watch->sockets[i] >= 0) (void)shutdown(watch->sockets[i], SHUT_RDWR);
  }
  pthread_mutex_unlock(&lock);
}

static void *wait_for_ends(void *context) {
  struct epoll_event events[64];
  while (1) {
    int count = epoll_wait(queue, events, sizeof events / sizeof *events, -1);
    if (count < 0 && errno != EINTR) return context;
    for (int i = 0; i < count; i++) end_transfer(events[i].data.fd);
  }
}

static void start(void) {
  enum { STACK = 256 << 10 };
  sigset_t all, old;
  pthread_attr_t attributes;
  pthread_t thread;
  queue = epoll_create1(EPOLL_CLOEXEC);
  if (queue < 0) return;
  if (pthread_attr_init(&attributes) != 0) {
    close(queue);
    queue = -1;
    return;
  }
  (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  (void)pthread_attr_setstacksize(&attributes, STACK);
  // Signals are for the threads that know what to do.
  sigfillset(&all);
  (void)pthread_sigmask(SIG_SETMASK, &all, &old);
  if (pthread_create(&thread, &attributes, wait_for_ends, NULL) != 0) {
    close(queue);
    queue = -1;
  }
  (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
  (void)pthread_attr_destroy(&attributes);
}

ccurl_watch *ccurl_watch_make(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start);
  ccurl_watch *watch = queue < 0 ? NULL : malloc(sizeof *watch);
  if (watch == NULL) return NULL;
  *watch = (ccurl_watch){.client = -1};
  for (int i = 0; i < SOCKETS; i++) watch->sockets[i] = -1;
  return watch;
}

void ccurl_watch_free(ccurl_watch *watch) { free(watch); }

int ccurl_watch_begin(ccurl_watch *watch, int client) {
  pthread_mutex_lock(&lock);
  atomic_store(&watch->has_gone, 0);
  watch->client = client;
  watch->next = watches;
  watch->link = &watches;
  if (watches != NULL) watches->link = &watch->next;
  watches = watch;
  pthread_mutex_unlock(&lock);
  // Once: a client that is gone stays so.
  struct epoll_event event = {.events = EPOLLRDHUP | EPOLLONESHOT, .data.fd = client};
  if (epoll_ctl(queue, EPOLL_CTL_ADD, client, &event) == 0) return 0;
  ccurl_watch_end(watch);
  return -1;
}

void ccurl_watch_end(ccurl_watch *watch) {
  (void)epoll_ctl(queue, EPOLL_CTL_DEL, watch->client, NULL);
  pthread_mutex_lock(&lock);
  if (watch->next != NULL) watch->next->link = watch->link;
  *watch->link = watch->next;
  watch->client = -1;
  pthread_mutex_unlock(&lock);
}

int ccurl_watch_has_gone(const ccurl_watch *watch) { return atomic_load(&watch->has_gone); }

int ccurl_watch_add(ccurl_watch *watch, int opened) {
  if (opened < 0) return opened;
  pthread_mutex_lock(&lock);
  for (int i = 0; i < SOCKETS; i++)
    if (watch->sockets[i] < 0) {
      watch->sockets[i] = opened;
      break;
    }
  pthread_mutex_unlock(&lock);
  return opened;
}

int ccurl_watch_close(ccurl_watch *watch, int socket) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < SOCKETS; i++)
    if (watch->sockets[i] == socket) watch->sockets[i] = -1;
  int code = close(socket);
  pthread_mutex_unlock(&lock);
  return code;
}
