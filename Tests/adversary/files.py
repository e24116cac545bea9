"""Other users: their links, files and folders, and whose home it is: B13, and more of W11."""

import contextlib
import functools
import os
import pwd
import shutil
import struct
import subprocess

from attempts import (
    MALLORY, VICTIM, Attempt, Home, Skip, as_user, must, needs, needs_root, once, outcome, secret,
)
from harness import WORK

PROTECTION = "/proc/sys/fs/protected_symlinks"


@contextlib.contextmanager
def protected():
    """The kernel's protection of links in sticky folders, which is on where distributions set it."""
    with open(PROTECTION, encoding="ascii") as file:
        before = file.read()
    if before.strip() != "0":
        yield
        return
    try:
        with open(PROTECTION, "w", encoding="ascii") as file:
            file.write("1\n")
    except OSError as problem:
        raise Skip(f"fs.protected_symlinks is 0, and cannot be set: {problem.strerror}") from None
    try:
        yield
    finally:
        with open(PROTECTION, "w", encoding="ascii") as file:
            file.write(before)


def sticky():
    """A folder like /tmp."""
    path = os.path.join(WORK, "sticky")
    os.makedirs(path, exist_ok=True)
    os.chmod(path, 0o1777)
    return path


def mallory(*words):
    return subprocess.run([*as_user(MALLORY), *words], check=True, capture_output=True, cwd="/")


class Trap:
    """What Mallory has put into the sticky folder, in wait for somebody else's output."""

    count = 0

    def __init__(self, kind, owner):
        Trap.count += 1
        self.path = os.path.join(sticky(), f"out-{Trap.count}")
        self.home = Home(owner=owner)
        self.target = self.home.write("precious", "precious\n")
        os.chmod(self.home.place, 0o755)
        self.other = os.path.join(self.home.place, "not-there-yet")
        if kind == "a link to my file":
            mallory("ln", "-s", self.target, self.path)
        elif kind == "a link to a file that is not there":
            mallory("ln", "-s", self.other, self.path)
        elif kind == "a link to a link of mine":
            os.symlink(self.target, self.target + ".link")
            mallory("ln", "-s", self.target + ".link", self.path)
        elif kind == "a link in my own folder":
            self.path = os.path.join(self.home.place, "link")
            os.symlink(self.target, self.path)
            if owner:
                os.lchown(self.path, owner, owner)

    def state(self):
        with open(self.target, encoding="utf-8") as file:
            same = file.read() == "precious\n"
        return "unchanged" if same and not os.path.exists(self.other) else "written to"


def words_of(option, path):
    return {
        "-o": ["chat", "-n", "-m", "echo/echo", "-o", path, "hello"],
        "-o --json": ["chat", "-n", "-m", "echo/echo", "--json", "-o", path, "hello"],
        "--each-line -o": ["chat", "-m", "echo/echo", "--each-line", "-o", path],
        "--resume": ["chat", "-m", "echo/echo", "--each-line", "--resume", path],
        "keys check --junit": ["keys", "check", "--junit", path],
    }[option]


def trapped(option, kind, owner):
    trap = Trap(kind, owner)
    if "junit" in option:
        trap.home.add("openai", None, "--base-url", "http://127.0.0.1:1/v1")
    done = trap.home.byok(*words_of(option, trap.path), stdin=b"hello\n")
    return (f"{'refused' if done.status else 'status 0'}, {trap.state()},"
            f" {'still a link' if os.path.islink(trap.path) else 'no link'}"), str(done)


def all_traps():
    """One after the other, under the kernel's protection."""
    needs_root()
    found = {}
    with protected():
        for name, option, kind, owner in TRAPS:
            try:
                found[name] = trapped(option, kind, owner)
            except Exception as problem:
                found[name] = f"{type(problem).__name__}: {problem}"
        # The control: a shell is refused too.
        trap = Trap("a link to my file", None)
        done = subprocess.run(["sh", "-c", f"echo evil >'{trap.path}'"], capture_output=True, check=False)
        found["shell"] = f"{'refused' if done.returncode else 'status 0'}, {trap.state()}"
    return found


OPTIONS = ["-o", "-o --json", "--each-line -o", "--resume", "keys check --junit"]
TRAPS = [
    *[(f"{option}, root, {kind}", option, kind, None) for option in OPTIONS
      for kind in ["a link to my file", "a link to a file that is not there"]],
    *[(f"{option}, another user, a link to my file", option, "a link to my file", VICTIM)
      for option in OPTIONS],
    ("-o, root, a link to a link of mine", "-o", "a link to a link of mine", None),
    ("-o, root, the control: a link in my own folder", "-o", "a link in my own folder", None),
]
shown = once(all_traps)


