"""The format of the keystore once more, for stores that byok did not write: ctypes on libsodium."""

import base64
import ctypes
import os
import re

from harness import read, sequence

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


def stretch(passphrase, salt, passes, kibibytes):
    out = ctypes.create_string_buffer(32)
    assert SODIUM.crypto_pwhash(
        out, ctypes.c_ulonglong(32), passphrase, ctypes.c_ulonglong(len(passphrase)), salt,
        ctypes.c_ulonglong(passes), ctypes.c_size_t(kibibytes << 10), 2) == 0
    return out.raw


def add_cheap_passphrase(home, number, passphrase):
    """Adds a slot that costs the least that byok takes: 8 MiB, once over."""
    dek, line = data_key(home)
    salt = os.urandom(16)
    key = stretch(passphrase, salt, 1, 8192)
    head = b"slot %d passphrase argon2id13 1 8192 %s %s " % (
        number, b64(salt), b64(derive(key, 2, b"byok-chk", 16)))
    wrap = seal(dek, derive(key, 1, b"byok-kek"), b"byok/1/slot\0" + line + head)
    store = read(home, "keystore")
    covered = store[:store.rindex(b" ") + 1].replace(
        b"seq %d\n" % sequence(home), b"seq %d\n" % (sequence(home) + 1))
    place = covered.index(b"\nkey ") + 1
    covered = covered[:place] + head + b64(wrap) + b"\n" + covered[place:]
    with open(os.path.join(home, "keystore"), "wb") as file:
        file.write(covered + b64(mac(covered, derive(dek, 1, b"byok-mac"))) + b"\n")
