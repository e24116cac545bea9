#!/usr/bin/env python3
"""Writes the keystore vectors: one store each, right or with one defect, and what must come of it.

    make-vectors.py FOLDER           the committed ones, FOLDER/GROUP.vec
    make-vectors.py --limits FILE    the big ones, at a limit and one beyond it; not committed
    make-vectors.py --fuzz FOLDER    what Tests/fuzz works on: stores, their key, and seeds

The format is that of byok-keystore(5). A defect is as small as it can be: what lies around
it is made right for it (bound, counted, authenticated), so that nothing else can refuse the store.
Keys and nonces come from a fixed seed: the same script writes the same bytes.
"""
import base64
import ctypes
import hashlib
import re
import sys
from pathlib import Path

SODIUM = ctypes.CDLL("libsodium.so.23")
assert SODIUM.sodium_init() >= 0
SECRET, URL = b"sk-secret-of-the-vector", b"https://api.openai.com/v1"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def seeded(name, count):
    return hashlib.shake_256(b"byok vectors " + name.encode()).digest(count)


def derive(key, number, context, count=32):
    """crypto_kdf_derive_from_key, which is BLAKE2b with salt and personal string."""
    return hashlib.blake2b(b"", digest_size=count, key=key, salt=number.to_bytes(8, "little") + bytes(8),
                           person=context + bytes(8)).digest()


def stretch(passphrase, salt, passes, kibibytes):
    out = ctypes.create_string_buffer(32)
    assert SODIUM.crypto_pwhash(out, ctypes.c_ulonglong(32), passphrase,
                                ctypes.c_ulonglong(len(passphrase)), salt, ctypes.c_ulonglong(passes),
                                ctypes.c_size_t(kibibytes << 10), 2) == 0
    return out.raw


def seal(plain, key, context, nonce):
    out = ctypes.create_string_buffer(len(plain) + 16)
    SODIUM.crypto_aead_xchacha20poly1305_ietf_encrypt(
        out, None, plain, ctypes.c_ulonglong(len(plain)), context, ctypes.c_ulonglong(len(context)),
        None, nonce, key)
    return nonce + out.raw


def pad(data, block=64):
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def payload(secret=SECRET, url=URL):
    return b"base_url " + url + b"\n\n" + secret


def text(value):
    return value.encode() if isinstance(value, str) else value


class Line:
    """A slot or a key: fields, and what its last one seals; `last` edits that one's text."""

    def __init__(self, fields, plain, key, seed):
        self.fields, self.plain, self.key, self.seed = fields, plain, key, seed
        self.bound = None  # the line it is bound to, where that is not its own
        self.sealed = lambda data: data
        self.last = lambda data: data

    def render(self, store_line):
        head = b" ".join(self.fields) + b" "
        purpose = b"byok/1/" + self.fields[0] + b"\0"
        context = purpose + store_line + head if self.bound is None else self.bound
        data = self.sealed(seal(self.plain, self.key, context, seeded("nonce " + self.seed, 24)))
        return head + self.last(b64(data))


class Store:
    """A store as lines, of which each part can be changed before the rest is made right for it."""

    def __init__(self, name="main", keys=(("default", "groq"), ("work", "openai"))):
        self.name = name
        self.data_key = seeded(name + " data key", 32)
        self.key = seeded(name + " unlock key", 32)
        self.head = [b"byok-keystore 1", b"store " + b64(seeded(name + " store", 16)), b"seq 7"]
        self.slots, self.roots, self.keys, self.secrets = [], [], [], []
        self.keyfile(1)
        for label, provider in keys:
            self.add(label, provider)
        self.unlock = b"keyfile " + b64(self.key)
        self.count = lambda count: str(count)
        self.edit = lambda lines: lines          # lines before they are counted and authenticated
        self.covered = lambda covered: covered   # what the MAC is made over, where not all
        self.mac = lambda mac: b64(mac)
        self.bytes = lambda data: data           # at the very end

    def keyfile(self, number, key=None, name=None, called=(), bound=False):
        key, own = key or self.key, int.from_bytes(seeded(self.name + " store", 16)[:8], "little")
        fields = [b"slot", text(str(number)), b"keyfile2" if bound else b"keyfile",
                  derive(key, own if bound else 3, b"byok-kid", 16)[:4].hex().encode(),
                  *map(text, called), b64(derive(key, own if bound else 2, b"byok-chk", 16))]
        self.slots.append(Line(fields, self.data_key, derive(key, 1, b"byok-kek"),
                               f"{name or self.name} slot {number}"))
        return self.slots[-1]

    def passphrase(self, number, words=b"correct horse", passes=1, kibibytes=8192, called=()):
        salt = seeded(f"{self.name} salt {number}", 16)
        key = stretch(words, salt, passes, kibibytes)
        fields = [b"slot", text(str(number)), b"passphrase", b"argon2id13", text(str(passes)),
                  text(str(kibibytes)), b64(salt), *map(text, called), b64(derive(key, 2, b"byok-chk", 16))]
        self.slots.append(Line(fields, self.data_key, derive(key, 1, b"byok-kek"),
                               f"{self.name} passphrase slot {number}"))
        return self.slots[-1]

    def keep(self, count=1, plain=None):
        """Keeps roots of conversations, as version 4 can."""
        self.head[0] = b"byok-keystore 4"
        roots = b"".join(seeded(f"{self.name} root {number}", 32) for number in range(count))
        self.roots.append(Line([b"roots"], pad(roots) if plain is None else plain,
                               derive(self.data_key, 6, b"byok-rng"), self.name + " roots"))
        return self.roots[-1]

    def add(self, label, provider, secret=SECRET, url=URL, origin=None, at="1700000000"):
        origin = origin or b"/".join(text(url).split(b"/")[:3])
        seed = f"{self.name} key {label}"
        fields = [text(part) for part in
                  ("key", b64(seeded("id " + seed, 16)), label, provider, origin, "api-key", at, at)]
        self.keys.append(Line(fields, pad(payload(text(secret), text(url))),
                              derive(self.data_key, 2, b"byok-ent"), seed))
        self.secrets.append((text(provider) + b"/" + text(label), text(secret), text(url)))
        return self.keys[-1]

    def render(self):
        store_line = self.head[1] + b"\n"
        lines = self.head + [line.render(store_line) for line in self.slots + self.roots + self.keys]
        lines = self.edit(lines)
        count = sum(line.startswith(b"key ") for line in lines)
        covered = b"".join(line + b"\n" for line in lines) + b"end " + text(self.count(count)) + b" "
        mac_key = derive(self.data_key, 1, b"byok-mac")
        mac = hashlib.blake2b(self.covered(covered), digest_size=32, key=mac_key).digest()
        return self.bytes(covered + text(self.mac(mac)) + b"\n")


GROUPS, BODIES = {}, []


def vector(group, expect, comment, store, keys=None):
    """Adds a vector; `keys` are the indices of those that open all the same."""
    body = store.render()
    BODIES.append(body)
    opened = range(len(store.secrets)) if expect == "ok" else keys or ()
    head = [b"expect: " + text(expect), b"unlock: " + store.unlock, b"comment: " + text(comment)]
    head += [b"key: %s %s %s" % (n, b64(s), u) for n, s, u in (store.secrets[i] for i in opened)]
    plain = all(32 <= byte < 127 or byte == 10 for byte in body) and body.endswith(b"\n")
    if not plain or any(line.startswith(b"===") for line in body.split(b"\n")):
        head.append(b"encoding: base64")
        body = base64.b64encode(body) + b"\n"
    found = GROUPS.setdefault(group, [])
    assert all(b"\n" not in line for line in head)
    found.append(b"=== %s %d\n" % (text(group), len(found) + 1) + b"\n".join(head) + b"\n\n" + body)


def defect(group, expect, comment, change, keys=None):
    store = Store()
    change(store)
    vector(group, expect, comment, store, keys)


def shown(value):
    value = text(value)
    return repr(value if len(value) < 50 else value[:20] + b"..." + value[-9:])[2:-1] or "nothing"


