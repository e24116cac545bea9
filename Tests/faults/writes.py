"""Faults at every system call of a write."""

import os
import subprocess
import threading

from harness import (
    HERE, LIMIT, WORK, add, call_counts, contents, fingerprints, fresh, injecting, leftovers, made,
    must, read, restore, run, secret, snapshot, traced,
)
from sealing import add_cheap_passphrase

ERRORS = "ENOSPC EIO EDQUOT EROFS EMFILE EACCES ENOLCK EINTR ENOMEM".split()
FEW_ERRORS = ["ENOSPC", "EINTR"]
CALLS = ("openat write fsync close renameat renameat2 rename linkat flock mkdirat fstat newfstatat"
         " read fcntl getdents64 unlinkat").split()
# What changes files. A kill at any other call leaves them as a kill at the next of these does.
CHANGES = "openat write fsync close renameat renameat2 rename linkat flock mkdirat unlinkat".split()
KEYS = ("groq/a", "groq/b", "openai/default")
NEXT = "groq/next"
# After these errors the next writer is tried too; the others leave the same files.
NEXT_AFTER = ("error=ENOSPC", "error=EINTR", "retval=0")


class Write:
    """A command that changes a file of byok's, with that file before and after it.

    `ways` and `shut` hold, for the old and the new state, the options that open the store and those
    that must not; the first way is the one to read with. A slow one stretches a passphrase at the
    lowest cost that byok offers, at each try.
    """

    def __init__(self, title, arguments, stdin="", keys=KEYS, prepare=None, file="keystore",
                 ways=None, shut=None, is_slow=False, **options):
        self.title, self.arguments, self.options = title, arguments, options
        self.is_slow = is_slow
        self.stdin, self.file = stdin.encode(), file
        self.ways, self.shut = ways or {"old": [[]], "new": [[]]}, shut or {}
        home = made("golden", keys) if keys else fresh("golden")
        if options.get("trees"):
            os.mkdir(home, 0o700)
        if prepare:
            prepare(home)
        self.files = snapshot(home)
        self.before(home)
        self.setup, self.calls = (
            call_counts(lines) for lines in traced(self.arguments, home, self.stdin, **options))
        self.new = self.contents(home, "new")
        self.check("new", home)
        assert self.of_interest(snapshot(home)) != self.of_interest(self.files), "nothing changed"

    def before(self, home):
        """Notes what the old state holds."""
        self.old = self.contents(home, "old")
        self.check("old", home)

    def contents(self, home, state):
        return contents(home, self.ways[state][0], **self.options)

    def home(self):
        """This thread's home, as it was before the command."""
        home = os.path.join(WORK, f"home-{threading.get_ident()}")
        restore(home, self.files)
        return home

    def faulted(self, home, call, what, count):
        when = self.setup.get(call, 0) + count
        return run(self.arguments, home, self.stdin, injecting(call, what, when), **self.options)

    def of_interest(self, files):
        """The bytes of the file that the command changes, or None."""
        found = [name for name in files or {} if os.path.basename(name) == self.file]
        return files[found[0]] if found else None

    def state(self, home):
        """'old' or 'new', read back by byok; anything else raises."""
        is_same = self.of_interest(snapshot(home)) == self.of_interest(self.files)
        state = "old" if is_same else "new"
        self.check(state, home)
        return state

    def check(self, state, home):
        """Every way in opens, none else does, and each secret is what it was."""
        want = self.old if state == "old" else self.new
        got = self.contents(home, state)
        assert got == want, f"the secrets of {state} are {got}"
        for way in self.ways[state][1:]:
            got = set(fingerprints(home, way, **self.options))
            assert got == set(want), f"the keys by {way} are {got}"
        for way in self.shut.get(state, []):
            result = run(["keys", "slots", *way], home, **self.options)
            assert result.status == 10, f"{way} opens the {state} store: {result}"

    def check_next(self, home, state):
        """The next writer works and leaves nothing behind."""
        way = self.ways[state][0]
        result = add(NEXT, home, *way, **self.options)
        assert result.status == 0, f"the next add: {result}"
        want = {**(self.new if state == "new" else self.old), NEXT: secret(NEXT)}
        got = set(fingerprints(home, way, **self.options))
        assert got == set(want), f"after the next add: {got}"
        assert not leftovers(home), f"left behind: {leftovers(home)}"


class Mending(Write):
    """A write that repairs what keeps the store from being changed; until then it is tried again."""

    def check_next(self, home, state):
        if state == "old":
            must(run(self.arguments, home, **self.options))
        super().check_next(home, "new")


class Recovery(Mending):
    """The damaged store cannot be read at all, and stays beside the new one."""

    def before(self, home):
        self.check("old", home)

    def check(self, state, home):
        if state == "old":
            must(run(["keys", "list"], home), 11)
        else:
            super().check(state, home)
        kept = snapshot(home).get("keystore.bak")
        is_missing = kept is None and state == "old"
        assert is_missing or kept == self.of_interest(self.files), "keystore.bak is another"


class NewKeyFile(Write):
    """A new key file and the store that it opens; what was left undone is done by the next writer."""

    def check_next(self, home, state):
        super().check_next(home, state)
        if state == "old":
            must(run(self.arguments, home, **self.options))
        files = snapshot(home)
        assert "unlock.key.new" not in files, f"it is not finished: {sorted(files)}"
        assert files["unlock.key.bak"] == self.files["unlock.key"], "the old key file is lost"
        assert files["unlock.key"] != self.files["unlock.key"], "the key file is the old one"


