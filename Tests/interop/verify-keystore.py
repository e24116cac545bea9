#!/usr/bin/env python3
"""Opens byok keystores as byok-keystore(5) says they must be opened.

    verify-keystore.py VECTORS...                         decides each vector and compares
    verify-keystore.py --store PATH --unlock-key PATH     prints names and fingerprints

Written from the description of the format, not from byok's source, and shares nothing with the vectors' generator.
"""
import argparse
import base64
import ctypes
import re
import socket
import sys

na = ctypes.CDLL("libsodium.so.23")
if na.sodium_init() < 0:
    sys.exit("libsodium does not start")
ull = ctypes.c_ulonglong

MAX_FILE, MAX_LINE, MAX_SECRET = 32 * 1024 * 1024, 96 * 1024, 64 * 1024
MAX_SLOTS, MAX_PASSPHRASES, MAX_KEYS = 8, 4, 10_000
B64 = r"[A-Za-z0-9_-]"
NUMBER = r"(?:0|[1-9][0-9]{0,17})"
POSITIVE = r"[1-9][0-9]{0,17}"
NAME = r"(?: ([a-z0-9][a-z0-9._-]{0,63}))?"
KEYFILE = re.compile(rf"slot ({POSITIVE}) (keyfile2?) [0-9a-f]{{8}}{NAME} ({B64}{{22}}) ({B64}{{96}})")
PASSPHRASE = re.compile(
    rf"slot ({POSITIVE}) passphrase argon2id13 ({POSITIVE}) ({POSITIVE}) ({B64}{{22}}){NAME} ({B64}{{22}}) ({B64}{{96}})")
KEY = re.compile(
    rf"key ({B64}{{22}}) ([a-z0-9][a-z0-9._-]{{0,63}}) ([a-z0-9][a-z0-9-]{{0,63}}) ([!-~]{{1,1024}})"
    rf" ([a-z0-9][a-z0-9-]{{0,31}}) ({NUMBER}) ({NUMBER}) ({B64}+)")
END = re.compile(rf"end ({NUMBER}) ({B64}{{43}})")


class Refused(Exception):
    """What is wrong with a store, in one of the vectors' words."""


def unbase64(characters):
    decoded = base64.urlsafe_b64decode(characters + "=" * (-len(characters) % 4)) if len(characters) % 4 != 1 else None
    if decoded is None or base64.urlsafe_b64encode(decoded).decode().rstrip("=") != characters:
        raise Refused("syntax")
    return decoded


def ip_number(host):
    """An IPv4 address of four plain numbers."""
    parts = host.split(".")
    if len(parts) != 4 or not all(re.fullmatch(r"0|[1-9][0-9]{0,2}", part) and int(part) < 256 for part in parts):
        return None
    return bytes(map(int, parts))


