"""Clocks that are wrong, and that jump, between two runs and within one."""

import email.utils
import json
import os
import subprocess
import threading
import time

from harness import HERE, LIMIT, WORK, contents, fresh, leftovers, must, read, run, secret, sequence
from renewal import Renewal
from server import Server

CHAT = ["chat", "-n", "-m", "openai/m", "hello"]
PAST, FUTURE = 0, 4_102_444_800  # 2100
LIST = json.dumps({"object": "list", "data": [{"id": "m"}]}).encode()
LIMITED = json.dumps({"error": {"code": "rate_limit_exceeded", "message": "Slow down"}}).encode()


def library():
    path, source = os.path.join(WORK, "clock.so"), os.path.join(HERE, "clock.c")
    subprocess.run(["clang", "-shared", "-fPIC", "-o", path, source], check=True, timeout=LIMIT)
    return path


def clock_cases():
    preload = library()
    now = int(time.time())
    # One after the other, as a run finds what the one before has left.
    moments = [now, FUTURE, PAST, f"{FUTURE},{PAST},{now}", now]

    def at(moment, arguments, home, stdin=b"", **more):
        return run(arguments, home, stdin, LD_PRELOAD=preload, FAKE_CLOCK=str(moment), **more)

    def keystore():
        home = fresh("clock-keys")
        want = {}
        for number, moment in enumerate(moments):
            for name in (f"groq/n{number}", f"openai/n{number}"):
                must(at(moment, ["keys", "add", name], home, secret(name).encode()))
            want[f"groq/n{number}"] = secret(f"groq/n{number}")
            want[f"openai/m{number}"] = secret(f"openai/n{number}")
            must(at(moment, ["keys", "rename", f"openai/n{number}", f"openai/m{number}"], home))
            must(at(moment, ["keys", "add", "groq/gone"], home, secret("x").encode()))
            must(at(moment, ["keys", "rm", "groq/gone", "--yes"], home))
            assert contents(home) == want, f"at {moment}: {contents(home)}"
            must(at(moment, ["keys", "list"], home))
            assert sequence(home) == 5 * (number + 1) + 0, f"at {moment}: seq {sequence(home)}"
        assert not leftovers(home), leftovers(home)

    def usage():
        home, options = fresh("clock-usage"), Server().options
        for number, moment in enumerate(moments):
            result = must(at(moment, CHAT, home, **options))
            assert (result.out, result.err) == ("ok\n", ""), str(result)
            lines = read(home, "usage.jsonl").splitlines()
            assert len(lines) == number + 1, lines
            assert all(json.loads(line)["ms"] >= 0 for line in lines), lines
            for option in ("--since", "--until"):
                must(at(moment, ["usage", option, "7d", "--by", "day"], home))
            rows = json.loads(must(at(moment, ["usage", "--json"], home)).out)
            assert sum(row["requests"] for row in rows) == len(lines), rows
            must(at(moment, ["keys", "list"], home, **options))
        must(at(PAST, ["usage", "--prune", "90d"], home))
        assert read(home, "usage.jsonl").splitlines() == lines, "what is not older is gone"
        must(at(now, ["usage", "--prune", "90d"], home))
        years = {line[line.index(b'"time":"') + 8:][:4] for line in
                 read(home, "usage.jsonl").splitlines()}
        assert b"1970" not in years and b"2100" in years, years

    def budget():
        """What a request cost while the clock was wrong is not of this day."""
        home, options = fresh("clock-budget"), Server().options
        os.mkdir(home, 0o700)
        with open(os.path.join(home, "config.json"), "w") as file:
            file.write('{budget: {day: 0.000000001, week: 0.000000001, month: 0.000000001,'
                       ' hard: true}}')
        os.chmod(os.path.join(home, "config.json"), 0o600)
        chat = ["chat", "-n", "-m", "openai/gpt-5.2", "hello"]
        for moment in (FUTURE, PAST, now):
            must(at(moment, chat, home, **options))
            must(at(moment, chat, home, **options), 5)

    def checks():
        """A verdict from another time is none of the last hour."""
        home = fresh("clock-checks")
        server = Server(*[(200, {}, LIST)] * 20)
        command = ["keys", "check", "openai", "--max-age", "1h"]
        for number, moment in enumerate([now, FUTURE, PAST, now]):
            must(at(moment, command, home, **server.options))
            assert server.requests == number + 1, f"at {moment}: {server.requests} requests"
        must(at(now, command, home, **server.options))
        assert server.requests == 4, "a verdict of this hour is not taken"
        must(at(f"{FUTURE},{PAST}", command, home, **server.options))

    def models():
        home = fresh("clock-models")
        server = Server(*[(200, {}, LIST)] * 20)
        for moment in moments:
            for more in (["--refresh"], []):
                result = at(moment, ["models", "--provider", "openai", *more], home,
                            **server.options)
                assert "openai/m" in must(result).out, str(result)

    def creds():
        renewal = Renewal()
        for moment in (FUTURE, PAST, f"{FUTURE},{PAST}"):
            home = renewal.home()
            must(at(moment, renewal.ARGUMENTS, home, **renewal.options))
            assert renewal.state(home) == "new", f"at {moment}: nothing was renewed"
            for other in moments:
                rows = json.loads(must(at(other, ["creds", "list", "--json"], home)).out)
                assert rows[0]["state"] in ("ready", "expired"), rows
            rows = json.loads(must(at(FUTURE + 7200, ["creds", "list", "--json"], home)).out)
            assert rows[0]["state"] == "expired", rows

    def waiting(title, head):
        """The wait is that of a clock that nobody sets, whatever the time of day."""
        def check():
            for moment in (FUTURE, PAST, f"{FUTURE},{PAST}"):
                server = Server((429, head(), LIMITED))
                start = time.monotonic()
                result = must(at(moment, CHAT, fresh(f"clock-{title}-{threading.get_ident()}"),
                                 **server.options))
                waited = time.monotonic() - start
                assert result.out == "ok\n" and server.requests == 2, str(result)
                assert 0.9 <= waited < 10, f"at {moment}: waited {waited} s"
        return check

    def date(seconds):
        return email.utils.formatdate(seconds, usegmt=True)

    def batch():
        home = fresh("clock-batch")
        for moment in moments:
            result = must(at(moment, ["chat", "-m", "echo/echo", "--each-line"], home,
                             b"one\n" * 50))
            rows = [json.loads(line) for line in result.out.splitlines()]
            assert [row["index"] for row in rows] == list(range(50)), rows
            assert all(0 <= row["duration_ms"] < 10_000 for row in rows), rows

    return [
        ("keys", keystore), ("the usage log", usage), ("budgets", budget),
        ("verdicts of keys", checks), ("lists of models", models), ("credentials", creds),
        ("a wait in seconds", waiting("seconds", lambda: {"Retry-After": "1"})),
        ("a wait until a date", waiting("date", lambda: {
            "Date": date(time.time()), "Retry-After": date(time.time() + 2)})),
        ("batches", batch),
    ]
