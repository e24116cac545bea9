"""What byok inherits: variables that only libraries obey, and descriptors: B3, B4, B5, W16."""

import functools
import os
import re
import shutil
import subprocess
import sys

import libraries
from attempts import (
    Attempt, Home, Skip, authority, configuration, must, once, outcome, provider, reply, secret,
    speaking_tls,
)
from harness import BYOK, WORK, Server

PASSPHRASE = "correct-CANARY-horse"
# Reads whatever it can reach of each descriptor, without moving what is shared, and from the beginning.
SEARCH = r"""
import os, select, sys
found = []
for fd in range(256):
    try: os.fstat(fd)
    except OSError: continue
    data = b""
    for way in ["pread", "again", "rest"]:
        try:
            if way == "pread": data += os.pread(fd, 4096, 0)
            elif way == "again":
                again = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_NONBLOCK)
                data += os.read(again, 4096)
                os.close(again)
            elif select.select([fd], [], [], 0)[0]: data += os.read(fd, 4096)
        except OSError: pass
    if sys.argv[2].encode() in data: found.append(f"descriptor {fd}")
for name in ["environ", "cmdline"]:
    if sys.argv[2].encode() in open(f"/proc/self/{name}", "rb").read().replace(
        sys.argv[2].encode(), b"", name == "cmdline"): found.append(name)
for name, value in os.environ.items():
    if name in sys.argv[3:]: found.append(name)
with open(sys.argv[1], "a") as file: file.write(" ".join(found) + "\n")
"""


# Variables.


def evil_library():
    """A shared library that leaves a note when it is loaded."""
    compiler = next(filter(shutil.which, ["cc", "gcc", "clang"]), None)
    if not compiler:
        raise Skip("there is no compiler of C for a library of somebody else's")
    path, note = os.path.join(WORK, "evil.so"), os.path.join(WORK, "evil-was-here")
    if not os.path.exists(path):
        source = os.path.join(WORK, "evil.c")
        with open(source, "w", encoding="ascii") as file:
            file.write("#include <fcntl.h>\n#include <unistd.h>\n"
                       "__attribute__((constructor)) static void note(void)"
                       f'{{ close(open("{note}", O_CREAT | O_WRONLY, 0600)); }}\n')
        subprocess.run([compiler, "-shared", "-fPIC", "-o", path, source], check=True, capture_output=True)
    return path


def openssl_configuration(kind):
    text = {
        "a provider": "[s]\nproviders=p\n[p]\nevil=e\n[e]\nmodule={}\nactivate=1\n",
        "an engine": "[s]\nengines=p\n[p]\nevil=e\n[e]\ndynamic_path={}\ninit=1\n",
    }[kind].format(evil_library())
    path = os.path.join(WORK, kind.replace(" ", "-") + ".cnf")
    with open(path, "w", encoding="ascii") as file:
        file.write("openssl_conf=s\n" + text)
    return path


def ran(words, variables, tls):
    """Whether the library of somebody else ran in byok's process."""
    note = os.path.join(WORK, "evil-was-here")
    if os.path.exists(note):
        os.remove(note)
    server = Server(reply("openai-chat", "hello"), speaking_tls("good") if tls else None)
    base = f"{'https://localhost' if tls else 'http://127.0.0.1'}:{server.port}/v1"
    home = Home(configuration(provider("mine", base)))
    home.add("mine")
    trust = ["--ca-file", authority("root")] if tls and words[0] == "chat" else []
    done = home.byok(*words, *trust, **variables)
    server.stop()
    return outcome(done, ran="foreign code ran" if os.path.exists(note) else "no foreign code ran")


