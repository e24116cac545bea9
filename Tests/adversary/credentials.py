"""Keys and other tools' credentials go to their own hosts alone: B1, B2, W1, W2, W3."""

import functools
import json
import os
import re

import secure
from attempts import (
    DEBUG, DIALECTS, Attempt, Home, Skip, authority, configuration, must, needs, nothing_at, outcome,
    provider, reply, secret, speaking_tls,
)
from chunks import HELLO
from harness import BYOK, Server, head, says, sized

FUTURE, PAST = 4_000_000_000_000, 1000
ACCESS, REFRESH = "at-CANARY-0123456789abcdef", "rt-CANARY-0123456789abcdef"


class Tool:
    """Another tool with credentials: where its file is, and the name of its provider."""

    def __init__(self, name, identifier, model, path, variable, host, content):
        self.name, self.identifier, self.model = name, identifier, f"{identifier}/{model}"
        self.path, self.variable, self.host, self.content = path, variable, host, content

    def home(self, sealed=False, ended=False, config=None, **fields):
        """A home with its credentials: in its own file, or imported and the file gone."""
        home = Home(config)
        content = self.content(PAST if ended else FUTURE)
        content.update(fields)
        path = home.write(self.path, json.dumps(content))
        must(home.byok("creds", "allow", self.name, "--yes"))
        if sealed:
            must(home.byok("creds", "import", self.name))
            os.remove(path)
        return home


TOOLS = [
    Tool("qwen", "qwen-code", "coder-model", ".qwen/oauth_creds.json", "QWEN_CODE_BASE_URL",
         "portal.qwen.ai", lambda end: {
             "access_token": ACCESS, "token_type": "Bearer", "refresh_token": REFRESH,
             "resource_url": "portal.qwen.ai", "expiry_date": end}),
    Tool("gemini", "gemini-cli", "gemini-2.5-pro", ".gemini/oauth_creds.json", "GEMINI_CLI_BASE_URL",
         "cloudcode-pa.googleapis.com", lambda end: {
             "access_token": ACCESS, "token_type": "Bearer", "refresh_token": REFRESH,
             "scope": "openid", "expiry_date": end}),
    Tool("claude", "claude-code", "claude-sonnet-4-5", ".claude/.credentials.json",
         "CLAUDE_CODE_BASE_URL", "api.anthropic.com", lambda end: {"claudeAiOauth": {
             "accessToken": ACCESS, "refreshToken": REFRESH, "expiresAt": end,
             "scopes": ["user:inference"]}}),
]
QWEN = TOOLS[0]


def moved(tool, way, sealed, words, ended):
    """Another address by variable, option or file field: no request, to wherever."""
    server = Server(reply("openai-chat", "hello"))
    place = f"http://127.0.0.1:{server.port}/v1"
    variables, config = {}, None
    if way == "variable":
        variables = {tool.variable: place}
    elif way == "option":
        words = [*words, "--base-url", place]
    home = tool.home(sealed, ended, config)
    done = home.byok(*words, **variables)
    server.stop()
    return outcome(done, at=nothing_at(server))


def moves():
    for tool in TOOLS:
        chat = ["chat", "-n", "-m", tool.model, "--retries", "0", "hello"]
        for sealed in [False, True]:
            kind = "sealed" if sealed else "a file"
            for what, way, words, ended in [
                ("chat, the variable for an address", "variable", chat, False),
                ("chat, the variable, the credentials have expired", "variable", chat, True),
                ("chat, --base-url", "option", chat, False),
                ("creds check --network, the variable", "variable",
                 ["creds", "check", tool.name, "--network"], False),
                ("creds refresh, the variable", "variable", ["creds", "refresh", tool.name], True),
            ]:
                if tool.name == "claude" and "refresh" in what:
                    continue  # byok never renews it
                yield Attempt("B1", f"{tool.name} ({kind}): {what}", "status 3, nothing sent",
                              functools.partial(moved, tool, way, sealed, words, ended))


