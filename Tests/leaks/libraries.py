"""Variables that libraries read: no file that one names is opened, and children get each unchanged."""

import os
import re
import subprocess

import secure
import traces
from chunks import HELLO
from harness import BYOK, WORK, Server, head, says

# Those of the documentation of libcurl, OpenSSL, GnuTLS, p11-kit, Kerberos, LDAP, SASL and glibc that
# name a file, a folder or a host; not those of the dynamic loader, which are obeyed before any program.
NAMES = """
SSLKEYLOGFILE CURL_HOME CURL_CA_BUNDLE NETRC QLOGDIR CURL_MEMDEBUG CURL_ENTROPY
OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES CTLOG_FILE RANDFILE
GNUTLS_SYSTEM_PRIORITY_FILE GNUTLS_KEYLOGFILE GNUTLS_PKCS11_CONFIG
KRB5_CONFIG KRB5CCNAME KRB5_KTNAME KRB5_CLIENT_KTNAME KRB5_TRACE KRB5RCACHEDIR GSS_MECH_CONFIG
LDAPCONF LDAPRC LDAPTLS_CACERT LDAPTLS_CACERTDIR SASL_PATH SASL_CONF_PATH
HOSTALIASES LOCALDOMAIN RESOLV_HOST_CONF GCONV_PATH GETCONF_DIR LOCPATH NLSPATH NIS_PATH TZDIR
LOCALE_ARCHIVE MALLOC_TRACE ICU_DATA
""".split()
# Those that turn something on.
SWITCHES = {"OPENSSL_TRACE": "ALL", "OPENSSL_ia32cap": "~0x200000200000000", "GNUTLS_DEBUG_LEVEL": "9",
            "GNUTLS_CPUID_OVERRIDE": "0x1", "GNUTLS_FORCE_FIPS_MODE": "1", "NETTLE_FAT_VERBOSE": "1",
            "P11_KIT_DEBUG": "all", "RES_OPTIONS": "debug", "CURL_SSL_BACKEND": "gnutls",
            "LANG": "de_DE.ISO-8859-1", "LC_ALL": "de_DE.ISO-8859-1", "TZ": "Europe/Berlin"}
NAMED = os.path.join(WORK, "named-by-a-variable")
SET = {**{name: os.path.join(NAMED, name) for name in NAMES}, **SWITCHES}


def opened(words, **variables):
    """Runs byok: its status, standard error, and the calls with a name of a variable's."""
    log = os.path.join(WORK, "files")
    done = subprocess.run(
        ["strace", "-f", "-s", "4096", "-o", log, "-e", "trace=%file,connect,sendto,sendmmsg", BYOK, *words],
        env={**traces.UNSEALED, **SET, **variables}, cwd=WORK, capture_output=True, timeout=60)
    with open(log, encoding="utf-8", errors="replace") as file:
        calls = [line for line in file.readlines()[1:] if os.path.basename(NAMED) in line]
    return done, calls


def check(name, words, status, **variables):
    done, calls = opened(words, **variables)
    if done.returncode != status:
        return name, f"status {done.returncode}, not {status}: {done.stderr[-300:]!r}"
    if calls:
        return name, f"a variable is obeyed: {calls[0][:160]!r}"
    # What a library prints about itself.
    if b"byok: " in done.stderr or not done.stderr:
        return name, None
    return name, f"a library prints: {done.stderr[:160]!r}"


def cases():
    os.makedirs(NAMED, exist_ok=True)
    for name in NAMES:
        with open(os.path.join(NAMED, name), "w", encoding="ascii") as file:
            file.write("rubbish\n")
    server = Server(says(head(), HELLO), secure.context("good"))
    traces.configure(server)
    chat = ["chat", "-m", "leak/m", "-n", "--no-log", "hello"]
    trust = ["--ca-file", os.path.join(secure.FOLDER, "root.pem")]
    # The control: a variable that byok means, for a key of the environment, is seen in the calls.
    means = {"SSL_CERT_FILE": os.path.join(NAMED, "authorities")}
    free = {"LEAK_API_KEY": "sk-environment-0123456789",
            "LEAK_BASE_URL": f"https://localhost:{server.port}/v1"}
    _, calls = opened(chat, **means, **free)
    found = [("SSL_CERT_FILE, which is obeyed", None if calls else "is not seen"),
             check("a sealed key beside SSL_CERT_FILE", chat + trust, 0, **means),
             check("--version", ["--version"], 0), check("keys list", ["keys", "list"], 0),
             check("chat by TLS", chat + trust, 0)]
    server.stop()
    server = Server(says(head(), HELLO))
    traces.configure(server)
    found.append(check("chat", chat, 0))
    server.stop()
    for host in ["no-such-host.invalid", "alias"]:
        found.append(check(f"a look-up of {host}", [
            *chat, "--retries", "0", "--timeout", "5", "--base-url", f"https://{host}/v1"], 8,
            LEAK_API_KEY="sk-environment-0123456789", LEAK_BASE_URL=f"https://{host}/v1"))
    done = subprocess.run([BYOK, "exec", "leak", "--", "env", "-0"], capture_output=True, timeout=60,
                          env={**traces.UNSEALED, **SET})
    got = dict(line.split("=", 1) for line in done.stdout.decode().split("\0") if line)
    lost = [name for name, value in SET.items() if got.get(name) != value]
    found.append(("exec gives them back", f"lost: {lost}" if lost else None))
    return found
