"""Servers that shake hands again and again: openssl's own, told by its commands."""

import fcntl
import os
import select
import shutil
import socket
import struct
import subprocess
import termios
import threading
import time

from harness import quiet

OPENSSL = shutil.which("openssl")


class Shaker:
    """`openssl s_server` between whose lines of standard input its commands stand."""

    def __init__(self, certificate, *words):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [OPENSSL, "s_server", "-accept", f"127.0.0.1:{self.port}", "-cert", certificate + ".pem",
             "-key", certificate + ".key", "-naccept", "1", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.said = b""
        self.wait(b"ACCEPT")

    def wait(self, words):
        """Reads what it says up to these words: each is read apart from the next of its commands."""
        while words not in self.said:
            if not select.select([self.process.stdout], [], [], 10)[0]:
                raise TimeoutError(words)
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                raise ConnectionError(self.said[-300:])
            self.said += more
        before, self.said = self.said.split(words, 1)
        return before

    def write(self, data):
        """Writes it, and waits until it is read: a command stands at the start of what is read."""
        pipe = self.process.stdin.fileno()
        os.write(pipe, data)
        while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]:
            if self.process.poll() is not None:
                raise ConnectionError(self.said[-300:])
            time.sleep(0.001)

    def renegotiate(self):
        self.write(b"r\n")
        self.wait(b"SSL_do_handshake -> ")

    def stop(self):
        self.process.kill()
        self.process.wait()


def carry(start, end):
    while data := quiet(start.recv, 65536):
        if quiet(end.sendall, data) is not None:
            break
    quiet(end.shutdown, socket.SHUT_WR)


def shaking(certificate, *steps, words=()):
    """Answers by steps: bytes to send, or how many times to renegotiate."""

    def script(server, connection):
        shaker = Shaker(certificate, *words)
        try:
            inner = socket.create_connection(("127.0.0.1", shaker.port))
            for ends in [(connection, inner), (inner, connection)]:
                threading.Thread(target=carry, args=ends, daemon=True).start()
            # The last of the request's body: its head is said before.
            server.note(shaker.wait(b"hello"))
            server.requests.append(b"")
            for step in steps:
                if isinstance(step, bytes):
                    shaker.write(step)
                    continue
                for _ in range(step):
                    if server.done.is_set():
                        return
                    shaker.renegotiate()
            shaker.write(b"Q\n")
            server.done.wait(5)
        finally:
            shaker.stop()

    return script
