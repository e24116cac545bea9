"""Foreign text in every form of output, and keys in none: B6 (twice), B10, W13, W14."""

import csv
import functools
import io
import json
import re
import unicodedata

from attempts import (
    DIALECTS, Attempt, Home, configuration, nothing_at, outcome, provider, reply, secret,
)
from chunks import data, text
from harness import Server, head, says, sized

# A colour, the clipboard, C1, DEL, bidirectional controls, a tag, an invisible one, a lone CR.
HOSTILE = ("Q\x1b[31m\x1b]52;c;aGk=\x07\x9b31m\x9d0;t\x9c\x7f\u202e\u2066\U000e0041\ufeff\r!Q")
SAFE = {"\n", "\t"}


def commands(shown):
    """The characters of a text that command a terminal or deceive who looks at it."""
    return {c for c in shown if c not in SAFE and unicodedata.category(c) in ("Cc", "Cf")
            and c not in "\u200d\u00ad"}


def on_terminal(home, words, variables=None):
    ended = home.shown(*words, **(variables or {}))
    shown = ended.out.decode(errors="replace")
    bad = commands(shown)
    return ended, shown, f"raw {sorted(map(hex, map(ord, bad)))}" if bad else "nothing raw"


def evil_reply(dialect, form):
    server = Server(reply(dialect, HOSTILE))
    home = Home(configuration(provider("mine", f"http://127.0.0.1:{server.port}/v1", dialect)))
    words = ["chat", "-n", "-m", "mine/m", "--retries", "0", *form, "hello"]
    ended, shown, raw = on_terminal(home, words, {
        "MINE_API_KEY": secret("mine"), "MINE_BASE_URL": f"http://127.0.0.1:{server.port}/v1"})
    server.stop()
    facts = {"raw": raw}
    if form in (["--json"], ["--ndjson"]):
        rows = [json.loads(line) for line in shown.splitlines() if line.startswith("{")]
        whole = "".join(row.get("text") or "" for row in rows if "status" not in row or form == ["--json"])
        facts["lossless"] = HOSTILE in whole or f"the text is {whole!r}"
    else:
        facts["there"] = "52;c;aGk=" in shown
    return outcome(ended, **facts)


def replies():
    for dialect in DIALECTS:
        for form in [[], ["--json"], ["--ndjson"]]:
            fact = "lossless" if form else "there"
            yield Attempt("B6", f"a terminal: chat {' '.join(form) or 'as text'}, {dialect}",
                          f"status 0, nothing raw, {fact}", functools.partial(evil_reply, dialect, form))


def evil_home():
    """A home in which every text that others give is hostile."""
    said = json.dumps(HOSTILE)

    def script(server, connection):
        asked = server.read_request(connection)
        if asked.startswith(b"GET"):
            body = sized(f'{{"data":[{{"id":"m","name":{said}}},{{"id":{said}}}]}}')
        elif b"fail" in asked:
            body = sized(f'{{"error":{{"message":{said},"code":{said}}}}}', "400 Bad")
        else:
            call = [{"index": 0, "id": HOSTILE, "function": {"name": HOSTILE, "arguments": HOSTILE}}]
            body = head() + b"".join(map(data, [
                {"id": HOSTILE, "model": HOSTILE, "choices": [{"delta": {"reasoning_content": HOSTILE}}]},
                {"choices": [{"delta": {"content": HOSTILE}}]},
                {"choices": [{"delta": {"content": f"\n```\n{HOSTILE}\n```\n"}}]},
                {"choices": [{"delta": {"tool_calls": call}, "finish_reason": HOSTILE}]}, b"[DONE]"]))
        connection.sendall(body)
    server = Server(script)
    base = f"http://127.0.0.1:{server.port}/v1"
    home = Home(f'{{templates:{{t:{{system:{said}}}}},model:"evil/m",providers:{{evil:{{name:{said},'
                f'base_url:"{base}",key_env:["EVIL_API_KEY"],notes:[{said}],'
                f'models:["m",{{id:"n",name:{said}}}],default_model:"m"}}}}}}')
    home.environment |= {"EVIL_API_KEY": secret("evil"), "EVIL_BASE_URL": base}
    home.write("byok/usage.jsonl", json.dumps({
        "key": HOSTILE, "model": HOSTILE, "ms": 5, "provider": "evil", "status": 0,
        "time": "2026-11-20T10:00:00Z"}) + "\n")
    home.write("rows.jsonl", json.dumps({"prompt": HOSTILE, "model": "evil/m", "id": HOSTILE}) + "\n")
    return home, server


