"""Chats with servers of tools that end at every stage: no process is left, and no answer is lost."""

import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from harness import BYOK, LIMIT, WORK, call_counts, fresh, must, run, traced

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(os.path.dirname(HERE), "Fixtures", "mcp", "server.py")
ECHO = ["chat", "-n", "-q", "-m", "echo/echo", "--mcp", "fake", "--allow-tool", "fake/*"]
CALL = '#call fake/echo {"text": "an answer"}'
# What changes the world outside byok's memory, and what waits for a server.
CALLS = ["write", "read", "ppoll", "poll", "close", "pipe2", "clone", "clone3", "vfork", "kill", "wait4", "waitid",
         "renameat", "renameat2", "openat", "exit_group"]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
NUMBERS = itertools.count()
GRACE = 6  # seconds that a server may take to end


def home_of(*words):
    """A home with the fake server, which notes its process and its children's."""
    home = fresh(f"tools-{next(NUMBERS)}")
    os.mkdir(home, 0o700)
    pids = os.path.join(home, "pids")
    row = {"command": sys.executable, "args": ["-S", SERVER, f"pids={pids}", *words]}
    path = os.path.join(home, "config.json")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump({"mcp": {"servers": {"fake": row}}}, file)
    return home, pids


def noted(pids):
    try:
        with open(pids, encoding="ascii") as file:
            return [int(line) for line in file.read().split()]
    except FileNotFoundError:
        return []


def lives(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return ") Z " not in file.read()
    except OSError:
        return False


def check_gone(pids):
    end = time.monotonic() + GRACE
    while left := [process for process in noted(pids) if lives(process)]:
        assert time.monotonic() < end, f"still there: {left}"
        time.sleep(0.02)


def killed(call, count, what):
    """A chat with a fault at one of byok's own calls; its server is not traced."""
    home, pids = home_of()
    fault = ["strace", "-f", "-b", "execve", "-o", "/dev/null", "-e", f"trace={call},execve", "-e", "signal=none",
             "-e", f"inject={call}:{what}:when={count}"]
    result = run([*ECHO, CALL], home, before=fault)
    check_gone(pids)
    if "KILL" in what:
        assert result.status in (0, -9), f"not killed: {result}"
        return ["killed"] if result.status else ["done"]
    assert not result.crashed, str(result)
    assert result.status != 0 or "an answer" in result.out, f"lost: {result}"
    # Of an error at the Nth write of any thread, standard error may have had its own.
    is_said = result.err.startswith("byok: ") or call == "write"
    assert result.status == 0 or is_said, f"no sentence: {result}"
    # The next chat is as if nothing had been.
    must(run([*ECHO, CALL], home))
    check_gone(pids)
    shutil.rmtree(home, ignore_errors=True)
    return ["refused"] if result.status else ["done"]


def call_cases():
    home, _ = home_of()
    path = os.path.join(WORK, "tools-trace")
    must(run([*ECHO, CALL], home, before=["strace", "-f", "-b", "execve", "-o", path]))
    threads = {}
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if match := re.match(r"(\d+) +(\w+)\(", line):
                threads.setdefault(match[1], []).append(match[2])
    # Faults are counted for each thread; the loader's calls in the first one are not byok's.
    of_loader = call_counts(traced(["--version"], home)[0])
    cases = []
    for call in CALLS:
        for count in range(1, max(calls.count(call) for calls in threads.values()) + 1):
            for what in ("signal=KILL", "error=EIO"):
                fails = call in ("write", "read", "pipe2", "openat") and count > of_loader.get(call, 0)
                if what == "error=EIO" and not fails:
                    continue
                cases.append((f"{call} {count} {what}",
                              lambda call=call, count=count, what=what: killed(call, count, what)))
    return cases


def ended(stage, words, prompt, number):
    """A signal for byok while its server is at a stage."""
    home, pids = home_of(*words)
    variables = {"PATH": os.environ["PATH"], "HOME": home, "BYOK_HOME": home}
    process = subprocess.Popen(
        [BYOK, *[word for word in ECHO if word != "-q"], "--ndjson", prompt], env=variables, cwd="/",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        if stage == "call":
            for line in process.stdout:
                if json.loads(line)["type"] == "tool_call":
                    break
        end = time.monotonic() + LIMIT
        while not noted(pids):
            assert time.monotonic() < end and process.poll() is None, "the server did not start"
            time.sleep(0.01)
        process.send_signal(number)
        process.communicate(timeout=LIMIT)
    finally:
        process.kill()
    assert process.returncode == -number, f"status {process.returncode}"
    check_gone(pids)
    return [signal.Signals(number).name]


def signal_cases():
    stages = [("start", ["late=60"], CALL), ("handshake", ["silent"], CALL), ("call", [], "#call fake/hang {}"),
              ("call", ["children"], "#call fake/hang {}"), ("call", ["ignore-term"], "#call fake/hang {}"),
              ("start", ["late=60", "ignore-term"], CALL), ("call", ["ignore-eof"], "#call fake/hang {}")]
    cases = []
    for stage, words, prompt in stages:
        for number in SIGNALS:
            # What ignores the end of its input outlives a byok that can do nothing more.
            if number == signal.SIGKILL and {"children", "ignore-eof"} & {word.partition("=")[0] for word in words}:
                continue
            if number == signal.SIGKILL and "late=60" in words:
                continue
            cases.append((f"{stage} {' '.join(words)} {signal.Signals(number).name}",
                          lambda stage=stage, words=words, prompt=prompt, number=number:
                          ended(stage, words, prompt, number)))
    return cases


def groups(is_whole):
    """Titles and cases: every eighth fault, unless all are wanted."""
    step, which = (1, "call") if is_whole else (8, "eighth call")
    yield f"a chat with a server of tools, a fault at every {which}", call_cases()[::step]
    yield "signals at each stage of a server", signal_cases()
