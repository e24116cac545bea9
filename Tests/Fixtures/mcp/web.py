#!/usr/bin/env python3
"""The server of server.py at an address, which misbehaves as its arguments say.

usage: web.py [WORD | WORD=VALUE]...

Prints its port, and ends with its standard input. Besides the words of server.py:
sse (answers with streams), session (needs one), lose=N (forgets it before the Nth call), forgetful
(says so with status 400), cut (ends the first stream of each answer early), token=T (needs it),
status=N (to everything), redirect=PATH, redirect-to=URL, redirect-loop, html, old (HTTP+SSE of 2024-11-05),
foreign=URL (the endpoint of that), nowhere (it has none), log=FILE (the requests as lines of JSON).
"""
import base64
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from server import LEGACY, MODERN, WORDS, Server

SESSIONS, STREAMS, CALLS = {}, {}, [0]
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def note(self, body):
        if "log" in WORDS:
            with LOCK, open(WORDS["log"], "a") as file:
                headers = {name.lower(): value for name, value in self.headers.items()}
                file.write(json.dumps({"method": self.command, "path": self.path, "headers": headers,
                                       "body": body}) + "\n")

    def reply(self, status, value=None, **headers):
        data = b"" if value is None else value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        if value is not None and "Content_Type" not in headers:
            self.send_header("Content-Type", "application/json")
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, status, code, message, **headers):
        self.reply(status, {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}},
                   **headers)

    def guarded(self, body):
        """Whether the request was refused for what the arguments say."""
        self.note(body)
        if "status" in WORDS:
            self.reply(int(WORDS["status"]), b"<html>no</html>", Content_Type="text/html")
        elif "html" in WORDS:
            self.reply(200, b"<html>Welcome</html>", Content_Type="text/html")
        elif "token" in WORDS and self.headers.get("Authorization") != "Bearer " + WORDS["token"]:
            self.reply(401, None, WWW_Authenticate='Bearer resource_metadata="https://x.invalid/"')
        elif "redirect-loop" in WORDS:
            self.reply(307, None, Location=self.path)
        elif "redirect-to" in WORDS:
            self.reply(307, None, Location=WORDS["redirect-to"])
        elif "redirect" in WORDS and self.path != WORDS["redirect"]:
            self.reply(308, None, Location=WORDS["redirect"])
        else:
            return False
        return True

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(text)
        if self.guarded(body):
            return
        if "old" in WORDS:
            return self.post_old(body)
        accept = self.headers.get("Accept", "")
        if "application/json" not in accept or "text/event-stream" not in accept:
            return self.refuse(406, -32600, "Not Acceptable")
        is_modern = self.headers.get("MCP-Protocol-Version") == MODERN
        if is_modern and not {"modern", "dual"} & WORDS.keys():
            return self.refuse(400, -32600, "Bad Request: Missing session ID")
        if is_modern:
            return self.post_modern(body)
        if "modern" in WORDS:
            return self.refuse(400, -32020, "missing header")
        self.post_legacy(body)

    def post_modern(self, body):
        if self.headers.get("Mcp-Method") != body["method"]:
            return self.refuse(400, -32020, "Mcp-Method")
        if body["method"] == "tools/call" and not self.headers.get("Mcp-Name"):
            return self.refuse(400, -32020, "Mcp-Name")
        if "headers" in WORDS and body["method"] == "tools/call" and self.lacks_fields(body):
            return self.refuse(400, -32020, "Mcp-Param")
        server = Server(None)
        server.is_modern = True
        self.answer(body, server)

    def lacks_fields(self, body):
        """Whether the fields are not those that the arguments of `route` ask for."""
        arguments = body["params"]["arguments"]
        wanted = {"region": arguments.get("region"), "row": arguments.get("where", {}).get("row"),
                  "sure": arguments.get("sure")}
        for name, value in wanted.items():
            text = None if value is None else value if isinstance(value, str) else json.dumps(value)
            sent = self.headers.get("Mcp-Param-" + name)
            if sent and sent.startswith("=?base64?"):
                sent = base64.b64decode(sent[9:-2]).decode()
            if text != sent:
                return True
        return False

    def post_legacy(self, body):
        headers, server = {}, None
        if body.get("method") == "initialize":
            server = Server(None)
            if "session" in WORDS:
                name = f"s{len(SESSIONS) + 1}"
                SESSIONS[name] = server
                headers["Mcp_Session_Id"] = name
        else:
            if self.headers.get("MCP-Protocol-Version") not in LEGACY:
                return self.refuse(400, -32602, "no version")
            name = self.headers.get("Mcp-Session-Id")
            if body.get("method") == "tools/call":
                CALLS[0] += 1
                if CALLS[0] == int(WORDS.get("lose", 0)):
                    SESSIONS.clear()
            if "session" in WORDS and name not in SESSIONS:
                if "forgetful" in WORDS:
                    return self.refuse(400, -32000, "Bad Request: No valid session ID provided")
                return self.refuse(404, -32600, "Session not found")
            server = SESSIONS.get(name) or STREAMS.setdefault("server", Server(None))
        if "id" not in body or "method" not in body:
            server.take(body)
            return self.reply(202)
        self.answer(body, server, **headers)

    def answer(self, body, server, **headers):
        if "sse" not in WORDS:
            sent = []
            Server.answer(proxy(server, sent.append), body)
            last = [message for message in sent if "result" in message or "error" in message][-1:]
            status = 404 if server.is_modern and last and last[0].get("error", {}).get("code") == -32601 else 200
            return self.reply(status, last[0] if last else None, **headers)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.close_connection = True
        if "cut" in WORDS and body["method"] == "tools/call":
            sent = []
            Server.answer(proxy(server, sent.append), body)
            STREAMS["rest"] = sent
            return self.event(b"retry: 10\nid: e1\ndata: \n\n")
        Server.answer(proxy(server, lambda message: self.event(
            b"event: message\ndata: " + json.dumps(message).encode() + b"\n\n")), body)

    def event(self, data):
        self.wfile.write(data)
        self.wfile.flush()

    def post_old(self, body):
        if not self.path.startswith("/messages"):
            return self.reply(405)
        self.reply(202)
        STREAMS["old"].take(body)

    def do_GET(self):
        if self.guarded(None):
            return
        if "old" in WORDS or "cut" in WORDS and self.headers.get("Last-Event-ID") == "e1":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            if "old" not in WORDS:
                for message in STREAMS.pop("rest", []):
                    self.event(b"id: e2\ndata: " + json.dumps(message).encode() + b"\n\n")
                return
            STREAMS["old"] = Server(lambda message: self.event(
                b"event: message\ndata: " + json.dumps(message).encode() + b"\n\n"))
            endpoint = WORDS.get("foreign", "/messages?session_id=1")
            if "nowhere" not in WORDS:
                self.event(f"event: endpoint\ndata: {endpoint}\n\n".encode())
            threading.Event().wait(60)
            return
        self.reply(405)

    def do_DELETE(self):
        self.note(None)
        SESSIONS.pop(self.headers.get("Mcp-Session-Id"), None)
        self.reply(200)


def proxy(server, send):
    """The server with another way to send."""
    other = Server(send)
    other.cancelled, other.answers, other.ready = server.cancelled, server.answers, server.ready
    other.is_modern = server.is_modern or "modern" in WORDS
    other.states = server.states
    return other


if __name__ == "__main__":
    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    print(web.server_address[1], flush=True)
    sys.stdin.read()
