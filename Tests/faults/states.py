"""Hostile files and folders, read-only and full disks, small limits."""

import fcntl
import os
import stat
import struct
import subprocess

from harness import (
    BYOK, WORK, add, contents, fingerprints, fresh, leftovers, made, must, read, run, secret,
)

OTHER = 65534  # "nobody"
KEYS = {name: secret(name) for name in ("groq/a", "groq/b", "openai/default")}


def state_of(path):
    """What must not change: kind, mode, owner, and content where there is one."""
    status = os.lstat(path)
    content = None
    if stat.S_ISLNK(status.st_mode):
        content = os.readlink(path)
    elif stat.S_ISREG(status.st_mode) and status.st_size <= 64 << 20:
        with open(path, "rb") as file:
            content = hash(file.read())
    return status.st_mode, status.st_uid, status.st_size, status.st_ino, content


def refusal(title, name, spoil, message, fix, status=11, only_write=False):
    """Both a reading and a writing command refuse `name` once it is spoiled, and leave it alone."""

    def check():
        home = made("state-" + title.replace(" ", "-").replace("/", "-"))
        path = os.path.join(home, name) if name else home
        path = spoil(path) or path
        home = path if not name else home
        before, files = state_of(path), sorted(os.listdir(home))
        commands = [(["keys", "add", "openai/new"], secret("openai/new").encode())]
        if not only_write:
            commands += [(["keys", "list", "--json"], b""),
                         (["keys", "show", "groq/a", "--reveal"], b""),
                         (["keys", "rm", "groq/a", "--yes"], b"")]
        for arguments, stdin in commands:
            result = run(arguments, home, stdin, limit=15)
            # What needs no key is listed of a locked keystore too, with a warning.
            expected = 0 if status == 10 and "list" in arguments else status
            assert result.status == expected, f"{arguments}: expected {expected}: {result}"
            assert message in result.err, f"{arguments}: no {message!r}: {result}"
            assert fix in result.err, f"{arguments}: no fix {fix!r}: {result}"
        assert state_of(path) == before, "it was changed"
        added = set(os.listdir(home)) - set(files)
        assert added <= {"seen.lock"}, f"new files: {added}"
        if only_write:
            assert contents(home) == KEYS
    return title, check


def replaced(make):
    """Spoils a file by putting another thing instead; the file moves to `….real`."""
    def spoil(path):
        os.rename(path, path + ".real")
        make(path)
    return spoil


def mode(bits):
    return lambda path: os.chmod(path, bits)


def link(path):
    os.symlink(path + ".real", path)


def cut(size):
    return lambda path: os.truncate(path, size)


def folder_link(path):
    os.rename(path, path + ".real")
    os.symlink(path + ".real", path)


def config(path):
    with open(path, "w") as file:
        file.write("{}")
    os.chmod(path, 0o666)


def lock_folder(path):
    os.mkdir(path)


def lock_link(path):
    os.symlink("/dev/null", path)


