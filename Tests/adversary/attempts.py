"""What the attempts share: homes to attack, runs of byok in them, other users, the table."""

import itertools
import json
import os
import pwd
import re
import select
import shutil
import stat
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import secure
from chunks import anthropic, data
from harness import BYOK, WORK, head, plain_terminal, quiet, says, sized

LIMIT = 30  # seconds that any run may take
DEBUG = os.path.abspath(".build/debug/byok")
NOWHERE = "http://127.0.0.1:1"  # where nothing listens
# As found by review: 13 broken rules and 17 weak ones; other rows belong to no one of them.
BROKEN = [f"B{n}" for n in range(1, 14)]
WEAK = [f"W{n}" for n in range(1, 18)]
number = itertools.count()


@dataclass
class Attempt:
    """What is tried, what must come of it, and the function that says what does, in the same words."""

    id: str
    name: str
    expected: str
    attack: object


class Skip(Exception):
    """Why something cannot be tried on this machine."""


@dataclass
class Ended:
    """How a run ended: `status` is negative for a signal, None when it had to be killed."""

    status: object
    out: bytes
    err: str

    def __str__(self):
        return f"status {self.status}, stdout {self.out[-200:]!r}, stderr {self.err[-400:]!r}"


class Home:
    """A folder of byok's own, with everything of the attempt beside it."""

    def __init__(self, config=None, owner=None):
        self.place = os.path.join(WORK, f"home-{next(number)}")
        self.path = os.path.join(self.place, "byok")
        os.makedirs(self.path, 0o700)
        os.chmod(self.place, 0o711)
        self.owner = owner
        if owner:
            for path in [self.place, self.path]:
                os.chown(path, owner, owner)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.place, "BYOK_HOME": self.path,
                            # Whatever goes wrong, nothing leaves this machine.
                            "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE}
        if config is not None:
            self.write("byok/config.json", config)

    def write(self, name, content, mode=0o600):
        path = os.path.join(self.place, name)
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
        content = content if isinstance(content, bytes) else content.encode()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        os.chmod(path, mode)
        if self.owner:
            os.chown(path, self.owner, self.owner)
        return path

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()

    def file(self, name):
        return os.path.join(self.path, name)

    def command(self, words, before=(), program=None):
        user = as_user(self.owner) if self.owner else []
        return [*user, *before, program or BYOK, *words]

    def byok(self, *words, stdin=b"", before=(), program=None, limit=LIMIT, fds=(), **variables):
        """Runs byok; a variable of None is taken out."""
        process = subprocess.Popen(
            self.command(words, before, program), env=self.variables(variables), cwd=self.place,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=fds,
            start_new_session=True)
        try:
            out, err = process.communicate(stdin, limit)
            return Ended(process.returncode, out, err.decode(errors="replace"))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            out, err = process.communicate()
            return Ended(None, out, err.decode(errors="replace"))

    def variables(self, more):
        found = {**self.environment, **more}
        return {name: value for name, value in found.items() if value is not None}

    def shown(self, *words, **variables):
        """Runs byok on a terminal: its status, and all that the terminal gets."""
        leader, output = plain_terminal()
        process = subprocess.Popen(
            self.command(words), env=self.variables(variables), cwd=self.place,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
        os.close(output)
        text, end = b"", time.monotonic() + LIMIT
        while time.monotonic() < end:
            if select.select([leader], [], [], 0.2)[0]:
                more = quiet(os.read, leader, 65536)
                if not more:
                    break
                text += more
        else:
            os.killpg(process.pid, 9)
        os.close(leader)
        return Ended(process.wait(), text, "")

    def add(self, name, key=None, *more, **options):
        return must(self.byok("keys", "add", name, *more, stdin=(key or secret(name)).encode(), **options))

    def snapshot(self):
        """Every file of byok's folder, by name; links and special files by what they are."""
        found = {}
        for folder, _, names in os.walk(self.path):
            for name in names:
                path = os.path.join(folder, name)
                mode = os.lstat(path).st_mode
                content = mode
                if stat.S_ISREG(mode):
                    with open(path, "rb") as file:
                        content = file.read()
                found[os.path.relpath(path, self.path)] = content
        return found


def secret(name):
    """The key that is sealed under a name in these attempts."""
    return "sk-" + name.replace("/", "-") + "-CANARY-0123456789abcdef"


def must(ended, status=0):
    """What an attempt needs before it can be tried."""
    if ended.status != status:
        raise AssertionError(f"expected status {status}: {ended}")
    return ended


def outcome(ended, **facts):
    """The words for what was seen: the status, then each fact that is true, or its text."""
    words = [f"status {ended.status}"]
    for name, value in facts.items():
        if value is True:
            words.append(name.replace("_", " "))
        elif value:
            words.append(str(value))
    return ", ".join(words), str(ended)


def nothing_at(*servers):
    """'nothing sent', or what has arrived where nothing may."""
    for server in servers:
        if server.connections:
            return f"{server.connections} connections, {bytes(server.noted[:200])!r}"
    return "nothing sent"


def provider(identifier, base, dialect="openai-chat", more=""):
    """An own provider in config.json, with one model."""
    variable = identifier.upper().replace("-", "_")
    return (f'"{identifier}": {{name: "{identifier}", dialect: "{dialect}", models: ["m"], '
            f'base_url: "{base}", key_env: ["{variable}_API_KEY"]{more}}}')


def configuration(*providers, more=""):
    return f"{{{more}providers: {{{','.join(providers)}}}}}"


DIALECTS = ["openai-chat", "openai-responses", "anthropic", "gemini", "cohere", "ollama"]


def reply(dialect, text, stream=True):
    """A whole reply as that dialect has it: a script for a server."""
    if not stream:
        return says(sized(json.dumps({
            "openai-chat": {"choices": [{"index": 0, "message": {"content": text},
                                         "finish_reason": "stop"}]},
            "openai-responses": {"status": "completed", "output": [{"type": "message", "content": [
                {"type": "output_text", "text": text}]}]},
            "anthropic": {"type": "message", "content": [{"type": "text", "text": text}],
                          "stop_reason": "end_turn"},
            "gemini": {"candidates": [{"content": {"parts": [{"text": text}]},
                                       "finishReason": "STOP"}]},
            "cohere": {"message": {"content": [{"type": "text", "text": text}]},
                       "finish_reason": "COMPLETE"},
            "ollama": {"message": {"content": text}, "done": True, "done_reason": "stop"},
        }[dialect])))
    if dialect == "openai-chat":
        return says(head(), data({"choices": [{"index": 0, "delta": {"content": text}}]}),
                    data({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}),
                    b"data: [DONE]\n\n")
    if dialect == "openai-responses":
        return says(head(), data({"type": "response.output_text.delta", "delta": text}),
                    data({"type": "response.completed", "response": {"status": "completed"}}))
    if dialect == "anthropic":
        return says(head(), anthropic(
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}}, {"type": "message_stop"}))
    if dialect == "gemini":
        return says(head(), data({"candidates": [{"content": {"parts": [{"text": text}]},
                                                  "finishReason": "STOP"}]}))
    if dialect == "cohere":
        return says(head(), data({"type": "content-delta", "delta": {"message": {"content": {
            "text": text}}}}), data({"type": "message-end", "delta": {"finish_reason": "COMPLETE"}}))
    return says(head(kind="application/x-ndjson"), *[json.dumps(row).encode() + b"\n" for row in [
        {"message": {"content": text}}, {"done": True, "done_reason": "stop"}]])


