"""Commands under strace: what they write and to whom, their children, what they leave behind."""

import base64
import os
import re
import shutil
import subprocess

import secure
from chunks import HELLO
from harness import BYOK, CANARY, WORK, Server, head, says, sized

PASSPHRASE = "correct-CANARY-horse-7d31f0"
HOME = os.path.join(WORK, "leaks")
CALLS = "write,writev,pwrite64,pwritev,sendto,sendmsg,execve"
UNSEALED = {"PATH": os.environ["PATH"], "HOME": HOME, "TMPDIR": HOME}


def encodings(secret):
    """The forms in which a secret could be hidden: itself, base64 at any offset, hex, escapes."""
    raw = secret.encode()
    forms = {raw, raw.hex().encode(), raw.hex().upper().encode(),
             b"".join(b"%%%02X" % b for b in raw), b"".join(b"%%%02x" % b for b in raw),
             b"".join(b"\\u%04x" % b for b in raw)}
    for offset in range(3):
        coded = base64.b64encode(bytes(offset) + raw)
        # Without the characters that neighbours have a part in.
        forms |= {coded[4:-4], coded[4:-4].translate(bytes.maketrans(b"+/", b"-_"))}
    return forms


FORMS = encodings(CANARY) | encodings(PASSPHRASE)


def holds(data):
    return any(form in data for form in FORMS)


def traced(words, stdin=b"", program=BYOK, **variables):
    """Runs byok under strace: its status, output, and the calls that carry a secret."""
    log = os.path.join(WORK, "trace")
    done = subprocess.run(
        ["strace", "-f", "-v", "-yy", "-s", "65535", "-o", log, "-e", "trace=" + CALLS, program, *words],
        input=stdin, env={**UNSEALED, **variables}, cwd=WORK, capture_output=True, timeout=60)
    with open(log, "rb") as file:
        lines = [re.sub(rb'\\"', b'"', line) for line in file]
    # The first call is strace's own start of byok, with what the user gave it.
    return done, [line for line in lines[1:] if holds(line)]


def check(name, words, status, stdin=b"", wire=False, **variables):
    """A case: (name, problem or None). Only with `wire` may a socket get the key, in the clear."""
    done, lines = traced(words, stdin, **variables)
    text = done.stdout + done.stderr
    if done.returncode != status:
        return name, f"status {done.returncode}, not {status}: {text[-300:]!r}"
    if holds(text):
        return name, "the output holds the secret"
    if not wire and lines:
        return name, f"it is written: {lines[0][:120]!r}"
    elsewhere = [line for line in lines if not re.match(rb"\d+ +send\w+\(\d+<TCP:", line)]
    if elsewhere:
        return name, f"it is written elsewhere: {elsewhere[0][:120]!r}"
    if wire and not lines:
        return name, "the key was not sent, so the case shows nothing"
    return name, None


def start():
    """The home of all cases."""
    if not os.path.isdir(HOME):
        os.mkdir(HOME, 0o700)
    os.makedirs(os.path.join(HOME, ".config/byok"), 0o700, exist_ok=True)


def configure(server):
    scheme = "https://localhost" if server.tls else "http://127.0.0.1"
    path = os.path.join(HOME, ".config/byok/config.json")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write('{providers: {leak: {name: "Leak", dialect: "openai-chat", models: ["m"], '
                   f'base_url: "{scheme}:{server.port}/v1", key_env: ["LEAK_API_KEY"]}}}}}}')
    done, lines = traced(["keys", "add", "leak", "--replace"], CANARY.encode())
    assert done.returncode == 0, done.stderr
    return lines


def commands():
    start()
    server = Server(says(head(), HELLO))
    written = configure(server)
    found = [("keys add", written and f"it is written: {written[0][:120]!r}")]
    chat = ["chat", "-m", "leak/m", "-n", "hello"]
    for words in [["keys", "list"], ["keys", "list", "--json"], ["keys", "show", "leak"],
                  ["keys", "show", "leak", "--json"], ["keys", "slots"], ["models"],
                  ["models", "-v"], ["providers"], ["providers", "show", "leak"], ["creds", "list"],
                  ["keys", "rename", "leak", "leak/other"], ["keys", "default", "leak/other"],
                  ["keys", "rekey"], ["keys", "rename", "leak/other", "leak/default"], ["help"],
                  ["--version"]]:
        found.append(check(" ".join(words), words, 0))
    for more in [[], ["-v"], ["--json"], ["-u", "-v", "--no-log"]]:
        found.append(check(" ".join(["chat", *more]), chat + more, 0, wire=True))
    found.append(check("chat, key in the environment", chat + ["-v"], 0, wire=True,
                       LEAK_API_KEY=CANARY, LEAK_BASE_URL=f"http://127.0.0.1:{server.port}/v1"))
    server.stop()
    secure.make()
    server = Server(says(head(), HELLO), secure.context("good"))
    configure(server)
    trust = ["--ca-file", os.path.join(secure.FOLDER, "root.pem")]
    found.append(check("chat by TLS", chat + trust + ["-v"], 0))
    server.stop()
    passwd = dict(BYOK_PASSPHRASE=PASSPHRASE)
    new = os.path.join(WORK, "new-passphrase")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(PASSPHRASE)
    found.append(check("keys passwd", ["keys", "passwd", "--new-file", new, "--kdf", "portable"], 0))
    found.append(check("keys show, by passphrase", ["keys", "show", "leak"], 0, **passwd))
    return found


