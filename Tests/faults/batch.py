"""Faults at every system call of a batch with a file of results, and kills of a long one."""

import json
import os
import random
import re
import subprocess
import threading
import time

from harness import (
    BYOK, FIRST_CALL, LIMIT, WORK, call_counts, fresh, injecting, leftovers, must, run,
)
from writes import CALLS, CHANGES, ERRORS, FEW_ERRORS

PROMPTS = 8
LONG = 100_000
# What a long batch may take, in MiB of memory that is in use.
LONG_MEMORY = 64


def prompt(index):
    return {"id": f"p{index}", "prompt": f"say {index}"}


def result(index, **more):
    """A line as an earlier run may have left it; no two versions of byok write the same bytes."""
    line = {"index": index, "id": f"p{index}", "status": 0, "text": f"say {index}", **more}
    return json.dumps(line).encode() + b"\n"


FAILED = result(2, status=9, text="", error={})
TORN = result(7)[:-20]
# What `--resume` finds: nothing, what it can go on with in place, what it has to write anew.
EARLIER = {
    "-o": None,
    "--resume": result(0) + result(3) + TORN,
    "--resume with failures": result(0) + FAILED + result(3) + TORN,
}


class Batch:
    """Many prompts to the offline provider, with results in a file."""

    def __init__(self, title):
        self.title, self.earlier = title, EARLIER[title]
        self.kept = [
            line + b"\n" for line in (self.earlier or b"").split(b"\n")
            if line and line + b"\n" in (result(0), result(3))
        ]
        self.setup, self.calls = self.counts()

    def home(self):
        home = fresh(f"batch-{threading.get_ident()}")
        os.mkdir(home, 0o700)
        with open(os.path.join(home, "prompts"), "w") as file:
            file.writelines(json.dumps(prompt(n)) + "\n" for n in range(PROMPTS))
        if self.earlier is not None:
            with open(os.path.join(home, "out"), "wb") as file:
                file.write(self.earlier)
        return home

    def run(self, home, way=None, before=()):
        # One worker, so that every run makes the same calls.
        arguments = ["chat", "-m", "echo/echo", "-j", "1", "--jsonl", os.path.join(home, "prompts")]
        way = way or self.title.split()[0]
        return run([*arguments, way, os.path.join(home, "out")], home, before=before)

    def counts(self):
        """The calls before byok's own, and the most that any of its threads makes.

        A fault counts the calls of each thread by itself.
        """
        home = self.home()
        path = os.path.join(WORK, "trace")
        must(self.run(home, before=["strace", "-f", "-o", path]))
        self.check_complete(home)
        threads = {}
        for line in open(path, errors="replace"):
            match = re.match(r"(\d+) +(\w+\(.*)", line)
            if match:
                threads.setdefault(match[1], []).append(match[2])
        main, *others = threads.values()
        start = next(i for i, line in enumerate(main) if line.startswith(FIRST_CALL))
        setup, most = call_counts(main[:start]), call_counts(main[start:])
        for lines in others:
            for call, count in call_counts(lines).items():
                most[call] = max(most.get(call, 0), count)
        return setup, most

    def lines(self, home):
        """The whole lines of the results, which hold all of the earlier ones."""
        path = os.path.join(home, "out")
        if not os.path.exists(path):
            assert self.earlier is None, "the file is gone"
            return []
        with open(path, "rb") as file:
            *lines, _ = file.read().split(b"\n")
        for line in lines:
            one = json.loads(line)
            if one["status"] == 0:
                assert one["text"] == f"say {one['index']}", line
        assert all(line[:-1] in lines for line in self.kept), "an earlier line is lost or changed"
        return lines

    def check_complete(self, home):
        indexes = [json.loads(line)["index"] for line in self.lines(home)]
        assert sorted(indexes) == list(range(PROMPTS)), f"the indexes are {indexes}"
        with open(os.path.join(home, "out"), "rb") as file:
            assert file.read().endswith(b"\n"), "the last line is not whole"

    def check_next(self, home):
        """`--resume` completes it, and nothing of what is there is lost."""
        before = [line for line in self.lines(home) if json.loads(line)["status"] == 0]
        must(self.run(home, "--resume"))
        self.check_complete(home)
        assert set(before) <= set(self.lines(home)), "a line that was there is lost or changed"
        assert not leftovers(home), f"left behind: {leftovers(home)}"

    def killed(self, call, count):
        home = self.home()
        when = self.setup.get(call, 0) + count
        result = self.run(home, before=injecting(call, "signal=KILL", when))
        if result.status == 0:
            self.check_complete(home)
            return ["not reached"]
        assert result.status == -9, f"not killed: {result}"
        self.check_next(home)
        return ["killed"]

    def failed(self, call, count, what):
        home = self.home()
        when = self.setup.get(call, 0) + count
        result = self.run(home, before=injecting(call, what, when))
        assert not result.crashed, str(result)
        if result.status == 0:
            self.check_complete(home)
        else:
            is_said = result.err.startswith("byok: ") and len(result.err) > 12
            # The thread that says it may be the one whose write fails.
            assert is_said or call == "write", f"not said: {result}"
        if "EINTR" in what or "retval" in what:
            assert result.status == 0, str(result)
        assert call == "unlinkat" or not leftovers(home), f"left: {leftovers(home)}"
        self.check_next(home)
        return ["complete" if result.status == 0 else "not complete, and said"]

    def kill_cases(self):
        def case(call, count):
            return f"{call} {count}", lambda: self.killed(call, count)

        calls = (*CHANGES, "ftruncate", "fchmod")
        return [case(call, n + 1) for call in calls for n in range(self.calls.get(call, 0))]

    def error_cases(self):
        def case(call, count, what):
            return f"{call} {count} {what}", lambda: self.failed(call, count, what)

        calls = (*CALLS, "ftruncate", "fchmod", "pread64")
        return [
            case(call, n + 1, f"error={error}")
            for call in calls for n in range(self.calls.get(call, 0))
            for error in (ERRORS if call in ("write", "fsync", "flock", "rename", "ftruncate")
                          else [FEW_ERRORS[n % 2]])
        ] + [case("write", n + 1, "retval=0") for n in range(self.calls["write"])]