def put(where, index, value):
    """Sets a field of the line that `where` finds, before anything is bound to it."""
    def change(store):
        line = where(store)
        line.fields[index] = text(value)
    return change


def passphrase_only(store):
    store.slots.clear()
    store.passphrase(1)
    store.unlock = b"passphrase correct horse"


def set_head(index, value):
    def change(store):
        store.head[index] = text(value)
    return change


def edits(change):
    def apply(store):
        store.edit = change
    return apply


def sets(name, value):
    return lambda store: setattr(store, name, value)


SLOT, KEY, KEY2 = (lambda s: s.slots[0]), (lambda s: s.keys[0]), (lambda s: s.keys[1])


def with_passphrase(change):
    def apply(store):
        passphrase_only(store)
        change(store)
    return apply


def base64_fields():
    zero = {"store id": 22, "entry id": 22, "check": 22, "salt": 22, "wrap": 96, "sealed": 139, "MAC": 43}
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    def trailing(data):
        return data[:-1] + alphabet[alphabet.index(data[-1]) + 1:][:1]

    wrongs = [("padding =", lambda d: d + b"="), ("padding ==", lambda d: d + b"=="),
              ("last character =", lambda d: d[:-1] + b"="), ("one character less", lambda d: d[:-1]),
              ("one character more", lambda d: d + b"A"), ("four characters more", lambda d: d + b"AAAA"),
              ("trailing junk !", lambda d: d + b"!"), ("trailing junk .", lambda d: d + b"."),
              ("a + of the other alphabet", lambda d: d[:5] + b"+" + d[6:]),
              ("a / of the other alphabet", lambda d: d[:-1] + b"/"), ("nothing", lambda d: b""),
              ("a % escape", lambda d: d[:5] + b"%2D" + d[8:]), ("a byte 0xFF", lambda d: d[:-1] + b"\xff"),
              ("a NUL inside", lambda d: d[:7] + b"\0" + d[8:])]
    for name in zero:
        some = wrongs + ([("unused bits set", trailing)] if zero[name] % 4 else [])
        for what, wrong in some:
            store = Store()
            if name == "salt":
                passphrase_only(store)
                store.slots[0].fields[6] = wrong(store.slots[0].fields[6])
            elif name == "store id":
                store.head[1] = b"store " + wrong(store.head[1][6:])
            elif name == "entry id":
                store.keys[0].fields[1] = wrong(store.keys[0].fields[1])
            elif name == "check":
                store.slots[0].fields[4] = wrong(store.slots[0].fields[4])
            elif name in ("wrap", "sealed"):
                (store.slots if name == "wrap" else store.keys)[0].last = wrong
            else:
                store.mac = lambda mac, wrong=wrong: wrong(b64(mac))
            vector("base64", "syntax", f"{name}: {what}", store)


def white_space():
    def line(index, change):
        def apply(lines):
            lines[index] = change(lines[index])
            return lines
        return edits(apply)
    words = ["version", "store", "seq", "slot", "key"]
    for index, word in enumerate(words):
        for what, change in [("two spaces between fields", lambda d: d.replace(b" ", b"  ", 1)),
                             ("a TAB between fields", lambda d: d.replace(b" ", b"\t", 1)),
                             ("a no-break space between fields", lambda d: d.replace(b" ", b"\xc2\xa0", 1)),
                             ("a space at the end", lambda d: d + b" "), ("a TAB at the end", lambda d: d + b"\t"),
                             ("a space at the start", lambda d: b" " + d), ("CR before the LF", lambda d: d + b"\r"),
                             ("a NUL at the end", lambda d: d + b"\0"), ("a BOM at the start", lambda d: b"\xef\xbb\xbf" + d),
                             ("two last fields with two spaces", lambda d: d[::-1].replace(b" ", b"  ", 1)[::-1]),
                             ("a form feed between fields", lambda d: d.replace(b" ", b"\f", 1)),
                             ("a vertical TAB at the end", lambda d: d + b"\v")]:
            if not (what.startswith("two last") and index < 3):
                defect("spaces", "syntax", f"{word} line: {what}", line(index, change))
    for what, change in [("CR LF everywhere", lambda d: d.replace(b"\n", b"\r\n")),
                         ("CR everywhere", lambda d: d.replace(b"\n", b"\r")),
                         ("no LF at the end", lambda d: d[:-1]), ("two LF at the end", lambda d: d + b"\n"),
                         ("a space behind the end", lambda d: d + b" "), ("a NUL behind the end", lambda d: d + b"\0"),
                         ("Ctrl-Z behind the end", lambda d: d + b"\x1a"), ("CR before the last LF", lambda d: d[:-1] + b"\r\n"),
                         ("a space behind the MAC", lambda d: d[:-1] + b" \n"),
                         ("UTF-16", lambda d: d.decode().encode("utf-16")), ("nothing at all", lambda d: b""),
                         ("one LF", lambda d: b"\n"), ("zeros", lambda d: bytes(len(d))),
                         ("LF at the start", lambda d: b"\n" + d), ("a BOM alone", lambda d: b"\xef\xbb\xbf")]:
        defect("spaces", "syntax", what, sets("bytes", change))
    for index in range(1, 6):
        defect("spaces", "syntax", f"an empty line {index + 1}",
               edits(lambda lines, i=index: lines[:i] + [b""] + lines[i:]))


def lines():
    names = ["version", "store", "seq", "slot"]
    for index, name in enumerate(names):
        defect("lines", "syntax", f"no {name} line", edits(lambda d, i=index: d[:i] + d[i + 1:]))
        defect("lines", "syntax", f"the {name} line twice", edits(lambda d, i=index: d[:i + 1] + d[i:]))
    defect("lines", "syntax", "a key line twice", edits(lambda d: d[:5] + d[4:]))
    for first in range(5):
        for second in range(first + 1, 6):
            def swap(d, a=first, b=second):
                d[a], d[b] = d[b], d[a]
                return d
            defect("lines", "syntax", f"lines {first + 1} and {second + 1} swapped", edits(swap))
    for word in ["pending x", "# a comment", "//", "Key", "KEY " + "A" * 22, "keys 1", "include other",
                 "end 2", "byok-keystore 1", "seq 8", "--- BEGIN", "slot"]:
        for place in (3, 4, 6):
            defect("lines", "syntax", f"a line '{word}' as line {place + 1}",
                   edits(lambda d, w=word, p=place: d[:p] + [w.encode()] + d[p:]))
    defect("lines", "syntax", "no end line", sets("bytes", lambda d: d[:d.index(b"end ")]))
    defect("lines", "syntax", "the end line twice", sets("bytes", lambda d: d + d[d.index(b"end "):]))
    defect("lines", "syntax", "the store twice", sets("bytes", lambda d: d + d))
    defect("lines", "syntax", "a key after the end", sets("bytes", lambda d: d + d.split(b"\n")[4] + b"\n"))
    for word in ["End", "END", "ende", "en", ""]:
        defect("lines", "syntax", f"'{word}' for end", sets("bytes", lambda d, w=word: d.replace(b"\nend ", b"\n" + w.encode() + b" ")))
    defect("lines", "syntax", "end without a MAC", sets("bytes", lambda d: d[:d.rindex(b" ")] + b"\n"))
    defect("lines", "syntax", "end with one field more", sets("bytes", lambda d: d[:-1] + b" A\n"))
    defect("lines", "syntax", "store with one field more", set_head(1, Store().head[1] + b" A"))
    defect("lines", "syntax", "seq with one field more", set_head(2, "seq 7 7"))
    for count in (1, 5, 8):
        defect("lines", "syntax", f"a key with {count} fields", edits(lambda d, c=count: d[:4] + [b" ".join(d[4].split(b" ")[:c])] + d[5:]))
    defect("lines", "syntax", "a key with 10 fields", edits(lambda d: d[:4] + [d[4] + b" A"] + d[5:]))


