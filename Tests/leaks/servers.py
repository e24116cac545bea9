"""Keys of MCP servers: each goes to the server it is for, and nowhere else."""

import json
import os
import re
import shutil
import sys

from harness import CANARY, Server, head, send, sized
from tools import reply, server, text
from traces import HOME, holds, left, start, traced

HERE = os.path.dirname(os.path.abspath(__file__))
FAKE = os.path.join(os.path.dirname(HERE), "Fixtures", "mcp", "server.py")
CHAT = ["chat", "-n", "-m", "echo/echo", "--allow-tool", "*", "--mcp"]
# What a server prints before it ends: the key that it was given.
SHOWS = 'import os, sys; sys.stderr.write("bad " + os.environ["DB_TOKEN"] + "\\n"); sys.exit(3)'


def configure(**servers):
    path = os.path.join(HOME, ".config/byok/config.json")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"mcp": {"servers": servers}}, file)


def program(*words):
    return {"command": sys.executable, "args": list(words), "env": {"DB_TOKEN": "${key:mcp/key}"}}


def address(port):
    return {"url": f"http://127.0.0.1:{port}/mcp", "headers": {"Authorization": "Bearer ${key:mcp/key}"}}


def seal(name):
    done, lines = traced(["keys", "add", "mcp/key", "--for", name, "--replace"], CANARY.encode())
    assert done.returncode == 0, done.stderr
    return lines and f"it is written: {lines[0][:120]!r}" or None


def check(name, words, status, goes, **variables):
    """A case: `goes` is the pattern of all calls that carry the key, None for none."""
    done, lines = traced(words, **variables)
    output = done.stdout + done.stderr
    if done.returncode != status:
        return name, f"status {done.returncode}, not {status}: {output[-300:]!r}"
    if holds(output):
        return name, "the output holds the key"
    if goes and not lines:
        return name, "the key went nowhere, so the case shows nothing"
    elsewhere = [line for line in lines if not goes or not re.match(goes, line)]
    if elsewhere:
        return name, f"it goes elsewhere: {elsewhere[0][:200]!r}"
    found = list(left())
    return name, f"in clear: {found}" if found else None


def programs():
    # The environment of the program, and not its words.
    child = rb'\d+ +execve\("[^"]*python[^"]*", \[(?:(?!' + CANARY.encode() + rb').)*?"\], \["'
    configure(fake=program("-S", FAKE))
    yield "keys add for a program", seal("fake")
    call = '#call fake/echo {"text": "hi"}'
    for words in (["mcp", "tools", "fake"], ["mcp", "check", "fake", "-v"],
                  ["mcp", "call", "fake/echo", '{"text": "hi"}'], [*CHAT, "fake", "-v", call],
                  [*CHAT, "fake", "--ndjson", call]):
        yield check(" ".join(words[:2]), words, 0, child)
    for words in (["mcp", "list", "--json"], ["doctor"], [*CHAT, "fake", "--dry-run", call], ["config", "list"]):
        yield check(" ".join(words[:2]), words, 0, None)
    configure(fake=program("-c", SHOWS))
    # The program's own words come to byok by a pipe.
    own = child + rb'|\d+ +write\(2<pipe:'
    yield check("a program that prints it", ["mcp", "check", "fake", "-v"], 14, own)
    yield check("a chat with that", [*CHAT, "fake", "-v", call], 14, own)
    configure(fake={**program("-S", FAKE), "command": "/bin/cat"})
    yield check("another program", ["mcp", "check", "fake"], 3, None)
    # What byok has for its own use is not passed on.
    configure(fake={"command": sys.executable, "args": ["-S", FAKE]})
    yield check("keys in the environment", [*CHAT, "fake", call], 0, None, OPENAI_API_KEY=CANARY,
                BYOK_PASSPHRASE=CANARY, HF_TOKEN=CANARY)


def addresses():
    wire = rb"\d+ +send\w+\(\d+<TCP:"
    good = Server(server())
    configure(web=address(good.port))
    yield "keys add for an address", seal("web")
    call = "#call web/work {}"
    for words in (["mcp", "tools", "web"], ["mcp", "call", "web/work"], [*CHAT, "web", "-v", call]):
        yield check(" ".join(words[:2]), words, 0, wire)
    good.stop()

    def refuses(status, body):
        return lambda listener, connection: (
            listener.read_request(connection), send(listener, connection, [sized(body, status)]))

    said = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32000, "message": f"bad {CANARY}"}})
    other = Server(server())
    for name, script, status, goes in [
        ("a refusal that repeats it", refuses("400 No", said), 14, wire),
        ("a page that repeats it", refuses("500 No", f"<p>{CANARY}"), 14, wire),
        ("a failed call that repeats it", server(call=lambda message: [sized(json.dumps(
            {**reply(message, text("")), "result": None, "error": {"code": -1, "message": CANARY}}))]), 1, wire),
        ("a redirect to another server", lambda listener, connection: (
            listener.read_request(connection),
            send(listener, connection, [head("307 Moved", f"Location: http://127.0.0.1:{other.port}/mcp",
                                             "Content-Length: 0")])), 14, wire),
    ]:
        bad = Server(script)
        configure(web=address(bad.port))
        seal("web")
        words = ["mcp", "call", "web/work", "-v"] if status == 1 else ["mcp", "check", "web", "-v"]
        yield check(name, words, status, goes)
        bad.stop()
    # Sealed for the last one.
    configure(web=address(other.port))
    yield check("another address", ["mcp", "check", "web"], 3, None)
    other.stop()
    yield "the other server", "it got a request" if other.noted else None


def cases():
    shutil.rmtree(HOME, ignore_errors=True)
    start()
    try:
        return [*programs(), *addresses()]
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
        start()
