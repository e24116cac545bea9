"""Replies and prompts that are long: they take time, not memory."""

import os

from chunks import END, HELLO, text
from events import many
from harness import WORK, Case, head, says

MIB = 1 << 20


def cases():
    with open(os.path.join(WORK, "prompt.txt"), "wb") as file:
        for _ in range(50):
            file.write(b"word " * (MIB // 5))
    piece = text("word " * 800)
    return [
        Case("a reply of 1 GB", says(head(), many(piece, (1 << 30) // len(piece) + 1), END), 0,
             discard=True, limit=240, memory=25 * MIB, words=["--timeout", "240"]),
        Case("a million small events", says(head(), many(text(" word"), 1_000_000), END), 0,
             discard=True, limit=240, memory=25 * MIB, words=["--timeout", "240"]),
        Case("a day of comments, ten a second", says(head(), many(b": ping\n\n", 864_000), HELLO), 0,
             out=b"hello\n", limit=120, memory=25 * MIB, words=["--timeout", "120"]),
        # The request is the prompt as JSON, beside the prompt itself.
        Case("a prompt of 50 MB", says(head(), HELLO), 0, out=b"hello\n", stdin="prompt.txt",
             limit=120, memory=256 * MIB, requests=1, words=["--timeout", "120"]),
    ]