def versions():
    for number in ["5", "6", "9", "10", "99", "1000", "4294967297", "999999999999999999"]:
        defect("version", "too-new", f"version {number}", set_head(0, "byok-keystore " + number))
    for what, body in [("that ends there", b""), ("followed by nothing known", b"anything at all\n"),
                       ("followed by bytes", b"\0\xff\x80\r\n"), ("with a long line", b"x" * 3000 + b"\n")]:
        defect("version", "too-new", "version 5 " + what, sets("bytes", lambda d, b=body: b"byok-keystore 5\n" + b))
        for known in (b"2", b"3", b"4"):
            defect("version", "syntax", f"version {known.decode()} {what}",
                   sets("bytes", lambda d, b=body, k=known: b"byok-keystore " + k + b"\n" + b))
    for line in ["byok-keystore 0", "byok-keystore 01", "byok-keystore 02", "byok-keystore +2", "byok-keystore -1",
                 "byok-keystore 1.0", "byok-keystore 2.0", "byok-keystore v2", "byok-keystore two", "byok-keystore",
                 "byok-keystore ", "byok-keystore 2 x", "byok-keystore 1 2", "byok-keystore 1000000000000000000",
                 "byok-keystore 18446744073709551618", "byok-keystore 0x2", "byok-keystore 2e1", "byok-keystore ２",
                 "Byok-keystore 1", "BYOK-KEYSTORE 1", "byok-keystores 1", "byok keystore 1", "byok_keystore 1",
                 "byok-unlock-key 1", "age-encryption.org/v1", "{", "key", "", "#!byok-keystore 1", "keystore 1"]:
        defect("version", "syntax", f"first line '{shown(line)}'", set_head(0, line))


def numbers():
    wrongs = ["", "00", "01", "007", "+1", "-1", "-0", "1.0", "1.", "1,000", "1_000", "1e3", "0x1", "0b1", "1h",
              "one", "½", "١", "１", "1000000000000000000", "18446744073709551615", "18446744073709551617",
              "9" * 40, "nan"]
    for value in ["0"] + wrongs:
        defect("seq", "syntax", f"seq '{shown(value)}'", set_head(2, "seq " + value))
        defect("slot numbers", "syntax", f"slot number '{shown(value)}'", put(SLOT, 1, value))
    for name, index in [("created", 6), ("updated", 7)]:
        for value in wrongs:
            defect("times", "syntax", f"{name} '{shown(value)}'", put(KEY, index, value))
    for value in wrongs + ["0", "1", "3", "4", "20", "22", "02", "2 ", "10001"]:
        defect("counts", "syntax", f"a count of '{shown(value)}' for 2 keys", sets("count", lambda _, v=value: v))
    for value in wrongs + ["0", "11", "100"]:
        defect("stretching", "syntax", f"passes '{shown(value)}'", with_passphrase(put(SLOT, 4, value)))
    for value in wrongs + ["0", "1", "8191", "1048577", "08192", "4294967296"]:
        defect("stretching", "syntax", f"memory '{shown(value)}' KiB", with_passphrase(put(SLOT, 5, value)))
    for value in ["", "argon2i13", "argon2id", "argon2id14", "ARGON2ID13", "Argon2id13", "scrypt", "pbkdf2", "none"]:
        defect("stretching", "syntax", f"stretching '{value}'", with_passphrase(put(SLOT, 3, value)))


def names():
    for value in ["", "A", "Work", "wOrk", "worK", ".a", "-a", "_a", "..", "../x", "a/b", "a\\b", "a,b", "a:b", "a@b",
                  "a*", "a+b", "a=b", "a~", "a'b", "a\"b", "a$b", "a%20b", "a\tb", "a\0", "a\r", "a\x7f", "a\x1b[2J",
                  "ä", "a\u0301", "a\u200b", "а", "a\u202e", b"a\xff", "a" * 65, "a" * 200]:
        defect("labels", "syntax", f"label '{shown(value)}'", put(KEY, 2, value))
    for value in ["", "-groq", "-", "Groq", "GROQ", "groQ", "gr_oq", "gr.oq", "gr/oq", "gr\\oq", "gr,oq", "gr:oq",
                  "gr@oq", "gr+oq", "*", "gr%6fq", "groq\t", "groq\0", "groq\r", "groq\x7f", "gr\x1boq", "gröq",
                  "groq\u200b", "grоq", "gr\u202eoq", b"groq\xff", "p" * 65, "p" * 200, "~groq", "groq!"]:
        defect("providers", "syntax", f"provider '{shown(value)}'", put(KEY, 3, value))
    for value in ["", "-", "-key", "API-KEY", "Api-key", "api_key", "api.key", "api/key", "api+key", "api,key", "api:key",
                  "api=key", "api\tkey", "api-key\0", "api-key\r", "api-key\x7f", "*", "clé", "api-key\u200b", "кey",
                  b"api-key\xff", "k" * 33, "k" * 64, "api%2dkey", "~", "'api-key'", "\"api-key\""]:
        defect("kinds", "syntax", f"kind '{shown(value)}'", put(KEY, 5, value))
    orders = [("two of one name", [("a", "groq"), ("a", "groq")]), ("labels reversed", [("b", "groq"), ("a", "groq")]),
              ("providers reversed", [("a", "openai"), ("a", "groq")]), ("a prefix after the longer", [("ab", "groq"), ("a", "groq")]),
              ("provider prefix after the longer", [("a", "groq-2"), ("b", "groq")]),
              (". before -", [("a.b", "groq"), ("a-b", "groq")]), ("_ before .", [("a_b", "groq"), ("a.b", "groq")]),
              ("_ after a letter", [("aab", "groq"), ("a_b", "groq")]), ("9 after 10", [("9", "groq"), ("10", "groq")]),
              ("by label first", [("a", "xai"), ("b", "groq")]), ("the third is the first", [("b", "groq"), ("c", "groq"), ("b", "groq")]),
              ("the last two reversed", [("a", "groq"), ("c", "groq"), ("b", "groq")]),
              ("a digit after a letter", [("a", "groq"), ("1", "groq")]), ("- before a digit in providers", [("a", "groq1"), ("a", "groq-")])]
    for what, keys in orders:
        vector("order", "syntax", "keys: " + what, Store(keys=keys))
    for order in [(1, 1), (2, 1), (3, 2), (10, 9), (1, 2, 2), (1, 3, 2), (2, 3, 1), (999999999999999999, 1), (8, 8), (2, 10, 9),
                  (1, 2, 1)]:
        store = Store()
        store.slots.clear()
        for place, number in enumerate(order):
            store.keyfile(number, name=f"place {place}")
        vector("order", "syntax", f"slots {', '.join(map(str, order))}", store)