def code():
    chat = ["chat", "-n", "-m", "mine/m", "--retries", "0", "hello"]
    rows = []

    def row(name, expected, words=chat, tls=True, **variables):
        rows.append((name, expected, words, tls, variables))
    clean = "status 0, no foreign code ran"
    for kind in ["a provider", "an engine"]:
        row(f"OPENSSL_CONF with {kind}, https", clean, OPENSSL_CONF=kind)
    row("OPENSSL_CONF with a provider, plain http", clean, tls=False, OPENSSL_CONF="a provider")
    row("OPENSSL_CONF with a provider, --version", clean, words=["--version"], OPENSSL_CONF="a provider")
    row("OPENSSL_CONF with a provider, doctor", "status 0, no foreign code ran",
        words=["doctor"], OPENSSL_CONF="a provider")
    row("OPENSSL_MODULES, a module of a usual name there", clean, OPENSSL_MODULES="modules")
    row("OPENSSL_ENGINES, an engine of a usual name there", clean, OPENSSL_ENGINES="modules")
    row("GCONV_PATH, a module of a usual name there", clean, GCONV_PATH="modules",
        LANG="de_DE.ISO-8859-1", LC_ALL="de_DE.ISO-8859-1")
    row("the control: OPENSSL_CONF and BYOK_OPENSSL_CONF=1", "status 0, foreign code ran", tls=False,
        OPENSSL_CONF="a provider", BYOK_OPENSSL_CONF="1")
    row("the control: LD_PRELOAD, which is obeyed before byok starts", "status 0, foreign code ran",
        words=["--version"], LD_PRELOAD="evil.so")

    # One after the other: they share the note.
    def all_of_them():
        results = {}
        for name, _, words, tls, variables in rows:
            def value(text):
                if text == "modules":
                    folder = os.path.join(WORK, "modules")
                    os.makedirs(folder, exist_ok=True)
                    for module in ["legacy.so", "dynamic.so", "afalg.so", "gconv-modules"]:
                        path = os.path.join(folder, module)
                        if not os.path.exists(path):
                            os.symlink(evil_library(), path)
                    return folder
                if text == "evil.so":
                    return evil_library()
                return openssl_configuration(text) if " " in text else text
            results[name] = ran(words, {k: value(v) for k, v in variables.items()}, tls)
        return results
    shared = once(all_of_them)
    for name, expected, *_ in rows:
        yield Attempt("B4", name, expected, functools.partial(lambda name: shared()[name], name))


def key_log(words, sealed):
    server = Server(reply("openai-chat", "hello"), speaking_tls("good"))
    base = f"https://localhost:{server.port}/v1"
    home = Home(configuration(provider("mine", base)))
    variables = {"SSLKEYLOGFILE": os.path.join(home.place, "secrets")}
    if sealed:
        home.add("mine")
    else:
        variables |= {"MINE_API_KEY": secret("mine"), "MINE_BASE_URL": base}
    must(home.byok("config", "set", "ca_file", authority("root")))
    done = home.byok(*words, **variables)
    server.stop()
    written = os.path.exists(variables["SSLKEYLOGFILE"])
    return outcome(done, asked=server.requests and "asked by TLS",
                   written="secrets written" if written else "no file")


def key_logs():
    chat = ["chat", "-n", "-m", "mine/m", "--retries", "0", "hello"]
    for name, words, sealed in [
        ("chat, a sealed key", chat, True), ("chat, a key of the environment", chat, False),
        ("chat --no-stream", [*chat, "--no-stream"], True),
        ("chat --ndjson", [*chat, "--ndjson"], True),
    ]:
        yield Attempt("B3", f"SSLKEYLOGFILE: {name}", "status 0, asked by TLS, no file",
                      functools.partial(key_log, words, sealed))


def listed():
    """Each variable that the page says has no effect is one that Tests/leaks tries, under strace."""
    page = Home().byok("help", "security").out.decode()
    part = page.split("\nVariables of libraries\n")[1].split("\nMessages\n")[0]
    names = set(re.findall(r"\b(?:[A-Z0-9]+_[A-Za-z0-9_]+|SSLKEYLOGFILE|NETRC|RANDFILE|QLOGDIR|TZDIR|TZ|"
                           r"HOSTALIASES|LOCALDOMAIN|LOCPATH|NLSPATH)\b", part))
    names -= {"BYOK_OPENSSL_CONF", "SSL_CERT_FILE"}
    # What only changes a number or a choice names nothing that a call could show.
    choices = {"GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID", "GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS",
               "GNUTLS_NO_IMPLICIT_INIT", "GNUTLS_NO_EXPLICIT_INIT", "NETTLE_FAT_OVERRIDE",
               "P11_KIT_STRICT", "OSSL_QFILTER"}
    others = {name for name in names if name.startswith(("RESOLV_", "OPENSSL_")) and name.endswith(
        ("cap", "MULTI", "REORDER", "DOMAINS"))}
    missing = names - set(libraries.SET) - choices - others
    if missing:
        return f"not tried: {' '.join(sorted(missing))}"
    return "all are tried" if len(names) > 30 else f"only {len(names)} found"


