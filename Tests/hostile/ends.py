"""Answers that end or wait where they should not."""

from chunks import DONE, END, FINISH, HELLO, LAST, chunked, text
from harness import Case, RESET, STALL, head, in_turn, says, sized

TWO = text("hel") + text("lo")
TIMED = ["--timeout", "1.5"]


def slowly(data, pause):
    return ([bytes([byte]), pause] for byte in data)


def silent(server, connection):
    server.done.wait(20)


def deaf(server, connection):
    """Takes the connection and does not read, which a long request notices."""
    server.done.wait(20)


def hang_up(server, connection):
    return


def reset_at_once(server, connection):
    from harness import send
    send(server, connection, [RESET])


def cases():
    cut = dict(status=9, out=b"hello\n", err="before the reply was complete")
    length = "Content-Length: 100000"
    te = "Transfer-Encoding: chunked"
    return [
        Case("silence", silent, 8, err="(?i)time", words=TIMED),
        Case("silence behind the request", says(STALL), 8, err="(?i)time", words=TIMED, requests=1),
        Case("silence in the head", says(b"HTTP/1.1 200 OK\r\nContent-", STALL), 8, words=TIMED),
        Case("silence behind the head", says(head(), STALL), 8, words=TIMED),
        Case("silence in an event", says(head(), TWO, b"data: {", STALL), 8, out=b"hello\n",
             words=TIMED),
        Case("silence behind the last event", says(head(), HELLO, STALL), 0, out=b"hello\n",
             words=TIMED),
        Case("a head a byte at a time", says(slowly(head(), 0.2)), 8, words=TIMED),
        Case("a body a byte at a time", says(head(), slowly(HELLO, 0.02)), 8,
             words=["--timeout", "1"]),
        Case("a whole answer a byte at a time", says(slowly(head() + HELLO, 0.001)), 0,
             out=b"hello\n"),
        Case("a hang-up at once", hang_up, 8, requests=0),
        Case("a reset at once", reset_at_once, 8, requests=0),
        Case("a hang-up behind the request", says(), 8, requests=1),
        Case("a reset behind the request", says(RESET), 8, requests=1),
        Case("a reset in the head", says(b"HTTP/1.1 200 OK\r\nCont", 0.2, RESET), 8),
        Case("an end in the head", says(b"HTTP/1.1 200 OK\r\nCont"), 9, err="no head"),
        Case("a reset in an event", says(head(), TWO, b"data: {", 0.3, RESET), **cut),
        Case("a reset behind the text", says(head(), TWO, 0.3, RESET), **cut),
        Case("a reset behind the finish", says(head(), TWO, FINISH, 0.3, RESET), 0, out=b"hello\n"),
        Case("a reset behind the last event", says(head(), TWO, END, 0.3, RESET), 0,
             out=b"hello\n"),
        Case("an end in an event", says(head(), TWO, b'data: {"choices":[{"ind'), **cut),
        Case("an end behind the text", says(head(), TWO), **cut),
        Case("an end behind the head", says(head()), 9, err="it is empty"),
        Case("an end without the last blank line", says(head(), TWO, FINISH[:-1]), 0,
             out=b"hello\n"),
        Case("a body shorter than its length", says(head("200 OK", length), TWO), **cut),
        Case("a complete body shorter than its length", says(head("200 OK", length), TWO, END), 0,
             out=b"hello\n"),
        Case("a body longer than its length", says(
            head("200 OK", f"Content-Length: {len(HELLO)}"), HELLO, b"junk" * 1000), 0,
            out=b"hello\n"),
        Case("a good chunked body", says(head("200 OK", te), chunked(TWO, END), LAST), 0,
             out=b"hello\n"),
        Case("no last chunk", says(head("200 OK", te), chunked(TWO, END)), 0, out=b"hello\n"),
        Case("no last chunk and no finish", says(head("200 OK", te), chunked(TWO)), **cut),
        Case("an end in a chunk", says(head("200 OK", te), b"ffff\r\n" + TWO), **cut),
        Case("a chunk of negative size", says(head("200 OK", te), chunked(TWO), b"-5\r\n" + END),
             9, out=b"hello\n"),
        Case("a chunk of a size beyond 64 bits", says(
            head("200 OK", te), chunked(TWO), b"fffffffffffffffffffff\r\n" + END), 9,
            out=b"hello\n"),
        Case("a chunk of 2^63-1 bytes", says(
            head("200 OK", te), b"7fffffffffffffff\r\n" + TWO, 0.2), **cut),
        Case("a chunk size that is none", says(head("200 OK", te), chunked(TWO), b"xyz\r\n"), 9,
             out=b"hello\n"),
        Case("a chunk extension of 1 MB", says(
            head("200 OK", te), b"%x;" % len(TWO), b"a" * 1_000_000, b"\r\n" + TWO + b"\r\n",
            chunked(END), LAST), 0, out=b"hello\n"),
        Case("endless chunk extension", says(
            head("200 OK", te), b"5;", (b"a" * 65536 for _ in range(100_000))), 8,
            words=["--timeout", "2"]),
        Case("trailers", says(head("200 OK", te), chunked(HELLO), b"0\r\nX-A: b\r\n\r\n"), 0,
             out=b"hello\n"),
        Case("endless trailers", says(
            head("200 OK", te), chunked(HELLO), b"0\r\n",
            (b"X-A: b\r\n" * 1000 for _ in range(100_000))), 0, out=b"hello\n"),
        Case("a second answer behind the first", says(
            sized(HELLO, kind="text/event-stream"), sized(text("more") + END)), 0, out=b"hello\n"),
        Case("a request that nobody reads", deaf, 8, words=TIMED + ["-s", "@long.txt"]),
    ]
