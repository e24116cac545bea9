"""The format of the keystore once more, for stores that byok did not write: ctypes on libsodium."""

import ctypes
import os
import re
import sys

from harness import HERE, read, sequence

sys.path.insert(0, os.path.join(HERE, "..", "interop"))
from fill_keystore import SODIUM, b64, data_key, derive, mac, seal


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