# Homes and folders of others.


def others_home(kind, words, stdin=b""):
    """Root, with the home folder of another user, as sudo may leave it."""
    needs_root()
    home = Home(owner=MALLORY)
    if kind == "with a configuration":
        home.write(".config/byok/config.json", '{model: "echo/evil", aliases: {fast: "echo/evil"}}')
        subprocess.run(["chown", "-R", str(MALLORY), os.path.join(home.place, ".config")], check=True)
    before = sorted(os.listdir(home.place))
    root = Home()
    root.environment |= {"HOME": home.place, "BYOK_HOME": None}
    done = root.byok(*words, stdin=stdin)
    same = sorted(os.listdir(home.place)) == before
    return outcome(done, same="nothing made there" if same else "something made there",
                   evil="evil" in done.err + done.out.decode() and "its configuration is obeyed")


def in_folder(spoil, words, stdin=b""):
    """A folder of byok's, or one above it, that is another user's or that others can write."""
    needs_root()
    home = Home(owner=VICTIM)
    home.add("openai")
    before = home.read("keystore")
    spoil(home)
    done = home.byok(*words, stdin=stdin)
    return outcome(done, same=home.read("keystore") == before and "unchanged",
                   shown=secret("openai").encode() in done.out and "the key is shown")


def given(name):
    return lambda home: os.chown(os.path.join(home.path, name) if name else home.path, MALLORY, MALLORY)


def opened(name, mode):
    return lambda home: os.chmod(os.path.join(home.path, name) if name else home.path, mode)


def linked(home):
    """The folder is Mallory's link to where it really is, in a sticky folder."""
    place = os.path.join(sticky(), f"linked-{home.owner}-{os.path.basename(home.place)}")
    mallory("ln", "-s", home.path, place)
    home.environment["BYOK_HOME"] = place


def planted(home):
    """BYOK_STORE in a sticky folder, where Mallory has put a copy."""
    place = os.path.join(sticky(), f"store-{os.path.basename(home.place)}")
    shutil.copy(home.file("keystore"), place)
    os.chown(place, MALLORY, MALLORY)
    home.environment["BYOK_STORE"] = place


def listed_access(home):
    """An access control list, as the kernel takes it: acl(5), and linux/posix_acl_xattr.h."""
    nobody = 0xFFFFFFFF
    rows = [(0x01, 6, nobody), (0x02, 6, MALLORY), (0x04, 0, nobody), (0x10, 6, nobody), (0x20, 0, nobody)]
    try:
        os.setxattr(home.file("keystore"), "system.posix_acl_access",
                    struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *row) for row in rows))
    except OSError as problem:
        raise Skip(f"the file system has no access control lists: {problem.strerror}") from None


def folders():
    show, add = ["keys", "show", "openai", "--reveal"], ["keys", "add", "groq"]
    for name, spoil in [
        ("its folder is another user's", given("")), ("its folder is 0777", opened("", 0o777)),
        ("the keystore is another user's", given("keystore")),
        ("the keystore is 0666", opened("keystore", 0o666)),
        ("unlock.key is another user's", given("unlock.key")),
        ("unlock.key is 0640", opened("unlock.key", 0o640)),
        ("BYOK_HOME is another user's link in a sticky folder", linked),
        ("BYOK_STORE is another user's copy in a sticky folder", planted),
        ("an access list lets another user write", listed_access),
    ]:
        for words, stdin in [(show, b""), (add, b"sk-new-0123456789abcdef")]:
            yield Attempt("11", f"{' '.join(words[:2])}: {name}", "refused, unchanged",
                          functools.partial(refused, spoil, words, stdin))


def refused(spoil, words, stdin):
    observed, details = in_folder(spoil, words, stdin)
    status, rest = observed.split(", ", 1) if ", " in observed else (observed, "")
    return ("refused" if status in ("status 11", "status 2", "status 1", "status 10") else status) + (
        f", {rest}" if rest else ""), details


def closed_to_others():
    """Nothing that byok has made can be read by another user."""
    needs_root()
    home = Home(owner=VICTIM)
    home.add("openai")
    must(home.byok("keys", "rekey"))
    must(home.byok("config", "set", "model", "echo/echo"))
    must(home.byok("chat", "-n", "hello"))
    os.chmod(home.path, 0o755)  # the files themselves, too
    readable = []
    for name in home.snapshot():
        done = subprocess.run([*as_user(MALLORY), "cat", home.file(name)], capture_output=True, cwd="/")
        if done.returncode == 0:
            readable.append(name)
    return f"readable: {readable}" if readable or len(home.snapshot()) < 4 else "none can be read"


