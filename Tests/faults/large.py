"""A full store, written by another implementation of the format: ctypes on libsodium."""

import json
import os
import re
import time

from harness import add, fingerprints, made, must, read, revealed, run, secret, sequence
from sealing import b64, data_key, derive, mac, seal

KEYS = 10_000


def name(number):
    return f"groq/n{number:05}"


def fill(home):
    """Writes a store of 10,000 keys in place of byok's, with its slots."""
    dek, line = data_key(home)
    mac_key, entry_key = derive(dek, 1, b"byok-mac"), derive(dek, 2, b"byok-ent")
    slots = b"".join(re.findall(rb"^slot .*\n", read(home, "keystore"), re.M))
    text = [b"byok-keystore 1\n", line, b"seq %d\n" % (sequence(home) + 1), slots]
    now = int(time.time())
    for number in range(KEYS):
        head = b"key %s n%05d groq https://api.groq.com api-key %d %d " % (
            b64(os.urandom(16)), number, now, now)
        plain = b"base_url https://api.groq.com/openai/v1\n\n" + secret(name(number)).encode()
        plain += b"\x80" + bytes(-(len(plain) + 1) % 64)
        text += [head, b64(seal(plain, entry_key, b"byok/1/key\0" + line + head)), b"\n"]
    covered = b"".join(text) + b"end %d " % KEYS
    with open(os.path.join(home, "keystore"), "wb") as file:
        file.write(covered + b64(mac(covered, mac_key)) + b"\n")
    if os.path.exists(os.path.join(home, "seen")):
        os.remove(os.path.join(home, "seen"))


def large_cases():
    def timed(what, function):
        start = time.monotonic()
        answer = function()
        print(f"     {KEYS} keys: {what}: {(time.monotonic() - start) * 1000:.0f} ms")
        return answer

    def check():
        home = made("large", ["groq/n00000"])
        timed("written by the tests", lambda: fill(home))
        print(f"     {KEYS} keys: {len(read(home, 'keystore'))} bytes")
        result = timed("keys list --json", lambda: must(run(["keys", "list", "--json"], home)))
        rows = json.loads(result.out)
        assert len(rows) == KEYS, f"{len(rows)} rows"
        for number in (0, 4_711, KEYS - 1):
            got = timed(f"keys show {name(number)} --reveal",
                        lambda: revealed(name(number), home))
            assert got == secret(name(number)), got
        before, old = sequence(home), read(home, "keystore")
        result = timed("keys add past the limit", lambda: add("groq/one-more", home))
        assert result.status == 1 and "the keystore is full: 10000 keys" in result.err, str(result)
        assert read(home, "keystore") == old, "a refused add changed the store"
        other = "sk-other-0123456789abcdef"
        must(timed("keys add --replace", lambda: add(name(7), home, "--replace", value=other)))
        assert revealed(name(7), home) == other
        must(timed("keys rm", lambda: run(["keys", "rm", name(8), "--yes"], home)))
        must(timed("keys add", lambda: add("groq/one-more", home)))
        assert sequence(home) == before + 3 and revealed("groq/one-more", home)
        assert len(fingerprints(home)) == KEYS

    return [("a store of 10,000 keys by another implementation", check)]
