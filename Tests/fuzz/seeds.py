"""Writes the seeds of the fuzzers that `swift test` replays, a file each: seeds.py FOLDER."""

import glob
import json
import os
import sys

FIXTURES = "Tests/Fixtures"
DIALECTS = ["openai", "responses", "anthropic", "gemini", "cohere", "ollama"]


def write(target, seeds):
    folder = os.path.join(sys.argv[1], target)
    os.makedirs(folder, exist_ok=True)
    for number, seed in enumerate(seeds):
        with open(os.path.join(folder, str(number)), "wb") as file:
            file.write(seed)


def lines(name):
    with open(f"{FIXTURES}/fuzz/{name}.txt", encoding="utf-8") as file:
        return [json.loads(line).encode("utf-8", "replace") for line in file]


def recordings():
    """Every recorded reply that is short enough, with the number of its dialect."""
    for number, dialect in enumerate(DIALECTS):
        for path in sorted(glob.glob(f"{FIXTURES}/{dialect}/*")):
            with open(path, "rb") as file:
                reply = file.read()
            if len(reply) < 4000:
                yield number, reply


write("events", [
    bytes([framing]) + stream
    for stream in lines("Events") + [reply for _, reply in recordings()] for framing in (128, 129)])
write("replies", lines("Replies") + [
    bytes([number + 6 * kind]) + reply for number, reply in recordings() for kind in (0, 1)])
# Each byte is half of a choice: which reply, what is done to it, its form, and how it is cut.
write("complete", [bytes((seed * (place + 1)) % 256 for place in range(40)) for seed in range(64)])
write("markdown", [
    b"\x28# A *b* **c** `d` [e](f)\n\n1. g\n   - [ ] h\n> i\n\n| j | k |\n|---|--:|\n| l | m |\n",
    b"\x50```swift\nlet n = 1\n```\n\n    o\n\n***\np  \nq\\\nr &amp; <https://s.t> ~~u~~\n====\n",
])
for target in ["Addresses", "Messages", "Waits", "Words", "Settings", "Schemas", "Requests"]:
    write(target.lower(), lines(target))
with open(f"{FIXTURES}/sanitizer.tsv", encoding="utf-8") as table:
    write("sanitiser", [json.loads(row.split("\t")[1]).encode() for row in table])
write("records", [b"\0" + bytes([place, 0, 0]) for place in (0, 40, 100, 141, 200, 255)] + [
    b"\1" + json.dumps(message).encode() for message in (
        {"role": "user", "text": "question", "at": "2026-11-30T06:00:00Z",
         "attachments": [{"name": "a.png", "type": "image/png", "bytes": 4, "file": "0" * 32}]},
        {"role": "assistant", "text": "", "model": "m", "provider": "p", "usage": {"input": 1}, "cost_usd": 0.25,
         "finish": "stop", "tool_calls": [{"id": "1", "name": "t", "arguments": "{}"}]},
        {"role": "tool", "text": "answer", "name": "t", "tool_call_id": "1", "is_error": False})])
write("index", [b"\0" + bytes([place, 0, 0]) for place in (0, 12, 16, 60, 100, 130, 200, 255)] + [
    bytes([1 + 2 * kind]) + text for kind in range(8) for text in (
        b"# A\n\ntext\n\n```\n# b\n```\nC\n===\nmore\x0cpage\n", b"func f() {\n  g()\n}\n\nfunc g() {}\n",
        b"<p>snake_case camelCase</p><script>x</script> &amp; \xe6\x97\xa5\xe6\x9c\xac \xc3\x89")])