def origins():
    for value in ["", "https", "https:", "https:/", "https://", "https:///", "api.groq.com", "//api.groq.com", "ftp://api.groq.com",
                  "ws://127.0.0.1", "file:///etc/passwd", "HTTPS://api.groq.com", "Https://api.groq.com",
                  "https://Api.groq.com", "https://api.groq.COM", "https://user@api.groq.com", "https://user:pass@api.groq.com",
                  "https://@api.groq.com", "https://:@api.groq.com", "https://api.groq.com@evil.example",
                  "https://api.groq.com:0", "https://api.groq.com:443", "https://api.groq.com:", "https://api.groq.com:08",
                  "https://api.groq.com:+8", "https://api.groq.com:-8", "https://api.groq.com:65536", "https://api.groq.com:99999",
                  "https://api.groq.com:8443x", "https://api.groq.com:８", "https://api.groq.com:80:80", "https://:8443",
                  "https://api.groq.com/", "https://api.groq.com//", "https://api.groq.com/v1", "https://api.groq.com?",
                  "https://api.groq.com?a", "https://api.groq.com#", "https://api.groq.com#a", "https://api.groq.com.",
                  "https://api.groq.com..", "https://.groq.com", "https://api..groq.com", "https://.", "https://-api.groq.com",
                  "https://api-.groq.com", "https://api\\groq.com", "https://api%2egroq.com", "https://bücher.example",
                  "https://аpi.groq.com", "https://api。groq.com", "https://api.groq.com\t", "https://api.groq.com\r",
                  "https://api\0.groq.com", "https://api.groq.com\x7f", b"https://api.groq.com\xff", "https://*.groq.com",
                  "https://api!groq.com", "https://[api.groq.com]", "https://1.2.3", "https://1", "https://1.2.3.4.5",
                  "https://127.0.0.01", "https://256.1.1.1", "https://0x7f000001", "https://0x7f.1", "https://api.1x",
                  "https://[::1", "https://::1", "https://[]", "https://[g::1]", "https://[::1]x", "https://[::1]:", "https://[::1]:0",
                  "https://[::1%25lo]", "https://[0:0:0:0:0:0:0:1]", "https://[::0001]", "https://[2001:DB8::1]", "https://[::1]:443",
                  "https://169.254.169.254", "https://169.254.0.1", "https://[fd00:ec2::254]", "https://[fe80::1]",
                  "https://[::ffff:169.254.169.254]", "https://[64:ff9b::a9fe:a9fe]",
                  "http://api.groq.com", "http://10.0.0.1", "http://192.168.1.1", "http://0.0.0.0", "http://128.0.0.1", "http://[::2]",
                  "http://127.0.0.1:80", "http://localhost:80", "http://[::1]:80", "http://localhost.example", "http://localhost.",
                  "http://127.1", "http://2130706433", "http://[::ffff:127.0.0.1]",
                  ",https://api.groq.com", "https://api.groq.com,", "https://a.example,,https://b.example",
                  "https://a.example,http://b.example", "https://a.example;https://b.example", "https://a.example|https://b.example",
                  "https://" + "a" * 64 + ".example", "https://" + "a." * 126 + "aa",
                  ",".join(["https://a.example"] * 57) + "x"]:
        defect("origins", "syntax", f"origin '{shown(value)}'", put(KEY, 4, value))


def slots():
    for value in ["", "keyfiles", "KEYFILE", "Keyfile", "key", "tpm2", "passphrase", "none", "keyfile\0", "keyfilé"]:
        defect("slots", "syntax", f"method '{shown(value)}'", put(SLOT, 2, value))
    for value in ["", "0123abc", "0123abcde", "0123ABCD", "0123abcg", "0123abc\t", "0x23abcd", "0123abc-", "0123abcé", "+123abcd",
                  " 123abcd", b"0123abc\xff", "0123abc\0"]:
        defect("slots", "syntax", f"key file id '{shown(value)}'", put(SLOT, 3, value))
    for count in (1, 2, 3, 4, 5):
        defect("slots", "syntax", f"a key file slot of {count} fields", edits(lambda d, c=count: d[:3] + [b" ".join(d[3].split(b" ")[:c])] + d[4:]))
        defect("slots", "syntax", f"a passphrase slot of {count + 3} fields", with_passphrase(edits(lambda d, c=count + 3: d[:3] + [b" ".join(d[3].split(b" ")[:c])] + d[4:])))
    defect("slots", "syntax", "a key file slot of 7 fields", edits(lambda d: d[:3] + [d[3] + b" A"] + d[4:]))
    defect("slots", "syntax", "a passphrase slot of 10 fields", with_passphrase(edits(lambda d: d[:3] + [d[3] + b" A"] + d[4:])))
    for name, count in [("shorter", 71), ("longer", 73), ("empty", 0), ("of 32 bytes", 32), ("of 75 bytes", 75)]:
        defect("slots", "syntax", f"a wrap {name}", lambda s, c=count: setattr(s.slots[0], "sealed", lambda d: (d + d)[:c]))
    for name, count in [("15", 15), ("17", 17), ("32", 32), ("0", 0)]:
        defect("slots", "syntax", f"a check of {name} bytes", lambda s, c=count: s.slots[0].fields.__setitem__(4, b64(bytes(c))))
        defect("slots", "syntax", f"a salt of {name} bytes", with_passphrase(lambda s, c=count: s.slots[0].fields.__setitem__(6, b64(bytes(c)))))
    for plain in (0, 1, 63, 65, 127):
        defect("slots", "syntax", f"a sealed secret of {plain} bytes, no multiple of 64", lambda s, p=plain: setattr(s.keys[0], "plain", bytes(p)))
    for count in (24, 40, 39, 20):
        defect("slots", "syntax", f"sealed bytes: {count} in all", lambda s, c=count: setattr(s.keys[0], "sealed", lambda d: d[:c]))


def named(*names, version=2):
    """Slots of these names, of which `None` is none: the first of a key file, the others of passphrases."""
    def change(store):
        store.head[0] = b"byok-keystore " + text(str(version))
        store.slots.clear()
        for number, name in enumerate(names, 1):
            called = () if name is None else (name,)
            store.keyfile(1, called=called) if number == 1 else store.passphrase(number, b"lost", called=called)
    return change


def slot_names():
    for names in [("ci",), (None, "ci"), ("laptop", "ci", None, "a" * 64, "0"), ("keyfile", "passphrase"), ("2", "1")]:
        store = Store()
        named(*names)(store)
        vector("slot names", "ok", f"slots called {', '.join(shown(name or 'nothing') for name in names)}", store)
        store = Store()
        named(*names, version=1)(store)
        vector("slot names", "syntax", "the same in version 1", store)
    store = Store()
    named(None, "ci")(store)
    store.passphrase(3, called=("web",))
    store.unlock = b"passphrase correct horse"
    vector("slot names", "ok", "a slot of a name is opened by its passphrase", store)
    defect("slot names", "syntax", "version 2 without a name", named(None, None))
    defect("slot names", "too-new", "version 5 with a name", named("ci", version=5))
    defect("slot names", "syntax", "version 4 with a name alone", named("ci", version=4))
    defect("slot names", "syntax", "version 3 with a name alone", named("ci", version=3))
    for names in [("ci", "ci"), ("a", "b", "a")]:
        defect("slot names", "syntax", f"slots called {', '.join(names)}", named(*names))
    for value in ["", "A", "Ci", "cI", ".a", "-a", "_a", "..", "a/b", "a,b", "a:b", "a@b", "a*", "a=b", "a'b", "a%20b", "a\tb",
                  "a\0", "a\r", "a\x7f", "a\x1b[2J", "ä", "a\u0301", "a\u200b", "а", b"a\xff", "a" * 65]:
        defect("slot names", "syntax", f"a key file slot called '{shown(value)}'", named(value))
        defect("slot names", "syntax", f"a passphrase slot called '{shown(value)}'", named("ok", value))
    defect("slot names", "syntax", "two names", lambda s: (named("ci")(s), s.slots[0].fields.insert(4, b"more")))
    defect("slot names", "syntax", "a name before the key file's id", lambda s: (named(None)(s), s.slots[0].fields.insert(3, b"ci")))
    defect("slot names", "syntax", "a name behind the check", lambda s: (named(None)(s), s.slots[0].fields.append(b"ci")))

    def renamed(data):
        return data.replace(b" ci ", b" web ", 1)
    for what, named_store in [("another name", ("ci",)), ("another name of a slot that is not used", (None, "ci"))]:
        defect("slot names", "slot-damaged" if named_store[0] else "integrity", what,
               lambda s, n=named_store: (named(*n)(s), sets("bytes", renamed)(s)))

    def bound_to_nothing(store):
        named("ci")(store)
        plain = Store()
        store.slots[0].bound = b"byok/1/slot\0" + store.head[1] + b"\n" + b" ".join(plain.slots[0].fields) + b" "
    defect("slot names", "slot-damaged", "a wrap that is not bound to the name", bound_to_nothing)


