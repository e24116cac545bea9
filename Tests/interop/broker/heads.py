"""Requests as h11 and byok read them: heads.py BYOK, with the Python of the SDKs, which has h11.

Seeds and random mutations of them go to `byok serve`, before a provider that notes what it gets. What byok
passes on, h11 must have read as the same requests, with the same methods, targets and bodies; what h11
refuses, byok must not pass on. byok may refuse more.
"""

import concurrent.futures
import http.server
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import h11

HERE = os.path.dirname(os.path.abspath(__file__))
BYOK = os.path.abspath(sys.argv[1])
MUTATIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
KEY = "sk-interop-0123456789abcdefghijklmn"
# Far enough apart that no mutation turns one into another.
NAMES = ["alpha", "bravo", "charlie", "delta", "echoes", "foxtrot", "golf", "hotel"]
PATIENCE = 0.3  # seconds for what h11 waits for, too
DEADLINE = 20.0  # seconds for everything else

HEAD = "{method} /NAME/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer TOKEN\r\n"
FORM = "Content-Type: multipart/form-data; boundary=b\r\n"
CHAT = HEAD.format(method="POST", path="chat/completions") + "Content-Type: application/json\r\n"
SOUND = HEAD.format(method="POST", path="audio/transcriptions?a=b%20c") + FORM
LIST = HEAD.format(method="GET", path="models")
SEEDS = [
    CHAT + 'Content-Length: 13\r\n\r\n{"model":"m"}',
    CHAT + 'Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n',
    SOUND + "Content-Length: 8\r\n\r\n--b\r\nabc",
    SOUND + "Transfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
    SOUND + "Content-Length: 4\r\n\r\nabcd" + LIST + "\r\n",
    SOUND + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + LIST + "Connection: close\r\n\r\n",
    SOUND + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + LIST + "\r\n",
    SOUND + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    SOUND + "Content-Length:\r\n 3\r\n\r\nabc",
    SOUND + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    LIST + "X: a\tb\r\nY:\r\nZ: \x80\xff\r\n\r\n",
    LIST + "\r\n" + LIST + "\r\n" + LIST + "Connection: close\r\n\r\n",
    HEAD.format(method="HEAD", path="models/a%2Db") + "\r\n",
    HEAD.format(method="GET", path="models").replace("HTTP/1.1", "HTTP/1.0") + "\r\n",
]
PIECES = [
    b"\r\n", b"\n", b"\r", b" ", b"\t", b"\0", b":", b": ", b";", b",", b"\x0b", b"\x7f", b"\x80", b"\r\n\r\n", b"\r\n ",
    b"0\r\n\r\n", b"00", b"+1", b"0x1", b"-1", b"1;a=b", b"chunked", b"identity", b"Content-Length: 3\r\n",
    b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n", b"transfer-encoding : chunked\r\n", b"Connection: close\r\n",
    b"Expect: 100-continue\r\n", b"Host: 127.0.0.1\r\n", b"HTTP/1.0", b"HTTP/1.2", b"HTTP/2.0", b"%2e", b"%41", b"?", b"#", b"//",
]


class Provider(http.server.BaseHTTPRequestHandler):
    """Notes each request, and answers it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def handle_any(self):
        if self.headers.get("Transfer-Encoding"):
            body = b""
            while (line := self.rfile.readline()) and int(line, 16):
                body += self.rfile.read(int(line, 16))
                self.rfile.readline()
            # Cut off, since its client is gone or has sent no body: that is no request.
            is_whole = bool(line) and self.rfile.readline() == b"\r\n"
        else:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            is_whole = len(body) == length
        if not is_whole:
            self.close_connection = True
            return
        self.server.seen.append((self.command, self.path, body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_HEAD = do_DELETE = handle_any


class Upstream(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *words):
        """The broker has ended."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Provider)
        self.seen = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


