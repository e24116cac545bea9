"""The order of the calls of a successful write."""

import os
import re

from harness import fresh, made, secret, traced


def order_cases():
    def check_add():
        check(traced(["keys", "add", "openai/new"], made("order"), secret("x").encode())[1],
              "keystore")

    def check_remove():
        check(traced(["keys", "rm", "groq/a", "--yes"], made("order"))[1], "keystore")

    def check_first():
        home = os.path.join(fresh("order"), "below")
        lines = traced(["keys", "add", "openai/new"], home, secret("x").encode())[1]
        check_folders(lines, ["order", "below"])
        # The key that opens a store must be safe on the disk before the store is.
        assert check(lines, "unlock.key") < check(lines, "keystore"), "the key came last"

    return [("keys add", check_add), ("keys rm", check_remove), ("first keys add", check_first)]


def check_folders(lines, names):
    """Asserts that each folder is made safe in its parent before anything is put into it."""
    start = 0
    for name in names:
        made, match = find(lines, rf'mkdirat\((\d+), "{name}", 0700\) += 0', start)
        opened, match = find(
            lines, rf'openat\({match[1]}, "\.", O_RDONLY\S*O_DIRECTORY\S*\) = (\d+)', made)
        start, _ = find(lines, rf"fsync\({match[1]}\) += 0", opened)
        assert opened == made + 1 and start == made + 2, f"{name} is not synchronised at once"


def find(lines, pattern, start=0):
    for index in range(start, len(lines)):
        match = re.match(pattern, lines[index])
        if match:
            return index, match
    raise AssertionError(f"no {pattern} after call {start}")


def locked_keystore(lines):
    """The folder and the lock, which is on the keystore, or on the folder where there is none."""
    opened = [re.match(r'openat\((\d+), "(keystore|\.)", (\S+?)(?:, 0)?\) = (\d+)$', line) for line in lines]
    for index, line in enumerate(lines):
        match = re.match(r"flock\((\d+), LOCK_EX\|LOCK_NB\) += 0", line)
        how = match and next((m for m in reversed(opened[:index]) if m and m[4] == match[1]), None)
        if not how:
            continue
        assert "O_DIRECTORY" in how[3] if how[2] == "." else {"O_RDWR", "O_NOFOLLOW"} <= set(how[3].split("|")), how[0]
        return how[1], match[1], index
    raise AssertionError("nothing is locked")


def check(lines, name):
    """Asserts the order of byok-keystore(5), Writing, for one file; answers when its folder was synchronised."""
    escaped = re.escape(name)
    if name == "keystore":
        folder, lock, flocked = locked_keystore(lines)
    else:
        locked, match = find(lines, rf'openat\((\d+), "{escaped}\.lock", (\S+), 0600\) = (\d+)$')
        folder, flags, lock = match.groups()
        assert {"O_RDWR", "O_CREAT", "O_NOFOLLOW", "O_CLOEXEC"} <= set(flags.split("|")), flags
        flocked, _ = find(lines, rf"flock\({lock}, LOCK_EX\|LOCK_NB\) += 0", locked)
    # The old file is read anew under the lock; the key file is opened by a path of its own.
    reread, _ = find(lines, rf'openat\(\d+, "{escaped}", O_RDONLY', flocked)
    made, match = find(
        lines, rf'openat\({folder}, "(\.{escaped}\.tmp\.[^"]+)", (\S+), 0600\) = (\d+)$', reread)
    temporary, flags, file = match.groups()
    want = {"O_WRONLY", "O_CREAT", "O_EXCL", "O_NOFOLLOW", "O_CLOEXEC"}
    assert want <= set(flags.split("|")), flags
    rest = [line for line in lines[made + 1:] if re.match(
        rf"(write|fsync|close)\({file}\b|renameat|rename|fsync\({folder}\)|(close)\({lock}\)", line)]
    written = False
    while rest and rest[0].startswith(f"write({file},"):
        rest.pop(0)
        written = True
    assert written, "nothing was written"
    steps = [
        rf"fsync\({file}\) += 0", rf"close\({file}\) += 0",
        rf'renameat\({folder}, "{re.escape(temporary)}", {folder}, "{escaped}"\) = 0',
        rf"fsync\({folder}\) += 0",
    ]
    for step, line in zip(steps, rest, strict=False):
        assert re.match(step, line), f"expected {step}, not {line}"
    assert len(rest) >= len(steps), f"calls are missing: {rest}"
    synchronised = find(lines, steps[3], made)[0]
    # What follows under the lock, such as the note of what was seen, is best effort.
    find(lines, rf"close\({lock}\) += 0", synchronised)
    return synchronised