def given_back():
    """doctor lists what is set; children get it unchanged."""
    home = Home()
    home.add("openai")
    values = {"SSLKEYLOGFILE": "/no/such", "OPENSSL_CONF": "", "CURL_HOME": "/no", "TZ": "Mars/Base"}
    child = must(home.byok("exec", "openai", "--", "env", "-0", **values)).out.decode().split("\0")
    doctor = home.byok("doctor", **values).out.decode()
    lost = [name for name, value in values.items() if f"{name}={value}" not in child]
    silent = [name for name in values if name not in doctor]
    return f"lost {lost}" if lost else f"doctor is silent about {silent}" if silent else \
        "unchanged, and listed"


# Descriptors.


def locked_home():
    """A home that only a passphrase opens, with a key, and one that a command prints."""
    home = Home()
    home.add("openai")
    new = home.write("passphrase", PASSPHRASE)
    must(home.byok("keys", "passwd", "--new-file", new, "--kdf", "portable"))
    home.key_file = home.write("unlock.key", home.read("unlock.key"))
    os.remove(home.file("unlock.key"))
    home.search = home.write("search.py", SEARCH)
    home.report = os.path.join(home.place, "report")
    home.passphrase = new
    return home


def searching(home, canary, *names):
    return [sys.executable, "-I", "-S", home.search, home.report, canary, *names]


WITHHELD = ["BYOK_PASSPHRASE", "BYOK_PASSPHRASE_FD", "BYOK_PASSPHRASE_FILE", "BYOK_PASSPHRASE_COMMAND",
            "BYOK_UNLOCK_FILE", "CREDENTIALS_DIRECTORY"]
WAYS = {
    "--unlock-fd": lambda fd: (["--unlock-fd", str(fd)], {}),
    "--unlock-file /dev/fd": lambda fd: (["--unlock-file", f"/dev/fd/{fd}"], {}),
    "BYOK_PASSPHRASE_FD": lambda fd: ([], {"BYOK_PASSPHRASE_FD": str(fd)}),
    "BYOK_PASSPHRASE_FILE": lambda fd: ([], {"BYOK_PASSPHRASE_FILE": f"/proc/self/fd/{fd}"}),
    "BYOK_UNLOCK_FILE": lambda fd: ([], {"BYOK_UNLOCK_FILE": f"/dev/fd/{fd}"}),
}
# Where the passphrase is: the words of a shell, and the number.
PLACES = {
    "a file on 3": ("3<\"$PASS\"", 3), "a file on 9, open for writing": ("9<>\"$PASS\"", 9),
    "a pipe on 4": ("4< <(cat \"$PASS\")", 4), "a here-document on 5": ("5<<<\"$(cat \"$PASS\")\"", 5),
    "a file on 0": ("<\"$PASS\"", 0), "a pipe on 0": ("< <(cat \"$PASS\")", 0),
    "a file on 1": ("1<>\"$PASS\"", 1), "a file on 2": ("2<>\"$PASS\"", 2),
}


def descriptors(home, way, place):
    """One unlocking by descriptor: neither the helper nor the child of `exec` finds the passphrase."""
    redirection, fd = PLACES[place]
    words, variables = WAYS[way](fd)
    report = os.path.join(home.place, f"report-{way}-{place}".replace("/", "_").replace(" ", "_"))
    copy = home.write(os.path.basename(report) + "-pass", PASSPHRASE)
    child = [sys.executable, "-I", "-S", home.search, report, PASSPHRASE, *WITHHELD]
    done = home.byok(
        "-euc", f'exec "$@" {redirection}', "-", BYOK, "exec", "groq/first", *words, "--", *child,
        program="bash", PASS=copy, HELPER_REPORT=report, **variables)
    with open(report, encoding="ascii") as file:
        child_found = file.read().strip()
    helper_found = ""
    if os.path.exists(report + ".helper"):
        with open(report + ".helper", encoding="ascii") as file:
            helper_found = file.read().strip()
    else:
        helper_found = "no report"
    return outcome(done, helper=f"the helper finds {helper_found or 'nothing'}",
                   child=f"the child finds {child_found or 'nothing'}")


