"""The keystore and its record of writes, changed behind byok's back: B8, B9, W4 to W10."""

import functools
import mmap
import os
import re
import signal
import stat
import subprocess
import threading
import time

import edits
from attempts import MALLORY, Attempt, Home, Skip, must, needs, needs_root, once, outcome, secret
from edits import made, put, text_of
from harness import BYOK

PASSPHRASE = "correct horse battery staple"


def line_of(text, name):
    """The line of a key."""
    provider, label = name.split("/")
    return re.search(rf"(?m)^key \S+ {label} {provider} .*\n", text)[0]


def sequence(home):
    return int(re.search(r"(?m)^seq (\d+)$", text_of(home))[1])


def writes(home, count=2):
    """What two further writes come to."""
    results = [home.byok("keys", "add", f"xai/after{n}", stdin=secret("after").encode())
               for n in range(count)]
    bad = [str(result) for result in results if result.status != 0]
    return f"no write: {bad[0]}" if bad else "then writes work"


# B8: numbers that nobody has confirmed.


def made_up(number):
    home = made()
    put(home, "keystore", re.sub(r"(?m)^seq .*$", f"seq {number}", text_of(home)).encode())
    done = home.byok("keys", "recover", "--yes")
    # A number that is none leaves the format: whatever can be read is saved all the same.
    low = sequence(home) < 1 << 40
    return outcome(done, low="a number of its own" if low else f"seq {sequence(home)}",
                   writes=writes(home))


def used_up():
    """Many writes behind the recovery, and a rekeying."""
    home = made()
    put(home, "keystore", re.sub(r"(?m)^seq .*$", "seq 999999999999999997", text_of(home)).encode())
    must(home.byok("keys", "recover", "--yes"))
    more = writes(home, 4)
    done = home.byok("keys", "rekey")
    return outcome(done, writes=more, again=writes(home, 0))


def old_slot():
    """A slot that was changed, put back: the old passphrase stays out."""
    home = made()
    old, new = home.write("old", "an old passphrase"), home.write("new", PASSPHRASE)
    must(home.byok("keys", "passwd", "--new-file", old, "--kdf", "portable"))
    before = re.search(r"(?m)^slot 2 .*$", text_of(home))[0]
    must(home.byok("keys", "passwd", "--new-file", new, "--kdf", "portable", "--unlock-file", old))
    text = re.sub(r"(?m)^slot 2 .*$", before, text_of(home))
    put(home, "keystore", text.encode())
    done = home.byok("keys", "recover", "--yes")
    opened = home.byok("keys", "list", "--unlock-file", old)
    return outcome(done, said="slot 2" in done.err and "slot 2 is reported",
                   opened="the old passphrase opens it" if opened.status == 0 else
                   f"status {opened.status} with the old passphrase", writes=writes(home))


# B9: the record of writes.


def record_kinds():
    def replaced(make):
        def spoil(path):
            os.rename(path, path + ".real")
            make(path)
        return spoil

    def own(path):
        needs_root()
        os.chown(path, MALLORY, MALLORY)

    def device(path):
        needs_root()
        os.rename(path, path + ".real")
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))

    def text(change):
        def spoil(path):
            with open(path, encoding="ascii") as file:
                content = file.read()
            with open(path, "w", encoding="ascii") as file:
                file.write(change(content))
        return spoil
    return {
        "0666": lambda path: os.chmod(path, 0o666), "0622": lambda path: os.chmod(path, 0o622),
        "another user's": own, "a device": device,
        "a link to itself": replaced(lambda path: os.symlink(path + ".real", path)),
        "a dangling link": replaced(lambda path: os.symlink("nothing", path)),
        "a FIFO": replaced(os.mkfifo), "a folder": replaced(os.mkdir),
        "2 MiB": lambda path: os.truncate(path, 2 << 20),
        "empty": lambda path: os.truncate(path, 0), "cut": lambda path: os.truncate(path, 40),
        "junk": text(lambda _: "junk\n"),
        "with another tag": text(lambda content: re.sub(
            r"(?m)(\S)(\S{6})$", lambda m: ("A" if m[1] != "A" else "B") + m[2], content, count=1)),
        "with a lower number": text(lambda content: re.sub(r"(?m)^(\S{22}) \d+ ", r"\1 1 ", content)),
        "of another version": text(lambda content: content.replace("byok-seen 1", "byok-seen 9")),
    }


