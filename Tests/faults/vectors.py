"""Faults at every system call of 'index embed' and 'index update': what was embedded stays, nothing is
embedded twice, in clear and sealed."""

import glob
import json
import os
import threading

from harness import add, call_counts, fresh, injecting, leftovers, must, restore, run, snapshot, traced
from indexes import tree
from writes import CALLS, CHANGES, FEW_ERRORS

# One more than a request holds, so that there are two.
COUNT = 257
# Passages of their own, and few calls.
FILES = {"all.md": "".join(f"# Part {number}\n\n{f'word{number} ' * 150}\n\n" for number in range(COUNT))}
EMBED = ["index", "embed", "docs", "-m", "echo/echo"]
# A line of 256 bytes, then the hash of a text and 64 numbers each.
HEAD, RECORD = 256, 16 + 4 * 64


def hashes(home):
    """The hashes of the texts that have vectors, as they are in the file."""
    found = []
    for path in glob.glob(os.path.join(home, "**", "*.vectors"), recursive=True):
        with open(path, "rb") as file:
            data = file.read()
        assert len(data) < HEAD or data.startswith(b"byok-vectors-1 64 "), "another first line"
        found += [data[start:start + 16] for start in range(HEAD, len(data) - RECORD + 1, RECORD)]
    return found


class Embedding:
    def __init__(self, arguments=EMBED, options=(), prepare=None):
        self.arguments, self.is_sealed = arguments, "--sealed" in options
        self.root = tree("vectors-tree", FILES)
        home = fresh("vectors")
        if self.is_sealed:
            add("groq/a", home)
        must(run(["index", "add", "docs", self.root, *options], home))
        if prepare:
            prepare(home)
        self.files = snapshot(home)
        home = self.home()
        self.setup, self.calls = (call_counts(lines) for lines in traced(self.arguments, home))
        assert self.embedded(home) == 0 and (self.is_sealed or len(set(hashes(home))) == COUNT)

    def home(self):
        home = fresh(f"vectors-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def embedded(self, home):
        """How many texts had no vector, and have one now."""
        return json.loads(must(run([*EMBED, "--json"], home)).out)["embedded"]

    def faulted(self, call, count, what):
        home = self.home()
        result = run(self.arguments, home, b"", injecting(call, what, self.setup.get(call, 0) + count))
        if "KILL" in what:
            assert result.status in (0, -9), f"not killed: {result}"
        else:
            assert not result.crashed, str(result)
            assert result.status == 0 or result.err.startswith("byok: "), f"no sentence: {result}"
        before = [] if self.is_sealed else hashes(home)
        if self.arguments != EMBED:
            must(run(["index", "update", "--no-embed"], home))
        kept = COUNT - self.embedded(home)
        assert kept in (0, COUNT - 1, COUNT), f"{kept} vectors"
        assert self.embedded(home) == 0, "a text is embedded again"
        if not self.is_sealed:
            now = hashes(home)
            assert now[:len(before)] == before and len(before) == kept, f"{len(before)} were there, {kept} are"
            assert len(now) == len(set(now)) == COUNT, "a text twice, or none"
        must(run(["search", "--mode", "vector", "word77"], home))
        left = leftovers(home)
        assert not left, f"left behind: {left}"
        return [f"{kept} kept"]


def emptied(home):
    """An index of a model whose only file has gone: an update adds the file and embeds it."""
    must(run(EMBED, home))
    for path in glob.glob(os.path.join(home, "**", "*.vectors"), recursive=True) + glob.glob(
            os.path.join(home, "**", "lexical.bin"), recursive=True):
        os.remove(path)


def torn(home):
    """A file that a full disk cut off within a vector."""
    must(run(EMBED, home))
    path = glob.glob(os.path.join(home, "**", "*.vectors"), recursive=True)[0]
    os.truncate(path, HEAD + (COUNT - 1) * RECORD + 100)


def groups(is_whole):
    """Titles and cases, every fourth of them unless all are wanted."""
    step, which = (1, "call") if is_whole else (4, "fourth call")

    def cases(change, calls, what_of):
        return [(f"{call} {number + 1} {what_of(number)}",
                 lambda call=call, number=number: change.faulted(call, number + 1, what_of(number)))
                for call in calls for number in range(change.calls.get(call, 0))]

    changes = (("index embed", Embedding()), ("index embed of a torn file", Embedding(prepare=torn)),
               ("index update that embeds", Embedding(["index", "update"], prepare=emptied)),
               ("index embed of a sealed index", Embedding(options=["--sealed"])))
    for title, change in changes:
        yield f"{title}, killed at every {which}", cases(
            change, (*CHANGES, "fdatasync", "mmap"), lambda _: "signal=KILL")[::step]
        yield f"{title}, an error at every {which}", cases(
            change, CALLS, lambda number: f"error={FEW_ERRORS[number // step % 2]}")[::step]
