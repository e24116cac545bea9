"""A full store, written by another implementation of the format."""

import json
import os
import sys
import time

from harness import HERE, add, fingerprints, made, must, read, revealed, run, secret, sequence

sys.path.insert(0, os.path.join(HERE, "..", "interop"))
from fill_keystore import fill, name

KEYS = 10_000


def large_cases():
    def timed(what, function):
        start = time.monotonic()
        answer = function()
        print(f"     {KEYS} keys: {what}: {(time.monotonic() - start) * 1000:.0f} ms")
        return answer

    def check():
        home = made("large", ["groq/n00000"])
        timed("written by the tests", lambda: fill(home, KEYS))
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