def throw_away_user():
    """A user that exists: a home of its own works, and nobody else's does."""
    needs_root()
    needs("useradd", "userdel")
    name = f"byok-adversary-{os.getpid()}"
    done = subprocess.run(["useradd", "--no-create-home", "--user-group", name], capture_output=True)
    if done.returncode:
        raise Skip(f"useradd fails: {done.stderr.decode().strip()[:80]}")
    try:
        uid = pwd.getpwnam(name).pw_uid
        home = Home(owner=uid)
        home.add("openai")
        own = home.byok("keys", "show", "openai", "--reveal")
        mine = Home()
        mine.add("groq")
        os.chmod(mine.place, 0o755)
        os.chmod(mine.path, 0o755)
        os.chmod(mine.file("keystore"), 0o644)
        home.environment["BYOK_HOME"] = mine.path
        other = home.byok("keys", "show", "groq", "--reveal")
        shown = secret("groq").encode() in other.out
        return (f"its own: status {own.status}; another's: {'shown' if shown else 'refused'}",
                f"{own} {other}")
    finally:
        subprocess.run(["userdel", name], capture_output=True, check=False)


def signalled():
    """Another user can neither trace nor signal byok, nor read what it was started with."""
    needs_root()
    home = Home(owner=VICTIM)
    home.add("openai")
    process = subprocess.Popen(
        home.command(["exec", "openai", "--", "sh", "-c", "echo ready; read line"]),
        env=home.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    found = []
    for name in ["environ", "mem", "maps", "fd/0"]:
        done = subprocess.run([*as_user(MALLORY), "head", "-c1", f"/proc/{process.pid}/{name}"],
                              capture_output=True, cwd="/")
        if done.returncode == 0 and done.stdout:
            found.append(name)
    if subprocess.run([*as_user(MALLORY), "kill", "-0", str(process.pid)], capture_output=True,
                      cwd="/").returncode == 0:
        found.append("signals")
    process.communicate(b"\n")
    return f"open: {found}" if found else "closed"


def same_user(uid):
    """What the pages do not promise: any program of the user, or root, can run byok."""
    needs_root()
    home = Home(owner=VICTIM)
    home.add("openai")
    home.owner = uid
    if not uid:
        home.environment["HOME"] = "/root"
        for folder, _, names in os.walk(home.path):
            for path in [folder, *(os.path.join(folder, name) for name in names)]:
                os.chown(path, 0, 0)
        os.chown(home.place, 0, 0)
    done = home.byok("keys", "show", "openai", "--reveal")
    return outcome(done, shown=secret("openai").encode() in done.out and "the key is shown")


def attempts():
    return [
        *[Attempt("B13", name, "status 0, written to, still a link" if "control" in name
                  else "refused, unchanged, still a link",
                  functools.partial(lambda name: shown()[name], name)) for name, *_ in TRAPS],
        Attempt("B13", "the control: a shell's '>', root", "refused, unchanged", lambda: shown()["shell"]),
        *[Attempt("11", f"root with another user's HOME{' ' + kind if kind else ''}: {' '.join(words[:2])}",
                  expected, functools.partial(others_home, kind, words, stdin))
          for kind, words, stdin, expected in [
              ("", ["chat", "-n", "-m", "echo/echo", "hello"], b"", "status 0, nothing made there"),
              ("", ["keys", "add", "openai"], b"sk-0123456789abcdefghij", "status 2, nothing made there"),
              ("", ["config", "set", "model", "echo/echo"], b"", "status 2, nothing made there"),
              ("with a configuration", ["chat", "-n", "-m", "echo/echo", "hello"], b"",
               "status 0, nothing made there"),
              ("with a configuration", ["config", "list"], b"", "status 0, nothing made there"),
          ]],
        *folders(),
        Attempt("11", "another user reads what byok has made", "none can be read", closed_to_others),
        Attempt("11", "a user made for this: its own keystore, and another's",
                "its own: status 0; another's: refused", throw_away_user),
        *[Attempt("11", f"the control, as is documented: {name} runs byok",
                  "status 0, the key is shown", functools.partial(same_user, uid))
          for name, uid in [("another program of the same user", VICTIM), ("root", None)]],
        Attempt("11", "another user looks into a program that exec runs", "closed", signalled),
    ]
