#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

// Where libcurl is about to connect to: its struct curl_sockaddr.
struct target {
  int family;
  int socktype;
  int protocol;
  unsigned int length;
  struct sockaddr address;
};

#if defined(__has_include)
#if __has_include(<curl/curl.h>)
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#define SAME(ours, theirs) _Static_assert((long)(ours) == (long)(theirs), #theirs)
SAME(CCURL_OPT_WRITEDATA, CURLOPT_WRITEDATA);
SAME(CCURL_OPT_URL, CURLOPT_URL);
SAME(CCURL_OPT_PROXY, CURLOPT_PROXY);
SAME(CCURL_OPT_ERRORBUFFER, CURLOPT_ERRORBUFFER);
SAME(CCURL_OPT_WRITEFUNCTION, CURLOPT_WRITEFUNCTION);
SAME(CCURL_OPT_READDATA, CURLOPT_READDATA);
SAME(CCURL_OPT_READFUNCTION, CURLOPT_READFUNCTION);
SAME(CCURL_OPT_SEEKFUNCTION, CURLOPT_SEEKFUNCTION);
SAME(CCURL_OPT_SEEKDATA, CURLOPT_SEEKDATA);
SAME(CCURL_READ_ABORT, CURL_READFUNC_ABORT);
SAME(CCURL_SEEK_OK, CURL_SEEKFUNC_OK);
SAME(CCURL_SEEK_FAIL, CURL_SEEKFUNC_FAIL);
SAME(CCURL_OPT_POSTFIELDS, CURLOPT_POSTFIELDS);
SAME(CCURL_OPT_CUSTOMREQUEST, CURLOPT_CUSTOMREQUEST);
SAME(CCURL_OPT_HTTPHEADER, CURLOPT_HTTPHEADER);
SAME(CCURL_OPT_HEADERDATA, CURLOPT_HEADERDATA);
SAME(CCURL_OPT_SSLVERSION, CURLOPT_SSLVERSION);
SAME(CCURL_OPT_NOPROGRESS, CURLOPT_NOPROGRESS);
SAME(CCURL_OPT_POST, CURLOPT_POST);
SAME(CCURL_OPT_FOLLOWLOCATION, CURLOPT_FOLLOWLOCATION);
SAME(CCURL_OPT_XFERINFODATA, CURLOPT_XFERINFODATA);
SAME(CCURL_OPT_SSL_VERIFYPEER, CURLOPT_SSL_VERIFYPEER);
SAME(CCURL_OPT_HEADERFUNCTION, CURLOPT_HEADERFUNCTION);
SAME(CCURL_OPT_HTTP_VERSION, CURLOPT_HTTP_VERSION);
SAME(CCURL_OPT_SSL_VERIFYHOST, CURLOPT_SSL_VERIFYHOST);
SAME(CCURL_OPT_CAPATH, CURLOPT_CAPATH);
SAME(CCURL_OPT_BUFFERSIZE, CURLOPT_BUFFERSIZE);
SAME(CCURL_OPT_NOSIGNAL, CURLOPT_NOSIGNAL);
SAME(CCURL_OPT_ACCEPT_ENCODING, CURLOPT_ACCEPT_ENCODING);
SAME(CCURL_OPT_POSTFIELDSIZE_LARGE, CURLOPT_POSTFIELDSIZE_LARGE);
SAME(CCURL_OPT_TIMEOUT_MS, CURLOPT_TIMEOUT_MS);
SAME(CCURL_OPT_CONNECTTIMEOUT_MS, CURLOPT_CONNECTTIMEOUT_MS);
SAME(CCURL_OPT_PROTOCOLS, CURLOPT_PROTOCOLS);
SAME(CCURL_OPT_RESOLVE, CURLOPT_RESOLVE);
SAME(CCURL_OPT_TCP_KEEPALIVE, CURLOPT_TCP_KEEPALIVE);
SAME(CCURL_OPT_XFERINFOFUNCTION, CURLOPT_XFERINFOFUNCTION);
SAME(CCURL_OPT_SUPPRESS_CONNECT_HEADERS, CURLOPT_SUPPRESS_CONNECT_HEADERS);
SAME(CCURL_OPT_CAINFO_BLOB, CURLOPT_CAINFO_BLOB);
SAME(CCURL_OPT_OPENSOCKETFUNCTION, CURLOPT_OPENSOCKETFUNCTION);
SAME(CCURL_OPT_OPENSOCKETDATA, CURLOPT_OPENSOCKETDATA);
SAME(CCURL_OPT_CLOSESOCKETFUNCTION, CURLOPT_CLOSESOCKETFUNCTION);
SAME(CCURL_OPT_CLOSESOCKETDATA, CURLOPT_CLOSESOCKETDATA);
SAME(CCURL_OPT_UPLOAD_BUFFERSIZE, CURLOPT_UPLOAD_BUFFERSIZE);
SAME(CCURL_INFO_SIZE_UPLOAD_T, CURLINFO_SIZE_UPLOAD_T);
SAME(CCURL_INFO_TOTAL_TIME_T, CURLINFO_TOTAL_TIME_T);
SAME(CCURL_INFO_NAMELOOKUP_TIME_T, CURLINFO_NAMELOOKUP_TIME_T);
SAME(CCURL_INFO_CONNECT_TIME_T, CURLINFO_CONNECT_TIME_T);
SAME(CCURL_INFO_STARTTRANSFER_TIME_T, CURLINFO_STARTTRANSFER_TIME_T);
SAME(CCURL_INFO_APPCONNECT_TIME_T, CURLINFO_APPCONNECT_TIME_T);
SAME(CCURL_GLOBAL_ALL, CURL_GLOBAL_ALL);
SAME(CCURL_PROTOCOL_HTTP, CURLPROTO_HTTP);
SAME(CCURL_PROTOCOL_HTTPS, CURLPROTO_HTTPS);
SAME(CCURL_HTTP_1_1, CURL_HTTP_VERSION_1_1);
SAME(CCURL_TLS_1_2, CURL_SSLVERSION_TLSv1_2);
SAME(CCURL_ERROR_SIZE, CURL_ERROR_SIZE);
SAME(CCURL_E_UNSUPPORTED_PROTOCOL, CURLE_UNSUPPORTED_PROTOCOL);
SAME(CCURL_E_URL_MALFORMAT, CURLE_URL_MALFORMAT);
SAME(CCURL_E_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_PROXY);
SAME(CCURL_E_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_HOST);
SAME(CCURL_E_COULDNT_CONNECT, CURLE_COULDNT_CONNECT);
SAME(CCURL_E_WEIRD_SERVER_REPLY, CURLE_WEIRD_SERVER_REPLY);
SAME(CCURL_E_PARTIAL_FILE, CURLE_PARTIAL_FILE);
SAME(CCURL_E_WRITE_ERROR, CURLE_WRITE_ERROR);
SAME(CCURL_E_OUT_OF_MEMORY, CURLE_OUT_OF_MEMORY);
SAME(CCURL_E_OPERATION_TIMEDOUT, CURLE_OPERATION_TIMEDOUT);
SAME(CCURL_E_SSL_CONNECT_ERROR, CURLE_SSL_CONNECT_ERROR);
SAME(CCURL_E_ABORTED_BY_CALLBACK, CURLE_ABORTED_BY_CALLBACK);
SAME(CCURL_E_GOT_NOTHING, CURLE_GOT_NOTHING);
SAME(CCURL_E_SEND_ERROR, CURLE_SEND_ERROR);
SAME(CCURL_E_RECV_ERROR, CURLE_RECV_ERROR);
SAME(CCURL_E_SSL_CERTPROBLEM, CURLE_SSL_CERTPROBLEM);
SAME(CCURL_E_PEER_FAILED_VERIFICATION, CURLE_PEER_FAILED_VERIFICATION);
SAME(CCURL_E_SSL_CACERT_BADFILE, CURLE_SSL_CACERT_BADFILE);
SAME(CCURL_E_PROXY, CURLE_PROXY);
_Static_assert(sizeof(ccurl_list) == sizeof(struct curl_slist), "curl_slist");
_Static_assert(offsetof(ccurl_list, next) == offsetof(struct curl_slist, next), "curl_slist.next");
_Static_assert(sizeof(struct target) == sizeof(struct curl_sockaddr), "curl_sockaddr");
_Static_assert(offsetof(struct target, address) == offsetof(struct curl_sockaddr, addr), "addr");
#endif
#endif

