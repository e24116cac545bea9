"""A disk that is full in the middle of a line: of the usage log, and of a batch's results."""

import json
import os
import subprocess

from batch import prompt
from harness import BYOK, LIMIT, fresh, read
from server import Server
from usage import KEPT

PROMPTS = 400
PAGE = 4096  # what tmpfs gives files
BEGINNING = """
home=$1 byok=$2 out=$3
mount -t tmpfs -o size=256k,mode=700 tmpfs "$home"; cp "$out/before/"* "$home"
try() { local name=$1; shift; status=0; "$@" >"$out/$name.out" 2>"$out/$name.err" || status=$?
  echo "$status" >"$out/$name.status"; cp "$home/$file" "$out/$name.file"; }
fill() { cat /dev/zero >"$home/filler" 2>/dev/null || true; }
"""


class Disk:
    """What came of byok on a small disk, step by step."""

    def __init__(self, name, script, files, **options):
        home, self.out = fresh(f"{name}-full"), fresh(f"{name}-full-outside")
        os.makedirs(os.path.join(self.out, "before"))
        os.mkdir(home)
        for file, content in files.items():
            with open(os.path.join(self.out, "before", file), "wb") as opened:
                opened.write(content)
            os.chmod(os.path.join(self.out, "before", file), 0o600)
        words = ["unshare", "-m", "bash", "-uc", BEGINNING + script, "-", home, BYOK, self.out]
        done = subprocess.run(
            words, env={"PATH": os.environ["PATH"], "BYOK_HOME": home, **options}, timeout=LIMIT,
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def status(self, step):
        return int(read(self.out, f"{step}.status"))

    def errors(self, step):
        return read(self.out, f"{step}.err").decode()

    def file(self, step):
        return read(self.out, f"{step}.file")


def usage_log():
    """The answer stays what it is; the line that was cut off stays alone, and spoils no other."""
    padding = b"m" * (PAGE - 20 - 2 * len(KEPT) + 1)
    log = KEPT + KEPT.replace(b'"m"', b'"' + padding + b'"')
    assert len(log) == PAGE - 20, len(log)
    disk = Disk("log", """
file=usage.jsonl
chat() { "$byok" chat -n -m openai/m hello; }
fill; try full chat; try again chat
rm "$home/filler"; try after chat
try usage "$byok" usage --json
""", {"usage.jsonl": log}, **Server().options)
    for step in ("full", "again", "after"):
        assert disk.status(step) == 0, disk.errors(step)
        assert read(disk.out, f"{step}.out") == b"ok\n", disk.errors(step)
        assert disk.file(step).startswith(log), "an earlier line is lost"
    for step in ("full", "again"):
        assert "No space left on device; the request is not in the usage log" in disk.errors(step)
    *lines, torn, last, end = disk.file("after").split(b"\n")
    assert b"\n".join(lines) + b"\n" == log and end == b"", disk.file("after")
    assert json.loads(last)["model"] == "m" and not torn.endswith(b"}"), (torn, last)
    assert "skipped 1 of the log's lines" in disk.errors("usage"), disk.errors("usage")


def batch_results():
    """What does not fit whole is not there, and the next run goes on behind it."""
    prompts = "".join(json.dumps(prompt(n)) + "\n" for n in range(PROMPTS)).encode()
    disk = Disk("batch", """
file=results
batch() { "$byok" chat -m echo/echo -j 4 --jsonl "$home/prompts" "$@" "$home/results"; }
fill; truncate -s -16384 "$home/filler"; try full batch -o; try again batch --resume
rm "$home/filler"; try after batch --resume
""", {"prompts": prompts})
    before = b""
    for step, status in (("full", 1), ("again", 1), ("after", 0)):
        assert disk.status(step) == status, disk.errors(step)
        assert disk.file(step).startswith(before) and disk.file(step).endswith(b"\n"), step
        before = disk.file(step)
    for step in ("full", "again"):
        assert "results': No space left on device" in disk.errors(step), disk.errors(step)
    indexes = [json.loads(line)["index"] for line in before.splitlines()]
    assert indexes == list(range(PROMPTS)), indexes
    # Many lines are written at once where one was waited for: those that fit stay.
    assert len(disk.file("full")) > 12 << 10, len(disk.file("full"))


def full_cases():
    if os.geteuid() != 0:
        return []
    return [("the usage log", usage_log), ("results of a batch", batch_results)]
