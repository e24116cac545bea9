"""What a provider's figures, patterns and sizes may cost: B11, B12, W17."""

import functools
import json
import re

import events
import harness
import heads
from attempts import Attempt, Home, configuration, must, once, outcome, provider, secret
from chunks import anthropic, data, text
from harness import Server, head, says, sized

# As JSON has it.
COSTS = ["-1e9", "-0.01", "1e300", "1e15", "\"1e999\"", "1e999", "\"NaN\"", "null", "[]", "\"1e9\""]


def told(dialect, cost, stream):
    """A reply of ten tokens that says what it cost."""
    usage = f'{{"prompt_tokens":5,"completion_tokens":5,"cost":{cost}}}'
    other = f'{{"input_tokens":5,"output_tokens":5,"cost":{cost}}}'
    if dialect == "openai-chat":
        if stream:
            return says(head(), text("hello"), data({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
                        data(f'{{"choices":[],"usage":{usage}}}'.encode()), data(b"[DONE]"))
        return says(sized('{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}],'
                          f'"usage":{usage}}}'))
    if dialect == "openai-responses":
        return says(head(), data({"type": "response.output_text.delta", "delta": "hello"}), data(
            f'{{"type":"response.completed","response":{{"status":"completed","usage":{other}}}}}'.encode()))
    return says(head(), anthropic({"type": "content_block_delta", "index": 0,
                                   "delta": {"type": "text_delta", "text": "hello"}}),
                b'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},'
                b'"usage":' + other.encode() + b'}\n\n', anthropic({"type": "message_stop"}))


def budgeted(dialect, cost, stream, spent):
    """A hard budget of one dollar, of which so much is spent, and a reply with a cost of its own."""
    server = Server(told(dialect, cost, stream))
    base = f"http://127.0.0.1:{server.port}/v1"
    home = Home(configuration(provider("mine", base, dialect), more="budget: {month: 1, hard: true}, "))
    home.environment |= {"MINE_API_KEY": secret("mine"), "MINE_BASE_URL": base}
    chat = ["chat", "-n", "-m", "mine/m", "--retries", "0", *([] if stream else ["--no-stream"]), "hello"]
    if spent:
        # Noted now, by a request that cost two dollars.
        rich = Server(told("openai-chat", "2.0", False))
        must(home.byok(*chat, MINE_BASE_URL=f"http://127.0.0.1:{rich.port}/v1") if dialect == "openai-chat"
             else home.byok("chat", "-n", "-m", "mine/m", "hello"))
        rich.stop()
    first = home.byok(*chat)
    second = home.byok(*chat)
    server.stop()
    lines = [json.loads(line) for line in home.read("usage.jsonl").splitlines()]
    costs = [line.get("cost_usd", line.get("cost")) for line in lines]
    bad = [cost for cost in costs if cost is not None and not 0 <= cost <= 10_000]
    return (f"status {first.status} then {second.status}, {len(lines)} in the log"
            f"{f', {bad}' if bad else ''}"), f"{first} {second} {lines}"


def budgets():
    for dialect, stream in [("openai-chat", True), ("openai-chat", False), ("openai-responses", True),
                            ("anthropic", True)]:
        for cost in COSTS if stream and dialect == "openai-chat" else COSTS[:6:2] + COSTS[1:4:2] + ["1e999"]:
            name = f"{dialect}{'' if stream else ' in one piece'}"
            if cost == "1e999" and not (stream and dialect == "openai-chat"):
                continue
            yield Attempt("B11", f"a reply that cost {cost}, {name}: a hard budget",
                          "status 0 then 0, 2 in the log", functools.partial(
                              budgeted, dialect, cost, stream, False))

    def lifted(cost):
        """A used-up budget, and costs below nothing."""
        home = Home(configuration(more="budget: {month: 1, hard: true}, "))
        rich, evil = Server(told("openai-chat", "2.0", False)), Server(told("openai-chat", cost, False))
        chat = ["chat", "-n", "--no-stream", "--retries", "0", "-m", "openai/gpt-4.1", "hello"]
        own = lambda server: {"OPENAI_API_KEY": secret("openai"),
                              "OPENAI_BASE_URL": f"http://127.0.0.1:{server.port}/v1"}
        must(home.byok("config", "set", "budget.hard", "false"))
        must(home.byok(*chat, **own(rich)))
        must(home.byok(*chat, **own(evil)))
        must(home.byok("config", "set", "budget.hard", "true"))
        done = home.byok(*chat, **own(evil))
        for server in [rich, evil]:
            server.stop()
        return outcome(done, said="is used up" in done.err and "the budget is used up")
    for cost in ["-1e9", "-2.0", "\"-2\"", "1e999"]:
        yield Attempt("B11", f"a hard budget that is used up, then a reply that cost {cost}",
                      "status 5, the budget is used up", functools.partial(lifted, cost))


# Patterns, with replies of those who know them.


PATTERNS = [
    ("^(a+)+$", "a" * 40 + "!"), ("^(a|a)*$", "a" * 40 + "!"), ("^(a|aa)+$", "a" * 60 + "!"),
    ("^(.*a){20}$", "a" * 60 + "!"), (r"^(\w+\s?)*$", "a" * 50 + "!"), ("^(a*)*b$", "a" * 40),
    ("^([a-zA-Z]+)*$", "a" * 40 + "1"), ("(x+x+)+y", "x" * 60), ("^((a+)+)+$", "a" * 40 + "!"),
    ("^(?:a?){30}a{30}$", "a" * 30 + "!"), ("^(a+)+$", "a" * 50_000 + "!"),
    (r"^(([^@]+)+@)+$", "a" * 40),
]


def patterned(pattern, reply_text):
    """A reply that is checked against a pattern: it ends, whatever comes of it, within its time."""
    server = Server(says(sized(json.dumps({"choices": [{"message": {
        "content": json.dumps({"a": reply_text})}, "finish_reason": "stop"}]}))))
    home = Home()
    schema = json.dumps({"type": "object", "properties": {"a": {"type": "string", "pattern": pattern}}})
    done = home.byok(
        "-c", 'ulimit -t 5; exec "$@"', "-", harness.BYOK, "chat", "-n", "--no-stream", "-m",
        "openai/gpt-5.2", "--schema", schema, "--timeout", "5", "hello", program="bash", limit=25,
        OPENAI_API_KEY=secret("openai"), OPENAI_BASE_URL=f"http://127.0.0.1:{server.port}/v1")
    server.stop()
    ended = done.status in (0, 2, 8, 9)
    return ("it ends" if ended else f"status {done.status}"), str(done)


def names_of_members():
    """The same by `patternProperties`, which look at the reply's own names."""
    server = Server(says(sized(json.dumps({"choices": [{"message": {
        "content": json.dumps({"a" * 40 + "!": 1})}, "finish_reason": "stop"}]}))))
    done = Home().byok(
        "-c", 'ulimit -t 5; exec "$@"', "-", harness.BYOK, "chat", "-n", "--no-stream", "-m",
        "openai/gpt-5.2", "--schema", '{"type":"object","patternProperties":{"^(a+)+$":{}}}', "--timeout",
        "5", "hello", program="bash", limit=25, OPENAI_API_KEY=secret("openai"),
        OPENAI_BASE_URL=f"http://127.0.0.1:{server.port}/v1")
    server.stop()
    return ("it ends" if done.status in (0, 2, 8, 9) else f"status {done.status}"), str(done)


# Sizes.


hostile_home = once(harness.prepare)


def hostile(case):
    """A case of Tests/hostile: what it demands."""
    found, result = harness.check(case, hostile_home())
    return ("as it demands" if not found else "; ".join(found)), result[2][-300:]


def documented(limit, pattern):
    """The page has the figure that a case of Tests/hostile has gone beyond."""
    page = " ".join(Home().byok("help", "security").out.decode().split())
    found = re.search(pattern, page)
    return f"{limit} on the page" if found and limit in found[0] else f"{found and found[0]}"


def limits():
    named = {case.name: case for case in [*heads.cases(), *events.cases()]}
    for name, limit, pattern in [
        ("a line of 16 KiB", "16 KiB", r"Header .{0,40} per line"),
        ("a line of 16 KiB and a byte", "16 KiB", r"Header .{0,40} per line"),
        ("lines of over 64 KiB", "64 KiB", r"Header .{0,20}"),
        ("a line of 1 MiB and a byte", "1 MiB", r"Stream .{0,20} per line"),
        ("an event of over 4 MiB in lines", "4 MiB", r"per line, .{0,20} per event"),
        ("endless interim responses", "16 interim", r"\d+ interim"),
    ]:
        yield Attempt("W17", f"{name} (a case of Tests/hostile)", "as it demands",
                      functools.partial(hostile, named[name]))
        yield Attempt("W17", f"{name}: the limit in byok-security(7)", f"{limit} on the page",
                      functools.partial(documented, limit, pattern))
    # A stream may be as large as 4 GiB: none of it is kept, so its size costs no memory.
    yield Attempt("W17", "a stream of 0.5 MB of comments, in 64 MiB (a case of Tests/hostile)",
                  "as it demands", functools.partial(hostile, named["a day of comments, one a second"]))


def attempts():
    return [
        *budgets(),
        *[Attempt("B12", f"pattern {pattern}, a reply of {len(words)} characters", "it ends",
                  functools.partial(patterned, pattern, words)) for pattern, words in PATTERNS],
        Attempt("B12", "patternProperties ^(a+)+$, a reply with a name of 41 characters", "it ends",
                names_of_members),
        *limits(),
    ]
