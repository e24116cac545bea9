"""What files at rest give away, and whose files are believed: B7, W11, W15."""

import base64
import functools
import hashlib
import hmac
import itertools
import json
import os
import re
import stat

from attempts import (
    MALLORY, Attempt, Home, configuration, must, needs_root, outcome, provider, reply, secret,
)
from harness import Server, says, sized

WEAK = "hunter2"
LIST = sized('{"data":[{"id":"m"}]}')


def answering():
    """A provider with a list of models and a reply, on every connection."""

    def script(server, connection):
        asked = server.read_request(connection)
        connection.sendall(LIST if asked.startswith(b"GET") else sized(json.dumps(
            {"choices": [{"message": {"content": "hello"}, "finish_reason": "stop"}]})))
    return Server(script)


# Digests that let a weak key be guessed.


CONTEXTS = [b"", b"byok/1/fingerprint", b"byok/1/key", b"byok", b"fingerprint", b"byok/1/check"]


def digests(word):
    """What a file could hold of a key so that a guess can be tried: each form, whole or cut."""
    raw = word.encode()
    found = []
    for algorithm in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s",
                      "sha3_256"]:
        found += [hashlib.new(algorithm, context + raw).digest() for context in CONTEXTS]
        found += [hmac.new(context, raw, algorithm).digest() for context in CONTEXTS if context]
    for size, context in itertools.product([4, 8, 16, 24, 32, 64], CONTEXTS):
        found.append(hashlib.blake2b(raw, digest_size=size, key=context).digest())
    for digest in found:
        for size in sorted({4, 8, 16, len(digest)}):
            yield digest[:size]


