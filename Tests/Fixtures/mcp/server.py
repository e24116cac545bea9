#!/usr/bin/env python3
"""A server of tools for tests, which misbehaves as its arguments say.

usage: server.py [WORD | WORD=VALUE]...

What it speaks: legacy (default), modern, dual; version=V answers the handshake with V, no-version
with none, supports=V the discovery of modern ones with V.
At start: late=SECONDS, silent, exit=STATUS, banner, flood (1 MiB on stderr), pids=FILE (appends its
number and those of its children), children (a child in its group, one in a session of its own).
How it writes: crlf, bytewise, unended (no newline after its last line), stray (lines between).
Tools: none, odd (names), twice (one name), pages=N, endless, same (cursor), nameless, undeclared,
headers (arguments that web.py wants as header fields, one tool that asks for them wrongly).
At its end: ignore-eof, ignore-term, linger=SECONDS.
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time

WORDS = dict(word.partition("=")[::2] for word in sys.argv[1:])
MODERN = "2026-07-28"
LEGACY = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
EMPTY = {"type": "object", "properties": {}}
TEXT = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
# Arguments that are to be sent as header fields, too.
ROUTE = {"type": "object", "properties": {
    "region": {"type": "string", "x-mcp-header": "Region"},
    "where": {"type": "object", "properties": {"row": {"type": "integer", "x-mcp-header": "Row"}}},
    "sure": {"type": ["boolean", "null"], "x-mcp-header": "Sure"}}}
WRONG = {"type": "object", "properties": {
    "list": {"type": "array", "items": {"type": "string", "x-mcp-header": "Item"}}}}
# 1 by 1 pixel.
PNG = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
       "rkJggg==")


def tool(name, schema=EMPTY, **hints):
    return {"name": name, "description": f"Does {name}.", "inputSchema": schema, "annotations": hints}


TOOLS = [
    tool("ask"), tool("cancelled", readOnlyHint=True), tool("die", destructiveHint=True),
    tool("echo", TEXT, readOnlyHint=True, openWorldHint=False), tool("environment", readOnlyHint=True),
    tool("fail"), tool("folder", readOnlyHint=True), tool("hang"), tool("invalid"), tool("large"),
    tool("later"), tool("parts", readOnlyHint=True), tool("pid", readOnlyHint=True), tool("state"),
    tool("structured", readOnlyHint=True), tool("wrong_id"), tool("unreadable"),
]


class Failure(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(message)
        self.error = {"code": code, "message": message, **({"data": data} if data else {})}


def note_pid(pid):
    if "pids" in WORDS:
        with open(WORDS["pids"], "a") as file:
            file.write(f"{pid}\n")


class Server:
    """What is the same over every transport; `send` takes a message."""

    def __init__(self, send):
        self.send, self.cancelled, self.answers, self.states = send, [], {}, 0
        self.is_modern = "modern" in WORDS
        self.ready = threading.Condition()

    def take(self, message):
        """Handles a message in the calling thread."""
        if "method" not in message:
            with self.ready:
                self.answers[message.get("id")] = message
                self.ready.notify_all()
        elif "id" not in message:
            if message["method"] == "notifications/cancelled":
                self.cancelled.append(message["params"]["requestId"])
        else:
            self.answer(message)

    def answer(self, message):
        try:
            result = self.result(message["method"], message.get("params", {}), message["id"])
        except Failure as failure:
            return self.send({"jsonrpc": "2.0", "id": message["id"], "error": failure.error})
        if result is not None:
            if self.is_modern:
                result = {"resultType": "complete", **result}
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def result(self, method, params, number):
        if method == "initialize":
            if "modern" in WORDS:
                raise Failure(-32601, "Method not found: initialize")
            version = WORDS.get("version") or (
                params["protocolVersion"] if params["protocolVersion"] in LEGACY else LEGACY[-1])
            said = {} if "no-version" in WORDS else {"protocolVersion": version}
            return said | {"capabilities": {"tools": {}},
                    "serverInfo": {"name": "fake", "version": "1"}, "instructions": "Be kind."}
        if method == "server/discover":
            if not {"modern", "dual"} & WORDS.keys():
                raise Failure(-32602, "Invalid request parameters")
            self.is_modern = True
            return {"supportedVersions": [WORDS.get("supports") or MODERN], "capabilities": {"tools": {}}, "ttlMs": 0,
                    "cacheScope": "private",
                    "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "fake", "version": "2"}}}
        if self.is_modern and (params.get("_meta") or {}).get(
                "io.modelcontextprotocol/protocolVersion") != MODERN:
            raise Failure(-32602, "no version in _meta")
        if method == "tools/list":
            return self.list(params)
        if method == "tools/call":
            return self.call(params.get("name"), params.get("arguments", {}), params, number)
        raise Failure(-32601, f"Method not found: {method}")

    def list(self, params):
        if "undeclared" in WORDS:
            raise Failure(-32601, "Method not found: tools/list")
        tools, cursor = TOOLS, params.get("cursor")
        if "none" in WORDS:
            tools = []
        if "odd" in WORDS:
            tools = [tool("dotted.name/with space"), tool("n" * 200), tool("\u001b[31mred"), tool("ok")]
        if "twice" in WORDS:
            tools = [tool("same"), tool("same"), tool("other")]
        if "nameless" in WORDS:
            tools = [{"inputSchema": EMPTY}, {"name": "x"}, tool("ok"),
                     {**tool("task"), "execution": {"taskSupport": "required"}}]
        if "pages" in WORDS:
            page = int(cursor or 0)
            more = {"nextCursor": str(page + 1)} if page + 1 < int(WORDS["pages"]) else {}
            return {"tools": [tool(f"page{page}")], **more}
        if "headers" in WORDS:
            tools = [tool("route", ROUTE), tool("wrong", WRONG)]
        if "endless" in WORDS:
            return {"tools": [tool(f"t{cursor}")], "nextCursor": str(int(cursor or 0) + 1)}
        if "same" in WORDS:
            return {"tools": [], "nextCursor": ""}
        return {"tools": tools, **({"ttlMs": 60000, "cacheScope": "private"} if self.is_modern else {})}

    def call(self, name, arguments, params, number):
        action = getattr(self, "do_" + str(name), None)
        if action is None:
            raise Failure(-32602, f"Unknown tool: {name}")
        result = action(arguments, params, number)
        if isinstance(result, str):
            result = {"content": [{"type": "text", "text": result}]}
        return result

    # Tools

    def do_echo(self, arguments, params, number):
        return arguments["text"]

    def do_environment(self, arguments, params, number):
        return json.dumps(dict(os.environ), sort_keys=True)

    def do_folder(self, arguments, params, number):
        return f"{os.getcwd()} {os.umask(0o77):03o}"

    def do_pid(self, arguments, params, number):
        return f"{os.getpid()} {os.getsid(0)} {os.getpgrp()} {sorted(os.listdir('/proc/self/fd'))}"

    def do_fail(self, arguments, params, number):
        return {"isError": True, "content": [{"type": "text", "text": "it failed"}]}

    def do_die(self, arguments, params, number):
        sys.stderr.write("Traceback (most recent call last):\n  \u001b[31mValueError: dying\n")
        sys.stderr.flush()
        os._exit(7)

    def do_hang(self, arguments, params, number):
        return None

    def do_cancelled(self, arguments, params, number):
        return json.dumps(self.cancelled)

    def do_invalid(self, arguments, params, number):
        return {"content": [{"type": "text", "text": "bad \udcff byte"}]}

    def do_unreadable(self, arguments, params, number):
        self.send({"jsonrpc": "2.0", "id": number, "result": nested(200)})

    def do_wrong_id(self, arguments, params, number):
        self.send({"jsonrpc": "2.0", "id": number + 1000, "result": {"content": []}})
        self.send({"jsonrpc": "2.0", "id": None, "result": {"content": []}})
        return "right"

    def do_large(self, arguments, params, number):
        return "x" * arguments.get("bytes", 10_000_000)

    def do_later(self, arguments, params, number):
        token = params["_meta"]["progressToken"]
        for step in range(arguments.get("steps", 3)):
            time.sleep(arguments.get("wait", 0.05))
            self.send({"jsonrpc": "2.0", "method": "notifications/progress",
                       "params": {"progressToken": token, "progress": step + 1, "message": "still"}})
        self.send({"jsonrpc": "2.0", "method": "notifications/message",
                   "params": {"level": "warning", "data": "nearly"}})
        time.sleep(arguments.get("wait", 0.05))
        return "at last"

    def do_ask(self, arguments, params, number):
        ids = []
        for index, method in enumerate(["ping", "roots/list", "elicitation/create"]):
            ids.append(f"s{index}")
            self.send({"jsonrpc": "2.0", "id": ids[-1], "method": method, "params": {}})
        with self.ready:
            self.ready.wait_for(lambda: all(number in self.answers for number in ids), 10)
        answers = [self.answers.get(number, {}) for number in ids]
        return json.dumps([answer.get("result", answer.get("error", {}).get("code")) for answer in answers])

    def do_state(self, arguments, params, number):
        if arguments.get("input"):
            return {"resultType": "input_required", "requestState": "s",
                    "inputRequests": {"a": {"method": "elicitation/create"}}}
        if arguments.get("type"):
            return {"resultType": arguments["type"]}
        self.states += 1
        if arguments.get("endless") or params.get("requestState") is None:
            return {"resultType": "input_required", "requestState": f"state-{self.states}"}
        return f"got {params['requestState']}"

    def do_route(self, arguments, params, number):
        return json.dumps(arguments, sort_keys=True)

    def do_structured(self, arguments, params, number):
        return {"content": [], "structuredContent": {"answer": 42}}

    def do_parts(self, arguments, params, number):
        return {"content": [
            {"type": "text", "text": "words"},
            {"type": "text", "text": "for the user", "annotations": {"audience": ["user"]}},
            {"type": "image", "data": PNG, "mimeType": "image/webp"},
            {"type": "audio", "data": "AAAA", "mimeType": "audio/wav"},
            {"type": "resource", "resource": {"uri": "file:///a.txt", "text": "inside"}},
            {"type": "resource_link", "uri": "https://example.org/x", "name": "X", "description": "a page"},
            {"type": "hologram"}], "structuredContent": {"ignored": True}}


def nested(depth):
    return {"content": nested(depth - 1)} if depth else {}


class Lines:
    """Writes messages as lines, in the way that was asked for."""

    def __init__(self):
        self.lock = threading.Lock()

    def send(self, message):
        data = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogateescape")
        if "stray" in WORDS:
            data = b"DEBUG: about to answer\n\n{\"level\": \"info\", \"id\": 1}\n" + data
        data += b"\r\n" if "crlf" in WORDS else b"\n"
        with self.lock:
            if "bytewise" in WORDS:
                for byte in data:
                    os.write(1, bytes([byte]))
            else:
                while data:
                    data = data[os.write(1, data):]


def child(*options, **more):
    process = subprocess.Popen(
        [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"],
        **more)
    note_pid(process.pid)


def speak():
    """Speaks over the standard streams."""
    note_pid(os.getpid())
    if "ignore-term" in WORDS:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "children" in WORDS:
        child()
        child(start_new_session=True)
    if "flood" in WORDS:
        sys.stderr.write("noise\n" * 200_000)
        sys.stderr.flush()
    if "banner" in WORDS:
        os.write(1, b"Starting up...\n[1, 2]\nnull\n")
    time.sleep(float(WORDS.get("late", 0)))
    if "exit" in WORDS:
        sys.stderr.write("no such database: \u001b]0;evil\u0007secret-of-the-server\n")
        sys.exit(int(WORDS["exit"]))
    server = Server(Lines().send)
    while line := sys.stdin.buffer.readline():
        if "silent" in WORDS:
            continue
        message = json.loads(line)
        if message.get("method") == "server/discover" and "exit-at-probe" in WORDS:
            sys.exit(1)
        if message.get("method") == "tools/call":
            threading.Thread(target=server.take, args=[message], daemon=True).start()
        else:
            server.take(message)
    while "ignore-eof" in WORDS:
        time.sleep(1)
    time.sleep(float(WORDS.get("linger", 0)))
    os._exit(0)


if __name__ == "__main__":
    speak()
