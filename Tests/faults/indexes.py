"""Faults at every system call of 'index add', 'update' and 'rm'."""

import json
import os
import threading

from harness import add, call_counts, fresh, injecting, leftovers, must, restore, run, snapshot, traced
from writes import CALLS, CHANGES, FEW_ERRORS

OLD = {"a.md": "# Apple\n\npie", "b/c.txt": "banana", "b/d.txt": "cherry"}
NEW = {"a.md": "# Apple\n\ncake", "b/c.txt": "banana", "e.txt": "elder"}
WORDS = "pie cake banana cherry elder".split()


def tree(name, files):
    """A folder that holds these files and no others."""
    root = fresh(name)
    for path, text in files.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as file:
            file.write(text)
    return root


def found(home):
    """What a search of each word finds; `None` where there is no index that can be searched."""
    found = {}
    for word in WORDS:
        result = run(["search", word, "--paths"], home)
        if result.status == 0:
            found[word] = result.out.split()
        elif "no matches" not in result.err:
            assert not result.crashed and result.err.startswith("byok: "), str(result)
            return None
    return found


class Change:
    """A command, with what is found before and after it."""

    def __init__(self, title, arguments, files, prepare=None):
        self.title, self.removes = title, "rm" in arguments
        self.root = tree(title.replace(" ", "-"), OLD)
        self.arguments = [word.replace("ROOT", self.root) for word in arguments]
        home = fresh("indexes")
        if prepare:
            prepare(home, self.root)
        self.files = snapshot(home)
        tree(title.replace(" ", "-"), files)
        self.old = found(self.home()) if self.files is not None else None
        home = self.home()
        self.setup, self.calls = (call_counts(lines) for lines in traced(self.arguments, home))
        self.new = found(home)
        assert self.old != self.new, "nothing changed"

    def home(self):
        home = fresh(f"indexes-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def faulted(self, call, count, what):
        home = self.home()
        result = run(self.arguments, home, b"", injecting(call, what, self.setup.get(call, 0) + count))
        if "KILL" in what:
            assert result.status in (0, -9), f"not killed: {result}"
        else:
            assert not result.crashed, str(result)
            assert result.status == 0 or result.err.startswith("byok: "), f"no sentence: {result}"
        kept = found(home)
        # A file that could not be read, or has changed, is not found until the next update.
        state = "new" if kept == self.new else "old" if kept == self.old else "none" if kept is None else "part"
        assert state != "part" or all(set(kept[word]) <= set((self.new or {}).get(word, []))
                                      | set((self.old or {}).get(word, [])) for word in kept), f"it finds {kept}"
        self.check_next(home)
        return [state]

    def check_next(self, home):
        """The next command puts everything right, and leaves nothing behind."""
        names = [row["name"] for row in json.loads(must(run(["index", "list", "--json"], home)).out)]
        if self.removes:
            if names:
                must(run(["index", "rm", "docs"], home))
            must(run(["index", "add", "docs", self.root], home))
            names = ["docs"]
        elif not names:
            must(run(self.arguments, home))
        must(run(["index", "update"], home))
        wanted = {"cake": "a.md", "banana": "b/c.txt", "elder": "e.txt"}
        got = found(home)
        assert got == {word: [os.path.relpath(os.path.join(self.root, path), "/")]
                       for word, path in wanted.items()}, f"after an update: {got}"
        left = leftovers(home)
        assert not left, f"left behind: {left}"


def added(home, root):
    must(run(["index", "add", "docs", root], home))


def sealed(home, root):
    add("groq/a", home)
    must(run(["index", "add", "docs", root, "--sealed"], home))


def changes():
    return [
        Change("index add", ["index", "add", "docs", "ROOT"], NEW),
        Change("index update", ["index", "update"], NEW, added),
        Change("index update of a sealed one", ["index", "update"], NEW, sealed),
        Change("index rm", ["index", "rm", "docs"], NEW, added),
    ]


def groups(is_whole):
    """Titles and cases: all kills, and some errors unless all are wanted."""

    def cases(change, calls, what_of):
        return [(f"{call} {number + 1} {what_of(number)}",
                 lambda call=call, number=number: change.faulted(call, number + 1, what_of(number)))
                for call in calls for number in range(change.calls.get(call, 0))]

    for change in changes():
        yield f"{change.title}, killed at every call", cases(change, (*CHANGES, "mmap"), lambda _: "signal=KILL")
        yield f"{change.title}, an error at every call", cases(
            change, CALLS, lambda number: f"error={FEW_ERRORS[number % 2]}")[::1 if is_whole else 4]