def forms(digest):
    yield digest.hex().encode()
    coded = base64.b64encode(digest).rstrip(b"=")
    yield coded[:len(digest) * 8 // 6]
    yield coded[:len(digest) * 8 // 6].translate(bytes.maketrans(b"+/", b"-_"))
    if len(digest) >= 8:
        yield digest


def guessable(home, word):
    """Which files help to confirm a guess, or hold the key itself."""
    files = {name: content for name, content in home.snapshot().items() if isinstance(content, bytes)}
    found = {name for name, content in files.items() if word.encode() in content}
    needles = {form for digest in digests(word) for form in forms(digest)}
    for name, content in files.items():
        # Random text of a sealed file holds four bytes of anything now and then, but not in hexadecimal.
        found |= {name for needle in needles if len(needle) >= 8 and needle in content}
    return found


def weak_key(kind):
    server = answering()
    base = f"http://127.0.0.1:{server.port}/v1"
    home = Home(configuration(provider("mine", base)))
    variables = {}
    if kind == "a sealed key":
        home.add("mine", WEAK, "--force")
    elif kind == "a key of the environment":
        variables = {"MINE_API_KEY": WEAK, "MINE_BASE_URL": base}
    elif kind == "a key that a command prints":
        must(home.byok("keys", "add", "mine", "--command", f"printf {WEAK}", "--force"))
        os.chdir(home.place)
    elif kind == "a key in a file":
        # Outside of what is searched: it is the user's.
        path = os.path.join(home.place, "key.txt")
        home.write("key.txt", WEAK)
        must(home.byok("keys", "add", "mine", "--file-ref", path))
    done = home.byok("keys", "check", "mine", **variables)
    home.byok("models", "--refresh", "--provider", "mine", **variables)
    home.byok("chat", "-n", "-m", "mine/m", "hello", **variables)
    server.stop()
    checks = any("check" in name for name in home.snapshot())
    known = {name for name in guessable(home, WEAK)}
    if kind == "a key that a command prints":
        known.discard("config.json")
    return outcome(done, checks=checks and "checks is there", asked=server.requests and "asked",
                   guess=f"can be guessed by {sorted(known)}" if known else "no digest")


def linked():
    """The same key on two machines."""
    server = answering()
    tokens = []
    for _ in range(2):
        home = Home(configuration(provider("mine", f"http://127.0.0.1:{server.port}/v1")))
        home.add("mine")
        must(home.byok("keys", "check", "mine"))
        text = b"\n".join(content for content in home.snapshot().values() if isinstance(content, bytes))
        text = text.replace(str(server.port).encode(), b"")
        tokens.append(set(re.findall(rb"[A-Za-z0-9+/_-]{11,}", text)))
    server.stop()
    words = {token for token in tokens[0] & tokens[1]
             # Words of the format and of the address, and times.
             if re.search(rb"[0-9]", token) and not re.fullmatch(
                 rb"[0-9TZ:.-]+|argon2id13|byok-\w+(-\w+)*|http.*", token)}
    return f"the same in both: {sorted(words)}" if words else "nothing links them"


def fingerprints():
    """A short key has neither a fingerprint nor last characters in listings."""
    home = Home(configuration(provider("mine", "http://127.0.0.1:1/v1")))
    home.add("mine", WEAK, "--force")
    rows = json.loads(must(home.byok("keys", "list", "--json")).out)
    shown = [row for row in rows if row.get("fingerprint") or row.get("last4")]
    return f"shown: {shown}" if shown else "neither"


# Paths of addresses.


def path_of(words, way):
    server = answering()
    part = "path-CANARY-7d31f0"
    base = f"http://127.0.0.1:{server.port}/{part}/v1"
    home = Home()
    variables = {}
    if way == "sealed":
        home.add("openai", None, "--base-url", base)
    else:
        variables = {"OPENAI_API_KEY": secret("openai"), "OPENAI_BASE_URL": base}
    done = home.byok(*words, **variables)
    server.stop()
    found = [name for name, content in home.snapshot().items()
             if isinstance(content, bytes) and part.encode() in content]
    return outcome(done, asked=part.encode() in server.noted and "asked there",
                   found=f"in {found}" if found else "in no file")


def paths():
    for way in ["sealed", "a variable's"]:
        for words in [["keys", "check", "openai"], ["models", "--refresh", "--provider", "openai"],
                      ["chat", "-n", "--no-stream", "-m", "openai/m", "hello"]]:
            yield Attempt("W15", f"the path of an address, {way}: {' '.join(words[:2])}",
                          "status 0, asked there, in no file", functools.partial(path_of, words, way))

    def listed():
        home = Home()
        home.add("openai", None, "--base-url", "http://127.0.0.1:1/path-CANARY/v1")
        texts = [must(home.byok("keys", "list", *more)).out for more in [[], ["--json"]]]
        moved = home.file("unlock.key")
        os.rename(moved, moved + ".away")
        texts.append(home.byok("keys", "list").out)
        shown = [b"path-CANARY" in text for text in texts]
        return "locked, it does not show it" if not shown[2] else "locked, it shows it"
    yield Attempt("W15", "the path of an address: keys list of a locked keystore",
                  "locked, it does not show it", listed)


# Whose files are believed.


def reference(spoil, words, at):
    """A file with a key that others can write or own, once it is named or when it is used."""
    server = answering()
    home = Home(configuration(provider("mine", f"http://127.0.0.1:{server.port}/v1")))
    path = home.write("keys/key.txt", secret("mine"))
    adding = ["keys", "add", "mine", "--file-ref", path]
    if at == "use":
        must(home.byok(*adding))
    spoil(path)
    done = home.byok(*(words or adding))
    server.stop()
    return outcome(done, asked=secret("mine").encode() in server.noted and "the key is sent",
                   shown=secret("mine").encode() in done.out and "the key is shown")


def mallory(path):
    needs_root()
    os.chown(path, MALLORY, MALLORY)


def folder_of_mallory(path):
    needs_root()
    os.chown(os.path.dirname(path), MALLORY, MALLORY)


def linked_by_mallory(path):
    needs_root()
    os.rename(path, path + ".real")
    os.symlink(path + ".real", path)
    os.lchown(path, MALLORY, MALLORY)


def references():
    chat = ["chat", "-n", "--no-stream", "-m", "mine/m", "hello"]
    for name, spoil in [
        ("0666", lambda path: os.chmod(path, 0o666)), ("0602", lambda path: os.chmod(path, 0o602)),
        ("another user's", mallory),
    ]:
        for what, words, at in [("keys add --file-ref", None, "sealing"), ("chat", chat, "use"),
                                ("keys show", ["keys", "show", "mine", "--reveal"], "use"),
                                ("exec", ["exec", "mine", "--", "env"], "use")]:
            yield Attempt("W11", f"{what}: the file is {name}", "status 11",
                          functools.partial(reference, spoil, words, at))
    # Secrets that Docker and Kubernetes mount are links.
    for name, spoil in [
        ("in a folder that others can write", lambda path: os.chmod(os.path.dirname(path), 0o777)),
        ("in another user's folder", folder_of_mallory), ("another user's link", linked_by_mallory),
    ]:
        yield Attempt("W11", f"chat: the file is {name}, which is not looked at, as is documented",
                      "status 0, the key is sent", functools.partial(reference, spoil, chat, "use"))

    def warned(option):
        home = Home()
        text = secret("openai") if option != "--from-env-file" else f"OPENAI_API_KEY={secret('openai')}"
        path = home.write("key.txt", text, mode=0o644)
        words = [] if option == "--from-env-file" else ["openai"]
        done = home.byok("keys", "add", *words, option, path)
        return outcome(done, warned="readable by other users" in done.err and "warned")
    for option in ["--from-file", "--file-ref"]:
        yield Attempt("W11", f"keys add {option}: the file is 0644", "status 0, warned",
                      functools.partial(warned, option))


def created():
    """Whatever the umask says, byok's own files are the user's alone."""
    server = answering()
    home = Home()
    os.rmdir(home.path)
    for words, stdin in [
        (["keys", "add", "openai", "--base-url", f"http://127.0.0.1:{server.port}/v1"],
         b"sk-0123456789abcdefghij"),
        (["keys", "check"], b""), (["config", "set", "model", "openai/m"], b""),
        (["chat", "-n", "--no-stream", "-m", "openai/m", "x"], b""),
        (["models", "--refresh", "--provider", "openai"], b""), (["keys", "rekey"], b""),
    ]:
        must(home.byok("-c", 'umask 0; exec "$0" "$@"', home.command([])[-1], *words, stdin=stdin,
                       program="sh"))
    server.stop()
    bad = []
    for folder, folders, names in os.walk(home.path):
        for name in [*folders, *names]:
            path = os.path.join(folder, name)
            if stat.S_IMODE(os.lstat(path).st_mode) & 0o077:
                bad.append(os.path.relpath(path, home.path))
    return f"open: {bad}" if bad or len(home.snapshot()) < 5 else "all closed"


def attempts():
    kinds = ["a sealed key", "a key of the environment", "a key that a command prints", "a key in a file"]
    return [
        *[Attempt("B7", f"guessing {kind} by files in clear",
                  "status 0, checks is there, asked, no digest", functools.partial(weak_key, kind))
          for kind in kinds],
        Attempt("B7", "the files of two machines with the same key", "nothing links them", linked),
        Attempt("B7", "keys list: a short key's fingerprint and last characters", "neither", fingerprints),
        *paths(), *references(),
        Attempt("11", "files made with umask 000", "all closed", created),
    ]