@once
def shared_home():
    home = locked_home()
    script = home.write(
        "helper", "#!/bin/sh\n" + " ".join(
            f"'{word}'" if word != home.report else '"$HELPER_REPORT.helper"'
            for word in searching(home, PASSPHRASE, *WITHHELD)) + "\nprintf helped-0123456789\n",
        mode=0o700)
    must(home.byok("keys", "add", "groq/first", "--command", script, "--unlock-file", home.passphrase))
    return home


def by_descriptor():
    nothing = "status 0, the helper finds nothing, the child finds nothing"
    for way in WAYS:
        for place in PLACES:
            yield Attempt("B5", f"{way}, {place}", nothing, lambda way=way, place=place: descriptors(
                shared_home(), way, place))


def by_variable(name, value):
    """A variable that leads to the keystore reaches neither helper nor child."""
    home = shared_home()
    report = os.path.join(home.place, f"report-variable-{name}")
    folder = os.path.join(home.place, "credentials")
    home.write("credentials/byok.unlock", PASSPHRASE)
    value = value.format(passphrase=home.passphrase, key=home.key_file, folder=folder)
    more = {} if name != "BYOK_PASSPHRASE_FD" else {"PASS": home.passphrase}
    child = [sys.executable, "-I", "-S", home.search, report, PASSPHRASE, *WITHHELD]
    done = home.byok("exec", "groq/first", "--", *child, HELPER_REPORT=report, **{name: value}, **more)
    found = []
    for path in [report + ".helper", report]:
        with open(path, encoding="ascii") as file:
            found.append(file.read().strip() or "nothing")
    return outcome(done, helper=f"the helper finds {found[0]}", child=f"the child finds {found[1]}")


def variables():
    for name, value in [
        ("BYOK_PASSPHRASE", PASSPHRASE), ("BYOK_PASSPHRASE_FILE", "{passphrase}"),
        ("BYOK_PASSPHRASE_COMMAND", "cat {passphrase}"), ("BYOK_UNLOCK_FILE", "{key}"),
        ("CREDENTIALS_DIRECTORY", "{folder}"),
    ]:
        yield Attempt("W16", f"{name}, a helper and the child of exec",
                      "status 0, the helper finds nothing, the child finds nothing",
                      functools.partial(by_variable, name, value))


def new_passphrase():
    """A command that unlocks does not get the new passphrase."""
    home = locked_home()
    script = home.write("unlock", "#!/bin/sh\n" + " ".join(
        f"'{word}'" for word in searching(home, "new-CANARY")) + f"\ncat '{home.passphrase}'\n", mode=0o700)
    new = home.write("new", "new-CANARY")
    with open(new, "rb") as file:
        done = home.byok("keys", "passwd", "--unlock-command", script, "--new-fd", str(file.fileno()),
                         "--kdf", "portable", fds=[file.fileno()])
    with open(home.report, encoding="ascii") as file:
        return outcome(done, found=f"the command finds {file.read().strip() or 'nothing'}")


def others_stay():
    """The control: what did not unlock is inherited, and found."""
    home = Home()
    home.add("openai")
    home.search, home.report = home.write("search.py", SEARCH), os.path.join(home.place, "report")
    with open(home.write("other", PASSPHRASE), "rb") as file:
        done = home.byok("exec", "openai", "--", *searching(home, PASSPHRASE), fds=[file.fileno()])
        number = file.fileno()
    with open(home.report, encoding="ascii") as file:
        found = file.read().strip().replace(str(number), "N")
    return outcome(done, found=f"the child finds {found}")


def attempts():
    return [
        *key_logs(), *code(),
        Attempt("B4", "each variable that byok-security(7) lists is tried by Tests/leaks/libraries.py",
                "all are tried", listed),
        Attempt("B4", "libraries' variables: children and doctor", "unchanged, and listed", given_back),
        *by_descriptor(), *variables(),
        Attempt("B5", "keys passwd --new-fd beside --unlock-command",
                "status 0, the command finds nothing", new_passphrase),
        Attempt("B5", "the control: a descriptor that did not unlock",
                "status 0, the child finds descriptor N", others_stay),
    ]