// struct curl_blob, as libcurl has laid it out since 7.71.
struct blob {
  void *bytes;
  size_t count;
  unsigned int flags;
};

// The head of curl_version_info_data; `age` says how much of it a libcurl fills in.
struct version_info {
  int age;
  const char *version;
  unsigned int version_num;
  const char *host;
  int features;
  const char *ssl_version;
  long ssl_version_num;
  const char *libz_version;
  const char *const *protocols;
  const char *ares;
  int ares_num;
  const char *libidn;
  int iconv_ver_num;
  const char *libssh_version;
  unsigned int brotli_ver_num;
  const char *brotli_version;
  unsigned int nghttp2_ver_num;
  const char *nghttp2_version;
  const char *quic_version;
  const char *cainfo;
  const char *capath;
};
enum { AGE_WITH_CAINFO = 6 };

static struct {
  int (*global_init_mem)(
      long, void *(*)(size_t), void (*)(void *), void *(*)(void *, size_t),
      char *(*)(const char *), void *(*)(size_t, size_t));
  ccurl_easy *(*easy_init)(void);
  void (*easy_cleanup)(ccurl_easy *);
  void (*easy_reset)(ccurl_easy *);
  int (*easy_setopt)(ccurl_easy *, int, ...);
  int (*easy_getinfo)(ccurl_easy *, int, ...);
  int (*easy_perform)(ccurl_easy *);
  const char *(*easy_strerror)(int);
  struct version_info *(*version_info)(int);
} curl;

