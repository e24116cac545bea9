#!/usr/bin/env python3
"""Kills `byok index embed` at each of its requests, and lets it go on: kill.py BYOK ARGUMENT...

A server on loopback answers with a vector for each text, as OpenAI would, and counts how often it has
answered for each. On the Nth request it kills byok instead, before the answer or just after it. At the
end every text must have been answered for, and none twice but those whose answer byok was killed with.
"""
import collections
import http.server
import json
import os
import signal
import subprocess
import sys
import threading


class Server(http.server.ThreadingHTTPServer):
    requests, deadly, child = 0, None, None
    answered = collections.Counter()
    unsure = set()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def do_POST(self):
        server = self.server
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        server.requests += 1
        number = server.requests
        if server.deadly == (number, "before"):
            return os.kill(server.child.pid, signal.SIGKILL)
        data = [{"index": place, "embedding": [len(text), 1, 2]} for place, text in enumerate(texts)]
        answer = json.dumps({"data": data, "usage": {"prompt_tokens": 1}}).encode()
        if server.deadly == (number, "after"):
            # Whether it was kept, nobody can know: the kill and the answer race.
            server.unsure.update(texts)
        server.answered.update(texts)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        self.wfile.flush()
        if server.deadly == (number, "after"):
            os.kill(server.child.pid, signal.SIGKILL)


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = dict(os.environ, OWN_BASE_URL=f"http://127.0.0.1:{server.server_address[1]}")
    # Each run makes at least one request more than the runs before have kept.
    for when in ("before", "after") * 3:
        server.requests, server.deadly = 0, (2, when)
        server.child = subprocess.Popen(sys.argv[1:], env=environment, stderr=subprocess.DEVNULL)
        status = server.child.wait()
        if status not in (0, -signal.SIGKILL):
            sys.exit(f"byok ended with {status}")
    server.deadly = None
    if subprocess.run(sys.argv[1:], env=environment, stderr=subprocess.DEVNULL).returncode != 0:
        sys.exit("byok failed at the end")
    before = sum(server.answered.values())
    if subprocess.run(sys.argv[1:], env=environment, stderr=subprocess.DEVNULL).returncode != 0:
        sys.exit("byok failed though nothing was left to do")
    if sum(server.answered.values()) != before:
        sys.exit("a text was embedded though all had vectors")
    twice = {text for text, count in server.answered.items() if count > 1}
    if twice - server.unsure:
        sys.exit(f"embedded twice: {sorted(twice - server.unsure)}")
    print(f"{len(server.answered)} texts")


main()