def redefined(tool):
    """The provider of credentials, redefined in config.json."""
    server = Server(reply("openai-chat", "hello"))
    home = tool.home()
    home.write("byok/config.json", configuration(
        provider(tool.identifier, f"http://127.0.0.1:{server.port}/v1")))
    done = home.byok("chat", "-n", "-m", tool.model, "hello")
    server.stop()
    return outcome(done, at=nothing_at(server))


def back_door():
    """A release build knows nothing of the servers that stand in for vendors in a build for tests."""
    server, proxy = Server(says(head(), HELLO)), Server(says(head("403 No", "Content-Length: 0")))
    home = QWEN.home()
    done = home.byok(
        "chat", "-n", "-m", QWEN.model, "--retries", "0", "hello",
        HTTPS_PROXY=f"http://127.0.0.1:{proxy.port}", ALL_PROXY=None,
        BYOK_TEST_VENDORS=f"portal.qwen.ai=http://127.0.0.1:{server.port}")
    for each in [server, proxy]:
        each.stop()
    asked = proxy.noted.split(b"\r\n")[0].decode() if proxy.noted else "no proxy asked"
    return outcome(done, at=nothing_at(server), asked=asked, leak=ACCESS.encode() in proxy.noted)


def renewed(foreign):
    """A renewal by the vendor (a server of the test's, in a debug build), then a chat."""
    if not os.path.exists(DEBUG):
        raise Skip("a vendor on this machine needs a debug build: swift build --product byok")
    evil = Server(says(head(), HELLO))
    place = {"loopback": f"http://127.0.0.1:{evil.port}/v1"}.get(foreign, foreign)
    vendor = Server(says(sized(json.dumps({
        "access_token": "new-CANARY", "refresh_token": "newer-CANARY", "expires_in": 3600,
        "token_type": "Bearer", **({"resource_url": place} if place else {})}))))
    host = Server(reply("openai-chat", "hello"))
    home = QWEN.home(ended=True)
    home.environment["BYOK_TEST_VENDORS"] = (
        f"chat.qwen.ai=http://127.0.0.1:{vendor.port},portal.qwen.ai=http://127.0.0.1:{host.port}")
    done = home.byok("chat", "-n", "-m", QWEN.model, "--retries", "0", "hello", program=DEBUG)
    again = home.byok("chat", "-n", "-m", QWEN.model, "--retries", "0", "hello", program=DEBUG)
    for each in [vendor, evil, host]:
        each.stop()
    return outcome(done, at=nothing_at(evil), vendor=f"{vendor.connections} to the vendor",
                   host=f"{host.connections} to its service", again=f"again: status {again.status}")


# What is no host of Qwen's, however it looks.
FOREIGN = [
    "evil.oss-cn-hangzhou.aliyuncs.com", "a.aliyuncs.com", "evil.dashscope.aliyuncs.com",
    "1234.cn-hangzhou.fc.aliyuncs.com", "qwen.ai.example.com", "evilqwen.ai",
    "portal.qwen.ai@example.com", "http://portal.qwen.ai", "portal.qwen.ai:8443",
    "portal.qwen.ai\0.example.com", "http://127.0.0.1:9/v1", "//example.com",
    "https://portal.qwen.ai\\@example.com/v1", "p\u043ertal.qwen.ai", "portal.qwen.ai\r\nX: y",
]


def foreign(place, words):
    home = QWEN.home(resource_url=place)
    done = home.byok(*words)
    shown = "example" in done.out.decode(errors="replace") and "shown" or None
    return outcome(done, shown=shown)


def resources():
    for place in FOREIGN:
        yield Attempt("B2", f"resource_url {place!r}: chat --dry-run", "status 11", functools.partial(
            foreign, place, ["chat", "-n", "-m", QWEN.model, "--dry-run", "hello"]))
    for place in FOREIGN[:3]:
        yield Attempt("B2", f"resource_url {place!r}: creds import", "status 11", functools.partial(
            foreign, place, ["creds", "import", "qwen"]))
    for place in ["dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com", "portal.qwen.ai"]:
        def allowed(place=place):
            done = QWEN.home(resource_url=place).byok(
                "chat", "-n", "-m", QWEN.model, "--dry-run", "hello")
            return outcome(done, place=f"https://{place}/" in done.out.decode() and f"to {place}")
        yield Attempt("B2", f"the control: resource_url {place!r}", f"status 0, to {place}", allowed)