def bound_slots():
    """Version 3: what a key file's slot stores of its key is another in each store."""
    group = "bound slots"

    def bound(*more, version=3, **how):
        def change(store):
            store.head[0] = b"byok-keystore " + text(str(version))
            store.slots.clear()
            store.keyfile(1, bound=True, **how)
            for each in more:
                each(store)
        return change

    def by_passphrase(store):
        store.passphrase(2)
        store.unlock = b"passphrase correct horse"
    for what, change in [
            ("a key file", bound()), ("a key file of a name", bound(called=("laptop",))),
            ("a passphrase besides, by key file", bound(lambda s: s.passphrase(2))),
            ("a passphrase besides", bound(by_passphrase)),
            ("a passphrase of a name besides", bound(lambda s: s.passphrase(2, called=("ci",)))),
            ("a key file of an earlier version besides", bound(lambda s: s.keyfile(2, seeded("lost", 32)))),
            ("that of an earlier version opens", bound(lambda s: s.keyfile(2, name="second"), key=seeded("lost", 32))),
            ("the second of two opens", bound(lambda s: s.keyfile(2, name="second", bound=True), key=seeded("lost", 32)))]:
        defect(group, "ok", what, change)
        defect(group, "syntax", f"{what}, in version 1", lambda s, c=change: (c(s), set_head(0, "byok-keystore 1")(s)))
        defect(group, "syntax", f"{what}, in version 2", lambda s, c=change: (c(s), set_head(0, "byok-keystore 2")(s)))
    defect(group, "too-new", "in version 5", bound(version=5))
    defect(group, "syntax", "in version 4, without roots", bound(version=4))
    defect(group, "syntax", "version 3 without such a slot", set_head(0, "byok-keystore 3"))
    defect(group, "syntax", "version 3 with a passphrase alone", lambda s: (passphrase_only(s), set_head(0, "byok-keystore 3")(s)))
    for value in ["keyfile3", "keyfile22", "Keyfile2", "keyfile-2", "keyfile 2"]:
        defect(group, "syntax", f"method '{value}'", lambda s, v=value: (bound()(s), put(SLOT, 2, v)(s)))
    own = lambda store, name: int.from_bytes(seeded(name + " store", 16)[:8], "little")
    for what, number in [("of an earlier version", lambda s: 2), ("of another store", lambda s: own(s, "other")),
                         ("of the id's last bytes", lambda s: int.from_bytes(seeded("main store", 16)[8:], "little")),
                         ("of the id's bytes in the other order", lambda s: int.from_bytes(seeded("main store", 16)[:8], "big"))]:
        defect(group, "wrong-key", f"a check {what}",
               lambda s, n=number: (bound()(s), put(SLOT, 4, b64(derive(s.key, n(s), b"byok-chk", 16)))(s)))
    defect(group, "wrong-key", "a slot of an earlier version as one of this",
           lambda s: (put(SLOT, 2, "keyfile2")(s), set_head(0, "byok-keystore 3")(s)))
    defect(group, "slot-damaged", "a wrap that is bound to the other word",
           lambda s: (bound()(s), setattr(s.slots[0], "bound", b"byok/1/slot\0" + s.head[1] + b"\n"
                                          + b" ".join(s.slots[0].fields).replace(b"keyfile2", b"keyfile") + b" ")))
    defect(group, "slot-damaged", "another key file's id",
           lambda s: (bound()(s), sets("bytes", lambda d: re.sub(rb"(keyfile2) [0-9a-f]{8}", rb"\1 01234567", d))(s)))
    defect(group, "integrity", "a slot put in from an earlier version",
           lambda s: (bound()(s), sets("bytes", lambda d: d.replace(b"\nkey ", b"\n" + with_number(2) + b"\nkey ", 1))(s)))


def roots():
    """Version 4: the roots of conversations that were in use before."""
    group = "roots"

    def kept(*more, count=1, **how):
        def change(store):
            store.keep(count, **how)
            for each in more:
                each(store)
        return change
    ROOTS = lambda s: s.roots[0]
    bound = lambda s: (s.slots.clear(), s.keyfile(1, bound=True))
    for what, change in [("one", kept()), ("two", kept(count=2)), ("32", kept(count=32)), ("with a bound slot", kept(bound)),
                         ("with a slot of a name", kept(lambda s: (s.slots.clear(), s.keyfile(1, called=("ci",))))),
                         ("with a passphrase alone", kept(passphrase_only)),
                         ("without keys", kept(lambda s: (s.keys.clear(), s.secrets.clear())))]:
        defect(group, "ok", what, change)
        for version in (1, 2, 3):
            defect(group, "syntax", f"{what}, in version {version}",
                   lambda s, c=change, v=version: (c(s), set_head(0, f"byok-keystore {v}")(s)))
        defect(group, "too-new", f"{what}, in version 5", lambda s, c=change: (c(s), set_head(0, "byok-keystore 5")(s)))
    defect(group, "syntax", "version 4 without roots", set_head(0, "byok-keystore 4"))
    defect(group, "syntax", "two lines of roots", kept(lambda s: s.keep()))
    defect(group, "syntax", "roots before the slots", kept(edits(lambda d: d[:3] + [d[4], d[3]] + d[5:])))
    defect(group, "syntax", "roots between the keys", kept(edits(lambda d: d[:4] + [d[5], d[4]] + d[6:])))
    defect(group, "syntax", "roots after the keys", kept(edits(lambda d: d[:4] + d[5:] + [d[4]])))
    for word in ["root", "Roots", "roots ", "rootss", "roots 1"]:
        defect(group, "syntax", f"'{word}' for roots",
               kept(edits(lambda d, w=word: d[:4] + [d[4].replace(b"roots", w.encode(), 1)] + d[5:])))
    for what, wrong in [("nothing", lambda d: b""), ("padding", lambda d: d + b"="), ("one character less", lambda d: d[:-1]),
                        ("one character more", lambda d: d + b"A"), ("another field", lambda d: d + b" A"),
                        ("a + of the other alphabet", lambda d: b"+" + d[1:])]:
        defect(group, "syntax", f"sealed roots: {what}", kept(lambda s, w=wrong: setattr(ROOTS(s), "last", w)))
    for size in (0, 1, 63, 65, 100):
        defect(group, "syntax", f"sealed roots of {size} bytes", kept(plain=bytes(size)))
    for what, change in [("no padding", kept(plain=bytes(64))), ("half a root", kept(plain=pad(bytes(16)))),
                         ("none", kept(plain=pad(b""))), ("33", kept(count=33)),
                         ("sealed with the key of entries", kept(lambda s: setattr(ROOTS(s), "key", derive(s.data_key, 2, b"byok-ent")))),
                         ("bound to nothing", kept(lambda s: setattr(ROOTS(s), "bound", b""))),
                         ("of another store", kept(lambda s: setattr(ROOTS(s), "bound", b"byok/1/roots\0store " + bytes(22) + b"\nroots "))),
                         ("a wrong byte", kept(lambda s: setattr(ROOTS(s), "sealed", lambda d: d[:-1] + bytes([d[-1] ^ 1]))))]:
        defect(group, "entry", f"roots that do not open: {what}", change, keys=[0, 1])
    defect(group, "integrity", "roots taken out", kept(sets("bytes", lambda d: re.sub(
        rb"\nroots [^\n]*", b"", d.replace(b"byok-keystore 4", b"byok-keystore 1")))))
    defect(group, "integrity", "roots put in", sets("bytes", lambda d: d.replace(b"byok-keystore 1", b"byok-keystore 4").replace(
        b"\nkey ", b"\n" + roots_line() + b"\nkey ", 1)))


def roots_line():
    store = Store()
    return store.keep().render(store.head[1] + b"\n")


def with_number(number):
    """A key file's slot of an earlier version."""
    store = Store()
    store.slots.clear()
    return store.keyfile(number, name="second").render(store.head[1] + b"\n")


