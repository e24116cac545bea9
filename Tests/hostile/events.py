"""Event streams that are endless, broken or odd."""

import json

from chunks import DONE, END, FINISH, HELLO, data, text
from harness import Case, head, says

MIB = 1 << 20


def stream(*parts):
    return says(head(), *parts)


def many(piece, count):
    """A piece that many times, in blocks of some 64 KiB."""
    each = max(1, 65536 // len(piece))
    return (piece * min(each, count - done) for done in range(0, count, each))


def line(size):
    """A data line of that many bytes, its end not counted, that says hello."""
    frame = text("hello")[:-2]
    return frame[:-1] + b" " * (size - len(frame)) + b"}\n\n"


def split_everywhere(words):
    whole = text(words)
    return ([whole[i:i + 1], 0.001] for i in range(len(whole)))


def cases():
    good = dict(status=0, out=b"hello\n")
    # 60 MB on a machine that has other work.
    patient = dict(good, words=["--timeout", "60"])
    soon = ["--timeout", "3"]
    raw = lambda words: json.dumps(
        {"choices": [{"delta": {"content": words}}]}, ensure_ascii=False).encode()
    return [
        Case("endless text", stream(many(text("a"), 10**9)), 8, out=ANY, words=soon),
        Case("endless comments", stream(many(b": ping\n\n", 10**9)), 8, words=soon),
        Case("a day of comments, one a second", stream(many(b": ping\n\n", 86_400), HELLO), **good),
        Case("endless blank lines", stream(many(b"\n", 10**10)), 9, err="over 16 MiB"),
        Case("ten million empty events", stream(many(b"data:\n\n", 10**7), HELLO), **patient),
        Case("ten million events of white space", stream(many(b"data:  \n\n", 10**7), HELLO), **patient),
        Case("a line of 1 MiB", stream(line(MIB), END), **good),
        Case("a line of 1 MiB and a byte", stream(line(MIB + 1), END), 9, err="over 1 MiB"),
        Case("an endless line", stream(b"data: ", many(b"a", 10**8)), 9, err="over 1 MiB"),
        Case("an event of over 4 MiB in lines", stream(many(b"data: " + b" " * 1000 + b"\n", 5000)),
             9, err="over 4 MiB"),
        Case("an event name of 1 MiB", stream(b"event: " + b"a" * (MIB - 8) + b"\n", HELLO), **good),
        Case("invalid UTF-8", stream(data(b'{"choices":[{"delta":{"content":"a\xff\xfeb"}}]}'), END),
             0, out="a\ufffd\ufffdb\n".encode()),
        Case("a code point split at each byte", stream(split_everywhere("h\u00e9\U0001f600"), END),
             0, out="h\u00e9\U0001f600\n".encode()),
        Case("raw text of four bytes each", stream(data(raw("\U0001f600" * 1000)), END), 0,
             out="\U0001f600".encode() * 1000 + b"\n"),
        Case("half a surrogate pair", stream(
            data(b'{"choices":[{"delta":{"content":"a\\ud83d"}}]}'), END), 0, out="a\ufffd\n".encode()),
        Case("lines ended by CR", stream(HELLO.replace(b"\n", b"\r")), **good),
        Case("lines ended by CRLF", stream(HELLO.replace(b"\n", b"\r\n")), **good),
        Case("a byte-order mark", stream(b"\xef\xbb\xbf", HELLO), **good),
        Case("two byte-order marks", stream(b"\xef\xbb\xbf" * 2, HELLO), **good),
        Case("noise of id and retry", stream(b"id: 1\nretry: 0\nretry: -1\nid: \0\n", HELLO), **good),
        Case("unknown fields", stream(b"foo: bar\nfoo\n:\n::\n", HELLO), **good),
        Case("text behind the end", stream(text("hello"), END, text(" more"), END), 0,
             out=b"hello more\n"),
        Case("two ends", stream(text("hello"), END, END), **good),
        Case("an end alone", stream(DONE), 9, err="it has no choices"),
        Case("an end before the text", stream(DONE, text("hello")), **good),
        Case("an error inside of 200", stream(
            text("hello"), data({"error": {"message": "out of luck", "code": 500}})), 9,
            out=b"hello\n", err="out of luck"),
        Case("bare JSON of an error", stream(b'{"error":{"message":"out of luck"}}'), 9,
             err="out of luck"),
        Case("null in place of a chunk", stream(data(b"null"), HELLO), **good),
        Case("a number in place of a chunk", stream(data(b"1e999"), HELLO), 9),
        Case("an array in place of a chunk", stream(data(b"[]"), HELLO), **good),
        Case("JSON that is cut off", stream(data(b'{"choices":'), HELLO), 9),
        Case("JSON 100,000 deep", stream(data(b"[" * 100_000), HELLO), 9),
        Case("an object 100,000 deep", stream(data(b'{"a":' * 100_000), HELLO), 9),
        Case("content 400 deep", stream(data(
            b'{"choices":[{"delta":{"content":' + b"[" * 400 + b"]" * 400 + b"}}]}"), HELLO), 0,
            out=b"hello\n"),
        Case("types that are others", stream(data({"choices": [
            {"index": "0", "delta": [], "finish_reason": 5}], "usage": "no", "model": 7}), HELLO),
            **good),
        Case("50,000 choices", stream(data(
            {"choices": [{"index": i, "delta": {"content": "x"}} for i in range(1, 20_000)]}),
            HELLO), 0, out=b"x\n"),
        Case("token counts of 2^63-1", stream(text("hello"), data({"choices": [], "usage": {
            "prompt_tokens": 2**63 - 1, "completion_tokens": 2**63 - 1, "cost": 1e308,
            "prompt_tokens_details": {"cached_tokens": -5}}}), END), words=["-u"], **good),
        Case("token counts of 10^400", stream(text("hello"), data(
            b'{"choices":[],"usage":{"prompt_tokens":1' + b"0" * 400 + b',"cost":1e400}}'), END),
            words=["-u"], **good),
        Case("an endless refusal", stream(many(
            data({"choices": [{"delta": {"refusal": "no" * 500}}]}), 100_000)), 9, err="exceed 8 MiB"),
        Case("an endless call of a tool", stream(many(data({"choices": [{"delta": {"tool_calls": [
            {"index": 0, "function": {"arguments": "a" * 1000}}]}}]}), 100_000)), 9,
            err="exceed 8 MiB"),
        Case("100,000 calls of tools", stream(many(data({"choices": [{"delta": {"tool_calls": [
            {"function": {"name": "f", "arguments": "{}"}}]}}]}), 100_000)), 9, err="exceed 8 MiB"),
        Case("endless text kept for JSON", stream(many(text("a" * 1000), 100_000)), 9,
             out=ANY, err="exceeds 8 MiB", words=["--json"]),
        Case("endless thinking", stream(many(data(
            {"choices": [{"delta": {"reasoning": "hm " * 300}}]}), 10**9)), 8, words=soon),
        Case("a think tag that never closes", stream(text("<think>"), many(text("a" * 100), 30_000),
             END), 0, out=b"<think>" + b"a" * 3_000_000 + b"\n"),
    ]


class Anything:
    """Output that depends on when the time ran out."""

    def __eq__(self, other):
        return isinstance(other, bytes)


ANY = Anything()
