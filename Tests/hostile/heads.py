"""Answers whose head breaks rules or limits."""

from chunks import DONE, HELLO, chunked, LAST
from harness import Case, head, says, sized

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
KIB = 1024


def field(size):
    """A header line of that many bytes, its end included."""
    return b"X-Long: " + b"a" * (size - 10) + b"\r\n"


def endless(piece, count=200_000):
    return (piece for _ in range(count))


def answer(*lines, body=HELLO):
    return says(OK + b"".join(lines) + b"Connection: close\r\n\r\n" + body)


def cases():
    good = dict(status=0, out=b"hello\n")
    large = dict(status=9, err="header")
    return [
        Case("a good answer", answer(), requests=1, **good),
        Case("a line of 16 KiB", answer(field(16 * KIB)), **good),
        Case("a line of 16 KiB and a byte", answer(field(16 * KIB + 1)), err="exceeds 16 KiB", status=9),
        Case("a line of 100 KiB", answer(field(100 * KIB)), err="exceeds 16 KiB", status=9),
        Case("a line of 300 KiB", answer(field(300 * KIB)), err="exceeds 16 KiB", status=9),
        Case("lines of nearly 64 KiB", answer(*[field(8 * KIB)] * 7), **good),
        Case("lines of over 64 KiB", answer(*[field(8 * KIB)] * 9), err="exceeds 64 KiB", status=9),
        Case("100,000 lines", says(OK, endless(b"X: y\r\n" * 100, 1000)), **large),
        Case("an endless line", says(OK, b"X: ", endless(b"a" * 65536, 2000)), 9,
             err="exceeds 16 KiB"),
        Case("16 interim responses", says(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 16, OK, b"\r\n", HELLO),
             **good),
        Case("endless interim responses", says(endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)), 9,
             err="interim responses"),
        Case("a folded line", answer(b"X-Folded: a\r\n b\r\n\tc\r\n"), **good),
        Case("a folded line that looks like a Location",
             answer(b"X-Folded: a\r\n Location: http://127.0.0.1:1/\r\n"), **good),
        Case("a NUL in a value", answer(b"X-Nul: a\x00b\r\n"), 9),
        Case("a CR in a value", answer(b"X-Return: a\rb\r\n"), 0, out=b"hello\n"),
        Case("a line without a colon", answer(b"nonsense\r\n"), 9, err="without colon"),
        Case("two lengths that differ", answer(b"Content-Length: 5\r\nContent-Length: 9\r\n"), 9),
        Case("a negative length", answer(b"Content-Length: -1\r\n"), 9),
        Case("a length beyond 64 bits", answer(b"Content-Length: 99999999999999999999999\r\n"),
             **good),
        Case("a length and chunks", answer(
            b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", body=chunked(HELLO) + LAST),
            **good),
        Case("only line feeds", says(
            b"HTTP/1.1 200 OK\nContent-Type: text/event-stream\nConnection: close\n\n" + HELLO),
            **good),
        Case("no status line", says(HELLO), 8, err="HTTP/0.9"),
        Case("a status of four digits", says(b"HTTP/1.1 2000 OK\r\n\r\n" + HELLO), 8),
        Case("status 999", says(head("999 No") + b"words"), 9, err="HTTP 999"),
        Case("status 600", says(head("600 No") + b"words"), 9, err="HTTP 600"),
        Case("HTTP/2 on HTTP/1.1", says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + b"\0" * 18), 8),
        Case("HTTP/1.0", says(b"HTTP/1.0 200 OK\r\n\r\n" + HELLO), **good),
        Case("SSH", says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), 8),
        Case("an upgrade nobody asked for", answer(b"Upgrade: h2c\r\n"), **good),
        Case("200 with another type", says(head(kind="image/png") + HELLO), **good),
        Case("no type", says(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + HELLO), **good),
        Case("a request id that commands the terminal", says(
            sized('{"error":{"message":"no"}}', "400 Bad", "X-Request-Id: a\x1b[2Jb\x9bc")), 1,
            err=r"request a\\u\{1b\}\[2Jb"),
        Case("a request id of 10 KiB", says(
            sized('{"error":{"message":"no"}}', "400 Bad", "X-Request-Id: " + "a" * 10_000)), 1,
            err=r"request a{100}…"),
        Case("204 without a body", says(b"HTTP/1.1 204 No Content\r\n\r\n"), 9),
        Case("205 with a body", says(b"HTTP/1.1 205 Reset\r\nConnection: close\r\n\r\n" + HELLO), 0,
             out=b"hello\n"),
        Case("cookies", answer(b"Set-Cookie: a=b; Domain=127.0.0.1\r\n" * 20), **good),
        Case("Strict-Transport-Security", answer(
            b"Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"), **good),
    ]