# Own providers.


def readdressed(dialect, words, change):
    """config.json names another address than the one that the key was sealed for."""
    old, new = Server(reply(dialect, "hello")), Server(reply(dialect, "hello"))
    base = f"http://127.0.0.1:{old.port}/v1"
    home = Home(configuration(provider("mine", base, dialect)))
    home.add("mine")
    more = []
    variables = {}
    if change == "config.json":
        home.write("byok/config.json", configuration(
            provider("mine", f"http://127.0.0.1:{new.port}/v1", dialect)))
    elif change == "another host":
        home.write("byok/config.json", configuration(
            provider("mine", f"http://localhost:{old.port}/v1", dialect)))
    elif change == "https":
        home.write("byok/config.json", configuration(
            provider("mine", f"https://127.0.0.1:{old.port}/v1", dialect)))
    elif change == "the variable":
        variables = {"MINE_BASE_URL": f"http://127.0.0.1:{new.port}/v1"}
    elif change == "--base-url":
        more = ["--base-url", f"http://127.0.0.1:{new.port}/v1"]
    done = home.byok(*words, *more, **variables)
    for each in [old, new]:
        each.stop()
    return outcome(done, at=nothing_at(old, new))


def addresses():
    chat = ["chat", "-n", "-m", "mine/m", "--retries", "0", "hello"]
    for dialect in DIALECTS:
        yield Attempt("W1", f"chat, {dialect}: config.json names another port",
                      "status 3, nothing sent",
                      functools.partial(readdressed, dialect, chat, "config.json"))
    for change in ["another host", "https", "the variable", "--base-url"]:
        yield Attempt("W1", f"chat: {change}", "status 3, nothing sent",
                      functools.partial(readdressed, "openai-chat", chat, change))
    for words in [["keys", "check", "mine"], ["models", "--refresh", "--provider", "mine"],
                  ["chat", "-n", "-m", "mine/m", "--no-stream", "--json", "hello"],
                  ["chat", "-m", "mine/m", "--each-line"]]:
        def attack(words=words):
            return readdressed("openai-chat", words, "config.json")
        yield Attempt("W1", f"{' '.join(words[:2])}{' --each-line' if '--each-line' in words else ''}"
                      f"{' --json' if '--json' in words else ''}: config.json names another port",
                      "status 3, nothing sent", attack)


# Authorities that a variable replaces.


STRANGER = authority("stranger")
FOLDER = os.path.join(secure.FOLDER, "folder")
SETS = [("SSL_CERT_FILE", {"SSL_CERT_FILE": STRANGER}), ("SSL_CERT_DIR", {"SSL_CERT_DIR": FOLDER}),
        ("both", {"SSL_CERT_FILE": STRANGER, "SSL_CERT_DIR": FOLDER})]


def tunnel(server, connection):
    """A proxy that says it has connected, then is the host itself."""
    server.read_request(connection)
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    inner = speaking_tls("mitm").wrap_socket(connection, server_side=True)
    says(head(), HELLO)(server, inner)


def between(dialect, variables, words, sealed=True, **more):
    """Somebody with a certificate of his own in the place of the server."""
    server = Server(reply(dialect, "hello"), speaking_tls("mitm"))
    base = f"https://localhost:{server.port}/v1"
    home = Home(configuration(provider("mine", base, dialect)))
    if sealed:
        home.add("mine")
    else:
        variables = {**variables, "MINE_API_KEY": secret("mine"), "MINE_BASE_URL": base}
    done = home.byok(*words, **variables, **more)
    server.stop()
    got = secret("mine").encode() in server.noted
    return outcome(done, got="the key arrived" if got else "the key did not arrive")


