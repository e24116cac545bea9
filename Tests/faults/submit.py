"""Kills of `byok batch submit` at every system call and every byte of what it and the provider say to each
other: a batch is created once, or it is said that nobody knows."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time

from harness import BYOK, FIRST_CALL, LIMIT, HERE, WORK, call_counts, fresh, injecting, leftovers, must, run, secret

FAKE = os.path.join(HERE, "..", "Fixtures", "batch-server.py")
# What changes a file or reaches the server, and what is around it.
CALLS = (
    "openat", "mkdirat", "write", "fsync", "renameat", "rename", "unlinkat", "flock", "ftruncate", "fchmod",
    "socket", "connect", "sendto", "recvfrom", "poll", "close", "pread64",
)
SHAPES = {
    "files": ("openai/gpt-4.1-mini", "OPENAI", "/v1"),
    "messages": ("anthropic/claude-haiku-4-5", "ANTHROPIC", "/v1"),
}
PROMPTS = 3


class Server:
    """The fake of Tests/Fixtures/batch-server.py."""

    def __init__(self, name, *faults):
        self.folder = fresh(f"server-{name}")
        os.mkdir(self.folder)
        self.process = subprocess.Popen([sys.executable, "-S", FAKE, self.folder, *faults], stderr=subprocess.DEVNULL)
        port = os.path.join(self.folder, "port")
        while not os.path.exists(port):
            time.sleep(0.005)
        with open(port) as file:
            self.port = file.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def wait(self, name, process, folder=None):
        """Waits until a file is there, as long as the process runs."""
        end = time.monotonic() + LIMIT
        while not os.path.exists(os.path.join(folder or self.folder, name)):
            assert process.poll() is None and time.monotonic() < end, f"there is no {name}"
            time.sleep(0.005)

    def go(self):
        """Lets it go on where it stalls."""
        with open(os.path.join(self.folder, "go"), "w"):
            pass

    def creates(self):
        try:
            with open(os.path.join(self.folder, "creates")) as file:
                return len(file.readlines())
        except FileNotFoundError:
            return 0


class Cutter:
    """Stands between byok and the server, and kills byok when so many bytes have passed, in any direction."""

    def __init__(self, port, limit=None):
        self.server_port, self.limit, self.passed = int(port), limit, 0
        self.lock, self.victim = threading.Lock(), threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.server_port))
            except OSError:
                return
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.relay, args=(source, target), daemon=True).start()

    def relay(self, source, target):
        try:
            while data := source.recv(65536):
                with self.lock:
                    left = len(data) if self.limit is None else self.limit - self.passed
                    self.passed += min(len(data), left)
                    target.sendall(data[:left])
                    if self.limit is not None and left <= len(data):
                        self.victim.wait()
                        self.process.kill()
                        break
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def watch(self, process):
        self.process = process
        self.victim.set()

    def stop(self):
        self.listener.close()


class Submission:
    def __init__(self, shape):
        self.shape = shape
        self.model, self.prefix, self.path = SHAPES[shape]
        self.setup, self.calls = self.counts()

    def home(self):
        home = fresh(f"submit-{threading.get_ident()}")
        os.mkdir(home, 0o700)
        with open(os.path.join(home, "prompts"), "w") as file:
            file.writelines(json.dumps({"prompt": f"say {n}"}) + "\n" for n in range(PROMPTS))
        return home

    def submit(self, home, server, *more, before=()):
        variables = {
            f"{self.prefix}_API_KEY": secret("batch"),
            f"{self.prefix}_BASE_URL": f"http://127.0.0.1:{server.port}{self.path}",
        }
        return run(
            ["batch", "submit", "-m", self.model, "--jsonl", os.path.join(home, "prompts"), "--name", "n", *more],
            home, before=before, **variables)

    def counts(self):
        home, path = self.home(), os.path.join(WORK, "trace-submit")
        with Server("count") as server:
            must(self.submit(home, server, before=["strace", "-f", "-o", path]))
        threads = {}
        for line in open(path, errors="replace"):
            match = re.match(r"(\d+) +(\w+\(.*)", line)
            if match:
                threads.setdefault(match[1], []).append(match[2])
        main = next(iter(threads.values()))
        start = next(i for i, line in enumerate(main) if line.startswith(FIRST_CALL))
        return call_counts(main[:start]), call_counts(main[start:])

    def age(self, home):
        """Makes what is uncertain older than the provider's list may be late."""
        path = os.path.join(home, "batches", "n.json")
        with open(path) as file:
            state = json.load(file)
        for part in state["parts"]:
            if "created_at" in part:
                part["created_at"] -= 120
        with open(path, "w") as file:
            json.dump(state, file)

    def killed(self, call, count):
        home = self.home()
        with Server(threading.get_ident()) as server:
            result = self.submit(
                home, server, before=injecting(call, "signal=KILL", self.setup.get(call, 0) + count))
            if result.status == 0:
                assert server.creates() == 1
                return ["not reached"]
            assert result.status == -9, f"not killed: {result}"
            return ["killed", *self.settled(home, server)]

    def settled(self, home, server):
        """What the next command makes of it."""
        words = []
        again = self.submit(home, server)
        if again.status == 1 and "may be it" in again.err:
            # The list of this shape does not say whose a batch is.
            assert self.shape == "messages" and server.creates() == 1, str(again)
            return ["asked whose it is"]
        if again.status == 1:
            assert "it is uncertain" in again.err, str(again)
            assert server.creates() == 0, "it was there, and was not found"
            self.age(home)
            words.append("uncertain for a minute")
            again = self.submit(home, server)
        must(again)
        assert server.creates() == 1, f"created {server.creates()} times"
        assert not leftovers(home), f"left behind: {leftovers(home)}"
        return words

    def through(self, cutter, home):
        """Runs it through a cutter; answers its status."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": home, "BYOK_HOME": home, f"{self.prefix}_API_KEY": secret("batch"),
            f"{self.prefix}_BASE_URL": f"http://127.0.0.1:{cutter.port}{self.path}"}
        words = ["batch", "submit", "-m", self.model, "--jsonl", os.path.join(home, "prompts"), "--name", "n"]
        process = subprocess.Popen(
            [BYOK, *words], env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        cutter.watch(process)
        try:
            return process.wait(LIMIT)
        finally:
            process.kill()
            cutter.limit = None

    def cut(self, limit):
        home = self.home()
        with Server(f"cut-{threading.get_ident()}") as server:
            cutter = Cutter(server.port, limit)
            try:
                status = self.through(cutter, home)
                assert status in (0, -9), f"status {status}"
                if status == 0:
                    assert server.creates() == 1
                    return ["not reached"]
                # A batch belongs to an address, so the next command goes the same way.
                server.port = cutter.port
                return ["killed", *self.settled(home, server)]
            finally:
                cutter.stop()

    def cuts(self, step):
        home = self.home()
        with Server("bytes") as server:
            cutter = Cutter(server.port)
            assert self.through(cutter, home) == 0
            cutter.stop()
        return [(f"byte {limit}", lambda limit=limit: self.cut(limit)) for limit in range(0, cutter.passed + 1, step)]

    def cases(self):
        def case(call, count):
            return f"{call} {count}", lambda: self.killed(call, count)

        return [case(call, n + 1) for call in CALLS for n in range(self.calls.get(call, 0))]


def groups(is_whole):
    """Titles and cases: every twentieth byte, unless all are wanted."""
    step, which = (1, "byte") if is_whole else (20, "20th byte")
    for shape in SHAPES:
        submission = Submission(shape)
        yield f"batch submit ({shape}), killed at every call", submission.cases()[::1 if is_whole else 4]
        yield f"batch submit ({shape}), killed at every {which} of the exchange", submission.cuts(step)