def recorded(spoil):
    """The record is spoiled, and an old keystore is put back."""
    home = Home()
    home.add("openai")
    old = home.read("keystore")
    home.add("groq")
    spoil(home.file("seen"))
    put(home, "keystore", old)
    reading = home.byok("keys", "show", "openai", "--reveal", limit=10)
    quiet = home.byok("keys", "show", "openai", "--reveal", "-q", limit=10)
    writing = home.byok("keys", "add", "mistral", stdin=b"sk-new-0123456789abcdef", limit=10)
    same = home.read("keystore") == old
    return (f"reading: status {reading.status}, {'a warning' if 'warning' in reading.err else 'silent'},"
            f" {'also' if 'warning' in quiet.err else 'not'} with -q; writing: status {writing.status},"
            f" {'unchanged' if same else 'changed'}"), f"{reading} {writing}"


def unseen():
    """Without a record nothing can be compared: byok-keystore(5) says so."""
    home = Home()
    home.add("openai")
    old = home.read("keystore")
    home.add("groq")
    os.remove(home.file("seen"))
    put(home, "keystore", old)
    return outcome(home.byok("keys", "add", "mistral", stdin=b"sk-new-0123456789abcdef"))


# W4, W5: another store, and readers that come too late.


def another_store(words, stdin=b""):
    home = made("openai")
    first = home.read("keystore")
    os.remove(home.file("keystore"))
    home.add("groq")
    put(home, "keystore", first)
    reading = home.byok("keys", "list")
    writing = home.byok(*words, stdin=stdin)
    return outcome(writing, warned="not the one" in reading.err and "reading warns",
                   same=home.read("keystore") == first and "unchanged")


def reader_calls():
    """The calls of a reader that records a newer keystore, from the first that names the record."""
    needs("strace")
    home, _ = late_home()
    log = os.path.join(home.place, "calls")
    must(home.byok("-f", "-o", log, "-e", "trace=openat,flock,write,fsync,renameat,renameat2,rename", BYOK,
                   "keys", "list", program="strace"))
    counts, found, seen = {}, [], False
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            call = re.match(r"\d+ +(\w+)\(", line)
            if not call:
                continue
            counts[call[1]] = counts.get(call[1], 0) + 1
            seen = seen or "seen" in line
            if seen and ("seen" in line or call[1] == "flock"):
                found.append((call[1], counts[call[1]]))
    return found


def late_home():
    """A home whose record is behind the keystore, as if another machine had written."""
    home = Home()
    home.add("openai")
    seen = home.read("seen")
    home.add("groq")
    old = home.read("keystore")
    put(home, "seen", seen)
    return home, old


