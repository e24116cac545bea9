#ifndef BYOK_CCURL_H
#define BYOK_CCURL_H

#include <stddef.h>

// The part of libcurl's interface that byok uses, declared by hand and loaded with dlopen.
//
// Numbers are libcurl's own and part of its ABI, which has not changed since 7.16 (2006); where
// <curl/curl.h> is installed, CCurl.c checks each of them against it at compile time.
// Source: https://curl.se/libcurl/abi.html

/// A transfer; libcurl's `CURL *`.
typedef struct ccurl_easy ccurl_easy;

/// Ends the transfers of a handle when the program that they are for hangs up.
typedef struct ccurl_watch ccurl_watch;

/// A node of a linked list of lines; libcurl's `struct curl_slist`, made by hand so that a line
/// that holds a key is never copied by curl_slist_append.
typedef struct ccurl_list {
  const char *line;
  struct ccurl_list *next;
} ccurl_list;

enum {
  CCURL_OPT_WRITEDATA = 10001,
  CCURL_OPT_URL = 10002,
  CCURL_OPT_PROXY = 10004,
  CCURL_OPT_ERRORBUFFER = 10010,
  CCURL_OPT_READDATA = 10009,
  CCURL_OPT_WRITEFUNCTION = 20011,
  CCURL_OPT_READFUNCTION = 20012,
  CCURL_OPT_POSTFIELDS = 10015,
  CCURL_OPT_CUSTOMREQUEST = 10036,
  CCURL_OPT_HTTPHEADER = 10023,
  CCURL_OPT_HEADERDATA = 10029,
  CCURL_OPT_SSLVERSION = 32,
  CCURL_OPT_NOPROGRESS = 43,
  CCURL_OPT_POST = 47,
  CCURL_OPT_FOLLOWLOCATION = 52,
  CCURL_OPT_XFERINFODATA = 10057,
  CCURL_OPT_SSL_VERIFYPEER = 64,
  CCURL_OPT_HEADERFUNCTION = 20079,
  CCURL_OPT_HTTP_VERSION = 84,
  CCURL_OPT_SSL_VERIFYHOST = 81,
  CCURL_OPT_CAPATH = 10097,
  CCURL_OPT_BUFFERSIZE = 98,
  CCURL_OPT_NOSIGNAL = 99,
  CCURL_OPT_ACCEPT_ENCODING = 10102,
  CCURL_OPT_POSTFIELDSIZE_LARGE = 30120,
  CCURL_OPT_TIMEOUT_MS = 155,
  CCURL_OPT_CONNECTTIMEOUT_MS = 156,
  CCURL_OPT_NOPROXY = 10177,
  CCURL_OPT_PROTOCOLS = 181,
  CCURL_OPT_RESOLVE = 10203,
  CCURL_OPT_TCP_KEEPALIVE = 213,
  CCURL_OPT_XFERINFOFUNCTION = 20219,
  CCURL_OPT_SUPPRESS_CONNECT_HEADERS = 265,
  CCURL_OPT_CAINFO_BLOB = 40309,
  CCURL_OPT_SEEKFUNCTION = 20167,
  CCURL_OPT_SEEKDATA = 10168,
  CCURL_OPT_OPENSOCKETFUNCTION = 20163,
  CCURL_OPT_OPENSOCKETDATA = 10164,
  CCURL_OPT_CLOSESOCKETFUNCTION = 20208,
  CCURL_OPT_CLOSESOCKETDATA = 10209,
  CCURL_OPT_UPLOAD_BUFFERSIZE = 280,

  CCURL_INFO_SIZE_UPLOAD_T = 0x600007,
  CCURL_INFO_TOTAL_TIME_T = 0x600032,
  CCURL_INFO_NAMELOOKUP_TIME_T = 0x600033,
  CCURL_INFO_CONNECT_TIME_T = 0x600034,
  CCURL_INFO_STARTTRANSFER_TIME_T = 0x600036,
  CCURL_INFO_APPCONNECT_TIME_T = 0x600038,

  CCURL_GLOBAL_ALL = 3,
  CCURL_PROTOCOL_HTTP = 1,
  CCURL_PROTOCOL_HTTPS = 2,
  CCURL_HTTP_1_1 = 2,
  CCURL_TLS_1_2 = 6,
  CCURL_ERROR_SIZE = 256,
  CCURL_READ_ABORT = 0x10000000,
  CCURL_SEEK_OK = 0,
  CCURL_SEEK_FAIL = 1,

  CCURL_OK = 0,
  CCURL_E_UNSUPPORTED_PROTOCOL = 1,
  CCURL_E_URL_MALFORMAT = 3,
  CCURL_E_COULDNT_RESOLVE_PROXY = 5,
  CCURL_E_COULDNT_RESOLVE_HOST = 6,
  CCURL_E_COULDNT_CONNECT = 7,
  CCURL_E_WEIRD_SERVER_REPLY = 8,
  CCURL_E_PARTIAL_FILE = 18,
  CCURL_E_WRITE_ERROR = 23,
  CCURL_E_OUT_OF_MEMORY = 27,
  CCURL_E_OPERATION_TIMEDOUT = 28,
  CCURL_E_SSL_CONNECT_ERROR = 35,
  CCURL_E_ABORTED_BY_CALLBACK = 42,
  CCURL_E_GOT_NOTHING = 52,
  CCURL_E_SEND_ERROR = 55,
  CCURL_E_RECV_ERROR = 56,
  CCURL_E_SSL_CERTPROBLEM = 58,
  CCURL_E_PEER_FAILED_VERIFICATION = 60,
  CCURL_E_SSL_CACERT_BADFILE = 77,
  CCURL_E_PROXY = 97,
  CCURL_E_TOO_LARGE = 100,
};