def by_proxy(home, words, variables, canary, err=""):
    proxy = Server(tunnel)
    done = home.byok(*words, **variables, HTTPS_PROXY=f"http://127.0.0.1:{proxy.port}", ALL_PROXY=None)
    proxy.stop()
    target = proxy.noted.split(b"\r\n")[0].decode() if proxy.noted else "the proxy was not asked"
    got = canary.encode() in proxy.noted
    return outcome(done, target=target, got="the key arrived" if got else "the key did not arrive",
                   note=err and (err if err in done.err else f"no {err!r}"))


def authorities():
    chat = ["chat", "-n", "-m", "mine/m", "--retries", "0", "hello"]
    for dialect in DIALECTS:
        yield Attempt("W2", f"SSL_CERT_FILE, a sealed key, {dialect}",
                      "status 8, the key did not arrive",
                      functools.partial(between, dialect, SETS[0][1], chat))
    for name, variables in SETS[1:]:
        yield Attempt("W2", f"{name}, a sealed key", "status 8, the key did not arrive",
                      functools.partial(between, "openai-chat", variables, chat))
    for words, status in [(["keys", "check", "mine"], 8), (["models", "--refresh", "--provider", "mine"], 8)]:
        yield Attempt("W2", f"SSL_CERT_FILE, {' '.join(words[:2])}",
                      f"status {status}, the key did not arrive",
                      functools.partial(between, "openai-chat", SETS[0][1], words))
    for sealed, words, variables, name in [
        (True, [*chat, "--ca-file", STRANGER], {}, "--ca-file, which is the user's word"),
        (False, chat, SETS[0][1], "SSL_CERT_FILE beside a key of the environment"),
    ]:
        yield Attempt("W2", f"the control: {name}", "status 0, the key arrived",
                      functools.partial(between, "openai-chat", variables, words, sealed))

    def configured():
        server = Server(says(head(), HELLO), speaking_tls("mitm"))
        home = Home(configuration(provider("mine", f"https://localhost:{server.port}/v1")))
        home.add("mine")
        must(home.byok("config", "set", "ca_file", STRANGER))
        done = home.byok(*chat)
        server.stop()
        return outcome(done, got=secret("mine").encode() in server.noted and "the key arrived")
    yield Attempt("W2", "the control: ca_file in config.json", "status 0, the key arrived", configured)

    def sealed():
        home = Home()
        home.add("openai")
        return by_proxy(home, ["chat", "-n", "-v", "-m", "openai/gpt-5.2", "--retries", "0", "hello"],
                        SETS[0][1], secret("openai"), "SSL_CERT_FILE is ignored")
    yield Attempt("W2", "SSL_CERT_FILE and HTTPS_PROXY, a key sealed for api.openai.com",
                  "status 8, CONNECT api.openai.com:443 HTTP/1.1, the key did not arrive,"
                  " SSL_CERT_FILE is ignored", sealed)

    def named():
        home = Home()
        home.add("openai")
        done = home.byok("chat", "-n", "-v", "-m", "openai/gpt-5.2", "--retries", "0", "hello",
                         HTTPS_PROXY="http://user:word-CANARY@127.0.0.1:1", ALL_PROXY=None)
        return outcome(done, proxy="HTTPS_PROXY" in done.err and "-v names the proxy",
                       leak="CANARY" in done.err and "and its password")
    yield Attempt("W2", "-v beside a proxy with a password", "status 8, -v names the proxy", named)
    for tool in TOOLS:
        for kind in [False, True]:
            def attack(tool=tool, kind=kind):
                return by_proxy(tool.home(kind), ["chat", "-n", "-m", tool.model, "--retries", "0", "hello"],
                                SETS[2][1], ACCESS)
            yield Attempt(
                "W2", f"both and HTTPS_PROXY, {tool.name} ({'sealed' if kind else 'a file'})",
                f"status 8, CONNECT {tool.host}:443 HTTP/1.1, the key did not arrive", attack)