def integrity():
    def unseen(change):
        """A change of lines that corrects the count but leaves the MAC: one needs the data key for it."""
        def apply(data):
            lines = data.split(b"\n")[:-1]
            lines, end = change(lines[:-1]), lines[-1].split(b" ")
            end[1] = str(sum(line.startswith(b"key ") for line in lines)).encode()
            return b"".join(line + b"\n" for line in lines + [b" ".join(end)])
        return sets("bytes", apply)

    def flip(position):
        return lambda mac: b64(mac[:position] + bytes([mac[position] ^ 1 << position % 8]) + mac[position + 1:])

    def field(line, index, value):
        def change(lines):
            fields = lines[line].split(b" ")
            fields[index] = text(value)
            lines[line] = b" ".join(fields)
            return lines
        return unseen(change)
    other, older = Store("other"), Store()
    older.head[2] = b"seq 6"
    older.add("old", "xai")
    older.keys[1] = Store("main", keys=[("work", "openai")]).keys[0]
    older.keys[1].plain = pad(payload(b"sk-old"))
    older.keys[1].seed += " older"
    for position in list(range(0, 32, 2)) + [31]:
        defect("integrity", "integrity", f"a bit of the MAC's byte {position} flipped", sets("mac", flip(position)))
    macs = [("of zeros", b64(bytes(32))), ("of another store", other.render()[-44:-1]), ("of an older version", older.render()[-44:-1])]
    for what, mac in macs:
        defect("integrity", "integrity", "a MAC " + what, sets("mac", lambda _, m=mac: m))
    for what, change in [("without the count's space", lambda c: c[:-1]), ("without the end line's start", lambda c: c[:c.rindex(b"end")]),
                         ("of the lines from store on", lambda c: c[16:]), ("of nothing", lambda c: b""),
                         ("with an LF more", lambda c: c + b"\n")]:
        defect("integrity", "integrity", "a MAC " + what, sets("covered", change))
    def keyed(number, context):
        def apply(store):
            covered = []
            store.covered = lambda c: covered.append(c) or c
            key = derive(store.data_key, number, context) if number else store.data_key
            store.mac = lambda _: b64(hashlib.blake2b(covered[0], digest_size=32, key=key).digest())
        return apply
    for what, number, context in [("the data key", 0, b""), ("the entries' key", 2, b"byok-ent"), ("the roll-back key", 3, b"byok-see"),
                                  ("another number", 2, b"byok-mac")]:
        defect("integrity", "integrity", f"a MAC by {what}", keyed(number, context))
    for what, change in [("the first key dropped", lambda d: d[:4] + d[5:]), ("the last key dropped", lambda d: d[:5]),
                         ("all keys dropped", lambda d: d[:4]),
                         ("a key of another store added", lambda d: d + [other.render().split(b"\n")[5].replace(b" openai ", b" xai ")]),
                         ("a key of an older version added", lambda d: d + [older.render().split(b"\n")[6]]),
                         ("a key taken from another store", lambda d: d[:5] + [other.render().split(b"\n")[5]]),
                         ("a key taken from an older version", lambda d: d[:5] + [older.render().split(b"\n")[5]]),
                         ("a slot of another store added", lambda d: d[:4] + [other.render().split(b"\n")[3].replace(b"slot 1", b"slot 2")] + d[4:]),
                         ("the slot doubled under another number", lambda d: d[:4] + [d[3].replace(b"slot 1", b"slot 2")] + d[4:])]:
        defect("integrity", "integrity", what, unseen(change))
    for line, index, value in [(2, 1, "6"), (2, 1, "8"), (2, 1, "70"), (4, 1, b64(seeded("x", 16))), (4, 2, "defaul"), (4, 2, "work"),
                               (4, 3, "anthropic"), (4, 4, "https://evil.example"), (4, 4, "https://api.openai.com,https://evil.example"),
                               (4, 4, "http://127.0.0.1:8080"), (4, 5, "token"), (4, 6, "1699999999"), (4, 6, "0"), (4, 7, "1700000001"),
                               (5, 3, "xai"), (5, 2, "default"), (5, 4, "https://api.groq.com")]:
        defect("integrity", "integrity", f"line {line + 1}: field {index + 1} is now '{shown(value)}'", field(line, index, value))
    def swapped(index):
        def change(lines):
            first, second = lines[4].split(b" "), lines[5].split(b" ")
            first[index], second[index] = second[index], first[index]
            return lines[:4] + [b" ".join(first), b" ".join(second)]
        return unseen(change)
    for index, name in [(1, "ids"), (2, "labels"), (8, "sealed secrets")]:
        defect("integrity", "integrity", f"the {name} of two keys swapped", swapped(index))
    for name, source in [("another store", other), ("an older version", older)]:
        for index in (1, 8):
            value = source.render().split(b"\n")[5].split(b" ")[index]
            if value != Store().render().split(b"\n")[5].split(b" ")[index]:
                defect("integrity", "integrity", f"field {index + 1} of a key from {name}", field(5, index, value))

    def foreign_data_key(store):
        store.slots[0].plain = seeded("another data key", 32)
    defect("integrity", "integrity", "a slot that holds another data key", foreign_data_key)


def entries():
    def bound(index, value):
        """The key was sealed with another field than the one in its line."""
        def change(store):
            fields = list(store.keys[0].fields)
            fields[index] = text(value)
            store.keys[0].bound = b"byok/1/key\0" + store.head[1] + b"\n" + b" ".join(fields) + b" "
        return change

    def one(comment, change):
        defect("entries", "entry", comment, change, keys=[1])
    for index, name, values in [(1, "id", [b64(bytes(16)), b64(seeded("y", 16))]), (2, "label", ["defaul", "work", "default2", "a"]),
                                (3, "provider", ["openai", "groq2", "gro"]), (4, "origin", ["https://evil.example", "https://api.openai.com:8443",
                                 "http://127.0.0.1:8080", "https://api.openai.com,https://evil.example"]),
                                (5, "kind", ["token", "oauth", "api"]), (6, "time of making", ["0", "1700000001", "17000000000"]),
                                (7, "time of change", ["0", "1699999999"])]:
        for value in values:
            one(f"moved from {name} '{shown(value)}'", bound(index, value))

    def context(change):
        def apply(store):
            own = store.head[1] + b"\n" + b" ".join(store.keys[0].fields) + b" "
            store.keys[0].bound = change(own)
        return apply
    for what, change in [("another store", lambda own: b"byok/1/key\0store " + b64(bytes(16)) + own[28:]),
                         ("a slot", lambda own: b"byok/1/slot\0" + own), ("version 2", lambda own: b"byok/2/key\0" + own),
                         ("nothing", lambda own: b""), ("its line without the store", lambda own: b"byok/1/key\0" + own[29:]),
                         ("its line without the last space", lambda own: b"byok/1/key\0" + own[:-1]),
                         ("the store without its LF", lambda own: b"byok/1/key\0" + own.replace(b"\n", b"", 1)),
                         ("a purpose without NUL", lambda own: b"byok/1/key" + own)]:
        one("bound to " + what, context(change))
    for what, index in [("nonce", 0), ("nonce", 11), ("nonce", 23), ("ciphertext", 24), ("ciphertext", 50), ("ciphertext", 87),
                        ("tag", 88), ("tag", 95), ("tag", 103)]:
        one(f"a flipped bit in the {what}, byte {index}",
            lambda s, i=index: setattr(s.keys[0], "sealed", lambda d: d[:i] + bytes([d[i] ^ 1 << i % 8]) + d[i + 1:]))
    for what, change in [("zeros", lambda d: bytes(len(d))), ("a block less", lambda d: d[:-64] if len(d) > 168 else d[:40] + bytes(64)),
                         ("a block more", lambda d: d + bytes(64)), ("reversed", lambda d: d[::-1]),
                         ("tag before ciphertext", lambda d: d[:24] + d[-16:] + d[24:-16])]:
        one("sealed bytes: " + what, lambda s, c=change: setattr(s.keys[0], "sealed", c))
    for what, key in [("the MAC's", lambda s: derive(s.data_key, 1, b"byok-mac")), ("the data", lambda s: s.data_key),
                      ("the unlock", lambda s: s.key), ("another store's", lambda s: derive(Store("other").data_key, 2, b"byok-ent"))]:
        one(f"sealed by {what} key", lambda s, k=key: setattr(s.keys[0], "key", k(s)))
    block = payload()
    for what, plain in [("without a mark", block + bytes(64 - len(block))), ("of zeros alone", bytes(64)), ("a block too far", pad(block) + bytes(64)),
                        ("with junk behind the mark", block + b"\x80" + b"\x01" * (63 - len(block))), ("of PKCS 7", block + bytes([64 - len(block)]) * (64 - len(block))),
                        ("with a mark 0x81", block + b"\x81" + bytes(63 - len(block))), ("none, the text fills the block", payload(b"k" * 27)[:64].ljust(64, b"k"))]:
        one("padding " + what, lambda s, p=plain: setattr(s.keys[0], "plain", p))
    url = b"base_url " + URL
    for what, plain in [("empty", b""), ("the secret alone", SECRET), ("without an empty line", url + b"\n" + SECRET), ("without a secret", url + b"\n\n"),
                        ("ends behind the first line", url + b"\n"), ("ends in the first line", url), ("begins with the empty line", b"\n" + SECRET),
                        ("a name that is not known", b"base " + URL + b"\n\n" + SECRET), ("Base_url", b"B" + url[1:] + b"\n\n" + SECRET),
                        ("base_url twice", url + b"\n" + url + b"\n\n" + SECRET), ("a line more", url + b"\nexpires 1\n\n" + SECRET),
                        ("another line first", b"expires 1\n" + url + b"\n\n" + SECRET), ("a TAB behind the name", b"base_url\t" + URL + b"\n\n" + SECRET),
                        ("a space before the name", b" " + url + b"\n\n" + SECRET), ("a colon behind the name", b"base_url: " + URL + b"\n\n" + SECRET),
                        ("CR LF", url + b"\r\n\r\n" + SECRET), ("a BOM before the name", b"\xef\xbb\xbf" + url + b"\n\n" + SECRET),
                        ("JSON", b'{"base_url":"https://api.openai.com/v1"}'), ("a NUL before the name", b"\0" + url + b"\n\n" + SECRET)]:
        one(f"payload: {what}", lambda s, p=plain: setattr(s.keys[0], "plain", pad(p)))
    for address in ["https://evil.example/v1", "https://api.openai.com.evil.example", "https://api.openai.com:8443/v1", "http://api.openai.com/v1",
                    "http://127.0.0.1/v1", "https://openai.com", "https://evil.example@api.openai.com/v1", "https://api.openai.com@evil.example",
                    "https://api.openai.com?x=/v1", "api.openai.com", "/v1", "https:///v1", "https://api.openai.com/v\0001", " " + URL.decode()]:
        one(f"the address '{shown(address)}' elsewhere", lambda s, a=address: setattr(s.keys[0], "plain", pad(payload(url=text(a)))))


