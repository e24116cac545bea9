"""Kills at every system call of `creds refresh`, which writes into another tool's file."""

import json
import os
import stat
import threading

from harness import call_counts, fresh, injecting, must, run, traced
from server import Server
from writes import CHANGES

OLD = json.dumps({
    "access_token": "FAKE-old", "token_type": "Bearer", "refresh_token": "FAKE-old-refresh",
    "resource_url": "portal.qwen.ai", "expiry_date": 1000, "own": 1,
}).encode()
ANSWER = json.dumps({
    "access_token": "FAKE-new", "refresh_token": "FAKE-new-refresh", "expires_in": 3600,
    "token_type": "Bearer",
}).encode()
FILE = "oauth_creds.json"
LOCK = "oauth_creds.lock"


class Renewal:
    ARGUMENTS = ["creds", "refresh", "qwen"]

    def __init__(self):
        # A release build asks the vendor alone: a server of the test's takes its place in a debug build.
        self.options = {
            "program": os.path.abspath(".build/debug/byok"),
            "BYOK_TEST_VENDORS": "chat.qwen.ai=" + Server(answer=ANSWER).base,
        }
        home = self.home()
        self.setup, self.calls = (
            call_counts(lines) for lines in traced(self.ARGUMENTS, home, **self.options))
        assert self.state(home) == "new", "nothing was renewed"

    def home(self):
        """This thread's home, with expired credentials."""
        home = fresh(f"renewal-{threading.get_ident()}")
        os.makedirs(os.path.join(home, ".qwen"), 0o700)
        os.chmod(home, 0o700)
        path = os.path.join(home, ".qwen", FILE)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(OLD)
        return home

    def state(self, home):
        """'old' or 'new'; anything else raises."""
        path = os.path.join(home, ".qwen", FILE)
        mode = stat.S_IMODE(os.stat(path).st_mode)
        assert mode == 0o600, f"the mode is {mode:o}"
        with open(path, "rb") as file:
            text = file.read()
        if text == OLD:
            return "old"
        want = {**json.loads(OLD), "access_token": "FAKE-new", "refresh_token": "FAKE-new-refresh"}
        got = json.loads(text)
        assert got["expiry_date"] > 1000, f"the file is {text}"
        assert {**got, "expiry_date": 1000} == want, f"the file is {text}"
        return "new"

    def killed(self, call, count):
        home = self.home()
        when = self.setup.get(call, 0) + count
        result = run(
            self.ARGUMENTS, home, before=injecting(call, "signal=KILL", when), **self.options)
        if result.status == 0:
            return ["not reached", self.state(home)]
        assert result.status == -9, f"not killed: {result}"
        state = self.state(home)
        self.check_next(home)
        return ["killed", state]

    def check_next(self, home):
        """Once the lock that was left is as old as Qwen Code lets one get, the next one works."""
        folder = os.path.join(home, ".qwen")
        lock = os.path.join(folder, LOCK)
        if os.path.exists(lock):
            os.utime(lock, (1, 1))
        must(run(self.ARGUMENTS, home, **self.options))
        assert self.state(home) == "new", "the next one renewed nothing"
        assert os.listdir(folder) == [FILE], f"left behind: {os.listdir(folder)}"


def renewal_cases():
    renewal = Renewal()

    def case(call, count):
        return f"{call} {count}", lambda: renewal.killed(call, count)

    return [case(call, n + 1) for call in CHANGES for n in range(renewal.calls.get(call, 0))]
