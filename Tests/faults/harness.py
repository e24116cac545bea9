"""What the fault tests share: running byok under a time limit, stores to start from, counting."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = tempfile.mkdtemp(prefix="byok-faults-")
os.chmod(WORK, 0o711)  # another user's byok must get through
BYOK = os.path.join(WORK, "byok")
shutil.copy(sys.argv[1] if len(sys.argv) > 1 else ".build/release/byok", BYOK)
os.chmod(BYOK, 0o755)
LIMIT = 60  # seconds that any process may take


class Result:
    """How a process ended: `status` is negative for a signal, None when it had to be killed."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __str__(self):
        return f"status {self.status}, stdout {self.out[-200:]!r}, stderr {self.err[-300:]!r}"

    @property
    def crashed(self):
        return self.status is None or self.status < 0 or self.status >= 128


def run(arguments, home, stdin=b"", before=(), limit=LIMIT, trees=False, program=BYOK, **variables):
    """Runs `before… byok arguments…` with its files in `home`, or in two trees below it."""
    environment = {"PATH": os.environ["PATH"], "HOME": home, **variables}
    if not trees:
        environment["BYOK_HOME"] = home
    command = [*before, program, *arguments]
    with subprocess.Popen(
        command, env=environment, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(stdin, limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            out, err = process.communicate()
            return Result(None, out.decode(errors="replace"), err.decode(errors="replace"))
    return Result(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))


def secret(name):
    """The key that stands under a name in all of these tests."""
    return "sk-" + name.replace("/", "-") + "-0123456789abcdef"


def add(name, home, *more, value=None, **options):
    return run(["keys", "add", name, *more], home, (value or secret(name)).encode(), **options)


def fresh(name):
    """The path of a folder that does not exist yet."""
    path = os.path.join(WORK, name)
    shutil.rmtree(path, ignore_errors=True)
    return path


def made(name, keys=("groq/a", "groq/b", "openai/default")):
    """A home with a store of these keys."""
    home = fresh(name)
    for key in keys:
        must(add(key, home))
    return home


def must(result, status=0):
    if result.status != status:
        raise AssertionError(f"expected status {status}: {result}")
    return result


def snapshot(home):
    """Every file of a home, by name."""
    if not os.path.isdir(home):
        return None
    return {name: read(home, name) for name in names(home)}


def names(home):
    """The paths of all files below a home."""
    return [
        os.path.relpath(os.path.join(folder, name), home)
        for folder, _, files in os.walk(home) for name in files
    ]


def restore(home, files):
    shutil.rmtree(home, ignore_errors=True)
    if files is None:
        return
    os.mkdir(home, 0o700)
    for name, content in files.items():
        os.makedirs(os.path.dirname(os.path.join(home, name)), 0o700, exist_ok=True)
        with open(os.open(os.path.join(home, name), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(content)


def fingerprints(home, way=(), **options):
    """What `keys list --json` knows: the fingerprint of each key's secret, by name."""
    rows = json.loads(must(run(["keys", "list", "--json", *way], home, **options)).out)
    return {
        f"{row['provider']}/{row['label']}": row["fingerprint"]
        for row in rows if row["source"] == "keystore"
    }


def revealed(name, home, way=(), **options):
    shown = must(run(["keys", "show", name, "--reveal", *way], home, **options))
    return shown.out.removesuffix("\n")


def contents(home, way=(), **options):
    """The secrets of all keys; `way` are options that unlock."""
    return {name: revealed(name, home, way, **options)
            for name in fingerprints(home, way, **options)}


def sequence(home):
    return int(re.search(rb"^seq (\d+)$", read(home, "keystore"), re.M)[1])


def read(home, name):
    with open(os.path.join(home, name), "rb") as file:
        return file.read()


def leftovers(home):
    return [name for name in names(home) if ".tmp." in name]


# The first call of byok's own. What is before is the loader's and the Swift runtime's, which looks for
# the arguments in /proc/self/maps: where it cannot read that, byok gets none. The runtime may have set
# another handler for this signal before.
FIRST_CALL = "rt_sigaction(SIGILL, {sa_handler=SIG_DFL"


def traced(arguments, home, stdin=b"", **options):
    """The system calls of a run, those before byok's first one and the others: two lists of lines."""
    path = os.path.join(WORK, "trace")
    must(run(arguments, home, stdin, ["strace", "-f", "-s", "200", "-o", path], **options))
    lines = [
        line.split(None, 1)[1] for line in open(path, errors="replace").read().splitlines()
        if re.match(r"\d+ +\w+\(", line)
    ]
    start = next(i for i, line in enumerate(lines) if line.startswith(FIRST_CALL))
    return lines[:start], lines[start:]


def call_counts(lines):
    counts = {}
    for line in lines:
        name = line.split("(")[0]
        counts[name] = counts.get(name, 0) + 1
    return counts


def injecting(call, what, when):
    """The words that run a command with a fault at the `when`th call of that name."""
    return [
        "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", "signal=none",
        "-e", f"inject={call}:{what}:when={when}",
    ]


class Tally:
    """Counts what passed and failed, a printed line per group."""

    def __init__(self):
        self.passed = self.failed = 0
        self.lock = threading.Lock()

    def group(self, title, cases, workers=os.cpu_count() or 1):
        """Runs cases (name, function), each of which raises or answers words to count."""
        start, counts, failures = time.monotonic(), {}, []

        def one(case):
            name, function = case
            try:
                words = function() or []
            except Exception as problem:  # a broken case is a failed case
                words = None
                with self.lock:
                    failures.append(f"{name}: {type(problem).__name__}: {problem}")
            with self.lock:
                for word in [words] if isinstance(words, str) else words or []:
                    counts[word] = counts.get(word, 0) + 1

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, cases))
        good = len(cases) - len(failures)
        self.passed, self.failed = self.passed + good, self.failed + len(failures)
        extra = "".join(f", {count} {word}" for word, count in sorted(counts.items()))
        print(f"{'ok  ' if not failures else 'FAIL'} {title}: {good} of {len(cases)}{extra}"
              f" ({time.monotonic() - start:.1f} s)")
        for failure in failures[:40]:
            print(f"     {failure}")
        sys.stdout.flush()
