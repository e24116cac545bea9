"""Answers of batch APIs that are late or large: a create that takes its time, results of 1 GiB, a disk that
is too small for them."""

import json
import os
import subprocess
import threading

from full import Disk
from harness import BYOK, HERE, LIMIT, WORK, fresh, must, run, secret
from submit import Server

MODEL = "openai/gpt-4.1-mini"
MIB = 1 << 20
# What a batch may take while results are fetched.
MEMORY = 80 * MIB
# Prompts, and the bytes of each of their replies: 1 GiB, and what a small disk has to hold.
HUGE = (20_000, 53_700)
SMALL = (200, 160_000)


def variables(server):
    return {"OPENAI_API_KEY": secret("batch"), "OPENAI_BASE_URL": f"http://127.0.0.1:{server.port}/v1"}


def prompts(count):
    """Their replies hold the word PAD, which the server makes long."""
    return "".join(json.dumps({"id": f"p{n}", "prompt": f"PAD {n}"}) + "\n" for n in range(count)).encode()


def home_of(name, count):
    home = fresh(name)
    os.mkdir(home, 0o700)
    with open(os.path.join(home, "prompts"), "wb") as file:
        file.write(prompts(count))
    return home


def submit_words(home):
    return ["batch", "submit", "-m", MODEL, "--jsonl", os.path.join(home, "prompts"), "--name", "n", "--yes"]


def ended(home, server):
    must(run(submit_words(home), home, **variables(server)))
    must(run(["batch", "wait", "n", "--every", "0.02"], home, **variables(server)))


# Results of 1 GiB

def huge(*words):
    """All of it, in memory that does not grow with it."""
    count, size = HUGE
    home = home_of("huge", count)
    with Server("huge", f"pad={size}") as server:
        ended(home, server)
        process = subprocess.Popen(
            [BYOK, "batch", "results", "n", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd="/",
            env={"PATH": os.environ["PATH"], "HOME": home, "BYOK_HOME": home, **variables(server)})
        watchdog = threading.Timer(4 * LIMIT, process.kill)
        watchdog.start()
        indexes, total = [], 0
        for line in process.stdout:
            total += len(line)
            # The text, which is the long member, is not read again.
            head = json.loads(line[:line.index(b'"text":')].rstrip(b",") + b"}")
            assert head["status"] == 0, line[:200]
            indexes.append(head["index"])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        watchdog.cancel()
    assert process.returncode == 0, f"status {process.returncode}"
    assert total > 1 << 30, total
    if not words:
        assert indexes == list(range(count)), "the order is another one"
    assert sorted(indexes) == list(range(count)), f"{len(indexes)} results"
    assert usage.ru_maxrss << 10 <= MEMORY, f"{usage.ru_maxrss >> 10} MiB"
    print(f"     {total / (1 << 30):.2f} GiB of results {' '.join(words)}: {usage.ru_maxrss >> 10} MiB of memory")


# A disk that is full in the middle of them

STEPS = """
file=results
mount -o remount,size={first}m "$home"
results() {{ "$byok" batch results n {way} --resume "$home/results"; }}
try submit "$byok" {submit}; try wait "$byok" batch wait n --every 0.02
: >"$home/results"; try full results
mount -o remount,size=200m "$home"; try after results; try again results
"""


def full(first, words, way=""):
    """Nothing that was there is lost, and the same command completes it once there is room."""
    count, size = SMALL
    name = f"results-{first}{way}"
    home = os.path.join(WORK, f"{name}-full")
    submit = " ".join(submit_words("$home"))
    script = STEPS.format(first=first, way=way, submit=submit)
    with Server(name, f"pad={size}") as server:
        disk = Disk(name, script, {"prompts": prompts(count)}, HOME=home, **variables(server))
    assert disk.status("submit") == 0 and disk.status("wait") == 0, disk.errors("submit") + disk.errors("wait")
    assert disk.status("full") == 1, disk.errors("full")
    assert words in disk.errors("full") and "No space left on device" in disk.errors("full"), disk.errors("full")
    before = disk.file("full")
    assert not before or before.endswith(b"\n"), before[-100:]
    assert disk.status("after") == 0, disk.errors("after")
    whole = disk.file("after")
    assert whole.startswith(before), "what was there is lost"
    indexes = [json.loads(line)["index"] for line in whole.splitlines()]
    assert sorted(indexes) == list(range(count)), indexes
    assert disk.status("again") == 0 and disk.file("again") == whole, disk.errors("again")
    assert f"{count} prompts were answered before" in disk.errors("again"), disk.errors("again")


# A create that is answered late

def library():
    path = os.path.join(WORK, "ahead.so")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", path, os.path.join(HERE, "ahead.c")], check=True)
    return path


def late(preload, seconds, is_lost):
    """The clocks of byok go on by so many seconds while it waits for the answer."""
    home, fault = home_of(f"late-{seconds}", 3), "stall-after"
    ahead = os.path.join(home, "ahead")
    with Server(f"late-{seconds}", fault) as server:
        process = subprocess.Popen(
            [BYOK, *submit_words(home)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            cwd="/", text=True, env={
                "PATH": os.environ["PATH"], "HOME": home, "BYOK_HOME": home, "LD_PRELOAD": preload, "FAKE_AHEAD": ahead,
                **variables(server)})
        server.wait("stalled", process)
        with open(ahead + ".new", "w") as file:
            file.write(str(seconds))
        os.rename(ahead + ".new", ahead)
        # It has seen how late it is, and either waits or has given up and looks at the list.
        server.wait("ahead.seen", process, folder=home)
        server.go()
        _, errors = process.communicate(timeout=LIMIT)
        assert process.returncode == 0, f"status {process.returncode}: {errors}"
        assert server.creates() == 1, f"created {server.creates()} times"
        assert ("looking whether the batch was created" in errors) == is_lost, errors
        assert ("found the batch at the provider" in errors) == is_lost, errors
        must(run(submit_words(home), home, **variables(server)))
        assert server.creates() == 1, f"created {server.creates()} times"
    return ["found in the list" if is_lost else "waited for"]


def cases():
    preload = library()
    cases = [
        ("a create that is answered after 90 s", lambda: late(preload, 90, False)),
        ("a create that is not answered for 400 s", lambda: late(preload, 400, True)),
        ("results of 1 GiB", huge),
        ("results of 1 GiB, unordered", lambda: huge("--unordered")),
    ]
    if os.geteuid() == 0:
        cases += [
            ("a disk without room for the download", lambda: full(16, "cannot write a temporary file")),
            ("a disk without room for the results", lambda: full(48, "cannot write '")),
            ("a disk without room for results as they come", lambda: full(16, "cannot write '", "--unordered")),
        ]
    return cases