def unlocking():
    def unlock(value):
        return sets("unlock", text(value))
    for bit in (0, 5, 77, 128, 200, 254, 255):
        key = bytearray(Store().key)
        key[bit // 8] ^= 1 << bit % 8
        defect("unlocking", "wrong-key", f"the unlock key with bit {bit} flipped", unlock(b"keyfile " + b64(bytes(key))))
    for what, key in [("of another store", Store("other").key), ("of zeros", bytes(32)), ("the data key", Store().data_key), ("reversed", Store().key[::-1])]:
        defect("unlocking", "wrong-key", "an unlock key " + what, unlock(b"keyfile " + b64(key)))
    defect("unlocking", "locked", "no unlock key", unlock("none"))
    defect("unlocking", "locked", "no passphrase", lambda s: (passphrase_only(s), unlock("none")(s)))
    defect("unlocking", "wrong-key", "a key file for a passphrase slot", lambda s: (passphrase_only(s), unlock(b"keyfile " + b64(s.key))(s)))
    for words in ["correct hors", "correct horse ", "Correct horse", "correct  horse", " correct horse", "correcthorse", "x", "wrong", "correct horse battery staple"]:
        defect("unlocking", "wrong-key", f"the passphrase '{words}'", with_passphrase(unlock("passphrase " + words)))
    defect("unlocking", "wrong-key", "passes changed", with_passphrase(put(SLOT, 4, "2")))
    defect("unlocking", "wrong-key", "memory changed", with_passphrase(put(SLOT, 5, "8193")))
    defect("unlocking", "wrong-key", "salt changed", with_passphrase(put(SLOT, 6, b64(seeded("z", 16)))))
    for kind, wrap in [("key file", lambda c: c), ("passphrase", with_passphrase)]:
        index = 4 if kind == "key file" else 7
        for byte in (0, 7, 15):
            check = bytearray(derive(Store().key, 2, b"byok-chk", 16))
            if kind == "passphrase":
                store = Store()
                passphrase_only(store)
                check = bytearray(base64.urlsafe_b64decode(store.slots[0].fields[7] + b"=="))
            check[byte] ^= 128 >> byte % 8
            defect("unlocking", "wrong-key", f"{kind}: byte {byte} of the check changed", wrap(put(SLOT, index, b64(bytes(check)))))
        for byte in (0, 12, 23, 24, 40, 55, 56, 64, 71):
            def damage(store, b=byte):
                store.slots[0].sealed = lambda d: d[:b] + bytes([d[b] ^ 1 << b % 8]) + d[b + 1:]
            defect("unlocking", "slot-damaged", f"{kind}: byte {byte} of the wrap changed", wrap(damage))
        defect("unlocking", "slot-damaged", f"{kind}: a wrap of zeros", wrap(lambda s: setattr(s.slots[0], "sealed", lambda d: bytes(72))))
        contexts = [("another number", lambda own: own.replace(b"slot 1", b"slot 2")), ("another store", lambda own: own.replace(b"\0store ", b"\0store A")),
                    ("a key", lambda own: own.replace(b"/slot\0", b"/key\0")), ("nothing", lambda own: b""), ("another check", lambda own: own[:-3] + b"AA ")]
        if kind == "passphrase":
            contexts += [("more memory", lambda own: own.replace(b" 8192 ", b" 65536 ")), ("more passes", lambda own: own.replace(b" 1 8192", b" 3 8192"))]
        else:
            contexts += [("another key file's id", lambda own: own.replace(b"keyfile ", b"keyfile 0"))]
        for what, change in contexts:
            def rebind(store, c=change):
                line = store.slots[0]
                line.bound = c(b"byok/1/slot\0" + store.head[1] + b"\n" + b" ".join(line.fields) + b" ")
            defect("unlocking", "slot-damaged", f"{kind}: a wrap bound to {what}", wrap(rebind))

    def second_damaged(store):
        store.passphrase(2).sealed = lambda d: bytes(72)
        store.unlock = b"passphrase correct horse"
    defect("unlocking", "slot-damaged", "the second of two slots, asked for, is damaged", second_damaged)

    def other_slot(store):
        other = Store("other")
        store.slots, store.unlock, line = other.slots, other.unlock, other.slots[0]
        line.bound = b"byok/1/slot\0" + other.head[1] + b"\n" + b" ".join(line.fields) + b" "
    defect("unlocking", "slot-damaged", "the slot of another store, by its own key", other_slot)
    defect("unlocking", "wrong-key", "the slot of another store", lambda s: setattr(s, "slots", Store("other").slots))


def many_origins(count):
    """Origins of just that many bytes in all."""
    origins = ",".join(["https://api.openai.com"] + ["https://a.example"] * 53)
    return origins + ",https://" + "a" * (count - len(origins) - 9)


def good():
    def one(comment, change=lambda store: None, keys=(("default", "groq"), ("work", "openai"))):
        store = Store(keys=keys)
        change(store)
        vector("good", "ok", comment, store)

    def second_opens(store):
        store.slots.clear()
        store.keyfile(1, seeded("a key that is lost", 32))
        store.keyfile(2, name="second")
    one("two keys"), one("no keys", keys=()), one("one key", keys=[("default", "openai")])
    one("a key file that opens the second slot", second_opens)
    one("a passphrase alone", passphrase_only)
    one("key file and passphrase, by key file", lambda s: s.passphrase(2))
    one("key file and passphrase, by passphrase", lambda s: (s.passphrase(2), sets("unlock", b"passphrase correct horse")(s)))
    one("a passphrase that opens the second slot", lambda s: (s.slots.clear(), s.passphrase(1, b"another"), s.passphrase(2),
                                                             sets("unlock", b"passphrase correct horse")(s)))
    one("a passphrase outside ASCII", lambda s: (s.passphrase(2, "größe 鍵".encode()), sets("unlock", "passphrase größe 鍵".encode())(s)))
    one("two passes and 9 MiB", lambda s: (s.passphrase(2, passes=2, kibibytes=9216), sets("unlock", b"passphrase correct horse")(s)))
    one("a damaged passphrase slot that is not asked for", lambda s: setattr(s.passphrase(2), "sealed", lambda d: bytes(72)))
    one("the largest seq", set_head(2, "seq 999999999999999999")), one("the first seq", set_head(2, "seq 1"))
    one("slots with gaps", lambda s: (s.slots.clear(), s.keyfile(5, seeded("lost", 32)), s.keyfile(999999999999999999, name="last")))
    one("labels of all forms", lambda s: [s.add(label, "xai") for label in
                                          ["0", "1.2", "9-", "a", "a-b", "a.b", "a1", "a_b", "aa", "z" * 64]])
    one("providers of all forms", lambda s: [s.add("default", p) for p in ["q", "q-", "q-1", "q1", "qq", "r" * 64]], keys=[("a", "0")])
    one("times at the ends", lambda s: (s.add("b", "xai", at="0"), s.add("c", "xai", at="999999999999999999")))
    urls = ["https://gate.example:8443/openai/v1", "http://localhost:11434/v1", "http://127.0.0.1/v1", "http://127.255.3.4:1", "http://[::1]:8080/v1",
            "https://[2001:db8::1]/v1", "https://[2001:db8::1]:8443", "https://192.168.1.1:65535", "https://localhost", "https://under_score.example", "https://xn--bcher-kva.example/v1",
            "https://1a.example", "https://" + "a" * 63 + ".example/v1", "https://a-b.c"]
    one("origins of all forms", lambda s: [s.add(f"u{n:02}", "xai", url=url) for n, url in enumerate(urls)])
    one("two origins", lambda s: s.add("two", "xai", origin="https://api.openai.com,http://127.0.0.1:8080"))
    one("origins of 1024 bytes", lambda s: s.add("many", "xai", origin=many_origins(1024)))
    for count in (1, 25, 26, 27, 28, 29, 30, 63, 64, 89, 90, 91, 1000, 8192):
        one(f"a secret of {count} bytes", lambda s, c=count: s.add("long", "xai", b"k" * c))
    one("a secret with line ends", lambda s: s.add("lines", "xai", b"\n\none\n\ntwo\n"))
    one("a secret of all bytes", lambda s: s.add("bytes", "xai", bytes(range(256))))
    one("a secret that ends like padding", lambda s: s.add("pad", "xai", b"sk-\x80\x00\x00"))
    one("a secret like a line of the payload", lambda s: s.add("url", "xai", b"base_url https://evil.example\n\nsk-x"))
    one("kinds of all forms", lambda s: [put(lambda s, n=n: s.keys[n], 5, kind)(s) for n, kind in enumerate(["oauth-token", "k" * 32])])
    one("eight slots", lambda s: [s.keyfile(n, seeded(f"lost {n}", 32)) for n in range(2, 9)])
    one("four passphrase slots", lambda s: [s.passphrase(n, b"lost") for n in range(2, 6)])


def limits(big):
    def one(expect, comment, change, keys=(("default", "groq"),), opened=()):
        store = Store(keys=keys)
        change(store)
        vector("limits", expect, comment, store, opened)
    if not big:
        for n in (9, 10, 20):
            one("limits", f"{n} slots", lambda s, c=n: [s.keyfile(k, seeded(f"lost {k}", 32)) for k in range(2, c + 1)])
        for n in (5, 6, 7):
            one("limits", f"{n} passphrase slots", lambda s, c=n: [s.passphrase(k, b"lost") for k in range(2, c + 2)])
        one("syntax", "origins of 1025 bytes", lambda s: s.add("many", "xai", origin=many_origins(1025)))
        return
    def lines_of(count):
        """A key line of just that many bytes, if there is one: the origins fill what the padding leaves."""
        def change(store):
            line = store.add("big", "xai", b"k")
            line.plain = bytes(73_408)
            room = count - len(line.render(store.head[1] + b"\n"))
            name = lambda n: b",https://" + b"a" * (n - 9)
            while room > 100:
                line.fields[4] += name(50)
                room -= 50
            line.fields[4] += name(room // 2) + name(room - room // 2)
        return change
    def later(count):
        return b"byok-keystore 5\n".ljust(count - 1, b"x") + b"\n"
    line_at = 96 << 10
    one("entry", "a line of 98,304 bytes, of which the secret is none", lines_of(line_at), opened=[0])
    one("limits", "a line of 98,305 bytes", lines_of(line_at + 1))
    many = [(f"k{n:05}", "groq") for n in range(10_001)]
    one("ok", "10,000 keys", lambda s: None, many[:-1])
    one("limits", "10,001 keys", lambda s: None, many)
    one("ok", "a secret of 65,536 bytes", lambda s: s.add("big", "xai", b"k" * 65_536))
    one("entry", "a secret of 65,537 bytes", lambda s: s.add("big", "xai", b"k" * 65_537), opened=[0])
    one("too-new", "33,554,432 bytes of a later version", sets("bytes", lambda d: later(32 << 20)))
    one("limits", "33,554,433 bytes", sets("bytes", lambda d: later((32 << 20) + 1)))


def fuzz(folder):
    """Three stores of one layout (the second is the first, older; the third has other keys), and seeds.

    Their keys are none of the vectors', for some of those are genuine. A seed of `parse` is a store; one of `open` is a mode, then a store or edits (Tests/fuzz/Open.swift).
    """
    everything()
    main, older = Store("fuzz"), Store("fuzz")
    older.head[2] = b"seq 6"
    for line in older.keys:
        line.plain, line.seed = pad(payload(b"sk-older")), line.seed + " older"
    stores = {"main": main, "older": older, "other": Store("other")}
    for seeds in ("parse", "open"):
        (folder / seeds).mkdir(parents=True, exist_ok=True)
    for name, store in stores.items():
        (folder / name).write_bytes(store.render())
    (folder / "unlock.key").write_bytes(b"byok-unlock-key 1\n" + main.head[1] + b"\nkey " + b64(main.key) + b"\n")
    (folder / "unlock.key").chmod(0o600)
    (folder / "data.key").write_bytes(main.data_key)
    for number, body in enumerate(BODIES + [main.render(), older.render()]):
        (folder / "parse" / str(number)).write_bytes(body)
        (folder / "open" / f"text-{number}").write_bytes(bytes([number % 2]) + body)
    for number in range(256):
        (folder / "open" / f"edits-{number}").write_bytes(bytes([2 + number % 2]) + seeded(f"edits {number}", 6 * (1 + number % 4)))


def everything():
    for group in (base64_fields, white_space, lines, versions, numbers, names, origins, slots, slot_names, bound_slots, roots, integrity, entries, unlocking, good):
        group()
    limits(False)


def main(arguments):
    if arguments[:1] == ["--fuzz"]:
        return fuzz(Path(arguments[1]))
    if arguments[:1] == ["--limits"]:
        limits(True)
        return Path(arguments[1]).write_bytes(b"".join(GROUPS["limits"]))
    everything()
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, vectors in GROUPS.items():
        (folder / f"{name.replace(' ', '-')}.vec").write_bytes(b"".join(vectors))


if __name__ == "__main__":
    main(sys.argv[1:])
