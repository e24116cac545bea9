"""Brokers and their programs, killed at every stage: nothing goes on, and each request is in the log once."""

import glob
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

from harness import BYOK, fresh, injecting, leftovers, must, run

SIGNALS = ["TERM", "INT", "KILL"]
# How far a request is: none, half of its head sent, with the provider, its reply begun there, and passed on.
STAGES = ["idle", "head", "sent", "begun", "passed"]
LIMIT = 20  # seconds for whatever must happen
WORD = b"__broker"

# Asks as the stage says, says how far it is, and goes on until its request has ended, or its input.
PROGRAM = r"""
import os, re, socket, sys
stage = sys.argv[1]
client = socket.create_connection(("127.0.0.1", int(re.search(r":(\d+)$", os.environ["BYOK_BROKER"])[1])))
body = '{"model":"gpt-4.1","stream":true,"messages":[{"role":"user","content":"hi"}]}'
request = ("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
           "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (os.environ["OPENAI_API_KEY"], len(body), body)).encode()
if stage != "idle":
    client.sendall(request[:60] if stage == "head" else request)
reply = b""
while stage == "passed" and b"content" not in reply:
    reply += client.recv(4096)
print("there", flush=True)
try:
    while stage in ("sent", "begun", "passed") and not reply.endswith(b"0\r\n\r\n") and (more := client.recv(4096)):
        reply += more
except OSError:
    pass
print("whole" if reply.endswith(b"0\r\n\r\n") else "cut", flush=True)
sys.stdin.read()
"""


class Provider:
    """Takes requests, and answers as far as the stage wants, until it is let go."""

    def __init__(self, stage):
        self.stage, self.requests = stage, 0
        self.reached, self.go = threading.Event(), threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}/v1"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            try:
                data = b""
                while not (match := re.search(rb"(?is)content-length: *(\d+).*?\r\n\r\n(.*)", data)) \
                        or len(match[2]) < int(match[1]):
                    more = connection.recv(65536)
                    if not more:
                        return
                    data += more
                self.requests += 1
                if self.stage == "sent":
                    self.wait()
                self.send(connection, 'data: {"choices":[{"delta":{"content":"half"}}]}\n\n', head=True)
                if self.stage != "sent":
                    self.wait()
                self.send(connection, 'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":'
                          '{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n')
                connection.sendall(b"0\r\n\r\n")
            except OSError:
                pass

    def wait(self):
        self.reached.set()
        self.go.wait(LIMIT)

    @staticmethod
    def send(connection, text, head=False):
        start = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall((start if head else b"") + b"%x\r\n%s\r\n" % (len(text), text.encode()))

    def stop(self):
        self.go.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def processes(test):
    """The numbers of the processes whose words pass a test."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                words = file.read().split(b"\0")[:-1]
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                state = file.read().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if words and state not in "ZX" and test(words):
            found.append(int(name))
    return found


def brokers(owner):
    return processes(lambda words: words[1:] == [WORD, str(owner).encode()])


def eventually(condition, words, limit=LIMIT):
    end = time.monotonic() + limit
    while not (result := condition()):
        assert time.monotonic() < end, words
        time.sleep(0.01)
    return result


def log(home):
    path = os.path.join(home, "usage.jsonl")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Session:
    """A program under a broker of its own."""

    def __init__(self, stage, name, before=(), inside=()):
        self.provider = Provider(stage)
        self.home = fresh(f"broker-{name}")
        environment = {
            "PATH": os.environ["PATH"], "HOME": self.home, "BYOK_HOME": self.home,
            "OPENAI_API_KEY": "sk-of-the-environment-0123456789", "OPENAI_BASE_URL": self.provider.base,
        }
        words = [BYOK, "exec", "--broker", "openai", "--", *inside, sys.executable, "-S", "-c", PROGRAM, stage]
        self.process = subprocess.Popen(
            [*before, *words], env=environment, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True)
        assert self.process.stdout.readline() == b"there\n", "the program did not get there"
        self.program = self.process.pid
        if before:
            test = (lambda words: words[-1:] == [stage.encode()] and PROGRAM.encode() in words and words[1:2] == [b"-S"])
            children = processes(test)
            self.program = next(child for child in children if parent(child) == self.process.pid)
        self.broker = brokers(self.program)[0]
        if stage in ("sent", "begun", "passed"):
            assert self.provider.reached.wait(LIMIT), "the request did not get there"
        self.stage = stage

    def settled(self, status=None, goes=True):
        """Ends all that should go on, and checks that nothing does, and that the log has each request once."""
        if goes:
            self.provider.go.set()
        try:
            self.process.stdin.close()
        except OSError:
            pass
        eventually(lambda: not brokers(self.program), "the broker goes on")
        eventually(lambda: not os.path.exists(f"/proc/{self.program}") or self.process.poll() is not None,
                   "the program goes on")
        self.process.stdout.close()
        self.process.wait(LIMIT)
        must(run(["usage", "--json"], self.home))
        lines = log(self.home)
        assert len(lines) == self.provider.requests, f"{self.provider.requests} requests, and the log has {lines}"
        for line in lines:
            assert line["token"] == "exec" and line["cost_usd"] > 0 and line["output_tokens"] > 0, f"{line}"
            assert status is None or line["status"] == status, f"{line}"
        assert not glob.glob(os.path.join(self.home, "under-way", "*")), "something is under way"
        assert not leftovers(self.home), f"left behind: {leftovers(self.home)}"
        self.provider.stop()
        return f"settled with {lines[0]['status']}" if lines else "without a request"

    def end(self):
        for process in [self.program, self.process.pid, *brokers(self.program)]:
            try:
                os.kill(process, signal.SIGKILL)
            except OSError:
                pass
        self.process.wait()


def parent(process):
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def killed(who, name, stage):
    def case():
        session = Session(stage, f"{who}-{name}-{stage}")
        try:
            os.kill(session.broker if who == "broker" else session.program, getattr(signal, "SIG" + name))
            # A broker that is asked to end lets what is under way end, and one that is killed cannot.
            is_asked = who == "broker" and name != "KILL"
            status = 0 if is_asked else 137 if who == "broker" else 141
            if is_asked:
                session.provider.go.set()
                if stage == "head":
                    # A head that never ends is waited for as long as any.
                    os.kill(session.program, signal.SIGKILL)
            # A program that is gone is noticed, whatever the provider does.
            return session.settled(status, goes=who == "broker")
        finally:
            session.end()
    return f"{who}, SIG{name}, {stage}", case


def hurried(name):
    """A second signal cuts off what is under way."""
    def case():
        session = Session("passed", f"twice-{name}")
        try:
            for _ in range(2):
                os.kill(session.broker, getattr(signal, "SIG" + name))
                time.sleep(0.2)
            eventually(lambda: not brokers(session.program), "the broker goes on", 10)
            assert session.process.stdout.readline() == b"cut\n", "a cut reply looks whole"
            return session.settled()
        finally:
            session.end()
    return f"broker, SIG{name} twice", case


def orphaned(name, stage):
    """The program's own parent is gone: program and broker go on, until the program ends."""
    def case():
        session = Session(stage, f"parent-{name}-{stage}", before=["/bin/sh", "-c", '"$@"; exit $?', "sh"])
        try:
            os.kill(session.process.pid, getattr(signal, "SIG" + name))
            time.sleep(0.1)
            assert brokers(session.program) == [session.broker], "the broker has ended"
            session.provider.go.set()
            assert session.process.stdout.readline() in (b"whole\n", b"cut\n"), "the program has ended"
            return session.settled(0)
        finally:
            session.end()
    return f"parent, SIG{name}, {stage}", case


