"""Pieces of replies as providers write them."""

import json


def data(value):
    return b"data: " + (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n\n"


def text(words):
    return data({"choices": [{"index": 0, "delta": {"content": words}}]})


FINISH = data({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
DONE = data(b"[DONE]")
END = FINISH + DONE
HELLO = text("hello") + END


def anthropic(*events):
    return b"".join(
        f"event: {e['type']}\n".encode() + data(e) for e in events)


def chunked(*pieces):
    """The pieces as the chunks of a body, without the last, empty one."""
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces)


LAST = b"0\r\n\r\n"
