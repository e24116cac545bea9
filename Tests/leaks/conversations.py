"""What is kept of conversations and notes is nowhere in clear, but on standard output."""

import json
import os
import re
import shutil

from harness import BYOK, CANARY, WORK
from traces import HOME, holds, start, traced

MESSAGES = json.dumps([
    {"role": "system", "content": f"system {CANARY}"}, {"role": "user", "content": f"ask {CANARY}"},
    {"role": "assistant", "content": f"say {CANARY}"}]).encode()
NAME = "conversation-7d31f0"
CHAT = ["chat", "-n", "--conversation"]
ECHO = ["-m", "echo/echo"]
ASK = f"ask {CANARY}"
# Commands, standard input, and whether what was said is to be printed.
STEPS = [
    ([*CHAT, "chat-" + NAME, *ECHO], ASK.encode(), True),
    ([*CHAT, "chat-" + NAME, *ECHO, ASK], b"", True),
    (["chat", "-n", "-c", *ECHO, "--memory", "--json"], ASK.encode(), True),
    ([*CHAT, "fork-" + NAME, "--fork", f"chat-{NAME}@1", *ECHO], ASK.encode(), True),
    (["conversations", "compact", "chat-" + NAME, *ECHO, "--keep", "1"], b"", False),
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


def check(words, stdin, prints):
    done, lines = traced(words, stdin)
    if done.returncode not in (0, 1):
        return f"status {done.returncode}: {done.stderr[-300:]!r}"
    if holds(done.stdout) != prints:
        return f"standard output: {done.stdout[-200:]!r}"
    # Of what is written, standard output alone has it.
    elsewhere = [line for line in lines if not re.match(rb"\d+ +write\(1<", line)]
    if elsewhere:
        return f"it is written elsewhere: {elsewhere[0][:160]!r}"
    found = list(in_clear(HOME))
    return f"in clear: {found}" if found else None


def cases():
    shutil.rmtree(HOME, ignore_errors=True)
    start()
    try:
        return [(" ".join(words[:2]), check(words, stdin, prints)) for words, stdin, prints in STEPS]
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
        start()