class Choice(Write):
    """A write of `config.json`, whose bytes are known beforehand."""

    WANT = b'{\n  "keys": { "groq": "b" }, // mine\n}\n'

    def check(self, state, home):
        super().check(state, home)
        config = snapshot(home).get("config.json")
        want = self.of_interest(self.files) if state == "old" else self.WANT
        assert config == want, f"config.json is {config}"

    def check_next(self, home, state):
        must(run(["keys", "default", "groq/a"], home))
        super().check_next(home, state)


class Import(Write):
    """Creds are never shown: it can only be told that they are there."""

    def contents(self, home, state):
        return fingerprints(home, self.ways[state][0])


def creds():
    """A file as Qwen Code leaves it."""
    path = os.path.join(WORK, "qwen.json")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write('{"access_token":"qwen-access-0123456789","refresh_token":"qwen-refresh-0123",'
                   '"token_type":"Bearer","resource_url":"portal.qwen.ai",'
                   '"expiry_date":4102444800000}')
    return path


def writes():
    return [
        Write("keys add", ["keys", "add", "openai/new"], secret("openai/new")),
        Write("first keys add", ["keys", "add", "openai/new"], secret("openai/new"), keys=()),
        Write("first keys add in two trees", ["keys", "add", "openai/new"], secret("openai/new"),
              keys=(), trees=True),
        Write("keys add --replace", ["keys", "add", "groq/b", "--replace"], secret("other")),
        Write("keys rm", ["keys", "rm", "groq/b", "--yes"]),
        Write("keys rename", ["keys", "rename", "groq/b", "groq/c"]),
        Import("creds import", ["creds", "import", "qwen", creds()]),
        Import("first creds import", ["creds", "import", "qwen", creds()], keys=()),
        Import("creds rm", ["creds", "rm", "qwen", "--yes"], prepare=import_creds),
        *writes_of_slots(),
        Recovery("keys recover", ["keys", "recover", "--yes"], prepare=damage),
        Mending("keys accept", ["keys", "accept"], prepare=roll_back, file="seen"),
        Choice("keys default", ["keys", "default", "groq/b"], prepare=configure,
               file="config.json"),
    ]


def import_creds(home):
    must(run(["creds", "import", "qwen", creds()], home))


def writes_of_slots():
    """Those that change the ways in; all but new slots cost the least that can be."""
    first, second = (os.path.join(WORK, f"passphrase-{name}") for name in ("first", "second"))
    for path in (first, second):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"the passphrase {path}\n")
    by_key, by_first, by_second = [], ["--unlock-file", first], ["--unlock-file", second]

    def cheap(home):
        with open(first, "rb") as file:
            add_cheap_passphrase(home, 2, file.read().removesuffix(b"\n"))

    def rekeyed(home):
        """With a .bak, which the next one replaces."""
        cheap(home)
        must(run(["keys", "rekey", *by_first], home))

    leaked = os.path.join(WORK, "leaked.key")
    by_leaked = ["--unlock-file", leaked]

    def leaking(home):
        """With a copy of the key file elsewhere."""
        cheap(home)
        with open(os.open(leaked, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(read(home, "unlock.key"))

    passwd = ["keys", "passwd", "--kdf", "portable", "--new-file"]
    return [
        Write("keys passwd, adding", [*passwd, first],
              ways={"old": [by_key], "new": [by_key, by_first]}, shut={"old": [by_first]},
              is_slow=True),
        Write("keys passwd, changing", [*passwd, second], prepare=cheap,
              ways={"old": [by_key, by_first], "new": [by_key, by_second]},
              shut={"old": [by_second], "new": [by_first]}, is_slow=True),
        Write("keys passwd --remove", ["keys", "passwd", "--remove"], prepare=cheap,
              ways={"old": [by_key, by_first], "new": [by_key]}, shut={"new": [by_first]}),
        Write("keys slots --remove", ["keys", "slots", "--remove", "1", *by_first], prepare=cheap,
              ways={"old": [by_first, by_key], "new": [by_first]}, shut={"new": [by_key]}),
        Write("keys rekey", ["keys", "rekey", *by_first], prepare=rekeyed,
              ways={state: [by_key, by_first] for state in ("old", "new")}),
        NewKeyFile("keys rekey --new-key-file", ["keys", "rekey", "--new-key-file", *by_first],
                   prepare=leaking, ways={"old": [by_key, by_first, by_leaked], "new": [by_key, by_first]},
                   shut={"new": [by_leaked]}),
    ]


def damage(home):
    """Spoils the MAC alone, so that every key can be saved."""
    path = os.path.join(home, "keystore")
    text = read(home, "keystore")
    place = text.rindex(b" ") + 1
    with open(path, "wb") as file:
        file.write(text[:place] + (b"B" if text[place:place + 1] == b"A" else b"A")
                   + text[place + 1:])


def roll_back(home):
    """Puts an older store back, which can be read but not written."""
    old = read(home, "keystore")
    must(add("openai/later", home))
    with open(os.path.join(home, "keystore"), "wb") as file:
        file.write(old)


def configure(home):
    path = os.path.join(home, "config.json")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write("{ // mine\n}\n")


def kill_cases(write, calls=None):
    """A kill on entry to every call that the command makes once it runs, or to some of them."""

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
    return [case(call, n + 1) for call in calls or write.calls
            for n in range(write.calls.get(call, 0))]


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
        for call in CALLS for n in range(write.calls.get(call, 0))
        # Where nothing is changed, or by then all is, errors take turns.
        for error in (errors if call in CHANGES and call != "close" else [FEW_ERRORS[n % 2]])
    ]
    if write.is_slow:
        cases = cases[::4]
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
