"""Redirects of every kind: none is followed, and the key stays where it is."""

from harness import Case, head, says

TARGETS = {
    # An origin that is not the provider's is an error of its own: the key is not sent there.
    "another port": ("http://127.0.0.1:{other}/v1/chat/completions", 3),
    "another host": ("http://localhost:{other}/v1/chat/completions", 3),
    "https elsewhere": ("https://example.com/v1/chat/completions", 3),
    "without a scheme": ("//127.0.0.1:{other}/v1/chat/completions", 3),
    "the same origin": ("http://127.0.0.1:{port}/v2/chat/completions", 9),
    "a path": ("/v2/chat/completions", 9),
    "a relative path": ("../v2", 9),
    "a file": ("file:///etc/passwd", 3),
    "with a user": ("http://user:word@127.0.0.1:{other}/", 3),
}


def cases():
    found = []
    for status in [301, 302, 303, 307, 308]:
        for name, (target, expected) in TARGETS.items():
            found.append(Case(
                f"{status} to {name}", redirecting(status, target), expected, err="redirects to",
                requests=1))
    found += [
        Case("302 without a Location", says(head("302 Found", "Content-Length: 0")), 9,
             err="redirects to 'nowhere'", requests=1),
        Case("302 to an empty Location", redirecting(302, ""), 9, err="redirects to", requests=1),
        Case("300 of many", redirecting(300, "http://127.0.0.1:{other}/"), 3, requests=1),
        Case("302 that commands the terminal", redirecting(302, "http://\x1b]52;c;aGk=\x07/"), 3,
             err=r"redirects to .*\\u\{1b\}", requests=1),
        Case("Refresh beside 200", says(
            head("200 OK", "Refresh: 0; url=http://127.0.0.1:1/", "Content-Length: 0")), 9),
        Case("101 Switching Protocols", says(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
            8, requests=1, err="empty reply"),
        Case("Alt-Svc to another port", says(
            head("200 OK", 'Alt-Svc: h2="127.0.0.1:1"', "Content-Length: 2", kind="text/html")
            + b"hi"), 9),
    ]
    return found


def redirecting(status, target):
    def script(server, connection):
        server.read_request(connection)
        place = target.replace("{port}", str(server.port)).replace("{other}", str(server.other))
        connection.sendall(
            head(f"{status} Moved", f"Location: {place}", "Content-Length: 0"))
    return script