def too_late(call, when):
    """A reader stopped at one of its calls, while a writer writes and records."""
    home, old = late_home()
    log = os.path.join(home.place, "log")
    os.mkfifo(log)
    reader = subprocess.Popen(
        ["strace", "-f", "-o", log, "-e", f"trace={call}", "-e",
         f"inject={call}:signal=SIGSTOP:when={when}", BYOK, "keys", "list"],
        env=home.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    stopped = threading.Event()
    tracee = []

    def follow():
        with open(log, encoding="utf-8", errors="replace") as file:
            for line in file:
                if "stopped by SIGSTOP" in line:
                    tracee.append(int(line.split()[0]))
                    stopped.set()
        stopped.set()
    following = threading.Thread(target=follow)
    following.start()
    stopped.wait(20)
    result = {}
    writer = threading.Thread(target=lambda: result.update(done=home.byok(
        "keys", "add", "mistral", stdin=secret("mistral").encode())))
    writer.start()
    writer.join(0.4)  # a writer that waits for the reader gets no further until it goes on
    if tracee:
        os.kill(tracee[0], signal.SIGCONT)
    reader.wait(20)
    following.join(20)
    writer.join(20)
    must(result["done"])
    newest = sequence(home)
    recorded = max(map(int, re.findall(r"(?m)^\S{22} (\d+) ", home.read("seen").decode())))
    put(home, "keystore", old)
    writing = home.byok("keys", "add", "xai", stdin=secret("xai").encode())
    return outcome(writing, stopped=tracee and "it was stopped",
                   same=recorded == newest and "the newest is recorded")


def late():
    calls = once(reader_calls)
    for place in range(7):
        def attack(place=place):
            found = calls()
            if place >= len(found):
                raise Skip(f"a reader makes {len(found)} such calls")
            return too_late(*found[place])
        yield Attempt("W5", f"a reader stopped at call {place + 1} that has to do with the record",
                      "status 11, it was stopped, the newest is recorded", attack)


# W6: what a recovery saves.


def put_back(kind):
    """Old lines in the newest keystore: what `keys recover` says of them, before it is confirmed."""
    home = made("openai", "groq", "xai")
    before = text_of(home)
    must(home.byok("keys", "rm", "xai", "--yes"))
    home.add("groq", "sk-newer-0123456789abcdef", "--replace")
    text = text_of(home)
    if kind == "a removed key":
        text = text.replace("end ", line_of(before, "xai/default") + "end ", 1)
    elif kind == "an older version of a key":
        text = text.replace(line_of(text, "groq/default"), line_of(before, "groq/default"))
    elif kind == "both versions of a key":
        text = text.replace("end ", line_of(before, "groq/default") + "end ", 1)
    elif kind == "the whole old keystore, damaged":
        text = before + "\n"
    elif kind == "the old keystore with the newest MAC":
        text = re.sub(r"(?m)^end .*$", re.search(r"(?m)^end .*$", text)[0], before)
    put(home, "keystore", text.encode())
    done = home.byok("keys", "recover")
    rows = dict(re.findall(r"(?m)^(\S+/\S+) .* (yes|no)$", done.out.decode()))
    old = {"a removed key": "xai/default", "an older version of a key": "groq/default",
           "both versions of a key": "groq/default"}.get(kind)
    marked = rows.get(old) == "no" if old else rows and set(rows.values()) == {"no"}
    return outcome(done, marked=marked and "marked" or f"{rows}",
                   same=text_of(home) == text and "nothing written")


# W7: what an unauthenticated file may cost.


def costly(slots, passes, kibibytes):
    home = made("openai")
    for n in range(slots):
        path = home.write(f"pass{n}", f"{PASSPHRASE} {n}")
        must(home.byok("keys", "passwd", "--add", "--new-file", path, "--kdf", "portable"))
    put(home, "keystore", re.sub(r"argon2id13 \d+ \d+", f"argon2id13 {passes} {kibibytes}",
                                 text_of(home)).encode())
    os.remove(home.file("unlock.key"))
    # 20 s of processor time are more than four slots of the highest cost that byok itself chooses.
    done = home.byok("-c", 'ulimit -t 20; exec "$@"', "-", BYOK, "keys", "slots", program="bash", limit=60,
                     BYOK_PASSPHRASE="another")
    return outcome(done, said="was not tried" in done.err and "says which slot was not tried")


# W8, W9: what a rekeying revokes.


def leaked(way):
    home = made("openai")
    key = home.write("leaked.key", home.read("unlock.key"))
    more, variables = [], {}
    if way == "an old copy":
        copy = home.write("copy/keystore", home.read("keystore"))
    must(home.byok("keys", "rekey", "--new-key-file"))
    if way == "--unlock-file":
        more = ["--unlock-file", key]
    elif way == "BYOK_UNLOCK_FILE":
        variables = {"BYOK_UNLOCK_FILE": key}
    elif way == "in the place of the new one":
        put(home, "unlock.key", open(key, "rb").read())
    elif way == "an old copy":
        more, variables = ["--unlock-file", key], {"BYOK_STORE": copy}
    done = home.byok("keys", "show", "openai", "--reveal", *more, **variables)
    return outcome(done, shown=secret("openai").encode() in done.out and "the key is shown")


def rekeyed():
    home = made("openai")
    key = home.write("leaked.key", home.read("unlock.key"))
    done = home.byok("keys", "rekey")
    opens = home.byok("keys", "list", "--unlock-file", key).status == 0
    return outcome(done, said="--new-key-file" in done.err and "says how the old one is shut out",
                   opens=opens and "the old one opens it")


def links():
    """Two stores of one key file: no word of the slots is in both."""
    homes = [Home(), Home()]
    homes[0].add("openai")
    put(homes[1], "unlock.key", homes[0].read("unlock.key"))
    os.chmod(homes[1].file("unlock.key"), 0o600)
    homes[1].add("openai")
    words = [set(re.search(r"(?m)^slot 1 .*$", text_of(home))[0].split()[3:]) for home in homes]
    both = words[0] & words[1]
    return f"the same in both: {both}" if both else "nothing links them"


def old_copies():
    home = made("openai", "groq")
    must(home.byok("keys", "rekey"))
    done = home.byok("keys", "rm", "groq", "--yes")
    doctor = home.byok("doctor")
    return outcome(done, said="keystore.bak" in done.err and "rm names keystore.bak",
                   doctor="keystore.bak" in doctor.out.decode() and "doctor too")


def recovered_copy():
    home = made("openai", "groq")
    put(home, "keystore", home.read("keystore") + b"\n")
    must(home.byok("keys", "recover", "--yes"))
    done = home.byok("keys", "rm", "groq", "--yes")
    return outcome(done, said="keystore.bak" in done.err and "rm names keystore.bak")


# W10: large keystores.


LONG = 60_000


def large_home():
    """A keystore that is noted as verified, and what it was before its last change."""
    home = Home()
    for name in ["groq/b", "groq/c", "groq/d", "groq/e", "openai/a"]:
        home.add(name, long_secret("old"))
    before = home.read("keystore")
    home.add("openai/a", long_secret("new"), "--replace")
    return home, before


def long_secret(word):
    return f"sk-{word}-" + "0123456789abcdef" * (LONG // 16)


def settle(home):
    """Until the file may be noted: two seconds behind its last change, as the page says."""
    left = os.stat(home.file("keystore")).st_ctime + 2.1 - time.time()
    time.sleep(max(0, left))
    must(home.byok("keys", "show", "openai/a"))
    assert re.search(rb"(?m)^\S{22} \d+ \S+ \d+:\d+:", home.read("seen")), "the file is not noted"


def rewritten(kind):
    home, before = large_home()
    settle(home)
    path, status = home.file("keystore"), os.stat(home.file("keystore"))
    if kind == "an old one of the same size, in place":
        with open(path, "r+b") as file:
            file.write(before)
    elif kind == "one byte, in place":
        with open(path, "r+b") as file:
            file.seek(status.st_size // 2)
            byte = file.read(1)
            file.seek(status.st_size // 2)
            file.write(b"A" if byte != b"A" else b"B")
    elif kind == "an old one of the same size, renamed":
        with open(path + ".new", "wb") as file:
            file.write(before)
        os.chmod(path + ".new", 0o600)
        os.rename(path + ".new", path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    done = home.byok("keys", "show", "openai/a", "--reveal")
    noticed = "is older" in done.err or done.status == 11
    return ("noticed" if noticed else "not noticed"), str(done)


def mapped():
    """A mapping held from before: an old entry of the same name at most, as byok-keystore(5) says."""
    home, before = large_home()
    path = home.file("keystore")
    name = "openai/a"
    old, new = (line_of(text.decode(), name) for text in [before, home.read("keystore")])
    assert len(old) == len(new), "the lines differ in length"
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapping:
        start = mapping.find(new.encode())
        for place in range(start, start + len(new), 1024):
            mapping[place] = mapping[place]  # the pages are the mapping's before the file is noted
        mapping[start + len(new) - 1] = mapping[start + len(new) - 1]
        settle(home)
        mapping[start:start + len(old)] = old.encode()
        shown = home.byok("keys", "show", name, "--reveal").out.decode().strip()
        other = home.byok("keys", "show", "groq/b", "--reveal").out.decode().strip()
        listed = home.byok("keys", "list")
    right = shown in ("", long_secret("old"), long_secret("new")) and other in ("", long_secret("old"))
    return outcome(listed, right=right and "no other key is shown")


def documented():
    page = " ".join(Home().byok("help", "keystore").out.decode().split())
    return "accepted, and said in byok-keystore(5)" if (
        "a program that already mapped the file for writing" in page) else "the page does not say it"


def attempts():
    rolled = "reading: status 0, a warning, also with -q; writing: status 11, unchanged"
    add = ["keys", "add", "mistral"]
    return [
        *[Attempt("B8", f"recover with seq {number}", "status 0, a number of its own, then writes work",
                  functools.partial(made_up, number))
          for number in ["999999999999999997", "999999999999999998", "999999999999999999",
                         "9007199254740993", "4611686018427387904", "0", "-1", "x"]],
        Attempt("B8", "recover with seq 999999999999999997, four writes, then keys rekey",
                "status 0, then writes work, then writes work", used_up),
        Attempt("B8", "recover with a slot of an old passphrase put back",
                "status 0, slot 2 is reported, status 10 with the old passphrase, then writes work", old_slot),
        *[Attempt("B9", f"an old keystore, the record is {name}", rolled, functools.partial(recorded, spoil))
          for name, spoil in record_kinds().items()],
        Attempt("B9", "the control: an old keystore without a record", "status 0", unseen),
        *[Attempt("W4", f"another store instead: {' '.join(words[:2])}",
                  "status 11, reading warns, unchanged", functools.partial(another_store, words, stdin))
          for words, stdin in [(add, b"sk-new-0123456789abcdef"), (["keys", "rm", "openai", "--yes"], b""),
                               (["keys", "rename", "openai", "b"], b""), (["keys", "rekey"], b"")]],
        *late(),
        *[Attempt("W6", f"recover, with {kind} put back", "status 2, marked, nothing written",
                  functools.partial(put_back, kind))
          for kind in ["a removed key", "an older version of a key", "both versions of a key",
                       "the whole old keystore, damaged", "the old keystore with the newest MAC"]],
        *[Attempt("W7", f"a passphrase against {slots} slots of {passes} passes over {kib >> 10} MiB",
                  "status 10, says which slot was not tried", functools.partial(costly, slots, passes, kib))
          for slots, passes, kib in [(4, 10, 1 << 20), (1, 10, 1 << 20)]],
        *[Attempt("W8", f"a leaked unlock.key behind rekey --new-key-file: {way}", "status 10",
                  functools.partial(leaked, way))
          for way in ["--unlock-file", "BYOK_UNLOCK_FILE", "in the place of the new one"]],
        Attempt("W8", "a leaked unlock.key behind rekey --new-key-file: an old copy, as is documented",
                "status 0, the key is shown", functools.partial(leaked, "an old copy")),
        Attempt("W8", "a leaked unlock.key behind rekey alone, as is documented",
                "status 0, says how the old one is shut out, the old one opens it", rekeyed),
        Attempt("W8", "two keystores that one key file opens", "nothing links them", links),
        Attempt("W9", "a key removed behind a rekeying", "status 0, rm names keystore.bak, doctor too",
                old_copies),
        Attempt("W9", "a key removed behind a recovery", "status 0, rm names keystore.bak", recovered_copy),
        *[Attempt("W10", f"a keystore noted as verified, with {kind}, and its old time", "noticed",
                  functools.partial(rewritten, kind))
          for kind in ["an old one of the same size, in place", "one byte, in place",
                       "an old one of the same size, renamed"]],
        Attempt("W10", "a keystore noted as verified, changed by a mapping from before: keys list",
                "status 11, no other key is shown", mapped),
        Attempt("W10", "that exception", "accepted, and said in byok-keystore(5)", documented),
        *edits.attempts(),
    ]