def mutated(seed, chance):
    """A seed after a few changes."""
    data = bytearray(seed)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            data[place:place] = chance.choice(PIECES)
        elif kind == 1:
            data[place:place + chance.randrange(1, 4)] = b""
        elif kind == 2 and place < len(data):
            data[place] = chance.randrange(256)
        elif kind == 3:
            lines = bytes(data).split(b"\r\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
            data = bytearray(b"\r\n".join(lines))
        elif kind == 4:
            # At a place that matters: beside a separator.
            places = [match.start() for match in re.finditer(rb"[\r\n: ]", data)] or [0]
            place = chance.choice(places) + chance.randrange(2)
            data[place:place + chance.randrange(2)] = chance.choice(PIECES)
        else:
            other = chance.choice(SEEDS).encode("latin-1")
            data += other if chance.randrange(2) else other[chance.randrange(len(other)):]
    return bytes(data)


def as_h11(data):
    """The requests that h11 reads, and how it ends: 'refused', 'waits' or 'closes'."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
    connection.receive_data(data)
    requests, current = [], None
    try:
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                return requests, "waits"
            if event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                return requests, "closes"
            if isinstance(event, h11.Request):
                current = [event.method.decode(), event.target.decode("latin-1"), b""]
            elif isinstance(event, h11.Data):
                current[2] += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                requests.append(tuple(current))
                connection.send(h11.Response(status_code=200, headers=[("content-length", "0")]))
                connection.send(h11.EndOfMessage())
                if connection.our_state is h11.MUST_CLOSE:
                    return requests, "closes"
                connection.start_next_cycle()
    except h11.RemoteProtocolError:
        return requests, "refused"


def expected(request, name):
    """How the provider should get a request that h11 has read."""
    method, target, body = request
    path, mark, query = target.partition("?")
    path = urllib.parse.unquote(path, "latin-1").removeprefix(f"/{name}")
    path = path if path.startswith("/v1/") else "/v1" + path
    while path.startswith("/v1/v1/"):
        path = path.removeprefix("/v1")
    return "GET" if method == "HEAD" else method, path, mark + query, body


def got(request):
    method, target, body = request
    path, mark, query = target.partition("?")
    return method, urllib.parse.unquote(path, "latin-1"), mark + query, body


def ask(port, data, requests, end):
    """Sends the bytes, and returns what comes until byok closes, has answered everything, or waits as h11 does."""
    reply = b""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(data)
        while True:
            count = len(re.findall(rb"(?:^|[\n}])HTTP/1\.1 (?!100)\d\d\d ", reply))
            is_waiting = end == "waits" and count >= len(requests)
            client.settimeout(PATIENCE if is_waiting else DEADLINE)
            try:
                more = client.recv(65536)
            except TimeoutError:
                return reply if is_waiting else None
            except ConnectionResetError:
                return reply
            if not more:
                return reply
            reply += more


def problem(name, upstream, port, data):
    upstream.seen.clear()
    requests, end = as_h11(data)
    reply = ask(port, data, requests, end)
    if reply is None:
        return "byok neither answers nor closes"
    wanted = [expected(request, name) for request in requests]
    seen = [got(request) for request in upstream.seen]
    # What byok refuses for reasons of its own, such as the path, is missing.
    rest = iter(wanted)
    if not all(request in rest for request in seen):
        return f"the provider got {seen}, and h11 read {wanted} ({end})"
    return None, len(seen), end, len(requests)


def main():
    chance = random.Random(24)
    upstreams = {name: Upstream() for name in NAMES}
    with tempfile.TemporaryDirectory(prefix="byok-heads-") as home:
        environment = {"PATH": os.environ["PATH"], "BYOK_HOME": home, "HEADS_KEY": KEY}
        rows = {name: {"dialect": "openai-chat", "key_env": ["HEADS_KEY"],
                       "base_url": f"http://127.0.0.1:{upstream.server_address[1]}/v1"}
                for name, upstream in upstreams.items()}
        with open(os.open(os.path.join(home, "config.json"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            json.dump({"providers": rows, "log": False}, file)
        token = subprocess.run([BYOK, "serve", "token", "add", "t"], env=environment, capture_output=True, text=True,
                               check=True).stdout.strip()
        process = subprocess.Popen([BYOK, "serve", "--listen", "127.0.0.1:0", *NAMES], env=environment,
                                   stderr=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+) for", process.stderr.readline())[1])
            threading.Thread(target=process.stderr.read, daemon=True).start()
            with open(os.path.join(HERE, "../../Fixtures/fuzz/Requests.txt"), encoding="utf-8") as file:
                fixtures = [json.loads(line) for line in file if "HTTP/1" in line]
            seeds = [seed.encode("latin-1") for seed in SEEDS + fixtures]
            cases = seeds + [mutated(chance.choice(seeds), chance) for _ in range(MUTATIONS)]
            places = dict.fromkeys(NAMES)

            def work(place):
                results = []
                for data in cases[place::len(NAMES)]:
                    name = NAMES[place]
                    data = data.replace(b"NAME", name.encode()).replace(b"TOKEN", token.encode())
                    results.append((data, problem(name, upstreams[name], port, data)))
                return results

            start = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
                results = [result for part in pool.map(work, range(len(NAMES))) for result in part]
        finally:
            process.terminate()
            process.wait()
    bad = [(data, words) for data, words in results if isinstance(words, str)]
    good = [words for _, words in results if not isinstance(words, str)]
    passed, refused = sum(count > 0 for _, count, _, _ in good), sum(end == "refused" for _, _, end, _ in good)
    read = sum(number > 0 for _, _, _, number in good)
    print(f"{'FAIL' if bad else 'ok  '} requests as h11 reads them: {len(cases)}, of which h11 reads {read} and refuses"
          f" {refused}, byok passes on {passed} ({time.monotonic() - start:.1f} s)", flush=True)
    for data, words in bad[:10]:
        print(f"     {data!r}: {words}")
    # Else nothing was compared.
    return 1 if bad or passed < len(cases) // 20 or refused < len(cases) // 20 else 0


sys.exit(main())
