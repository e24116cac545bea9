"""Credentials on a file system without Unix permissions: a vfat image, mounted by root."""

import os
import struct
import subprocess

from harness import WORK, must, run

TOKENS = ('{"access_token":"qw-0123456789abcdef","refresh_token":"qr-0123456789abcdef",'
          '"token_type":"Bearer","resource_url":"portal.qwen.ai","expiry_date":4000000000000}')


def image(path):
    """Writes an empty FAT12 file system of 1 MiB; mkfs.vfat need not be installed."""
    sectors, per_fat = 2048, 6
    boot = struct.pack(
        "<3s8sHBHBHHBHHHLLBBBL11s8s", b"\xeb\x3c\x90", b"byoktest", 512, 1, 1, 2, 224, sectors, 0xF8,
        per_fat, 32, 2, 0, 0, 0x80, 0, 0x29, 1, b"BYOK       ", b"FAT12   ")
    content = bytearray(sectors * 512)
    content[:len(boot)] = boot
    content[510:512] = b"\x55\xaa"
    for fat in (1, 1 + per_fat):
        content[fat * 512:fat * 512 + 3] = b"\xf8\xff\xff"
    with open(path, "wb") as file:
        file.write(content)


def mounted():
    """The folder where such an image is mounted, and why none is."""
    folder, path = os.path.join(WORK, "vfat"), os.path.join(WORK, "vfat.img")
    os.makedirs(folder, exist_ok=True)
    image(path)
    mount = subprocess.run(
        ["mount", "-t", "vfat", "-o", "loop,umask=000", path, folder], capture_output=True,
        text=True)
    return (None, mount.stderr.strip()) if mount.returncode else (folder, None)


def modeless_cases():
    folder, reason = mounted()
    if folder is None:
        print(f"SKIP credentials on vfat: it cannot be mounted here: {reason}")
        return []

    def check():
        try:
            place = os.path.join(folder, ".qwen", "oauth_creds.json")
            os.makedirs(os.path.dirname(place))
            with open(place, "w") as file:
                file.write(TOKENS)
            assert os.stat(place).st_mode & 0o777 == 0o777
            listed = must(run(["creds", "list", "--path", place], WORK))
            assert "ready" in listed.out, listed
            assert "mode 0777 does not show who else can use it" in listed.err, listed
            must(run(["creds", "import", "qwen", place], os.path.join(WORK, "vfat-home")))
            refused = run(["config", "set", "model", "echo/echo"], os.path.join(folder, "home"))
            assert refused.status != 0 and "can write" in refused.err, refused
            written = os.path.join(folder, "reply.txt")
            for word in ("one", "two"):
                must(run(["chat", "-n", "-m", "echo/echo", "-o", written, word], WORK))
                assert open(written).read() == word + "\n"
        finally:
            subprocess.run(["umount", folder], check=True)

    return [("credentials on vfat", check)]