// Of a request by TLS, libcurl keeps a copy with the key in a buffer of 64 KiB until its end (7.88,
// `ulbuf`). Blocks as large have pages of their own, which are locked, as far as the system allows,
// and left out of core files.
enum { LARGE = 32 << 10 };

static size_t whole_pages(size_t size) { return size & ~((size_t)sysconf(_SC_PAGESIZE) - 1); }

static void *locking_malloc(size_t size) {
  if (size < LARGE) return malloc(size);
  size_t page = sysconf(_SC_PAGESIZE), pages = whole_pages(size + page - 1);
  void *block = pages < size ? NULL : aligned_alloc(page, pages);
  if (block != NULL) {
    // As they are used: most of the buffer is empty, and a broker has many.
    (void)mlock2(block, pages, MLOCK_ONFAULT);
    (void)madvise(block, pages, MADV_DONTDUMP);
  }
  return block;
}

// Memory that libcurl frees has held the request with the key in it, so it is wiped first.
static void wiping_free(void *block) {
  if (block == NULL) return;
  size_t size = malloc_usable_size(block);
  explicit_bzero(block, size);
  // Of a block that was not locked, this changes nothing.
  if (size >= LARGE && whole_pages((uintptr_t)block) == (uintptr_t)block) {
    (void)munlock(block, whole_pages(size));
    (void)madvise(block, whole_pages(size), MADV_DODUMP);
    // Wiping has made pages of what was never used.
    (void)madvise(block, whole_pages(size), MADV_DONTNEED);
  }
  free(block);
}

static void *wiping_realloc(void *block, size_t size) {
  if (block == NULL) return locking_malloc(size);
  size_t old = malloc_usable_size(block);
  if (size <= old && size >= old / 2) return block;
  void *moved = locking_malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, old < size ? old : size);
  wiping_free(block);
  return moved;
}

static int find(void *library, const char *name, void *slot) {
  void *symbol = dlsym(library, name);
  memcpy(slot, &symbol, sizeof symbol);
  return symbol != NULL;
}

static void *library;
static void open_library(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  // Lazy: binding every symbol of 36 libraries at once would cost more than the request.
  for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++)
    library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
}
static pthread_once_t opening = PTHREAD_ONCE_INIT;