# Whatever the status: the words on the terminal count.
FORMS = [
    ["chat", "--show-reasoning", "--color", "never", HOSTILE], ["chat", "--code", HOSTILE], ["chat", "fail"],
    ["chat", "--json", "fail"], ["chat", "--ndjson", "fail"], ["chat", "--dry-run", HOSTILE],
    ["chat", "--dry-run", "--json", HOSTILE], ["chat", "-o", "/dev/tty", HOSTILE],
    ["chat", "--jsonl", "rows.jsonl"], ["chat", "-m", "echo/echo", HOSTILE], ["chat", "-m", HOSTILE, "x"],
    ["config", "get", "templates.t.system"], ["config", "get", "--json", "templates.t.system"],
    ["config", "list"], ["config", "list", "--json"], ["config", "get", HOSTILE],
    ["usage"], ["usage", "--csv"], ["usage", "--json"], ["usage", "--by", "key", "--csv"],
    ["providers"], ["providers", "--json"], ["providers", "show", "evil"], ["models", "evil/"],
    ["models", "evil/", "--json"], ["models", "--refresh"], ["models", "show", "evil/n"],
    ["keys", "list"], ["keys", "list", "--json"], ["keys", "check"], ["keys", "check", "--json"],
    ["keys", "check", "--github"], ["keys", "check", "--junit", "-"], ["creds", "list", "--path", HOSTILE],
    ["doctor"], ["exec", HOSTILE, "--", "true"], [HOSTILE],
]


def evil_form(words):
    home, server = evil_home()
    _, shown, raw = on_terminal(home, words)
    server.stop()
    return (raw, shown) if shown else ("nothing shown", "")


def forms():
    for words in FORMS:
        name = " ".join("…" if word == HOSTILE else word for word in words)
        yield Attempt("B6", f"a terminal: {name}", "nothing raw", functools.partial(evil_form, words))


def unchanged():
    """The control: to a pipe, what is asked for comes as it is."""
    home, server = evil_home()
    done = home.byok("config", "get", "templates.t.system")
    server.stop()
    return outcome(done, unchanged=done.out == HOSTILE.encode() + b"\n")


# CSV.


