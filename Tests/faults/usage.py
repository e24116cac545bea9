"""Faults at every system call of what writes the usage log: a chat, and `usage --prune`."""

import json
import os
import threading

from harness import (
    call_counts, fresh, injecting, leftovers, must, read, restore, run, snapshot, traced,
)
from server import Server
from writes import CALLS, CHANGES, ERRORS, FEW_ERRORS

CHAT = ["chat", "-n", "-m", "openai/m", "hello"]
LOG = "usage.jsonl"
# Old enough to be pruned, and not.
OLD = ('{"key":"old","model":"m","ms":1,"provider":"openai","status":0,'
       '"time":"2020-01-01T00:00:00Z"}\n').encode()
KEPT = OLD.replace(b"2020", b"2999").replace(b'"old"', b'"kept"')


def lines_of(home):
    """The lines of the log, each of which must be whole; none where there is no log."""
    paths = [name for name in snapshot(home) or {} if os.path.basename(name) == LOG]
    if not paths:
        return []
    lines = read(home, paths[0]).split(b"\n")
    assert lines.pop() == b"", f"the last line has no end: {lines[-1:]}"
    for line in lines:
        assert json.loads(line)["provider"] == "openai", line
    return lines


class Logging:
    """A chat that adds a line to a log.

    `files` are what its home holds before, of whose log no line may be lost.
    """

    def __init__(self, title, files, **options):
        self.title, self.files = title, files
        self.options = {**Server().options, **options}
        home = self.home()
        self.old = lines_of(home)
        setup, calls = traced(CHAT, home, **self.options)
        self.setup = call_counts(setup)
        self.calls = call_counts(calls)
        assert self.lines(home) == 1, "no line was written"
        # From here on the answer is there, and nothing but the log is left to be written.
        answered = next(i for i, line in enumerate(calls) if line.startswith('write(1, "ok'))
        self.before = call_counts(calls[:answered + 1])

    def home(self):
        home = fresh(f"usage-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def lines(self, home):
        """How many lines have come to those of earlier runs."""
        lines = lines_of(home)
        assert lines[:len(self.old)] == self.old, f"the log holds {lines}"
        return len(lines) - len(self.old)

    def faulted(self, home, call, what, count):
        when = self.setup.get(call, 0) + count
        return run(CHAT, home, before=injecting(call, what, when), **self.options)

    def check_next(self, home, lines):
        result = must(run(CHAT, home, **self.options))
        assert result.out == "ok\n" and not result.err, str(result)
        assert self.lines(home) == lines + 1, "the next chat is not in the log"

    def killed(self, call, count):
        home = self.home()
        result = self.faulted(home, call, "signal=KILL", count)
        if result.status == 0:
            return ["not reached"]
        assert result.status == -9, f"not killed: {result}"
        lines = self.lines(home)
        assert lines in (0, 1), f"{lines} new lines"
        self.check_next(home, lines)
        return ["killed", "noted" if lines else "not noted"]

    def failed(self, call, count, what):
        home = self.home()
        result = self.faulted(home, call, what, count)
        assert not result.crashed, str(result)
        lines = self.lines(home)
        is_answered = count > self.before.get(call, 0)
        if result.status == 0:
            assert result.out == "ok\n", str(result)
            is_said = "the request is not in the usage log" in result.err
            assert lines == 1 or is_said, f"not noted, and not said: {result}"
        else:
            assert result.err.startswith("byok: "), f"no sentence: {result}"
            # The end of the answer's line is an answer still.
            assert not is_answered or result.out != "ok\n", f"the log spoilt the status: {result}"
        if "EINTR" in what:
            assert result.status == 0 and lines == 1, str(result)
        self.check_next(home, lines)
        return ["noted" if lines else "not noted", *(["after the answer"] if is_answered else [])]


class Pruning:
    ARGUMENTS = ["usage", "--prune", "90d"]

    def __init__(self):
        self.files = {LOG: OLD + KEPT + OLD + KEPT}
        home = self.home()
        self.setup, self.calls = (call_counts(lines) for lines in traced(self.ARGUMENTS, home))
        assert self.state(home) == "new", "nothing was pruned"

    def home(self):
        home = fresh(f"prune-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def state(self, home):
        log = read(home, LOG)
        assert log in (self.files[LOG], KEPT * 2), f"the log is {log}"
        return "new" if log == KEPT * 2 else "old"

    def faulted(self, call, count, what):
        home = self.home()
        when = self.setup.get(call, 0) + count
        result = run(self.ARGUMENTS, home, before=injecting(call, what, when))
        state = self.state(home)
        if "KILL" in what:
            assert result.status in (0, -9), f"not killed: {result}"
        else:
            assert not result.crashed, str(result)
            is_uncertain = "may not survive a power loss" in result.err
            assert is_uncertain or (result.status == 0) == (state == "new"), f"{state}: {result}"
            assert call == "unlinkat" or not leftovers(home), leftovers(home)
        must(run(self.ARGUMENTS, home))
        assert self.state(home) == "new", "the next one pruned nothing"
        assert not leftovers(home), f"left behind: {leftovers(home)}"
        return [state]


def kill_cases(of, calls=CHANGES):
    def case(call, count):
        if isinstance(of, Pruning):
            return f"{call} {count}", lambda: of.faulted(call, count, "signal=KILL")
        return f"{call} {count}", lambda: of.killed(call, count)

    return [case(call, n + 1) for call in calls for n in range(of.calls.get(call, 0))]


def error_cases(of):
    """Errors where a file is changed, and by turns elsewhere."""
    faulted = of.faulted if isinstance(of, Pruning) else of.failed

    def case(call, count, what):
        return f"{call} {count} {what}", lambda: faulted(call, count, what)

    return [
        case(call, n + 1, f"error={error}")
        for call in (*CALLS, "pread64") for n in range(of.calls.get(call, 0))
        for error in (ERRORS if call in ("write", "fsync", "flock", "renameat")
                      else [FEW_ERRORS[n % 2]])
    ]


def groups():
    """Titles and cases."""
    first = Logging("a first chat's line in the usage log", {})
    chat = Logging("a chat's line in the usage log", {LOG: KEPT * 3})
    pruning = Pruning()
    return [
        (f"{first.title}, killed at every call", kill_cases(first)),
        (f"{chat.title}, killed at every call", kill_cases(chat, chat.calls)),
        (f"{chat.title}, an error at every call", error_cases(chat)),
        ("usage --prune, killed at every call", kill_cases(pruning, pruning.calls)),
        ("usage --prune, an error at every call", error_cases(pruning)),
    ]
