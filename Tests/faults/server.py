"""A provider on this machine that gives every request the same answer."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWER = json.dumps({
    "choices": [{"message": {"content": "ok"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2},
}).encode()


class Server:
    """Answers with `replies` (status, head, body) in their order, then with `answer`."""

    def __init__(self, *replies, answer=ANSWER):
        self.replies, self.requests = list(replies), 0
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(handler):
                handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
                handler.do_GET()

            def do_GET(handler):
                with lock:
                    self.requests += 1
                    status, head, body = (
                        self.replies.pop(0) if self.replies else (200, {}, answer))
                handler.send_response_only(status)
                for name, value in head.items():
                    handler.send_header(name, value)
                handler.send_header("Content-Type", "application/json")
                handler.send_header("Content-Length", str(len(body)))
                handler.end_headers()
                handler.wfile.write(body)

            def log_message(handler, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(server, *_):
                """Whoever asked was killed."""

        server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{server.server_port}/v1"
        self.options = {
            "OPENAI_API_KEY": "sk-of-the-environment-0123456789", "OPENAI_BASE_URL": self.base,
        }
