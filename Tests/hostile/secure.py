"""TLS of every kind, by certificates of an authority made here."""

import functools
import os
import socket
import ssl
import subprocess
import time

from chunks import END, HELLO, text
from handshakes import shaking
from harness import WORK, Case, head, in_turn, says

FOLDER = os.path.join(WORK, "tls")


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=FOLDER, check=True, capture_output=True)


def authority(name):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
            f"{name}.pem", "-days", "30", "-subj", f"/CN={name}", "-addext",
            "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")


def certificate(name, signer, hosts="DNS:localhost,IP:127.0.0.1", start=-1, end=30, usage="serverAuth"):
    """A key and certificate in one file, valid from and to a day from now."""
    day = lambda count: time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + count * 86400))
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
            "-subj", "/CN=localhost")
    base = os.path.join(FOLDER, name)
    os.mkdir(base + ".ca")
    open(base + ".ca/index", "w").close()
    with open(base + ".cnf", "w", encoding="utf-8") as file:
        file.write(f"[ca]\ndefault_ca=d\n[d]\ndatabase={base}.ca/index\nnew_certs_dir={base}.ca\n"
                   f"rand_serial=yes\ndefault_md=sha256\npolicy=p\nx509_extensions=x\n"
                   f"[p]\ncommonName=supplied\n[x]\nsubjectAltName={hosts}\n"
                   f"extendedKeyUsage={usage}\n")
    openssl("ca", "-batch", "-config", f"{name}.cnf", "-cert", f"{signer}.pem", "-keyfile",
            f"{signer}.key", "-in", f"{name}.csr", "-out", f"{name}.pem", "-notext",
            "-startdate", day(start), "-enddate", day(end))


def make():
    os.mkdir(FOLDER)
    authority("root")
    authority("stranger")
    certificate("good", "root")
    certificate("old", "root", start=-20, end=-10)
    certificate("young", "root", start=10, end=20)
    certificate("other", "root", hosts="DNS:example.com")
    certificate("nameless", "root", hosts="DNS:*.localhost")
    certificate("unknown", "stranger")
    certificate("client", "root", usage="clientAuth")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "self.key", "-out",
            "self.pem", "-days", "30", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1")
    with open(os.path.join(FOLDER, "broken.pem"), "w", encoding="ascii") as file:
        file.write("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")


def context(name, oldest=None, newest=None, client=False):
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(os.path.join(FOLDER, name + ".pem"), os.path.join(FOLDER, name + ".key"))
    if newest in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        found.set_ciphers("DEFAULT:@SECLEVEL=0")
    if oldest:
        found.minimum_version, found.maximum_version = oldest, newest
    if client:
        found.verify_mode = ssl.CERT_REQUIRED
        found.load_verify_locations(os.path.join(FOLDER, "root.pem"))
    return found


def cut(*parts):
    """Sends, then closes the connection below TLS, without close_notify."""

    def script(server, connection):
        server.read_request(connection)
        for part in parts:
            connection.sendall(part)
        time.sleep(0.2)
        raw = socket.socket(fileno=connection.detach())
        raw.close()

    return script


def raw(data):
    """Answers the ClientHello with something else."""

    def script(server, connection):
        server.note(connection.recv(4096))
        connection.sendall(data)
        time.sleep(0.3)

    return script


def shaken():
    """More handshakes behind the first than anybody needs."""
    good = os.path.join(FOLDER, "good")

    def case(name, steps, words, **outcome):
        return Case(name, shaking(good, *steps, words=words), host="https://localhost",
                    words=["--ca-file", os.path.join(FOLDER, "root.pem")], requests=1, **outcome)

    def each(count):
        return [count, head(), count, text("hello"), count, END]

    older = ["-tls1_2"]
    whole = dict(status=0, out=b"hello\n")
    endless = dict(status=8, err="(?i)time")
    return [
        case("renegotiation before each part", each(1), older, **whole),
        case("renegotiation 60 times", each(20), older, **whole),
        case("renegotiation without end", [10**9], older, **endless),
        case("renegotiation without end behind the text", [head(), text("hello"), 10**9], older,
             out=b"hello\n", **endless),
        case("500 tickets", each(0), ["-tls1_3", "-num_tickets", "500"], **whole),
    ]


