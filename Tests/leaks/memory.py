"""What a core dump shows of a key during and after a request, and what other processes may read."""

import os
import re
import subprocess
import time

import secure
import traces
from chunks import HELLO, text
from harness import BYOK, CANARY, STALL, WORK, Server, head, quiet, says

CHAT = ["chat", "-m", "leak/m", "-n", "--timeout", "30", "hello"]


def dumped(process):
    """The memory that a core dump of a process holds: what is not excluded from dumps.

    Read in place, without the registers: those of vectors hold what was copied last.
    """
    with open(f"/proc/{process}/smaps", encoding="ascii") as file:
        areas = re.findall(r"(?m)^([0-9a-f]+)-([0-9a-f]+) (\S+) .*\n(?:[A-Z].*\n)*?VmFlags: (.*)$",
                           file.read())
    with open(f"/proc/{process}/mem", "rb") as memory:
        for start, end, rights, flags in areas:
            if rights.startswith("r") and "dd" not in flags.split():
                memory.seek(int(start, 16))
                # Some special areas cannot be read.
                yield quiet(memory.read, int(end, 16) - int(start, 16)) or b""


def during(server, *more):
    """Copies of the key in memory while the server is silent behind the head."""
    process = subprocess.Popen([BYOK, *CHAT, *more], env=traces.UNSEALED, cwd=WORK,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 20
    while not server.requests and time.monotonic() < limit:
        time.sleep(0.02)
    os.read(process.stdout.fileno(), 1)  # the text has come, so the request is gone
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
            locked = int(re.search(r"VmLck:\s+(\d+)", file.read())[1])
        areas = list(dumped(process.pid))
        assert len(areas) > 20 and any(b"chat/completions" in area for area in areas)
        return sum(area.count(CANARY.encode()) for area in areas), locked
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def after(words, mark):
    """Copies of the key in a core at the call that ends the process, and of a text that must be there."""
    path = os.path.join(WORK, "last")
    subprocess.run(
        ["gdb", "-q", "-batch", "-nx", "-ex", "set startup-with-shell off",
         "-ex", "handle all nostop noprint pass", "-ex", "catch syscall exit_group", "-ex",
         "run", "-ex", f"generate-core-file {path}", "-ex", "kill",
         "--args", BYOK, *words],
        env=traces.UNSEALED, cwd=WORK, capture_output=True, timeout=120)
    with open(path, "rb") as file:
        data = file.read()
    os.remove(path)
    return data.count(CANARY.encode()), data.count(mark.encode())


def sealing():
    """Copies of a key at the end of the commands that read one from a file, in whatever place it is."""
    for name, words, text in [
        ("keys add", ["keys", "add", "leak", "--replace", "--from-file"], f"{CANARY}\n"),
        ("keys add, refused", ["keys", "add", "openai", "--from-file"], f"export A_KEY={CANARY}\n"),
        ("keys add --guess", ["keys", "add", "--guess", "--from-file"], f"{CANARY}\n"),
        ("a value", ["keys", "add", "--replace", "--from-env-file"], f"LEAK_API_KEY={CANARY}\n"),
        ("a value of another name", ["keys", "add", "--from-env-file"], f"A_B='{CANARY}'\n"),
        ("a line of its own", ["keys", "add", "--from-env-file"], f"A=1\n{CANARY}\n"),
        ("words on a line", ["keys", "add", "--from-env-file"], f"curl -H 'x: {CANARY}' {CANARY}\n"),
        ("UTF-16", ["keys", "add", "--replace", "--from-env-file"], f"\ufeffLEAK_API_KEY={CANARY}\n"),
        ("JSON", ["keys", "import", "llm", "--replace"], f'{{"leak": "{CANARY}"}}'),
    ]:
        file = os.path.join(WORK, "sealing-" + name.replace(" ", "-"))
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(text.encode("utf-16-le" if name == "UTF-16" else "utf-8"))
        copies, marks = after([*words, file], file)
        yield f"{name}: at the end", copies and f"{copies} copies"
        yield f"{name}: the dump shows the process", None if marks else "no path in it"
        os.remove(file)


def unreadable():
    """A process of the same user may not look into byok's."""
    code = ("import subprocess,sys,time\n"
            "p=subprocess.Popen([sys.argv[1],'chat','-m','echo/echo'],stdin=subprocess.PIPE,"
            "env={'HOME':'/nonexistent','SECRET':'x'})\n"
            "time.sleep(1)\n"
            "for name in ['environ','maps','mem']:\n"
            "  try: open(f'/proc/{p.pid}/{name}','rb').read(1); print(name)\n"
            "  except OSError: pass\n"
            "p.kill()\n")
    way = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    os.chmod(WORK, 0o711)
    copy = os.path.join(WORK, "byok-copy")
    subprocess.run(["install", "-m", "755", BYOK, copy], check=True)
    done = subprocess.run([*way, "python3", "-I", "-c", code, copy], capture_output=True, timeout=60,
                          cwd="/")
    return done.stdout.decode().split() or (done.returncode and done.stderr.decode()) or None


def cases():
    found = [("environment, maps and memory are closed to the same user", unreadable())]
    slow = says(head(), text("hello"), STALL)
    trust = ["--ca-file", os.path.join(secure.FOLDER, "root.pem")]
    for name, tls, more in [("http", None, []), ("https", secure.context("good"), trust)]:
        server = Server(slow, tls)
        traces.configure(server)
        copies, locked = during(server, *more)
        # What libcurl sent by TLS stays in its own buffer until the end, which is kept out of dumps.
        found.append((f"{name}: during a reply", copies and f"{copies} copies"))
        found.append((f"{name}: locked memory", None if locked > 0 else "VmLck is 0"))
        server.stop()
        server = Server(says(head(), HELLO), tls)
        traces.configure(server)
        copies, address = after([*CHAT, *more], "chat/completions")
        found.append((f"{name}: at the end", copies and f"{copies} copies"))
        found.append((f"{name}: the dump shows the process", None if address else "no address in it"))
        quiet(server.stop)
    return found + list(sealing())