/// Called with bytes of the body or one header line; any other answer than `count` ends the transfer.
typedef size_t (*ccurl_receive)(char *bytes, size_t size, size_t count, void *context);

/// Called for the next bytes of the body, at most `count`; 0 ends it, CCURL_READ_ABORT the transfer.
typedef size_t (*ccurl_send)(char *bytes, size_t size, size_t count, void *context);

/// Called to send the body again from `offset`; answers CCURL_SEEK_OK or CCURL_SEEK_FAIL.
typedef int (*ccurl_seek)(void *context, long long offset, int origin);

/// Called at least once a second; any answer but 0 ends the transfer.
typedef int (*ccurl_progress)(
    void *context, long long down_total, long long down, long long up_total, long long up);

/// Loads libcurl and starts it with an allocator that wipes what it frees.
///
/// Returns NULL, or why not; the text stays valid. Later calls answer as the first did, and threads
/// may call it at once.
const char *ccurl_load(void);

/// Begins to load libcurl, on a thread that ends by itself; ccurl_load then takes less time.
void ccurl_load_ahead(void);

/// A new transfer, or NULL when memory is out. Call ccurl_load first.
ccurl_easy *ccurl_easy_make(void);
void ccurl_easy_free(ccurl_easy *easy);

/// Takes all options back; connections that may be used again stay open.
void ccurl_easy_reset(ccurl_easy *easy);
int ccurl_easy_run(ccurl_easy *easy);

/// A new watch, or NULL when the system has no memory or thread for it. It must outlive its handle.
///
/// A multi handle could wait for another socket as well, but takes 36 KiB more for a transfer than
/// curl_easy_perform does, which is much for a thousand streams.
ccurl_watch *ccurl_watch_make(void);
void ccurl_watch_free(ccurl_watch *watch);

/// Lets the handle tell a watch of the sockets that it opens and closes.
int ccurl_set_watch(ccurl_easy *easy, ccurl_watch *watch);

/// From now on, the handle's sockets are shut down when the other end of `client`, a socket, is
/// closed, so that its transfer ends. Returns 0, or -1 when that cannot be done.
int ccurl_watch_begin(ccurl_watch *watch, int client);

/// No longer; `client` must still be open.
void ccurl_watch_end(ccurl_watch *watch);

/// Whether the other end was closed since the watch began.
int ccurl_watch_has_gone(const ccurl_watch *watch);

/// For ccurl_set_watch: notes a socket and returns it; closes one and returns 0.
int ccurl_watch_add(ccurl_watch *watch, int opened);
int ccurl_watch_close(ccurl_watch *watch, int socket);

/// Gives memory of this thread's stack that calls have used before back to the system.
void ccurl_trim_stack(void);

const char *ccurl_error_text(int code);
const char *ccurl_version_text(void);

/// The file of trusted certificates that this libcurl was built with, or NULL.
const char *ccurl_default_ca_file(void);

/// The folder of trusted certificates that this libcurl was built with, or NULL.
const char *ccurl_default_ca_folder(void);

/// Typed forms of the variadic curl_easy_setopt and curl_easy_getinfo; each returns libcurl's code.
int ccurl_set_long(ccurl_easy *easy, int option, long value);
int ccurl_set_offset(ccurl_easy *easy, int option, long long value);
int ccurl_set_text(ccurl_easy *easy, int option, const char *value);
int ccurl_set_list(ccurl_easy *easy, int option, const ccurl_list *value);
int ccurl_set_pointer(ccurl_easy *easy, int option, const void *value);
int ccurl_set_receive(ccurl_easy *easy, int option, ccurl_receive value);
int ccurl_set_send(ccurl_easy *easy, int option, ccurl_send value);
int ccurl_set_seek(ccurl_easy *easy, int option, ccurl_seek value);
int ccurl_set_progress(ccurl_easy *easy, int option, ccurl_progress value);

/// Lends `count` bytes to the transfer without a copy; they must live as long as it runs.
int ccurl_set_blob(ccurl_easy *easy, int option, const void *bytes, size_t count);

/// Lets the transfer connect to public addresses only, and sets `*refused` to 1 when it would not.
int ccurl_set_public_only(ccurl_easy *easy, int *refused);

/// Whether an address, 4 or 16 bytes as they travel, is not one of the public internet.
int ccurl_is_private(int is_ipv6, const unsigned char *bytes);

int ccurl_get_long(ccurl_easy *easy, int info, long *value);
int ccurl_get_offset(ccurl_easy *easy, int info, long long *value);

#endif