def left():
    """The program ends in the middle of a request of its child's, which loses the broker."""
    def case():
        session = Session("passed", "heir", inside=["/bin/sh", "-c", '"$@" & read line; exit 0', "sh"])
        try:
            return session.settled(141, goes=False)
        finally:
            session.end()
    return "the program ends before its child", case


def starting(call, count):
    """Killed while it starts: no broker is left, and the program has not run."""
    def case():
        home = fresh(f"broker-start-{call}-{count}")
        mark = f"mark-{call}-{count}"
        words = ["exec", "--broker", "openai", "--", "/bin/sh", "-c", f"exit 0 # {mark}"]
        result = run(words, home, before=injecting(call, "signal=KILL", count), OPENAI_API_KEY="sk-0123456789abcdef0123",
                     OPENAI_BASE_URL="http://127.0.0.1:1/v1")
        assert result.status is not None, "it did not end"
        eventually(lambda: not processes(lambda words: WORD in words and parent_is_gone(words[2])),
                   "a broker is left without its program")
        assert not leftovers(home), f"left behind: {leftovers(home)}"
        return "not reached" if result.status == 0 else "killed" if result.status == -9 else f"status {result.status}"
    return f"start, {call} {count}", case


def parent_is_gone(number):
    try:
        return not os.path.exists(f"/proc/{int(number)}")
    except ValueError:
        return False


def groups(is_whole):
    stages = STAGES if is_whole else ["head", "sent", "passed"]
    names = SIGNALS if is_whole else ["TERM", "KILL"]
    yield "a broker, ended at each stage of a request", [
        killed("broker", name, stage) for name in names for stage in stages] + [
        hurried(name) for name in ["TERM", "INT"]]
    yield "a program under a broker, ended at each stage", [
        killed("program", name, stage) for name in names for stage in stages] + [left()]
    yield "the parent of such a program", [
        orphaned(name, stage) for name in ["TERM", "KILL"] for stage in (["idle", "passed"] if is_whole else ["passed"])]
    counts = {"socket": 2, "bind": 1, "listen": 1, "pipe2": 3, "write": 3, "read": 6, "poll": 2, "execve": 2}
    yield "a broker, killed while it starts", [
        starting(call, number + 1) for call, count in counts.items() for number in range(count if is_whole else 1)]