static const char *load(void) {
  pthread_once(&opening, open_library);
  if (library == NULL) return "libcurl.so.4 is not installed";
  if (!find(library, "curl_global_init_mem", &curl.global_init_mem) ||
      !find(library, "curl_easy_init", &curl.easy_init) ||
      !find(library, "curl_easy_cleanup", &curl.easy_cleanup) ||
      !find(library, "curl_easy_reset", &curl.easy_reset) ||
      !find(library, "curl_easy_setopt", &curl.easy_setopt) ||
      !find(library, "curl_easy_getinfo", &curl.easy_getinfo) ||
      !find(library, "curl_easy_perform", &curl.easy_perform) ||
      !find(library, "curl_easy_strerror", &curl.easy_strerror) ||
      !find(library, "curl_version_info", &curl.version_info))
    return "libcurl.so.4 lacks a function that byok needs";
  int code = curl.global_init_mem(
      CCURL_GLOBAL_ALL, locking_malloc, wiping_free, wiping_realloc, strdup, calloc);
  return code == CCURL_OK ? NULL : curl.easy_strerror(code);
}

static const char *problem;
static void load_once(void) { problem = load(); }

const char *ccurl_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_once);
  return problem;
}

// Nothing but the libraries: what libcurl starts is ended at exit, which may come meanwhile.
static void *open_ahead(void *context) {
  pthread_once(&opening, open_library);
  return context;
}

