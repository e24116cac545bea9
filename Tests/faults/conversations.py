"""Faults at every system call of what changes conversations and memory notes, and of 'keys rekey' with them."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor

from harness import (
    add, call_counts, fresh, injecting, leftovers, must, restore, run, snapshot, traced,
)
from writes import CALLS, CHANGES, ERRORS, FEW_ERRORS

FOLDER = "conversations"
ECHO = ["-m", "echo/echo"]
CHAT = ["chat", "-n", *ECHO, "--conversation", "a"]
AT_ONCE = 50
MORE = ("fdatasync", "ftruncate")


def messages(*turns):
    """Messages as 'conversations import' reads them."""
    return json.dumps([
        {"role": role, "content": text} for turn in turns
        for role, text in (("user", f"ask {turn}"), ("assistant", f"say {turn}"))]).encode()


def imported(home, name, *turns):
    must(run(["conversations", "import", name, "-"], home, messages(*turns)))


def conversations(home):
    """What each conversation holds, read back by byok."""
    found = {}
    for row in json.loads(must(run(["conversations", "list", "--json"], home)).out):
        shown = must(run(["conversations", "show", row["name"], "--json"], home))
        document = json.loads(shown.out)
        turns = document["turns"]
        assert len(turns) == row["turns"], f"{row} has {len(turns)} turns"
        found[row["name"]] = [message["text"] for turn in turns for message in turn["messages"]]
        if summary := document["summary"]:
            found[row["name"]].append((summary["upto"], summary["text"]))
    return found


def notes(home):
    return [row["text"] for row in json.loads(must(run(["memory", "list", "--json"], home)).out)]


class Change:
    """A command that changes what is kept, with that before and after it; `between` are further states."""

    def __init__(self, title, arguments, prepare=None, stdin=b"", between=()):
        self.title, self.arguments, self.stdin = title, arguments, stdin
        home = fresh("conversations")
        if prepare:
            prepare(home)
        self.files = snapshot(home)
        self.old = self.kept(home)
        # As at each fault: a keystore that byok sees for the first time at its path is noted.
        home = self.home()
        self.setup, self.calls = (call_counts(lines) for lines in traced(arguments, home, stdin))
        self.new = self.kept(home)
        self.between = [self.state_of(state) for state in between]
        self.is_silent = self.old == self.new
        assert self.files != snapshot(home), "nothing changed"

    @staticmethod
    def state_of(found):
        return found if isinstance(found, tuple) else (found, [])

    def kept(self, home):
        return (conversations(home), notes(home)) if os.path.isdir(home) else ({}, [])

    def home(self):
        home = fresh(f"conversations-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def faulted(self, call, count, what):
        home = self.home()
        when = self.setup.get(call, 0) + count
        result = run(self.arguments, home, self.stdin, injecting(call, what, when))
        kept = self.kept(home)
        state = "old" if kept == self.old else "new" if kept == self.new else "between"
        assert state != "between" or kept in self.between, f"it holds {kept}: {result}"
        if "KILL" in what:
            assert result.status in (0, -9), f"not killed: {result}"
        else:
            assert not result.crashed, str(result)
            is_uncertain = "may not survive a power loss" in result.err
            # A reply that is there is kept, whether or not its last byte can be printed.
            is_unprinted = "cannot write the output" in result.err
            is_right = is_uncertain or is_unprinted or (result.status == 0) == (state == "new")
            assert self.is_silent or is_right or state == "between", f"{state}: {result}"
            is_said = result.err.startswith("byok: ") and len(result.err) > 12
            assert result.status == 0 or is_said, f"no sentence: {result}"
        self.check_next(home, kept)
        return [state]

    def check_next(self, home, kept):
        """The next writers work, lose nothing, and leave nothing behind."""
        imported(home, "next", "next")
        must(run(["memory", "add", "next"], home))
        want = {**kept[0], "next": ["ask next", "say next"]}, [*kept[1], "next"]
        got = self.kept(home)
        assert got == want, f"after the next writes: {got}"
        left = [name for name in leftovers(home) if FOLDER in name or ".memory." in name]
        assert not left, f"left behind: {left}"


def two(home):
    imported(home, "a", 1, 2)
    imported(home, "b", 3)
    must(run(["memory", "add", "metric"], home))


def torn(home):
    """The last turn of 'a' is cut off."""
    two(home)
    folder = os.path.join(home, FOLDER)
    path = max((os.path.join(folder, name) for name in os.listdir(folder)), key=os.path.getsize)
    os.truncate(path, os.path.getsize(path) - 7)


def rekeyed(home):
    two(home)
    add("groq/a", home)
    must(run(["keys", "rekey"], home))


def changes():
    said = lambda *turns: [text for turn in turns for text in (f"ask {turn}", f"say {turn}")]
    return [
        Change("a first conversation", ["conversations", "import", "a", "-"], stdin=messages(1)),
        Change("conversations import", ["conversations", "import", "c", "-"], two, messages(1, 2, 3)),
        Change("an append", ["conversations", "undo", "a"], two),
        Change("an append after a turn that was cut off", ["conversations", "undo", "a"], torn),
        Change("a first chat", [*CHAT, "hello"]),
        # Where the end of the conversation cannot be read, the turn begins another one.
        Change("a later chat", [*CHAT, "hello"], two, between=[
            ({"a": said(1, 2), "a~2": [*said(1, 2), "hello", "hello"], "b": said(3)}, ["metric"])]),
        Change("conversations compact", ["conversations", "compact", "a", *ECHO, "--keep", "1"], two),
        Change("conversations rename", ["conversations", "rename", "a", "c"], two),
        Change("conversations rm", ["conversations", "rm", "a", "b", "--yes"], two,
               between=[({"b": said(3)}, ["metric"])]),
        Change("conversations reseal", ["conversations", "reseal"], rekeyed),
        Change("keys rekey with conversations", ["keys", "rekey"], rekeyed),
        Change("a first memory note", ["memory", "add", "metric"]),
        Change("memory rm", ["memory", "rm", "1"], two),
    ]


def at_once_cases():
    """Many chats that go on with the same conversation, which is new or has a turn."""

    def case(prepare):
        home = fresh(f"at-once-{prepare}")
        if prepare:
            imported(home, "a", "first")
        texts = [f"turn {number}" for number in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for text, result in zip(texts, pool.map(lambda text: run([*CHAT, text], home), texts)):
                assert must(result).out == text + "\n", str(result)
        found = conversations(home)
        start = ["ask first", "say first"] if prepare else []
        last = []
        for name, said in found.items():
            assert said[:len(start)] == start, f"{name} begins with {said[:2]}"
            pairs = list(zip(said[len(start)::2], said[len(start) + 1::2], strict=True))
            assert all(asked == answered for asked, answered in pairs), f"{name} holds {said}"
            last += [asked for asked, _ in pairs]
        # A fork repeats the turns that it begins with, so a turn may be there more than once.
        assert set(last) == set(texts), f"lost: {set(texts) - set(last)}"
        left = leftovers(home)
        assert not left, f"left behind: {left}"
        return ["turns kept"] * AT_ONCE + ["forks"] * (len(found) - 1)

    return [(f"{AT_ONCE} chats, {title}", lambda prepare=prepare: case(prepare))
            for title, prepare in (("a new conversation", False), ("one with a turn", True))]


def cases(of, kinds):
    def case(call, count, what):
        return f"{call} {count} {what}", lambda: of.faulted(call, count, what)

    return [case(call, number + 1, what) for call, what_of in kinds
            for number in range(of.calls.get(call, 0)) for what in what_of(number)]


def groups(is_whole):
    """Titles and cases: of changes that write their files as others do, some, unless all are wanted."""
    kills = [(call, lambda number: ["signal=KILL"]) for call in (*CHANGES, *MORE)]
    few = [(call, lambda number: [f"error={FEW_ERRORS[number % 2]}"])
           for call in (*CALLS, *MORE, "pread64")]
    strict = ("write", "fdatasync", "fsync", "flock", "renameat", "renameat2", "ftruncate")
    all_errors = [(call, (lambda number: [f"error={error}" for error in ERRORS])
                   if call in strict else what_of) for call, what_of in few]
    main = ("a later chat", "conversations compact", "keys rekey with conversations")
    yield "many chats at once in a conversation", at_once_cases()
    for change in changes():
        step = 1 if is_whole or change.title in main else 8
        errors = all_errors if is_whole else few
        yield f"{change.title}, killed at every call", cases(change, kills)[::step]
        yield f"{change.title}, an error at every call", cases(change, errors)[::step]