# Other users.


def is_root():
    return os.geteuid() == 0


def free_users():
    """Two numbers that belong to no user and to no group."""
    taken = {user.pw_uid for user in pwd.getpwall()}
    return [uid for uid in range(61_001, 64_000) if uid not in taken][:2]


MALLORY, VICTIM = free_users()


def as_user(uid):
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]


def needs_root():
    if not is_root():
        raise Skip("only root can be another user")
    if not shutil.which("setpriv"):
        raise Skip("setpriv is not installed")


def needs(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Skip(f"{program} is not installed")


def once(function):
    """A function that is called once, by whichever attempt comes first."""
    lock, answers = threading.Lock(), []

    def call():
        with lock:
            if not answers:
                answers.append(function())
            return answers[0]
    return call


def make_certificates():
    """Those of two authorities: one that a run may be told of, one that nobody knows."""
    os.mkdir(secure.FOLDER)
    secure.authority("root")
    secure.certificate("good", "root")
    secure.authority("stranger")
    names = ["api.openai.com", "portal.qwen.ai", "chat.qwen.ai", "cloudcode-pa.googleapis.com",
             "oauth2.googleapis.com", "api.anthropic.com"]
    secure.certificate("mitm", "stranger", ",".join(
        ["DNS:localhost", "IP:127.0.0.1", *(f"DNS:{name}" for name in names)]))
    folder = os.path.join(secure.FOLDER, "folder")
    os.mkdir(folder)
    secure.openssl("x509", "-hash", "-noout", "-in", authority("stranger"), "-out", "hash")
    with open(os.path.join(secure.FOLDER, "hash"), encoding="ascii") as file:
        os.symlink(authority("stranger"), os.path.join(folder, file.read().strip() + ".0"))


certificates = once(make_certificates)


def authority(name):
    return os.path.join(secure.FOLDER, name + ".pem")


def speaking_tls(name):
    certificates()
    return secure.context(name)


# The table.


def judge(attempt):
    """'ok', 'FAIL' or 'SKIP', what was observed, and more for a failure."""
    try:
        observed = attempt.attack()
        observed, details = observed if isinstance(observed, tuple) else (observed, "")
        return ("ok" if observed == attempt.expected else "FAIL"), observed, details
    except Skip as reason:
        return "SKIP", str(reason), ""
    except Exception as problem:  # an attempt that cannot be made has shown nothing
        return "FAIL", f"{type(problem).__name__}: {problem}", ""


def run_all(groups, wanted):
    """Makes all attempts, prints a row for each and what they come to; returns how many did not hold."""
    counts, ids, skipped = {"ok": 0, "FAIL": 0, "SKIP": 0}, set(), []
    print("what  id   attempt | expected | observed")
    for title, function in groups:
        start = time.monotonic()
        chosen = [a for a in function() if re.search(wanted, f"{title}: {a.id} {a.name}")]
        if not chosen:
            continue
        print(f"\n{title}")
        before = counts["ok"]
        with ThreadPoolExecutor(3) as pool:
            for attempt, (verdict, observed, details) in zip(chosen, pool.map(judge, chosen)):
                counts[verdict] += 1
                ids.add(attempt.id)
                if verdict == "SKIP":
                    skipped.append(f"{attempt.id} {observed}")
                print(f"{verdict:4}  {attempt.id:4} {attempt.name} | {attempt.expected} | {observed}",
                      flush=True)
                if verdict == "FAIL" and details:
                    print(f"        {details}")
        print(f"{counts['ok'] - before} of {len(chosen)} ({time.monotonic() - start:.1f} s)", flush=True)
    if not wanted:
        missing = [name for name in BROKEN + WEAK if name not in ids]
        if missing:
            print(f"FAIL  not tried at all: {', '.join(missing)}")
            counts["FAIL"] += len(missing)
    print(f"\n{sum(counts.values())} attempts: {counts['ok']} as expected, {counts['FAIL']} not,"
          f" {counts['SKIP']} skipped{': ' if skipped else ''}{'; '.join(sorted(set(skipped)))}")
    return counts["FAIL"]