void ccurl_load_ahead(void) {
  sigset_t all, old;
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes) != 0) return;
  (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Signals are for the threads that know what to do.
  sigfillset(&all);
  (void)pthread_sigmask(SIG_SETMASK, &all, &old);
  // Where no thread can be made, it is loaded when it is needed.
  (void)pthread_create(&thread, &attributes, open_ahead, NULL);
  (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
  (void)pthread_attr_destroy(&attributes);
}

ccurl_easy *ccurl_easy_make(void) { return curl.easy_init(); }
void ccurl_easy_free(ccurl_easy *easy) { curl.easy_cleanup(easy); }
void ccurl_easy_reset(ccurl_easy *easy) { curl.easy_reset(easy); }
int ccurl_easy_run(ccurl_easy *easy) { return curl.easy_perform(easy); }

// Gives back what calls that have returned have used of this thread's stack: of a thousand threads
// that wait, that is most of the memory.
void ccurl_trim_stack(void) {
  pthread_attr_t attributes;
  void *lowest = NULL;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  int code = pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  // Somewhat below is what this function uses itself.
  enum { OWN = 512 };
  char here;
  uintptr_t end = whole_pages((uintptr_t)&here - OWN), start = (uintptr_t)lowest;
  if (code == 0 && end > start) (void)madvise(lowest, end - start, MADV_DONTNEED);
}

const char *ccurl_error_text(int code) { return curl.easy_strerror(code); }
const char *ccurl_version_text(void) { return curl.version_info(0)->version; }

const char *ccurl_default_ca_file(void) {
  struct version_info *info = curl.version_info(AGE_WITH_CAINFO);
  return info->age >= AGE_WITH_CAINFO ? info->cainfo : NULL;
}

const char *ccurl_default_ca_folder(void) {
  struct version_info *info = curl.version_info(AGE_WITH_CAINFO);
  return info->age >= AGE_WITH_CAINFO ? info->capath : NULL;
}

int ccurl_set_long(ccurl_easy *easy, int option, long value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_offset(ccurl_easy *easy, int option, long long value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_text(ccurl_easy *easy, int option, const char *value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_list(ccurl_easy *easy, int option, const ccurl_list *value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_pointer(ccurl_easy *easy, int option, const void *value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_receive(ccurl_easy *easy, int option, ccurl_receive value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_send(ccurl_easy *easy, int option, ccurl_send value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_seek(ccurl_easy *easy, int option, ccurl_seek value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_progress(ccurl_easy *easy, int option, ccurl_progress value) {
  return curl.easy_setopt(easy, option, value);
}
int ccurl_set_blob(ccurl_easy *easy, int option, const void *bytes, size_t count) {
  struct blob blob = {(void *)bytes, count, 0};
  return curl.easy_setopt(easy, option, &blob);
}
// Addresses that are not of the public internet, as the first bits of IPv4 addresses.
// Source: https://www.iana.org/assignments/iana-ipv4-special-registry
static const struct {
  unsigned char bytes[4];
  int bits;
} reserved[] = {
    {{0, 0, 0, 0}, 8},     {{10, 0, 0, 0}, 8},    {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12}, {{192, 0, 0, 0}, 24},  {{192, 168, 0, 0}, 16},
    {{198, 18, 0, 0}, 15}, {{224, 0, 0, 0}, 3},
};

static int begins(const unsigned char *bytes, const unsigned char *prefix, int bits) {
  int whole = bits / 8, rest = bits % 8;
  if (memcmp(bytes, prefix, whole) != 0) return 0;
  return rest == 0 || ((bytes[whole] ^ prefix[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
}

static int is_private_4(const unsigned char *bytes) {
  for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
    if (begins(bytes, reserved[i].bytes, reserved[i].bits)) return 1;
  return 0;
}

// Source: https://www.iana.org/assignments/iana-ipv6-special-registry; 2000::/3 is what is public,
// without the tunnels of 6to4 and Teredo, which hold IPv4 addresses, and NAT64's stand for theirs.
static int is_private_6(const unsigned char *bytes) {
  static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
  static const unsigned char translated[12] = {0x00, 0x64, 0xFF, 0x9B};
  static const unsigned char teredo[4] = {0x20, 0x01, 0x00, 0x00};
  if (begins(bytes, mapped, 96) || begins(bytes, translated, 96)) return is_private_4(bytes + 12);
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return is_private_4(bytes + 2);
  return (bytes[0] & 0xE0) != 0x20 || begins(bytes, teredo, 32);
}

int ccurl_is_private(int is_ipv6, const unsigned char *bytes) {
  return is_ipv6 ? is_private_6(bytes) : is_private_4(bytes);
}

static int open_public(void *refused, int purpose, struct target *target) {
  (void)purpose;
  const struct sockaddr_in *ipv4 = (const void *)&target->address;
  const struct sockaddr_in6 *ipv6 = (const void *)&target->address;
  int is_private =
      target->family == AF_INET    ? is_private_4((const unsigned char *)&ipv4->sin_addr)
      : target->family == AF_INET6 ? is_private_6((const unsigned char *)&ipv6->sin6_addr)
                                   : 1;
  if (is_private) {
    *(int *)refused = 1;
    return -1;
  }
  return socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

int ccurl_set_public_only(ccurl_easy *easy, int *refused) {
  int code = curl.easy_setopt(easy, CCURL_OPT_OPENSOCKETDATA, refused);
  return code != CCURL_OK ? code : curl.easy_setopt(easy, CCURL_OPT_OPENSOCKETFUNCTION, open_public);
}

static int open_watched(void *watch, int purpose, struct target *target) {
  (void)purpose;
  if (ccurl_watch_has_gone(watch)) return -1;
  return ccurl_watch_add(
      watch, socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol));
}

static int close_watched(void *watch, int socket) { return ccurl_watch_close(watch, socket); }

int ccurl_set_watch(ccurl_easy *easy, ccurl_watch *watch) {
  int code = curl.easy_setopt(easy, CCURL_OPT_OPENSOCKETDATA, watch);
  if (code == CCURL_OK) code = curl.easy_setopt(easy, CCURL_OPT_OPENSOCKETFUNCTION, open_watched);
  if (code == CCURL_OK) code = curl.easy_setopt(easy, CCURL_OPT_CLOSESOCKETDATA, watch);
  if (code == CCURL_OK) code = curl.easy_setopt(easy, CCURL_OPT_CLOSESOCKETFUNCTION, close_watched);
  return code;
}
int ccurl_get_long(ccurl_easy *easy, int info, long *value) {
  return curl.easy_getinfo(easy, info, value);
}
int ccurl_get_offset(ccurl_easy *easy, int info, long long *value) {
  return curl.easy_getinfo(easy, info, value);
}
