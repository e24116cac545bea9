"""A full store, written by another implementation of the format: ctypes on libsodium."""

import base64
import ctypes
import json
import os
import re
import time

from harness import add, fingerprints, made, must, read, revealed, run, secret, sequence

KEYS = 10_000
SODIUM = ctypes.CDLL("libsodium.so.23")
SODIUM.sodium_init()


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def unb64(text):
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def derive(key, number, context, count=32):
    out = ctypes.create_string_buffer(count)
    SODIUM.crypto_kdf_derive_from_key(
        out, ctypes.c_size_t(count), ctypes.c_uint64(number), context, key)
    return out.raw


def seal(plain, key, context):
    nonce, out = os.urandom(24), ctypes.create_string_buffer(len(plain) + 16)
    SODIUM.crypto_aead_xchacha20poly1305_ietf_encrypt(
        out, None, plain, ctypes.c_ulonglong(len(plain)), context,
        ctypes.c_ulonglong(len(context)), None, nonce, key)
    return nonce + out.raw


def unseal(sealed, key, context):
    out = ctypes.create_string_buffer(len(sealed) - 40)
    code = SODIUM.crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, None, None, sealed[24:], ctypes.c_ulonglong(len(sealed) - 24), context,
        ctypes.c_ulonglong(len(context)), sealed[:24], key)
    assert code == 0, "the slot does not open"
    return out.raw


def mac(text, key):
    out = ctypes.create_string_buffer(32)
    SODIUM.crypto_generichash(
        out, ctypes.c_size_t(32), text, ctypes.c_ulonglong(len(text)), key, ctypes.c_size_t(32))
    return out.raw


def data_key(home):
    """Opens the key-file slot of byok's own store."""
    store = read(home, "keystore")
    kek = unb64(re.search(rb"^key (\S+)$", read(home, "unlock.key"), re.M)[1])
    head, check, wrap = re.search(rb"^(slot \d+ keyfile \S+ (\S+) )(\S+)$", store, re.M).groups()
    assert b64(derive(kek, 2, b"byok-chk", 16)) == check, "the check is another one"
    line = re.search(rb"^store \S+\n", store, re.M)[0]
    return unseal(unb64(wrap), derive(kek, 1, b"byok-kek"), b"byok/1/slot\0" + line + head), line


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
