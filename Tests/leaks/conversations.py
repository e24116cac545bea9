"""What is kept of conversations and notes is nowhere in clear, but on standard output."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess

from chunks import END, text
from harness import BYOK, CANARY, STALL, WORK, Server, head, says
from traces import HOME, UNSEALED, configure, holds, start, traced

MESSAGES = json.dumps([
    {"role": "system", "content": f"system {CANARY}"}, {"role": "user", "content": f"ask {CANARY}"},
    {"role": "assistant", "content": f"say {CANARY}"}]).encode()
NAME = "conversation-7d31f0"
CHAT = ["chat", "--conversation"]
ECHO = ["-m", "echo/echo"]
ASK = f"ask {CANARY}"
# Commands, standard input, and whether what was said is to be printed.
STEPS = [
    ([*CHAT, "chat-" + NAME, *ECHO], ASK.encode(), True),
    ([*CHAT, "chat-" + NAME, *ECHO, ASK], b"", True),
    (["chat", "-c", *ECHO, "--memory", "--json"], ASK.encode(), True),
    ([*CHAT, "fork-" + NAME, "--fork", f"chat-{NAME}@1", *ECHO], ASK.encode(), True),
    (["conversations", "compact", "chat-" + NAME, *ECHO, "--keep", "1"], b"", True),
    (["conversations", "show", "chat-" + NAME, "--all"], b"", True),
    (["conversations", "import", NAME, "-"], MESSAGES, False),
    (["conversations", "list"], b"", False),
    (["conversations", "show", NAME], b"", True),
    (["conversations", "export", NAME, "--format", "messages"], b"", True),
    (["conversations", "search", "ask"], b"", True),
    (["conversations", "rename", NAME, NAME + "-b"], b"", False),
    (["conversations", "rename", NAME + "-b", NAME], b"", False),
    (["keys", "rekey"], b"", False),
    (["conversations", "reseal"], b"", False),
    (["conversations", "undo", NAME], b"", False),
    (["memory", "add", f"note {CANARY}"], b"", False),
    (["memory", "show"], b"", True),
    (["doctor"], b"", False),
    (["conversations", "rm", NAME, "--yes"], b"", False),
]


def in_clear(home):
    """Files that hold a word of what was said, or the name of the conversation."""
    for folder, _, names in os.walk(home):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            if holds(data) or NAME.encode() in data or NAME in name:
                yield os.path.join(folder, name)


def check(words, stdin, prints, sends=False):
    """The problem with a command, or None; with `sends`, a socket gets what was said, too."""
    done, lines = traced(words, stdin)
    if done.returncode not in (0, 1):
        return f"status {done.returncode}: {done.stderr[-300:]!r}"
    if holds(done.stdout) != prints:
        return f"standard output: {done.stdout[-200:]!r}"
    # Of what is written, standard output alone has it, and the provider.
    sent = [line for line in lines if re.match(rb"\d+ +send\w+\(\d+<TCP:", line)]
    if bool(sent) != sends:
        return f"{len(sent)} calls send it"
    elsewhere = [line for line in lines
                 if line not in sent and not re.match(rb"\d+ +write\(1<", line)]
    if elsewhere:
        return f"it is written elsewhere: {elsewhere[0][:160]!r}"
    found = list(in_clear(HOME))
    return f"in clear: {found}" if found else None


def provider():
    """Chats with a provider on this machine, which repeats what was said."""
    said = text(f"say {CANARY}")
    server = Server(says(head(), said + END))
    configure(server)
    chat = [*CHAT, "wire-" + NAME, "-m", "leak/m"]
    for name, words in [("a first chat", chat), ("a later chat", [*chat, "--json"])]:
        yield name, check(words, ASK.encode(), True, sends=True)
    server.stop()
    server = Server(says(head(), said, STALL))
    configure(server)
    yield "a core", core(server, chat)
    server.stop()


def core(server, words):
    """What is left of a chat that crashes in the middle of a reply."""
    folder = os.path.join(WORK, "crash")
    os.mkdir(folder)
    hard = resource.RLIM_INFINITY if os.getuid() == 0 else resource.getrlimit(resource.RLIMIT_CORE)[1]
    process = subprocess.Popen(
        [BYOK, *words, ASK], env=UNSEALED, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)))
    os.read(process.stdout.fileno(), 1)
    with open(f"/proc/{process.pid}/limits", encoding="ascii") as file:
        limit = re.search(r"Max core file size +(\S+) +(\S+)", file.read()).groups()
    process.send_signal(signal.SIGSEGV)
    status = os.waitpid(process.pid, 0)[1]
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != -signal.SIGSEGV:
        return f"status {process.returncode}"
    if os.WCOREDUMP(status) or os.listdir(folder) or limit != ("0", "0"):
        return f"a core is written, or may be: {limit}, {os.listdir(folder)}"
    found = list(in_clear(HOME))
    return f"in clear: {found}" if found else None


def cases():
    shutil.rmtree(HOME, ignore_errors=True)
    start()
    try:
        found = [(" ".join(words[:2]), check(words, stdin, prints)) for words, stdin, prints in STEPS]
        return found + list(provider())
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
        start()