def table(model, terminal=False, by="model"):
    home = Home()
    home.write("byok/usage.jsonl", "".join(json.dumps({
        "key": "a", "model": each, "ms": 5, "provider": "openai", "status": 0,
        "time": "2026-11-20T10:00:00Z"}) + "\n" for each in [model, "plain"]))
    words = ["usage", "--csv", "-q", "--by", by]
    ended = home.shown(*words) if terminal else home.byok(*words)
    rows = list(csv.reader(io.StringIO(ended.out.decode(), newline=""), strict=True))
    widths = {len(row) for row in rows}
    cells = [cell for row in rows[1:] for cell in row]
    formulas = [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    return outcome(ended, rows=f"{len(rows) - 1} rows", width="of one width" if len(widths) == 1 else
                   f"of widths {widths}", formula=f"a formula {formulas[0]!r}" if formulas else None,
                   whole=terminal or any(cell.lstrip("'") == model for cell in cells) and "whole")


def tables():
    for name, model in [
        ("a line feed", "a\nb,evil,1"), ("a CR", "a\rb"), ("CRLF", "a\r\nopenai,x,1,2"),
        ("a quote", 'a"b'), ("a comma", "a,b"), ("a formula (=)", "=cmd|'/c calc'!A1"),
        ("a formula (+)", "+1+cmd"), ("a formula (-)", "-1+cmd"), ("a formula (@)", "@SUM(A1)"),
        ("a formula behind a tab", "\t=1+1"), ("a formula behind a CR", "\r=1+1"),
        ("a formula in quotes", '="a"'), ("U+2028", "a\u2028b"),
    ]:
        yield Attempt("B10", f"usage --csv: a model with {name}", "status 0, 2 rows, of one width, whole",
                      functools.partial(table, model))
    yield Attempt("B10", "usage --csv on a terminal: a model with a line feed and ESC",
                  "status 0, 2 rows, of one width, whole",
                  lambda: outcome_without_whole(table("a\n\x1b[2Jb", terminal=True)))


def outcome_without_whole(result):
    words, details = result
    return words.replace(", True", ", whole").replace(", whole, whole", ", whole"), details


def annotation():
    """An error that begins a workflow command on a line of its own."""
    evil = "no\r\n::error::evil\n::set-output name=a::b\r::warning::x %0A::error::y"
    server = Server(says(sized(json.dumps({"error": {"message": evil}}), "401 No")))
    home = Home()
    home.add("openai", None, "--base-url", f"http://127.0.0.1:{server.port}/v1")
    done = home.byok("keys", "check", "--github")
    server.stop()
    lines = [line for line in re.split(rb"[\r\n]", done.out) if line.lstrip().startswith(b"::")]
    return outcome(done, lines=f"{len(lines)} command")


# Keys for model names.


KEYS = {"OpenAI's": "sk-proj-" + "Ab3dEf6h" * 5, "Anthropic's": "sk-ant-api03-" + "Ab3dEf6h" * 5,
        "Groq's": "gsk_" + "Ab3dEf6h" * 6, "Google's": "AIzaSy" + "Ab3dEf6hX" * 3 + "zzzzzz",
        "GitHub's": "ghp_" + "Ab3dEf6h" * 4 + "abcd", "xAI's": "xai-" + "Ab3dEf6h" * 10}


def as_model(key, way):
    server = Server(reply("openai-chat", "hello"))
    base = f"http://127.0.0.1:{server.port}/v1"
    home = Home(configuration(provider("mine", base)))
    home.environment |= {"MINE_API_KEY": secret("mine"), "MINE_BASE_URL": base}
    model, variables = f"mine/{key}", {}
    if way == "BYOK_MODEL":
        done = home.byok("chat", "-n", "hello", BYOK_MODEL=model)
    elif way == "config.json":
        home.write("byok/config.json", configuration(provider("mine", base), more=f'model: "{model}", '))
        done = home.byok("chat", "-n", "hello")
    elif way == "an alias":
        home.write("byok/config.json", configuration(
            provider("mine", base), more=f'aliases: {{fast: "{model}"}}, '))
        done = home.byok("chat", "-n", "-m", "fast", "hello")
    elif way == "a row of --jsonl":
        home.write("rows.jsonl", json.dumps({"prompt": "hello", "model": model}))
        done = home.byok("chat", "--jsonl", "rows.jsonl")
    elif way == "keys check --model":
        done = home.byok("keys", "check", "mine", "--probe", "--model", key)
    elif way == "the second of -m":
        done = home.byok("chat", "-n", "-m", f"mine/m,{model}", "hello")
    else:
        done = home.byok("chat", "-n", "-m", model, "hello", **variables)
    server.stop()
    said = key in done.err or key.encode() in done.out
    logged = any(key.encode() in content for name, content in home.snapshot().items()
                 if name != "config.json" and isinstance(content, bytes))
    return outcome(done, at=nothing_at(server), said=said and "repeated", logged=logged)


def models():
    for name, key in KEYS.items():
        yield Attempt("W13", f"-m mine/KEY, {name}", "status 2, nothing sent",
                      functools.partial(as_model, key, "-m"))
    for way in ["BYOK_MODEL", "config.json", "an alias", "a row of --jsonl", "keys check --model",
                "the second of -m"]:
        yield Attempt("W13", f"a key as a model: {way}", "status 2, nothing sent",
                      functools.partial(as_model, KEYS["OpenAI's"], way))


# Keys that a provider repeats.


KEY = secret("mine")
CHANGES = {
    "as it is": KEY, "percent-encoded": "".join(f"%{ord(c):02X}" for c in KEY),
    "percent-encoded in part": KEY.replace("-", "%2d"),
    "split by a line feed": KEY[:12] + "\n" + KEY[12:], "split by CRLF": KEY[:9] + "\r\n" + KEY[9:],
    "spaced out": " ".join(KEY), "split by tabs": "\t".join([KEY[:5], KEY[5:20], KEY[20:]]),
    "split by a zero-width space": KEY[:15] + "\u200b" + KEY[15:],
    "split by a no-break space": KEY[:15] + "\u00a0" + KEY[15:],
}


def left_of(key, shown):
    """What a text shows of a key beyond its last characters, however interrupted."""
    plain = re.sub(r"[^A-Za-z0-9]|\\u\{\w+\}", "", re.sub(
        r"%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), shown))
    wanted = re.sub(r"[^A-Za-z0-9]", "", key)
    for size in range(len(wanted), 9, -1):
        for start in range(len(wanted) - size + 1):
            if wanted[start:start + size] in plain:
                return f"{size} characters of the key are shown"
    return "nothing of the key is shown"


def repeated(place, change, form):
    said = CHANGES[change]
    script = {
        "a message": says(sized(json.dumps({"error": {"message": f"wrong: {said}, really"}}), "400 Bad")),
        "a message in the stream": says(head(), text("x"), data({"error": {"message": f"no {said} no"}})),
        "a refusal": says(head(), data({"choices": [{"delta": {"refusal": f"no {said}"},
                                                     "finish_reason": "stop"}]}), data(b"[DONE]")),
        "a tool's name": says(head(), text("x"), data({"choices": [{"delta": {"tool_calls": [
            {"index": 0, "id": "t", "type": "function", "function": {"name": said, "arguments": "{}"}}]},
            "finish_reason": "tool_calls"}]}), data(b"[DONE]")),
        "a page": says(sized(f"<html><title>{said}</title></html>", "403 No", kind="text/html")),
        "a request id": says(sized(
            '{"error":{"message":"no"}}', "400 Bad", f"X-Request-Id: {said.encode().decode('latin-1')}")),
    }[place]
    server = Server(script)
    base = f"http://127.0.0.1:{server.port}/v1"
    home = Home(configuration(provider("mine", base)))
    home.environment |= {"MINE_API_KEY": KEY, "MINE_BASE_URL": base}
    done = home.byok("chat", "-n", "-m", "mine/m", "--retries", "0", *form, "hello")
    server.stop()
    shown = left_of(KEY, done.err)
    if form and shown.startswith("nothing"):
        shown = left_of(KEY, done.out.decode(errors="replace"))
    return shown, str(done)


def redactions():
    good = "nothing of the key is shown"
    for change in CHANGES:
        for place in ["a message", *(["a refusal", "a tool's name"] if "split" not in change
                                     or "zero" in change or "CRLF" in change else [])]:
            yield Attempt("W14", f"a key, {change}, in {place}", good,
                          functools.partial(repeated, place, change, []))
    for place in ["a message in the stream", "a page", "a request id"]:
        for change in ["as it is", "percent-encoded", "percent-encoded in part"]:
            yield Attempt("W14", f"a key, {change}, in {place}", good,
                          functools.partial(repeated, place, change, []))
    yield Attempt("W14", "a key, split by a line feed, in a message, --json", good,
                  functools.partial(repeated, "a message", "split by a line feed", ["--json"]))


def attempts():
    return [
        *replies(), *forms(),
        Attempt("B6", "the control: config get to a pipe", "status 0, unchanged", unchanged), *tables(),
        Attempt("B10", "keys check --github: a message with CRLF and commands", "status 4, 1 command",
                annotation),
        *models(), *redactions(),
    ]
