"""What the hostile cases share: servers that follow a script, byok under limits, counting."""

import os
import pty
import re
import select
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

warnings.filterwarnings("ignore", category=DeprecationWarning)  # TLS 1.0 is what is tried
WORK = tempfile.mkdtemp(prefix="byok-hostile-")
BYOK = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/byok")
MEASURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "measure.py")
CANARY = "sk-CANARY-5f1e0c7b93ad4286"
MEMORY = 68 << 20  # bytes that any run may have resident, some 20 of them the program and its libraries
RESET, STALL = object(), object()


def quiet(action, *arguments):
    """A peer that is gone is what many cases are about."""
    try:
        return action(*arguments)
    except (OSError, ssl.SSLError, ValueError):
        return None


class Server:
    """Listens on loopback, notes every byte that it gets, and answers by a script."""

    def __init__(self, script=None, tls=None):
        self.script, self.tls = script, tls
        self.requests, self.connections, self.noted = [], 0, b""
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.done = threading.Event()
        self.accepting = threading.Thread(target=self.accept, daemon=True)
        self.accepting.start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        connection.settimeout(30)
        try:
            if self.tls:
                connection = self.tls.wrap_socket(
                    connection, server_side=True, suppress_ragged_eofs=False)
            if self.script:
                self.script(self, connection)
            else:
                self.read_request(connection)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            quiet(connection.close)

    def note(self, data):
        self.noted += data
        return data

    def read_request(self, connection):
        """One request with its body, as bytes; also what came before a hang-up."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.note(connection.recv(65536))
            if not more:
                return data
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        while length and len(body) < int(length[1]):
            more = self.note(connection.recv(65536))
            if not more:
                break
            body += more
        self.requests.append(head + b"\r\n\r\n" + body)
        return self.requests[-1]

    def stop(self):
        self.done.set()
        # Ends accept(), which would else go on, with the next server's descriptor of the same number.
        quiet(self.listener.shutdown, socket.SHUT_RDWR)
        self.accepting.join()
        quiet(self.listener.close)


def send(server, connection, parts):
    """Sends parts: bytes, seconds to wait, RESET, STALL, or an iterable of such."""
    for part in parts:
        if part is RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if part is STALL:
            server.done.wait(30)
        elif isinstance(part, (int, float)):
            server.done.wait(part)
        elif isinstance(part, (bytes, bytearray)):
            connection.sendall(part)
        else:
            send(server, connection, part)


def says(*parts):
    """A script that reads the request, sends the parts, and ends the connection in order."""

    def script(server, connection):
        if server.read_request(connection):
            send(server, connection, parts)
            if RESET not in parts:
                quiet(connection.shutdown, socket.SHUT_WR)
                # Reset by what is left unread would take from the client what it has not read yet.
                quiet(connection.recv, 1)

    return script


def in_turn(*scripts):
    """A script for each connection; the last one for all that follow."""

    def script(server, connection):
        scripts[min(server.connections, len(scripts)) - 1](server, connection)

    return script


def head(status="200 OK", *lines, kind="text/event-stream"):
    fields = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *lines]
    return "\r\n".join(fields).encode("latin-1") + b"\r\n\r\n"


def sized(body, status="200 OK", *lines, kind="application/json"):
    body = body if isinstance(body, bytes) else body.encode()
    return head(status, f"Content-Length: {len(body)}", *lines, kind=kind) + body


@dataclass
class Case:
    """One run: what the server does, and exactly what must come of it."""

    name: str
    script: object
    status: int
    out: object = b""  # bytes, or a pattern for what cannot be exact
    err: str = ""  # a pattern that standard error must match
    words: list = field(default_factory=list)
    dialect: str = "openai-chat"
    env: dict = field(default_factory=dict)
    requests: object = None  # how many must have come; None for any
    tls: object = None
    host: str = ""  # scheme and host of the address, where not http://127.0.0.1
    base: str = ""  # the whole address, where the server is no origin
    limit: float = 20
    terminal: bool = False
    keyed: bool = True  # whether the key may arrive at the server
    other: object = None  # the script of the server that must not be reached
    reached: bool = False  # whether the other one may be connected to, if without the key
    discard: bool = False  # whether standard output is /dev/null
    stdin: str = ""  # a file that is the prompt
    memory: int = MEMORY
    command: list = field(default_factory=list)  # the words of another command than that chat


def identifier(dialect):
    return "hostile-" + dialect


def prepare():
    """The home of all cases: a provider for each dialect, the key in the environment."""
    home = os.path.join(WORK, "home")
    os.mkdir(home, 0o700)
    rows = ",".join(
        f'"{identifier(d)}": {{name: "Hostile", dialect: "{d}", models: ["m"],'
        f' base_url: "http://127.0.0.1:9/v1", key_env: ["HOSTILE_API_KEY"]}}'
        for d in DIALECTS)
    with open(os.path.join(home, "config.json"), "w", encoding="utf-8") as file:
        os.chmod(file.name, 0o600)
        file.write(f"{{providers: {{{rows}}}}}")
    with open(os.path.join(WORK, "long.txt"), "w", encoding="ascii") as file:
        file.write("word " * 700_000)
    return home


DIALECTS = ["openai-chat", "openai-responses", "anthropic", "gemini", "cohere", "ollama"]


def run(case, home, server, other):
    variable = identifier(case.dialect).upper().replace("-", "_") + "_BASE_URL"
    base = case.base or f"{case.host or 'http://127.0.0.1'}:{server.port}/v1"
    fill = lambda text: text.replace("{port}", str(server.port)).replace("{other}", str(other.port))
    environment = {
        "PATH": os.environ["PATH"], "BYOK_HOME": home, "HOSTILE_API_KEY": CANARY,
        variable: fill(base), **{name: fill(value) for name, value in case.env.items()}}
    command = [BYOK, "chat", "-m", f"{identifier(case.dialect)}/m", "--retries", "0",
               *([] if case.stdin else ["-n"]), "--timeout", "8", *case.words, "hello"]
    if case.command:
        command = [BYOK, *case.command]
    return execute(command, environment, case)


def execute(command, environment, case):
    """Status (negative for a signal, None for a hang), stdout, stderr, seconds, peak bytes."""
    leader, output = plain_terminal() if case.terminal else os.pipe()
    if case.discard:
        os.close(output)
        output = os.open(os.devnull, os.O_WRONLY)
    prompt = os.open(os.path.join(WORK, case.stdin) if case.stdin else os.devnull, os.O_RDONLY)
    errors, errors_in = os.pipe()
    report, report_in = os.pipe()
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", MEASURE, str(report_in), *command], env=environment, cwd=WORK,
        stdin=prompt, stdout=output, stderr=errors_in, pass_fds=[report_in],
        start_new_session=True)
    for end in [output, errors_in, report_in, prompt]:
        os.close(end)
    texts = {leader: bytearray(), errors: bytearray(), report: bytearray()}
    open_ends = set(texts)
    while open_ends and time.monotonic() - start < case.limit:
        for end in select.select(open_ends, [], [], 0.2)[0]:
            data = quiet(os.read, end, 65536)
            if data:
                texts[end] += data
            else:
                open_ends.discard(end)
    seconds = time.monotonic() - start
    if open_ends:
        quiet(os.killpg, process.pid, 9)
    process.wait()
    for end in texts:
        os.close(end)
    status, memory = map(int, texts[report].split()) if texts[report] else (None, 0)
    return (status, bytes(texts[leader]), texts[errors].decode(errors="replace"), seconds, memory)


def plain_terminal():
    """A pseudo-terminal that changes nothing of what is written to it."""
    leader, output = pty.openpty()
    attributes = termios.tcgetattr(output)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(output, termios.TCSANOW, attributes)
    return leader, output


def matches(expected, text):
    if isinstance(expected, re.Pattern):
        return expected.fullmatch(text)
    return expected == text


def problems(case, result, server, other):
    status, out, err, seconds, memory = result
    if status is None:
        yield f"hangs after {seconds:.0f} s"
    if status != case.status:
        yield f"status {status}, not {case.status}"
    if not matches(case.out, out):
        yield f"stdout {out[:300]!r} ({len(out)} bytes)"
    if not re.search(case.err, err):
        yield f"stderr lacks {case.err!r}"
    if case.requests is not None and len(server.requests) != case.requests:
        yield f"{len(server.requests)} requests, not {case.requests}"
    if memory > case.memory:
        yield f"{memory / 2**20:.0f} MiB resident"
    canary = CANARY.encode()
    if canary in other.noted or (canary in server.noted and not case.keyed):
        yield "the key arrived where it must not"
    if other.connections and not case.reached:
        yield "the other server was reached"
    if CANARY in err or canary in out:
        yield "the key is in the output"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", err):
        yield "stderr commands the terminal"


def check(case, home):
    server, other = Server(case.script, case.tls), Server(case.other)
    server.other = other.port
    try:
        result = run(case, home, server, other)
        found = list(problems(case, result, server, other))
        return found, result
    finally:
        server.stop()
        other.stop()


def run_all(groups, wanted, workers=4):
    """Runs all cases, prints a line for each group; returns how many failed."""
    home, passed, failed, peak = prepare(), 0, 0, 0
    for title, cases in groups:
        chosen = [case for case in cases if re.search(wanted, f"{title}: {case.name}")]
        if not chosen:
            continue
        start = time.monotonic()
        with ThreadPoolExecutor(workers) as pool:
            results = list(pool.map(lambda case: check(case, home), chosen))
        bad = [(c, found, r) for c, (found, r) in zip(chosen, results) if found]
        passed, failed = passed + len(chosen) - len(bad), failed + len(bad)
        peak = max([peak, *(r[4] for _, r in results)])
        print(f"{'FAIL' if bad else 'ok  '} {title}: {len(chosen) - len(bad)} of {len(chosen)}"
              f" ({time.monotonic() - start:.1f} s)", flush=True)
        for case, found, result in bad:
            print(f"     {case.name}: {'; '.join(found)}\n       stderr: {result[2][:400]!r}")
    print(f"{passed} passed, {failed} failed; at most {peak / 2**20:.0f} MiB resident")
    return failed


def clean():
    shutil.rmtree(WORK, ignore_errors=True)