def file_cases():
    own = lambda path: os.chown(path, OTHER, OTHER)
    moved = "hint: move it away: mv "
    cases = []
    for name, privacy, bits in (
        ("keystore", "other users can write", (0o666, 0o622, 0o602)),
        ("unlock.key", "by other users (mode ", (0o644, 0o640, 0o604, 0o660)),
    ):
        add_case = lambda title, *rest, name=name: cases.append(
            refusal(f"{name} {title}", name, *rest))
        fix = "hint: chmod go-w '" if name == "keystore" else "hint: chmod 600 '"
        for each in bits:
            add_case(f"{each:04o}", mode(each), privacy, fix)
        add_case("a symbolic link", replaced(link), "is a symbolic link", "hint: name the real")
        add_case("a link to a device", replaced(lambda path: os.symlink("/dev/null", path)),
                 "is a symbolic link", "hint: name the real")
        add_case("a dangling link", replaced(lambda path: os.symlink("nothing", path)),
                 "is a symbolic link", "hint: name the real")
        add_case("a FIFO", replaced(os.mkfifo), "is not a regular file", moved)
        add_case("a folder", replaced(os.mkdir), "is not a regular file", moved)
        if os.geteuid() == 0:
            add_case("of a foreign owner", own, "belongs to another user", "without sudo")
            add_case("a device", replaced(lambda path: os.mknod(
                path, stat.S_IFCHR | 0o600, os.makedev(1, 3))), "is not a regular file", moved)
    cases += [
        refusal("keystore of 33 MiB", "keystore", cut(33 << 20), "is over 32 MiB", "hint: "),
        refusal("keystore of 1 TiB", "keystore", cut(1 << 40), "is over 32 MiB", "hint: "),
        refusal("keystore empty", "keystore", cut(0), "is damaged: line 1", "hint: "),
        refusal("keystore cut", "keystore", cut(300), "is damaged: line ", "hint: "),
        refusal("unlock.key hard link", "unlock.key", lambda path: os.link(path, path + "2"),
                "has a second hard link", "hint: copy it"),
        refusal("unlock.key empty", "unlock.key", cut(0), "is not an unlock key", "hint: restore"),
        refusal("unlock.key cut", "unlock.key", cut(94), "is not an unlock key", "hint: restore"),
        refusal("unlock.key 1 GiB", "unlock.key", cut(1 << 30), "is not an unlock key",
                "hint: restore"),
        refusal("unlock.key gone", "unlock.key", gone, "which does not exist", "hint: copy",
                status=10),
        refusal("folder 0777", "", mode(0o777), "other users can write", "hint: chmod go-w '"),
        refusal("folder 0707", "", mode(0o707), "other users can write", "hint: chmod go-w '"),
        refusal("folder a symbolic link", "", folder_link, "is not a folder, but a link",
                "hint: set BYOK_HOME to the real"),
        refusal("lock a folder", "keystore.lock", lock_folder, "no lock file: ", "Is a directory",
                status=1, only_write=True),
        refusal("lock a link", "keystore.lock", lock_link, "no lock file: ", "symbolic links",
                status=1, only_write=True),
        ("a lock file of earlier versions", lock_of_before), ("config.json 0666", check_config),
        ("keystore 0644 and 0444 are fine", check_readable),
    ]
    if os.geteuid() == 0:
        cases.append(refusal("folder of a foreign owner", "", own, "belongs to another user",
                             "without sudo"))
        cases += [("read-only file system", read_only), ("another user's modes", other_user),
                  ("disk full", disk_full)]
    else:
        print("     left out, for want of root: foreign owners, devices, read-only and full disks")
    return cases


def gone(path):
    os.rename(path, path + ".real")
    return path + ".real"


def lock_of_before():
    home = made("lock-of-before")
    path = os.path.join(home, "keystore.lock")
    assert not os.path.exists(path), "a lock file is left beside the keystore"
    with open(path, "w"), open(path) as lock:
        must(add("openai/new", home))
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another byok has been writing" in must(add("openai/late", home), 1).err
    assert contents(home) == {**KEYS, "openai/new": secret("openai/new")}


def check_config():
    home = made("config")
    path, old = os.path.join(home, "config.json"), read(home, "keystore")
    config(path)
    for result in (add("openai/new", home), run(["keys", "list", "--json"], home),
                   run(["chat", "-m", "echo/echo", "hello"], home)):
        must(result, 2)
        assert "other users can write" in result.err and "hint: chmod go-w" in result.err, str(result)
    assert read(home, "keystore") == old


def check_readable():
    home = made("readable")
    for bits in (0o644, 0o444):
        os.chmod(os.path.join(home, "keystore"), bits)
        assert contents(home) == KEYS
    must(add("openai/new", home))
    assert stat.S_IMODE(os.stat(os.path.join(home, "keystore")).st_mode) == 0o600