def failures():
    said = f'{{"error":{{"message":"the key {CANARY} is wrong"}}}}'
    chat = ["chat", "-m", "leak/m", "-n", "-v", "--retries", "0", "--timeout", "3", "hello"]
    found = []
    for name, script, status in [
        ("401 that repeats the key", says(sized(said, "401 No")), 4),
        ("400 that repeats the key", says(sized(said, "400 No")), 1),
        ("500 that repeats the key", says(sized(CANARY, "500 No", kind="text/plain")), 9),
        ("a page that repeats the key", says(sized(f"<p>{CANARY}", kind="text/html")), 9),
        ("a redirect that repeats the key", says(
            head("302 No", f"Location: http://127.0.0.1:1/{CANARY}?{CANARY}")), 3),
        ("a request id that repeats the key", says(
            sized('{"error":{"message":"no"}}', "400 No", f"X-Request-Id: {CANARY}")), 1),
        ("an error in the stream that repeats the key", says(
            head(), b"data: " + said.encode() + b"\n\n"), 9),
        ("a cut reply", says(head(), HELLO[:70]), 9),
    ]:
        server = Server(script)
        configure(server)
        found.append(check(name, chat, status, wire=True))
        found.append(check(name + ", as JSON", chat + ["--json"], status, wire=True))
        server.stop()
    server.port, server.tls = 1, None
    configure(server)
    found.append(check("a server that is gone", chat, 8))
    for name, words, status in [
        ("a key as a word", ["keys", "add", "leak", CANARY], 2),
        ("a key as a provider", ["keys", "add", CANARY], 2),
        ("a key as a label", ["keys", "show", f"leak/{CANARY}"], 2),
        ("a key as an option", ["keys", "add", f"--key={CANARY}"], 2),
        ("a key as a model", ["chat", "-n", "-m", CANARY, "hello"], 2),
        ("a key as a command", [CANARY], 2),
    ]:
        found.append(check(name, words, status))
    found.append(check("a key with a blank in it", ["keys", "add", "leak/blank"], 2,
                       (CANARY + " x" + CANARY).encode()))
    found.append(check("another origin", chat, 3, LEAK_BASE_URL="http://127.0.0.1:2/v1"))
    found.append(check("a wrong passphrase", ["keys", "show", "leak"], 10,
                       BYOK_PASSPHRASE=PASSPHRASE + CANARY))
    return found


def children():
    """A command that gives a key gets neither key nor passphrase by its words or environment."""
    seen = os.path.join(WORK, "seen")
    script = os.path.join(WORK, "give")
    with open(os.open(script, os.O_WRONLY | os.O_CREAT, 0o700), "w") as file:
        file.write(f'#!/bin/sh\nenv >>"{seen}"\ncat /proc/$$/cmdline >>"{seen}"\nprintf sk-given-0123456789abcdef\n')
    server = Server(says(head(), HELLO))
    configure(server)
    found = []
    for words, status in [(["keys", "add", "leak/given", "--command", script], 0),
                          (["chat", "-m", "leak/m", "-n", "--key", "given", "hello"], 0)]:
        done, lines = traced(words, BYOK_PASSPHRASE=PASSPHRASE, LEAK_OTHER=CANARY)
        calls = [line for line in lines if b"execve" in line and PASSPHRASE.encode() in line]
        problem = f"status {done.returncode}: {done.stderr!r}" if done.returncode != status else None
        found.append((" ".join(words[:2]), problem or (calls and f"{calls[0][:200]!r}") or None))
    with open(seen, "rb") as file:
        found.append(("its environment", PASSPHRASE.encode() in file.read() and "a passphrase" or None))
    server.stop()
    return found


def left():
    """The files below home and temporary folder that hold a secret in some form."""
    for folder, _, names in os.walk(HOME):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                if os.path.isfile(path) and holds(file.read()):
                    yield path


def kills():
    """`keys add`, killed at every call that changes files: nothing in the clear is left."""
    found = []
    saved = os.path.join(WORK, "saved")
    shutil.rmtree(saved, ignore_errors=True)
    shutil.copytree(HOME, saved)
    for call in ["openat", "write", "fsync", "renameat", "renameat2", "close"]:
        for when in range(1, 100):
            done = subprocess.run(
                ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", "signal=none", "-e",
                 f"inject={call}:signal=KILL:when={when}", BYOK, "keys", "add", "leak/killed",
                 "--replace"], input=CANARY.encode(), env=UNSEALED, capture_output=True, timeout=60)
            if done.returncode == 0:
                break
            bad = list(left())
            if bad or holds(done.stdout + done.stderr):
                found.append((f"{call} {when}", f"left in {bad}"))
            else:
                found.append((f"{call} {when}", None))
            shutil.rmtree(HOME)
            shutil.copytree(saved, HOME)
    return found


def files():
    return [("home and temporary folder", ", ".join(left()) or None)]


def documents():
    """No command line that is documented holds a key."""
    found = []
    for path in ["README.md", "CONTRIBUTING.md", *(f"man/{name}" for name in sorted(os.listdir("man")))]:
        with open(path, encoding="utf-8") as file:
            keys = re.findall(r"\b(?:sk|gsk|xai|hf)[-_][A-Za-z0-9]{12,}|AIza[\w-]{20,}", file.read())
        found.append((path, ", ".join(keys) or None))
    return found
