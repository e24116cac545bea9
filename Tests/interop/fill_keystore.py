#!/usr/bin/env python3
"""Fills a keystore with keys, by another implementation of the format (ctypes on libsodium).

    Tests/interop/fill_keystore.py HOME COUNT    HOME is BYOK_HOME of a keystore with one key
"""

import base64
import ctypes
import os
import re
import sys
import time

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


def read(home, name):
    with open(os.path.join(home, name), "rb") as file:
        return file.read()


def data_key(home):
    """Opens the key-file slot of byok's own store."""
    store = read(home, "keystore")
    kek = unb64(re.search(rb"^key (\S+)$", read(home, "unlock.key"), re.M)[1])
    head, check, wrap = re.search(rb"^(slot \d+ keyfile2 \S+ (\S+) )(\S+)$", store, re.M).groups()
    line = re.search(rb"^store \S+\n", store, re.M)[0]
    number = int.from_bytes(unb64(line.split()[1])[:8], "little")
    assert b64(derive(kek, number, b"byok-chk", 16)) == check, "the check is another one"
    return unseal(unb64(wrap), derive(kek, 1, b"byok-kek"), b"byok/1/slot\0" + line + head), line


def name(number):
    return f"groq/n{number:05}"


def secret(name):
    """The key that stands under a name."""
    return "sk-" + name.replace("/", "-") + "-0123456789abcdef"


def fill(home, count):
    """Writes a store of so many keys in place of byok's, with its slots."""
    dek, line = data_key(home)
    mac_key, entry_key = derive(dek, 1, b"byok-mac"), derive(dek, 2, b"byok-ent")
    store = read(home, "keystore")
    slots = b"".join(re.findall(rb"^slot .*\n", store, re.M))
    sequence = int(re.search(rb"^seq (\d+)$", store, re.M)[1])
    text = [b"byok-keystore 3\n", line, b"seq %d\n" % (sequence + 1), slots]
    now = int(time.time())
    for number in range(count):
        head = b"key %s n%05d groq https://api.groq.com api-key %d %d " % (
            b64(os.urandom(16)), number, now, now)
        plain = b"base_url https://api.groq.com/openai/v1\n\n" + secret(name(number)).encode()
        plain += b"\x80" + bytes(-(len(plain) + 1) % 64)
        text += [head, b64(seal(plain, entry_key, b"byok/1/key\0" + line + head)), b"\n"]
    covered = b"".join(text) + b"end %d " % count
    with open(os.path.join(home, "keystore"), "wb") as file:
        file.write(covered + b64(mac(covered, mac_key)) + b"\n")
    if os.path.exists(os.path.join(home, "seen")):
        os.remove(os.path.join(home, "seen"))


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