def mounted(script, home, *words):
    """The words that run `script` in a mount table of its own, then byok."""
    return ["unshare", "-m", "bash", "-euc", script + '\nshift\nexec "$@"', "-", home, *words]


def read_only():
    home = made("read-only")
    before = mounted('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', home)
    assert set(fingerprints(home, before=before)) == set(KEYS)
    shown = must(run(["keys", "show", "groq/a", "--reveal"], home, before=before))
    assert shown.out == secret("groq/a") + "\n"
    for arguments in (["keys", "add", "openai/new"], ["keys", "rm", "groq/a", "--yes"],
                      ["keys", "add", "groq/a", "--replace"]):
        result = must(run(arguments, home, b"sk-new-000000000000", before=before), 1)
        assert "Read-only file system" in result.err, str(result)
    assert contents(home) == KEYS
    empty = fresh("read-only-empty")
    os.mkdir(empty, 0o700)
    before = mounted('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', empty)
    result = must(add("openai/new", empty + "/below", before=before), 1)
    assert "cannot make the folder" in result.err, str(result)


def as_other(*limits):
    """The words that run byok as another user, under limits."""
    return ["setpriv", f"--reuid={OTHER}", f"--regid={OTHER}", "--clear-groups", *limits]


def handed_over(title):
    home = made(title)
    for path in [home, *(os.path.join(home, name) for name in os.listdir(home))]:
        os.chown(path, OTHER, OTHER)
    return home


def other_user():
    home = handed_over("other-user")
    # A keystore that only its owner can read is locked and replaced all the same.
    os.chmod(os.path.join(home, "keystore"), 0o400)
    must(add("openai/read-only", home, before=as_other()))
    must(run(["keys", "rm", "openai/read-only", "--yes"], home, before=as_other()))
    os.chmod(home, 0o500)
    result = must(add("openai/new", home, before=as_other()), 1)
    assert "Permission denied; it is unchanged" in result.err, str(result)
    assert set(fingerprints(home, before=as_other())) == set(KEYS)
    os.chmod(os.path.join(home, "keystore"), 0)
    for arguments in (["keys", "list"], ["keys", "show", "groq/a"]):
        result = must(run(arguments, home, before=as_other()), 1)
        assert "cannot open" in result.err and "Permission denied" in result.err, str(result)
    os.chmod(os.path.join(home, "keystore"), 0o600)
    os.chmod(home, 0o700)
    must(add("openai/new", home, before=as_other()))


