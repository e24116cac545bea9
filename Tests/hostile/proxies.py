"""Proxies that refuse, lie or stall; one for loopback is not used at all."""

import os

from chunks import HELLO
from harness import Case, STALL, head, says, send
from secure import FOLDER, context

ELSEWHERE = "https://api.hostile.example/v1"


def through(script, name, **more):
    """A case whose request goes to a name that only the proxy, our server, could know."""
    values = dict(status=8, base=ELSEWHERE, keyed=False, env={"HTTPS_PROXY": PROXY}, requests=1)
    return Case(name, script, **{**values, **more})


PROXY = "http://127.0.0.1:{port}"


def tunnel(certificate):
    """Says 200, then speaks TLS as the server behind it would."""

    def script(server, connection):
        server.read_request(connection)
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inner = context(certificate).wrap_socket(connection, server_side=True)
        says(head(), HELLO)(server, inner)

    return script


def cases():
    root = os.path.join(FOLDER, "root.pem")
    failure = lambda status, *lines: says(head(status, *lines, "Content-Length: 0"))
    return [
        through(failure("403 Forbidden"), "403", err="HTTPS_PROXY is set"),
        through(failure("407 No", "Proxy-Authenticate: Basic realm=x"), "407"),
        through(failure("302 Found", "Location: http://127.0.0.1:1/"), "302"),
        through(says(b"HTTP/1.1 200 OK\r\n\r\n" + b"junk" * 100), "200 and junk"),
        through(says(b"junk" * 100), "junk"),
        through(says(), "a hang-up"),
        through(says(STALL), "silence", words=["--timeout", "1.5"]),
        through(says(b"HTTP/1.1 200 OK\r\n", (b"X: y\r\n" * 5000 for _ in range(10_000))),
                "endless header", words=["--timeout", "3"]),
        through(says(b"HTTP/1.1 403 No\r\nContent-Length: 1000000000\r\n\r\n",
                     (b"a" * 65536 for _ in range(10_000))), "endless body",
                words=["--timeout", "3"]),
        through(tunnel("unknown"), "another's certificate", words=["--ca-file", root]),
        through(tunnel("good"), "a certificate of another host", words=["--ca-file", root],
                err="(?i)subject name|host"),
        Case("nothing listens", None, 8, base=ELSEWHERE, env={"HTTPS_PROXY": "http://127.0.0.1:1"},
             err="HTTPS_PROXY is set"),
        through(failure("403 Forbidden"), "entries without effect", err="HTTPS_PROXY is set",
                env={"HTTPS_PROXY": PROXY, "NO_PROXY":
                     "10.*,*api.hostile.example,http://api.hostile.example,hostile.example:80"}),
        *[Case(f"exempt by {entry}", None, 8, base=ELSEWHERE, err="(?i)could not resolve host",
               env={"HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": f"x.example,{entry}"})
          for entry in ["*.hostile.example", ".Hostile.example:443", "api.hostile.example."]],
        Case("an address that is none", None, 8, base=ELSEWHERE, env={"HTTPS_PROXY": "http://[:"}),
        Case("all variables, for loopback", says(head(), HELLO), 0, out=b"hello\n", requests=1,
             env={name: "http://127.0.0.1:{other}" for name in [
                 "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"]}),
        Case("localhost by name", says(head(), HELLO), 0, out=b"hello\n", requests=1,
             host="http://localhost", env={"ALL_PROXY": "http://127.0.0.1:{other}"}),
        Case("plain HTTP elsewhere", None, 2, base="http://api.hostile.example/v1",
             env={"http_proxy": "http://127.0.0.1:{other}"}),
        Case("a user in the address", None, 2, base="http://127.0.0.1:{port}@127.0.0.1:{other}/v1"),
        Case("a metadata service", None, 2, base="http://169.254.169.254/v1"),
    ]
