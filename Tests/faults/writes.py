"""Faults at every system call of a write."""

import os
import subprocess
import threading

from harness import (
    HERE, LIMIT, WORK, add, call_counts, contents, fingerprints, fresh, injecting, leftovers, made,
    must, restore, run, secret, snapshot, traced,
)

ERRORS = "ENOSPC EIO EDQUOT EROFS EMFILE EACCES ENOLCK EINTR ENOMEM".split()
CALLS = ("openat write fsync close renameat renameat2 rename flock mkdirat fstat newfstatat read"
         " fcntl getdents64 unlinkat").split()
KEYS = ("groq/a", "groq/b", "openai/default")
NEXT = "groq/next"
# After these errors the next writer is tried too; the others leave the same files.
NEXT_AFTER = ("error=ENOSPC", "error=EINTR", "retval=0")


class Write:
    """A command that changes the store, with the store before and after it."""

    def __init__(self, title, arguments, stdin="", keys=KEYS, **options):
        self.title, self.arguments, self.options = title, arguments, options
        self.stdin = stdin.encode()
        home = made("golden", keys) if keys else fresh("golden")
        if options.get("trees"):
            os.mkdir(home, 0o700)
        self.files = snapshot(home)
        self.old, self.old_prints = contents(home, **options), fingerprints(home, **options)
        self.setup, self.calls = (
            call_counts(lines) for lines in traced(self.arguments, home, self.stdin, **options))
        self.new, self.new_prints = contents(home, **options), fingerprints(home, **options)
        assert self.new != self.old

    def home(self):
        """This thread's home, as it was before the command."""
        home = os.path.join(WORK, f"home-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def faulted(self, home, call, what, count):
        when = self.setup.get(call, 0) + count
        return run(self.arguments, home, self.stdin, injecting(call, what, when), **self.options)

    def state(self, home):
        """'old' or 'new', read back by byok; anything else raises."""
        prints = fingerprints(home, **self.options)
        is_same = store_in(snapshot(home)) == store_in(self.files)
        state = {True: "old", False: "new"}[is_same]
        assert prints == (self.old_prints if is_same else self.new_prints), f"keys are {prints}"
        if not is_same:
            assert contents(home, **self.options) == self.new, "the secrets are other ones"
        return state

    def check_next(self, home, state):
        """The next writer works and leaves nothing behind."""
        result = add(NEXT, home, **self.options)
        assert result.status == 0, f"the next add: {result}"
        want = {**(self.new if state == "new" else self.old), NEXT: secret(NEXT)}
        got = set(fingerprints(home, **self.options))
        assert got == set(want), f"after the next add: {got}"
        assert not leftovers(home), f"left behind: {leftovers(home)}"


def store_in(files):
    """The keystore's bytes, or None."""
    found = [name for name in files or {} if os.path.basename(name) == "keystore"]
    return files[found[0]] if found else None


def writes():
    return [
        Write("keys add", ["keys", "add", "openai/new"], secret("openai/new")),
        Write("first keys add", ["keys", "add", "openai/new"], secret("openai/new"), keys=()),
        Write("first keys add in two trees", ["keys", "add", "openai/new"], secret("openai/new"),
              keys=(), trees=True),
        Write("keys add --replace", ["keys", "add", "groq/b", "--replace"], secret("other")),
        Write("keys rm", ["keys", "rm", "groq/b", "--yes"]),
    ]


def kill_cases(write):
    """A kill on entry to every call that the command makes once it runs."""

    def case(call, count):
        def check():
            home = write.home()
            result = write.faulted(home, call, "signal=KILL", count)
            if result.status == 0:
                return "not reached"
            assert result.status == -9, f"not killed: {result}"
            words = ["killed"]
            if os.path.isdir(home) and leftovers(home):
                words.append("temporary files left until the next writer")
            state = write.state(home)
            write.check_next(home, state)
            return [*words, state]
        return f"{call} {count}", check

    # exit_group is a call too; a kill there must leave the new store.
    return [case(call, n + 1) for call in write.calls for n in range(write.calls[call])]


def error_cases(write, errors=ERRORS):
    """An error from every call that works on files.

    A write that is told to return 0 has taken nothing and must be tried again.
    """

    def case(call, count, what):
        def check():
            home = write.home()
            result = write.faulted(home, call, what, count)
            assert not result.crashed, str(result)
            state = write.state(home)
            sentence = result.err.startswith("byok: ") and len(result.err) > 12
            if result.status != 0:
                assert sentence, f"no sentence: {result}"
            is_uncertain = "the change may not survive a power loss" in result.err
            if is_uncertain:
                assert (call, state) == ("fsync", "new") and result.status == 1, str(result)
            else:
                assert (result.status == 0) == (state == "new"), f"store is {state}: {result}"
            if "EINTR" in what or "retval" in what:
                assert result.status == 0, str(result)
            assert call == "unlinkat" or not leftovers_of(home), f"left: {leftovers_of(home)}"
            if what in NEXT_AFTER:
                write.check_next(home, state)
            return [state + (", perhaps not durable" if is_uncertain else "")]
        return f"{call} {count} {what}", check

    cases = [
        case(call, n + 1, f"error={error}")
        for call in CALLS for n in range(write.calls.get(call, 0)) for error in errors
    ]
    return cases + [case("write", n + 1, "retval=0") for n in range(write.calls["write"])]


def leftovers_of(home):
    return leftovers(home) if os.path.isdir(home) else []


def short_cases():
    """Files that take 7 bytes and give 11 at a time."""
    library = os.path.join(WORK, "short.so")
    source = os.path.join(HERE, "short.c")
    subprocess.run(["clang", "-shared", "-fPIC", "-o", library, source], check=True, timeout=LIMIT)

    def check():
        home = fresh("short")
        for name in KEYS:
            must(add(name, home, LD_PRELOAD=library))
        want = {name: secret(name) for name in KEYS}
        assert contents(home) == want and contents(home, LD_PRELOAD=library) == want
        must(run(["keys", "rm", KEYS[0], "--yes"], home, LD_PRELOAD=library))
        assert set(contents(home)) == set(KEYS[1:])

    return [("short writes and reads", check)]