def groups():
    groups = []
    for title in EARLIER:
        batch = Batch(title)
        groups += [(f"a batch with {title}, killed at every call", batch.kill_cases()),
                   (f"a batch with {title}, an error at every call", batch.error_cases())]
    return groups


def long_cases():
    """A long batch that is killed again and again, and at last let through."""

    def check():
        home = fresh("long")
        os.mkdir(home, 0o700)
        prompts, out = os.path.join(home, "prompts"), os.path.join(home, "out")
        with open(prompts, "w") as file:
            file.writelines(json.dumps(prompt(n)) + "\n" for n in range(LONG))
        command = [BYOK, "chat", "-m", "echo/echo", "-j", "8", "--jsonl", prompts, "--resume", out]
        # Beside the prompts that have been answered, in places that no two runs of this share.
        stops = sorted(random.sample(range(5, 95), 3))
        most = 0
        for stop in [*stops, None]:
            status, memory = ended(command, home, out, stop)
            assert status == (0 if stop is None else -9), f"ended with {status} at {stop} %"
            most = max(most, memory)
        with open(out, "rb") as file:
            indexes = [json.loads(line)["index"] for line in file]
        assert sorted(indexes) == list(range(LONG)), "an index is missing, or is a duplicate"
        print(f"     {LONG} prompts, killed at {stops} %: {most} MiB")
        assert most <= LONG_MEMORY, f"{most} MiB"

    return [(f"{LONG} prompts, killed three times", check)]


def ended(command, home, out, stop):
    """Runs a batch, and kills it once `stop` percent are answered; its status, and MiB in use."""
    environment = {"PATH": os.environ["PATH"], "BYOK_HOME": home}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    end = time.monotonic() + LIMIT
    line = None
    while stop is not None and not has_ended(process) and time.monotonic() < end:
        with open(out, "rb") if os.path.exists(out) else open(os.devnull, "rb") as file:
            line = line or len(file.readline())
            size = os.fstat(file.fileno()).st_size
        if line and size > line * LONG * stop / 100:
            process.kill()
            break
        time.sleep(0.002)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss >> 10


def has_ended(process):
    """Without taking its status and figures away."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