def disk_full():
    home, outside = made("full"), fresh("full-outside")
    os.mkdir(outside)
    big = "sk-" + "0123456789abcdef" * 1000
    script = """
home=$1 byok=$2 out=$3
mkdir "$out/copy"; cp -a "$home/." "$out/copy"
mount -t tmpfs -o size=64k,mode=700 tmpfs "$home"; cp -a "$out/copy/." "$home"
try() { local name=$1; shift; status=0; "$@" >"$out/$name.out" 2>"$out/$name.err" || status=$?
  echo "$status" >"$out/$name.status"; ls -A "$home" >"$out/$name.files"; }
sealing() { printf %s "$1" | "$byok" keys add "$2"; }
cat /dev/zero >"$home/filler" 2>/dev/null || true
try full sealing sk-new-0123456789abcdef openai/new
try list "$byok" keys list --json
try show "$byok" keys show groq/a --reveal
truncate -s -8192 "$home/filler"
try part sealing "$4" openai/big
"""
    # The big key does not fit into the 8 KiB that are left: the first write is a short one.
    script += """
try verify "$byok" keys show groq/b --reveal
rm "$home/filler"
try after sealing sk-new-0123456789abcdef openai/new
"""
    words = ["unshare", "-m", "bash", "-uc", script, "-", home, BYOK, outside, big]
    done = subprocess.run(words, env={"PATH": os.environ["PATH"], "BYOK_HOME": home}, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    got = {name: read(outside, name).decode() for name in os.listdir(outside) if "." in name}
    for name, status in dict(full=1, list=0, show=0, part=1, verify=0, after=0).items():
        assert int(got[f"{name}.status"]) == status, f"{name}: {got[name + '.err']}"
        assert ".tmp." not in got[f"{name}.files"], f"{name} left {got[name + '.files']}"
    for name in ("full", "part"):
        assert "No space left on device; it is unchanged" in got[f"{name}.err"], got[f"{name}.err"]
    assert got["show.out"] == secret("groq/a") + "\n" and got["verify.out"] == secret("groq/b") + "\n"


# How Swift and C++ answer a failed allocation of their own: there is no error to catch.
TRAPS = (-4, -6)


def limited(words):
    return ["bash", "-c", f'{words}; exec "$@"', "-"]


def mapped_size(program):
    """The bytes that the kernel maps of a program: below that, and some for the loader and the stack,
    it ends with SIGSEGV before its first instruction.

    Source: elf(5), the program headers of a 64-bit file; PT_LOAD is 1.
    """
    image = read(os.path.dirname(program), os.path.basename(program))
    table, = struct.unpack_from("<Q", image, 32)
    size, count = struct.unpack_from("<HH", image, 54)
    ends = []
    for place in range(table, table + size * count, size):
        kind, _, _, address, _, _, in_memory, _ = struct.unpack_from("<IIQQQQQQ", image, place)
        ends.append(address + in_memory if kind == 1 else 0)
    return max(ends)


def least_memory(program):
    """The KiB of address space with which a program's own code begins.

    With less, the loader fails: with status 127 and a sentence, and in places with SIGSEGV.
    """
    size = mapped_size(program) // 4096 * 4
    while subprocess.run([*limited(f"ulimit -v {size}"), program, "--version"], capture_output=True,
                         check=False).returncode in (127, 139, -11):
        size += 4
    return size


def trapped(result):
    """Whether Swift's runtime ended the program for want of memory.

    It says so, and what it writes then may find no memory either.
    """
    return result.status in TRAPS or result.crashed and "failed to allocate" in result.err


def limit_cases():
    def check(title, before, may_fail, home_of=made, message=""):
        def run_it():
            home = home_of("limit-" + title.replace(" ", "-"))
            results = [run(["keys", "list", "--json"], home, before=before),
                       run(["keys", "show", "groq/a", "--reveal"], home, before=before)]
            written = add("openai/new", home, before=before)
            for result in [*results, written]:
                if title.startswith("ulimit -v") and trapped(result):
                    assert not result.out, str(result)
                    continue
                assert not result.crashed, str(result)
                assert result.status == 0 or may_fail and result.err, str(result)
            want = dict(KEYS)
            if written.status == 0:
                want["openai/new"] = secret("openai/new")
            elif not trapped(written):
                assert message in written.err, str(written)
            if os.stat(home).st_uid == os.geteuid():
                assert contents(home) == want
            assert not leftovers(home), leftovers(home)
            if trapped(written):
                return ["trapped by the runtime"]
            return ["ran well" if written.status == 0 else "failed with a message"]
        return title, run_it

    cases = [check("ulimit -f 0", limited("ulimit -f 0"), True,
                   message="File too large; it is unchanged")]
    cases += [check(f"ulimit -n {n}", limited(f"ulimit -n {n}"), True) for n in range(3, 12)]
    smallest = least_memory(BYOK)
    cases += [check(f"ulimit -v {size}", limited(f"ulimit -v {size}"), True)
              for size in range(smallest, smallest + 14_000, 250)]
    cases.append(check("ulimit -s 256", limited("ulimit -s 256"), False))
    if os.geteuid() == 0:
        for pages in (0, 4, 64):
            words = as_other("prlimit", f"--memlock={pages * 1024}")
            cases.append(check(f"memlock {pages} KiB", words, False, home_of=handed_over))
    return cases