def canonical_origin(origin):
    found = re.fullmatch(r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([1-9][0-9]{0,4}))?", origin)
    if not found:
        return False
    scheme, host, port = found.groups()
    if port and (int(port) > 65535 or int(port) == {"https": 443, "http": 80}[scheme]):
        return False
    loopback = host in ("localhost", "[::1]")
    if host.startswith("["):
        try:
            raw = socket.inet_pton(socket.AF_INET6, host[1:-1])
        except OSError:
            return False
        if socket.inet_ntop(socket.AF_INET6, raw) != host[1:-1]:
            return False
        inner = raw[12:] if raw[:12] in (bytes(12), bytes(10) + b"\xff\xff", b"\0\x64\xff\x9b" + bytes(8)) else b""
        link = raw[0] == 0xFE and raw[1] & 0xC0 == 0x80
        metadata = link or inner[:2] == b"\xa9\xfe" or host == "[fd00:ec2::254]"
    else:
        labels = host.split(".")
        address = ip_number(host)
        if len(host) > 253 or not all(re.fullmatch(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", label) for label in labels):
            return False
        if labels[-1][0].isdigit() and address is None:
            return False
        loopback = loopback or (address is not None and address[0] == 127)
        metadata = address is not None and address[:2] == b"\xa9\xfe"
    return not metadata and (scheme == "https" or loopback)


class Parsed:
    def __init__(self, data):
        if len(data) > MAX_FILE:
            raise Refused("limits")
        self.data, self.at = data, 0
        first = self.line()
        self.need(re.fullmatch(rf"byok-keystore {POSITIVE}", first))
        if first not in ("byok-keystore 1", "byok-keystore 2", "byok-keystore 3", "byok-keystore 4"):
            raise Refused("too-new")
        store = self.match(rf"store ({B64}{{22}})", self.line())
        self.store = store[0].encode() + b"\n"
        self.number = int.from_bytes(unbase64(store[1])[:8], "little")
        self.match(rf"seq {POSITIVE}", self.line())
        self.slots, self.keys, self.names, self.bound = [], [], [], False
        while self.data.startswith(b"slot ", self.at):
            self.slot(self.line())
        self.need(self.slots)
        self.need(len(set(self.names)) == len(self.names))
        self.roots = None
        if self.data.startswith(b"roots ", self.at):
            self.roots = unbase64(self.match(rf"roots ({B64}+)", self.line())[1])
            self.need(len(self.roots) >= 24 + 64 + 16 and (len(self.roots) - 40) % 64 == 0)
        self.need(first == ("byok-keystore 4" if self.roots else "byok-keystore 3" if self.bound else "byok-keystore 2" if self.names else "byok-keystore 1"))
        while self.data.startswith(b"key ", self.at):
            self.key(self.line())
        end = self.match(END, self.line())
        self.need(int(end[1]) == len(self.keys) and self.at == len(self.data))
        self.mac = unbase64(end[2])
        self.covered = self.data[:-44]

    @staticmethod
    def need(truth):
        if not truth:
            raise Refused("syntax")

    def match(self, pattern, line):
        found = re.fullmatch(pattern, line)
        self.need(found)
        return found

    def line(self):
        stop = self.data.find(b"\n", self.at)
        self.need(stop >= 0)
        if stop - self.at > MAX_LINE:
            raise Refused("limits")
        line, self.at = self.data[self.at:stop], stop + 1
        self.need(line.isascii())
        return line.decode("ascii")

    def slot(self, line):
        found, number = re.fullmatch(KEYFILE, line) or self.match(PASSPHRASE, line), 2
        *cost, name, check, wrap = found.groups()[1:]
        self.names += [name] if name else []
        if cost[0] == "keyfile2":
            self.bound, number = True, self.number
        if len(cost) == 1:
            cost = None
        else:
            passes, memory, salt = int(cost[0]), int(cost[1]), unbase64(cost[2])
            self.need(1 <= passes <= 10 and 8 * 1024 <= memory <= 1024 * 1024)
            cost = (passes, memory, salt)
        self.need(not self.slots or self.slots[-1][0] < int(found[1]))
        bound = self.store + line[:line.rindex(" ") + 1].encode()
        self.slots.append((int(found[1]), cost, number, unbase64(check), unbase64(wrap), bound))
        if len(self.slots) > MAX_SLOTS or sum(bool(slot[1]) for slot in self.slots) > MAX_PASSPHRASES:
            raise Refused("limits")

    def key(self, line):
        _, label, provider, origins, *_, sealed = self.match(KEY, line).groups()
        unbase64(line.split(" ")[1])
        self.need(all(canonical_origin(origin) for origin in origins.split(",")))
        box = unbase64(sealed)
        self.need(len(box) >= 24 + 64 + 16 and (len(box) - 40) % 64 == 0)
        name = (provider, label)
        self.need(not self.keys or self.keys[-1][0] < name)
        self.keys.append((name, box, self.store + line[:line.rindex(" ") + 1].encode()))
        if len(self.keys) > MAX_KEYS:
            raise Refused("limits")


def subkey(master, number, purpose, size=32):
    out = ctypes.create_string_buffer(size)
    na.crypto_kdf_derive_from_key(out, ctypes.c_size_t(size), ctypes.c_uint64(number), purpose, master)
    return out.raw


def blake2b(data, key):
    out = ctypes.create_string_buffer(32)
    na.crypto_generichash(out, ctypes.c_size_t(32), data, ull(len(data)), key, ctypes.c_size_t(len(key)))
    return out.raw


def unbox(box, key, bound):
    nonce, sealed = box[:24], box[24:]
    out = ctypes.create_string_buffer(max(1, len(sealed) - 16))
    failed = na.crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, None, None, sealed, ull(len(sealed)), bound, ull(len(bound)), nonce, key)
    return None if failed else out.raw[:len(sealed) - 16]


def argon2id(passphrase, cost):
    passes, memory, salt = cost
    out = ctypes.create_string_buffer(32)
    if na.crypto_pwhash(out, ull(32), passphrase, ull(len(passphrase)), salt, ull(passes), ctypes.c_size_t(memory * 1024), 2):
        sys.exit("out of memory")
    return out.raw


def work(cost):
    return cost[0] * cost[1] if cost else 0


def data_key(store, method, secret):
    if method == "none":
        raise Refused("locked")
    for _, cost, number, check, wrap, bound in sorted(store.slots, key=lambda slot: (work(slot[1]), slot[0])):
        if bool(cost) != (method == "passphrase"):
            continue
        kek = argon2id(secret, cost) if cost else secret
        if subkey(kek, number, b"byok-chk", 16) != check:
            continue
        key = unbox(wrap, subkey(kek, 1, b"byok-kek"), b"byok/1/slot\0" + bound)
        if key is None:
            raise Refused("slot-damaged")
        return key
    raise Refused("wrong-key")


def unseal(box, key, bound):
    """Base URL and secret of one entry, or nothing if it is damaged or not for where it may go."""
    padded = unbox(box, key, b"byok/1/key\0" + bound)
    plain = padded and padded.rstrip(b"\0")
    if not plain or plain[-1] != 0x80 or len(padded) - len(plain) >= 64:
        return None
    found = re.fullmatch(rb"base_url ([!-~]+)\n\n(.+)", plain[:-1], re.DOTALL)
    if not found or len(found[2]) > MAX_SECRET:
        return None
    origins = bound.split(b" ")[5].split(b",")  # "store ID\nkey EID LABEL PROVIDER ORIGINS ..."
    return found.groups() if any((found[1] + b"/").startswith(o + b"/") for o in origins) else None


def roots_open(store, key):
    """Whether the roots of conversations, if there are any, are whole."""
    if not store.roots:
        return True
    padded = unbox(store.roots, subkey(key, 6, b"byok-rng"), b"byok/1/roots\0" + store.store + b"roots ")
    plain = padded and padded.rstrip(b"\0")
    if not plain or plain[-1] != 0x80 or len(padded) - len(plain) >= 64:
        return False
    return len(plain) > 1 and (len(plain) - 1) % 32 == 0 and len(plain) - 1 <= 32 * 32


def open_store(data, method, secret):
    """The outcome in a word, and the entries that open."""
    try:
        store = Parsed(data)
        key = data_key(store, method, secret)
        if blake2b(store.covered, subkey(key, 1, b"byok-mac")) != store.mac:
            raise Refused("integrity")
    except Refused as refused:
        return str(refused), {}
    entry_key = subkey(key, 2, b"byok-ent")
    opened = {"/".join(name): unseal(box, entry_key, bound) for name, box, bound in store.keys}
    whole = None not in opened.values() and roots_open(store, key)
    return "ok" if whole else "entry", {n: found for n, found in opened.items() if found}


def vectors(path):
    """The vectors of a file: name, header, the keys that must open, the store's bytes."""
    with open(path, "rb") as file:
        parts = re.split(rb"^=== (.*)\n", file.read(), flags=re.MULTILINE)
    for name, vector in zip(parts[1::2], parts[2::2]):
        head, _, body = vector.partition(b"\n\n")
        fields, keys = {}, {}
        for line in head.split(b"\n"):
            word, _, value = line.partition(b": ")
            if word == b"key":
                key, secret, url = value.split(b" ")
                keys[key.decode()] = (url, unbase64(secret.decode()))
            else:
                fields[word.decode()] = value
        yield name.decode(), fields, keys, base64.b64decode(body) if "encoding" in fields else body


def check_vectors(paths):
    agree = differ = 0
    for path in paths:
        for name, fields, keys, data in vectors(path):
            method, _, secret = fields["unlock"].partition(b" ")
            secret = unbase64(secret.decode()) if method == b"keyfile" else secret
            outcome, opened = open_store(data, method.decode(), secret)
            if outcome == fields["expect"].decode() and opened == keys:
                agree += 1
                continue
            differ += 1
            print(f"{name} ({fields['comment'].decode()}): {outcome}, expected {fields['expect'].decode()}")
    print(f"{agree} agree, {differ} differ")
    return differ == 0 and agree > 0


def show_store(path, key_path):
    with open(path, "rb") as store, open(key_path) as key:
        found = re.fullmatch(rf"byok-unlock-key 1\nstore {B64}{{22}}\nkey ({B64}{{43}})\n", key.read())
        outcome, opened = open_store(store.read(), "keyfile", unbase64(found[1])) if found else ("no unlock key", {})
    for name, (_, secret) in opened.items():
        print(name, blake2b(secret, b"byok/1/fingerprint")[:8].hex())
    if outcome != "ok":
        print(f"{path}: {outcome}", file=sys.stderr)
    return outcome == "ok"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vectors", nargs="*")
    parser.add_argument("--store")
    parser.add_argument("--unlock-key")
    options = parser.parse_args()
    good = show_store(options.store, options.unlock_key) if options.store else check_vectors(options.vectors)
    sys.exit(0 if good else 1)
