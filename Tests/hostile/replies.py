"""Replies in one piece, compressed ones, and the other dialects."""

import gzip
import json
import zlib

from chunks import DONE, HELLO, anthropic, data
from events import ANY, many
from harness import Case, head, says, sized


def whole(text, **more):
    return json.dumps({"choices": [
        {"index": 0, "message": {"content": text}, "finish_reason": "stop"}], **more})


def packed(coding, body):
    return says(sized(body, "200 OK", f"Content-Encoding: {coding}", kind="text/event-stream"))


def bomb():
    """A gigabyte of zeros, compressed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(1024)) + packer.flush()


def one_piece():
    good = dict(status=0, out=b"hello\n", words=["--no-stream"])
    return [
        Case("a reply in one piece", says(sized(whole("hello"))), **good),
        Case("a reply in one piece though a stream was asked for", says(sized(whole("hello"))), 0,
             out=b"hello\n"),
        Case("a stream though one piece was asked for", says(head(), HELLO), **good),
        Case("an endless reply in one piece", says(
            head(kind="application/json"), b'{"choices":"', many(b"a", 10**9)), 9, err="over"),
        Case("a reply of 12 MB in one piece", says(sized(whole("hello " * 2_000_000))), 0,
             out=b"hello " * 2_000_000 + b"\n"),
        Case("endless white space", says(head(kind="application/json"), many(b" ", 10**9)), 9),
        Case("endless white space of no type", says(head(kind="x/y"), many(b" ", 10**9)), 9,
             err="over"),
        Case("empty", says(sized("")), 9, err="empty"),
        Case("blank", says(sized(" \r\n ")), 9, err="empty"),
        Case("HTML", says(sized("<html><title>Sign in</title></html>", kind="text/html")), 9,
             err="HTML page: 'Sign in'"),
        Case("HTML of 10 MB", says(sized("<html>" + "<b>" * 3_000_000, kind="text/html")), 9),
        Case("a picture", says(sized(b"\x89PNG\r\n\x1a\n" + bytes(1000), kind="image/png")), 9),
        Case("JSON of another service", says(sized('{"ok":true}')), 9, err="no choices"),
        Case("a JSON text", says(sized('"hello"')), 9),
        Case("JSON 100,000 deep", says(sized("[" * 100_000 + "]" * 100_000)), 9),
        Case("UTF-16", says(sized(whole("hello").encode("utf-16"))), 9),
        Case("a member twice", says(sized('{"choices":[],"choices":[{"message":{"content":"hello"},'
                                          '"finish_reason":"stop"}]}')), ANYSTATUS, out=ANY),
        Case("an error of 1 MB in 200", says(
            sized(json.dumps({"error": {"message": "no " * 300_000}}))), 9, err="no no no"),
        Case("a NUL in the text", says(sized(whole("a\0b"))), 0, out=b"a\0b\n"),
    ]


class AnyStatus:
    """Where the rules leave open what is right, but not that the program lives."""

    def __eq__(self, other):
        return other in (0, 9)


ANYSTATUS = AnyStatus()


def compressed():
    found = [
        Case(f"{coding} though identity was asked for", packed(coding, b"\x1f\x8b" + bytes(1000)),
             9, err="compressed")
        for coding in ["br", "zstd", "deflate", "x-unknown"]]
    return found + [
        Case("a gzip bomb", packed("gzip", bomb()), 9, err="compressed"),
        Case("a good gzip", packed("gzip", gzip.compress(HELLO)), 9, err="compressed"),
        Case("gzip of an error", says(sized(
            gzip.compress(b'{"error":{"message":"no"}}'), "400 Bad", "Content-Encoding: gzip")),
            9, err="compressed"),
        Case("gzip as a transfer coding", says(
            head("200 OK", "Transfer-Encoding: gzip"), gzip.compress(HELLO)), ANYSTATUS, out=ANY),
        Case("identity, said aloud", packed("identity", HELLO), 0, out=b"hello\n"),
    ]


def dialects():
    huge = 2**63 - 1
    start = {"type": "message_start", "message": {"usage": {
        "input_tokens": huge, "cache_read_input_tokens": huge,
        "cache_creation_input_tokens": huge}}}
    delta = {"type": "content_block_delta", "index": 0,
             "delta": {"type": "text_delta", "text": "hello"}}
    stop = [{"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
            {"type": "message_stop"}]
    part = {"candidates": [{"content": {"parts": [{"text": "hello"}]}}]}
    counts = {"promptTokenCount": huge, "candidatesTokenCount": huge, "thoughtsTokenCount": huge}
    item = {"type": "response.output_item.added", "output_index": huge,
            "item": {"type": "function_call", "name": "f", "call_id": "c", "arguments": ""}}
    item2 = {"type": "response.output_item.added",
             "item": {"type": "function_call", "name": "g", "call_id": "d", "arguments": ""}}
    good = dict(status=0, out=b"hello\n", words=["-u"])
    lines = lambda *rows: says(head(kind="application/x-ndjson"), *[
        json.dumps(row).encode() + b"\n" for row in rows])
    said = {"message": {"content": "hello"}}
    return [
        Case("Anthropic: counts of 2^63-1", says(head(), anthropic(start, delta, *stop)),
             dialect="anthropic", **good),
        Case("Anthropic: cut behind the text", says(head(), anthropic(start, delta)), 9,
             out=b"hello\n", dialect="anthropic", err="before the reply was complete"),
        Case("Anthropic: an error in the stream", says(head(), anthropic(delta, {
            "type": "error", "error": {"type": "overloaded_error", "message": "busy"}})), 9,
            out=b"hello\n", dialect="anthropic", err="busy"),
        Case("Anthropic: a block number of 2^63-1", says(head(), anthropic(
            {**delta, "index": huge}, {**delta, "index": -huge}, *stop)), 0, out=b"hellohello\n",
            dialect="anthropic"),
        Case("Gemini: counts of 2^63-1", says(head(), data(part), data({
            "candidates": [{"finishReason": "STOP"}], "usageMetadata": counts})),
            dialect="gemini", **good),
        Case("Gemini: cut behind the text", says(head(), data(part)), 9, out=b"hello\n",
             dialect="gemini"),
        Case("Gemini: a prompt that is blocked", says(
            head(), data({"promptFeedback": {"blockReason": "SAFETY"}})), 7, dialect="gemini"),
        Case("Responses: a place of 2^63-1", says(head(), *[data(e) for e in [
            {"type": "response.output_text.delta", "delta": "hello"}, item, item2,
            {"type": "response.completed", "response": {"status": "completed", "usage": {
                "input_tokens": huge, "output_tokens": huge}}}]]),
            dialect="openai-responses", **good),
        Case("Responses: cut behind the text", says(head(), data(
            {"type": "response.output_text.delta", "delta": "hello"})), 9, out=b"hello\n",
            dialect="openai-responses"),
        Case("Cohere: counts of 2^63-1", says(
            head(), data({"type": "content-delta", "delta": {"message": {"content": {
                "text": "hello"}}}}), data({"type": "message-end", "delta": {
                    "finish_reason": "COMPLETE", "usage": {"tokens": {
                        "input_tokens": huge, "output_tokens": huge}}}})),
            dialect="cohere", **good),
        Case("Ollama: counts of 2^63-1", lines(said, {
            "done": True, "done_reason": "stop", "prompt_eval_count": huge, "eval_count": huge}),
            dialect="ollama", **good),
        Case("Ollama: cut behind the text", lines(said), 9, out=b"hello\n", dialect="ollama"),
        Case("Ollama: an endless line", says(
            head(kind="application/x-ndjson"), many(b"a", 10**8)), 9, dialect="ollama"),
    ]


def cases():
    return one_piece() + compressed() + dialects()