def cases():
    make()
    root = os.path.join(FOLDER, "root.pem")
    trusting = ["--ca-file", root]
    says_hello = says(head(), HELLO)
    hello = dict(status=0, out=b"hello\n", requests=1)
    version = ssl.TLSVersion
    secure = functools.partial(
        Case, script=says_hello, host="https://localhost", words=trusting, tls=context("good"))
    refused = functools.partial(secure, status=8, keyed=False, requests=0)
    return [
        secure("good, by --ca-file", **hello),
        secure("good, by an address", host="https://127.0.0.1", **{k: v for k, v in hello.items()}),
        secure("good, by SSL_CERT_FILE", words=[], env={"SSL_CERT_FILE": root}, **hello),
        secure("good, by --ca-file beside SSL_CERT_FILE", env={
            "SSL_CERT_FILE": os.path.join(FOLDER, "stranger.pem")}, **hello),
        secure("TLS 1.2", tls=context("good", version.TLSv1_2, version.TLSv1_2), **hello),
        secure("TLS 1.3", tls=context("good", version.TLSv1_3, version.TLSv1_3), **hello),
        refused("unknown authority", words=[], err="--ca-file"),
        refused("another's authority", tls=context("unknown"), err="--ca-file"),
        refused("self-signed", tls=context("self"), err="self.signed"),
        refused("wrong host", tls=context("other"), err="(?i)subject name|host"),
        refused("wildcard of the host's own", tls=context("nameless"), err="(?i)subject name|host"),
        refused("expired", tls=context("old"), err="expired"),
        refused("not yet valid", tls=context("young"), err="not yet valid"),
        refused("a client's certificate", tls=context("client"), err="(?i)purpose|certificate"),
        refused("TLS 1.0", tls=context("good", version.TLSv1, version.TLSv1), err="(?i)version|protocol"),
        refused("TLS 1.1", tls=context("good", version.TLSv1_1, version.TLSv1_1), err="(?i)version|protocol"),
        secure("certificate of the client demanded, TLS 1.2", status=8, requests=0, keyed=False,
               tls=context("good", version.TLSv1_2, version.TLSv1_2, client=True)),
        secure("certificate of the client demanded, TLS 1.3", status=8,
               tls=context("good", version.TLSv1_3, version.TLSv1_3, client=True)),
        refused("garbage for a ServerHello", tls=None, script=raw(b"\x16\x03\x03\xff\xff" + b"z" * 500)),
        refused("plain HTTP for TLS", tls=None, script=raw(b"HTTP/1.1 200 OK\r\n\r\nhello")),
        refused("a fatal alert", tls=None, script=raw(b"\x15\x03\x03\x00\x02\x02\x28")),
        refused("silence for a ServerHello", tls=None, script=raw(b"") , err="."),
        secure("cut in an event", status=9, out=b"hello\n", err="before the reply was complete",
               script=cut(head(), text("hello"), b"data: {")),
        secure("cut behind the text", status=9, out=b"hello\n", err="before the reply was complete",
               script=cut(head(), text("hello"))),
        secure("cut behind the end", script=cut(head(), text("hello"), END), **hello),
        secure("cut in the head", status=9, script=cut(b"HTTP/1.1 200 OK\r\nCon")),
        secure("redirect to plain HTTP", status=3, requests=1, script=says(head(
            "302 Found", "Location: http://localhost:1/", "Content-Length: 0"))),
        refused("a certificate file that is broken", status=1, err="certificate",
                words=["--ca-file", os.path.join(FOLDER, "broken.pem")]),
        refused("SSL_CERT_FILE that is missing", status=1, words=[], err="cannot read",
                env={"SSL_CERT_FILE": "/nonexistent"}),
        *shaken(),
    ]
