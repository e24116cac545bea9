"""Random edits of a keystore, then a recovery: what is written works, and says what nobody confirms."""

import functools
import json
import os
import random
import re
import shutil

from attempts import Attempt, Home, must, once, secret

SEED = 17
COUNT = 30  # edits of each kind
PASSPHRASE = "correct horse battery staple"


def made(*names):
    home = Home()
    for name in names or ("openai", "groq", "mistral"):
        home.add(name)
    return home


def put(home, name, content):
    path = home.file(name)
    with open(path, "wb") as file:
        file.write(content)


def text_of(home):
    return home.read("keystore").decode()


class Ruined:
    """A keystore with a history, edited at random, then recovered."""

    def __init__(self):
        home = self.home = made("openai", "groq", "mistral", "xai")
        old = home.write("old", "an old passphrase")
        must(home.byok("keys", "passwd", "--new-file", old, "--kdf", "portable"))
        self.old = [line for line in text_of(home).splitlines() if line.startswith(("key", "slot 2"))]
        new = home.write("new", PASSPHRASE)
        must(home.byok("keys", "passwd", "--new-file", new, "--kdf", "portable", "--unlock-file", old))
        must(home.byok("keys", "rm", "xai", "--yes"))
        home.add("groq", "sk-newer-CANARY-0123456789abcdef", "--replace")
        must(home.byok("keys", "rename", "mistral", "mistral/renamed"))
        self.text = text_of(home)
        self.old = [line for line in self.old if line not in self.text.splitlines()]
        self.now = {"openai/default": secret("openai"), "groq/default": "sk-newer-CANARY-0123456789abcdef",
                    "mistral/renamed": secret("mistral")}

    def edit(self, kind, source):
        """The keystore's text after an edit of that kind."""
        if kind == "several of these":
            text = self.text.encode()
            for _ in range(source.randint(2, 4)):
                text = self.changed(text, source.choice(KINDS[:-1]), source)
            return text
        return self.changed(self.text.encode(), kind, source)

    def changed(self, text, kind, source):
        data, lines = bytearray(text), text.split(b"\n")
        some = lambda: source.randrange(max(1, len(lines) - 1))
        if kind == "bits":
            for _ in range(source.randint(1, 3)):
                if data:
                    data[source.randrange(len(data))] ^= 1 << source.randrange(8)
            return bytes(data)
        if kind == "bytes":
            for _ in range(source.randint(1, 8)):
                if data:
                    data[source.randrange(len(data))] = source.choice(b"\n\r\0 \xffA0-_,:/")
            return bytes(data)
        if kind == "cut":
            return text[:source.randrange(len(text) + 1)]
        if kind == "lines left out":
            for _ in range(source.randint(1, 3)):
                if len(lines) > 1:
                    del lines[some()]
        elif kind == "lines doubled":
            lines.insert(some(), lines[some()])
        elif kind == "lines in another order":
            source.shuffle(lines)
        elif kind == "numbers":
            place = source.choice(list(re.finditer(rb"(?<= )\d+(?= |\n)", text)) or [None])
            if place:
                number = source.choice([b"0", b"1", b"2", b"9", b"4096", b"999999999999999999",
                                        b"9007199254740993", b"00", b"-1", b"18446744073709551616"])
                return text[:place.start()] + number + text[place.end():]
        elif kind == "old lines put in":
            for line in source.sample(self.old, source.randint(1, len(self.old))):
                lines.insert(some(), line.encode())
        elif kind == "old lines in the place of new ones":
            for line in source.sample(self.old, source.randint(1, len(self.old))):
                words = line.encode().split()
                for place, new in enumerate(lines):
                    if new.split()[:2] == words[:2] or new.split()[2:4] == words[2:4]:
                        lines[place] = line.encode()
        elif kind == "fields exchanged":
            rows = [place for place, line in enumerate(lines) if line.startswith(b"key ")]
            if len(rows) > 1:
                first, second = source.sample(rows, 2)
                a, b = lines[first].split(b" "), lines[second].split(b" ")
                field = source.randrange(1, min(len(a), len(b)))
                a[field], b[field] = b[field], a[field]
                lines[first], lines[second] = b" ".join(a), b" ".join(b)
        return b"\n".join(lines)

    def hopeless(self, text):
        """Whether the lines are damaged without which nothing can be opened."""
        lines, head = text.split(b"\n"), self.text.encode().split(b"\n")
        stores = {line for line in lines if line.startswith(b"store")}
        slots = [line for line in head if line.startswith(b"slot ")]
        return head[0] not in lines or stores != {head[1]} or not any(slot in lines for slot in slots)

    def recovered(self, text):
        """What is wrong behind the recovery of a text; `None` for nothing."""
        home = Home()
        shutil.rmtree(home.path)
        shutil.copytree(self.home.path, home.path)
        put(home, "keystore", text)
        way = []
        done = home.byok("keys", "recover", "--yes")
        if done.status == 10 or re.search(r"slot \d+ of .* is damaged", done.err):
            # The key file's slot is lost; the passphrase's may be left.
            way = ["--unlock-file", os.path.join(self.home.place, "new")]
            done = home.byok("keys", "recover", "--yes", *way)
        is_sound = "is intact" in done.err
        if done.status not in (0, 11) or home.read("keystore") == text and not is_sound:
            return None if self.hopeless(text) and home.read("keystore") == text else f"not saved: {done}"
        after = home.byok("keys", "add", "cohere", *way, stdin=secret("cohere").encode())
        if after.status != 0:
            return f"no write afterwards: {after}"
        rows = dict(re.findall(r"(?m)^(\S+/\S+) .* (yes|no)$", done.out.decode()))
        for name in self.now if is_sound else [name for name in rows if rows[name] == "yes"]:
            if self.now.get(name) != home.byok("keys", "show", name, "--reveal", *way).out.decode().strip():
                return f"{name} came back unmarked: {done}"
        listed = must(home.byok("keys", "list", "--json", *way)).out.decode()
        names = {f"{row['provider']}/{row['label']}" for row in json.loads(listed)}
        if not names <= {*rows, *self.now, "cohere/default"}:
            return f"{names} are there, and {rows} were shown"
        if any(line.startswith("slot") and line.encode() in text for line in self.old) and not way:
            old = ["--unlock-file", os.path.join(self.home.place, "old")]
            if home.byok("keys", "list", *old).status == 0 and "slot" not in done.err:
                return f"an old passphrase came back unmarked: {done}"
        shutil.rmtree(home.place)
        return None


KINDS = ["bits", "bytes", "cut", "lines left out", "lines doubled", "lines in another order", "numbers",
         "old lines put in", "old lines in the place of new ones", "fields exchanged", "several of these"]
ruined = once(Ruined)


def edited(kind):
    source = random.Random(f"{SEED} {kind}")
    for number in range(COUNT):
        text = ruined().edit(kind, source)
        problem = ruined().recovered(text)
        if problem:
            return f"edit {number}: {problem[:400]}", repr(text)
    return "each can be written to, nothing came back unmarked"


def attempts():
    return [
        Attempt("11", f"recover behind {COUNT} random edits (seed {SEED}): {kind}",
                "each can be written to, nothing came back unmarked", functools.partial(edited, kind))
        for kind in KINDS]