# Keys of a file of variables.


def sealed_from(text, *more):
    home = Home()
    path = home.write("variables.env", text)
    done = home.byok("keys", "add", "--from-env-file", path, *more)
    return outcome(done, place="evil.example" in done.err + done.out.decode() and "names evil.example")


def env_files():
    key = f"GROQ_API_KEY=gsk_{'0123456789abcdef' * 3}\n"
    openai = f"OPENAI_API_KEY=sk-{'0123456789abcdef' * 3}\n"
    for name, text, more in [
        ("GROQ_BASE_URL", key + "GROQ_BASE_URL=https://evil.example/v1\n", []),
        ("OPENAI_BASE_URL in front of the key", "export OPENAI_BASE_URL='https://evil.example'\n" + openai, []),
        ("--dry-run", key + "GROQ_BASE_URL=https://evil.example/v1\n", ["--dry-run"]),
    ]:
        yield Attempt("W3", f"keys add --from-env-file, with another address: {name}",
                      "status 0, names evil.example", functools.partial(sealed_from, text, *more))


# A checkout of somebody else's as the current folder.


CHECKOUT = [".env", ".env.local", "config.json", ".config/byok/config.json", ".byok/config.json",
            "byok/config.json", "byok.json", ".byok", "keystore", "unlock.key", ".netrc", ".curlrc",
            "openssl.cnf", "libcurl.so.4", "libsodium.so.23", "libssl.so.3"]


def checkout():
    needs("strace")
    evil, good = Server(says(head(), HELLO)), Server(says(head(), HELLO))
    home = Home()
    home.add("openai", None, "--base-url", f"http://127.0.0.1:{good.port}/v1")
    place = f"http://127.0.0.1:{evil.port}/v1"
    folder = os.path.join(home.place, "checkout")
    for name in CHECKOUT:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            continue
        home.write(f"checkout/{name}", configuration(provider("openai", place)) if "json" in name else
                   f"OPENAI_BASE_URL={place}\nBYOK_HOME={folder}\n")
    log = os.path.join(home.place, "log")
    home.environment["HOME"], home.place = home.place, folder
    done = home.byok("-f", "-o", log, "-e", "trace=%file", BYOK, "chat", "-n", "-m", "openai/m", "hello",
                     program="strace")
    for each in [evil, good]:
        each.stop()
    with open(log, encoding="utf-8", errors="replace") as file:
        calls = file.readlines()[1:]
    opened = [line for line in calls if folder in line or re.search(
        r'(?:AT_FDCWD, |\w\()"(?:\./)?(?:' + "|".join(map(re.escape, CHECKOUT)) + ')"', line)]
    return outcome(done, at=nothing_at(evil), asked=good.connections and "the right address asked",
                   opened=f"opened: {opened[0].strip()}" if opened else "no file of it opened")


def attempts():
    return [
        *moves(),
        *[Attempt("B1", f"{tool.name}: its provider in config.json", "status 2, nothing sent",
                  functools.partial(redefined, tool)) for tool in TOOLS],
        Attempt("B1", "qwen: BYOK_TEST_VENDORS of a build for tests",
                "status 8, nothing sent, CONNECT portal.qwen.ai:443 HTTP/1.1", back_door),
        Attempt("B1", "qwen: the control, a renewal by the vendor",
                "status 0, nothing sent, 1 to the vendor, 2 to its service, again: status 0",
                functools.partial(renewed, None)),
        *[Attempt("B2", f"a renewal whose answer has the resource_url {place}",
                  "status 11, nothing sent, 1 to the vendor, 0 to its service, again: status 11",
                  functools.partial(renewed, place)) for place in [FOREIGN[0], "loopback"]],
        Attempt("11", "a checkout of somebody else's as the current folder",
                "status 0, nothing sent, the right address asked, no file of it opened", checkout),
        *resources(), *addresses(), *authorities(), *env_files(),
    ]
