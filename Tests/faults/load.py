"""Many writers and readers at once, and lock holders that do not let go."""

import os
import re
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from harness import (
    BYOK, LIMIT, WORK, add, fingerprints, leftovers, made, must, run, secret, sequence,
)

WRITES = 200
READERS = 50
KEY_FILES = 60


def concurrency_cases():
    def many_writers():
        home = made("writers")
        before = sequence(home)
        environment = {"PATH": os.environ["PATH"], "BYOK_HOME": home}
        processes = []
        for number in range(WRITES):
            process = subprocess.Popen(
                [BYOK, "keys", "add", f"groq/n{number}"], env=environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            process.stdin.write(secret(f"groq/n{number}").encode())
            process.stdin.close()
            process.stdin = None
            processes.append(process)
        for process in processes:
            _, err = process.communicate(timeout=LIMIT)
            assert process.returncode == 0, err
        check_all(home, before)

    def readers_beside_writers():
        home = made("readers")
        before = sequence(home)
        want = secret("openai/default") + "\n"
        done, reads, failures = threading.Event(), [], []

        def reader(number):
            while not done.is_set():
                # At the lowest priority, so that fifty of them leave the writers some time.
                if number % 2:
                    result = run(["keys", "list", "--json"], home, before=["nice", "-n", "19"])
                    good = result.status == 0
                else:
                    result = run(["keys", "show", "openai/default", "--reveal"], home,
                                 before=["nice", "-n", "19"])
                    good = result.status == 0 and result.out == want
                reads.append(1)
                if not good:
                    failures.append(str(result))

        readers = [threading.Thread(target=reader, args=[n]) for n in range(READERS)]
        for thread in readers:
            thread.start()
        try:
            with ThreadPoolExecutor(4) as pool:
                for result in pool.map(lambda n: add(f"groq/n{n}", home), range(WRITES)):
                    must(result)
        finally:
            done.set()
            for thread in readers:
                thread.join()
        assert not failures, f"{len(failures)} of {len(reads)} reads failed: {failures[0]}"
        assert len(reads) >= READERS, f"only {len(reads)} reads"
        check_all(home, before)
        return ["reads"] * len(reads)

    def readers_beside_new_key_files():
        home = made("new-key-files")
        want, failures, reads, done = secret("openai/default") + "\n", [], [], threading.Event()

        def reader():
            while not done.is_set():
                result = run(["keys", "show", "openai/default", "--reveal"], home)
                reads.append(1)
                if result.status != 0 or result.out != want or "warning" in result.err:
                    failures.append(str(result))

        readers = [threading.Thread(target=reader) for _ in range(4)]
        for thread in readers:
            thread.start()
        try:
            for _ in range(KEY_FILES):
                must(run(["keys", "rekey", "--new-key-file"], home))
                os.remove(os.path.join(home, "unlock.key.bak"))
        finally:
            done.set()
            for thread in readers:
                thread.join()
        assert not failures, f"{len(failures)} of {len(reads)} reads failed: {failures[0]}"
        assert len(reads) >= KEY_FILES, f"only {len(reads)} reads"
        return ["reads"] * len(reads)

    return [(f"readers beside {KEY_FILES} new key files", readers_beside_new_key_files),
            (f"{WRITES} writers at once", many_writers),
            (f"{READERS} readers beside {WRITES} writers", readers_beside_writers)]


def check_all(home, before):
    names = set(fingerprints(home))
    missing = {f"groq/n{number}" for number in range(WRITES)} - names
    assert not missing, f"lost: {sorted(missing)[:5]}"
    assert len(names) == WRITES + 3, f"{len(names)} keys"
    assert sequence(home) == before + WRITES, f"seq went from {before} to {sequence(home)}"
    assert not leftovers(home), leftovers(home)


class StoppedHolder:
    """A byok that is stopped while it holds the lock, just before its file is complete."""

    def __init__(self, home):
        trace = os.path.join(WORK, f"holder-{os.path.basename(home)}")
        self.tracer = subprocess.Popen(
            ["strace", "-f", "-o", trace, "-e", "trace=fsync",
             "-e", "inject=fsync:signal=STOP:when=1", BYOK, "keys", "add", "openai/holder"],
            env={"PATH": os.environ["PATH"], "BYOK_HOME": home}, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.tracer.stdin.write(secret("openai/holder").encode())
        self.tracer.stdin.close()
        end = time.monotonic() + LIMIT
        while "--- stopped by SIGSTOP" not in read_text(trace):
            if time.monotonic() > end or self.tracer.poll() is not None:
                self.kill()
                raise AssertionError(f"it did not stop: {read_text(trace)}")
            time.sleep(0.02)

    def kill(self):
        """Kills byok and its tracer, which are a session of their own."""
        if self.tracer.poll() is None:
            os.killpg(self.tracer.pid, 9)
            self.tracer.wait(LIMIT)


def read_text(path):
    return open(path).read() if os.path.exists(path) else ""


def lock_cases():
    def stopped():
        home = made("stopped")
        holder = StoppedHolder(home)
        try:
            start = time.monotonic()
            result = add("openai/late", home)
            waited = time.monotonic() - start
            assert result.status == 1, str(result)
            assert "another byok has been writing" in result.err, str(result)
            assert "hint: " in result.err and waited >= 9.5, f"{waited} s: {result}"
            assert len(fingerprints(home)) == 3, "readers must not wait for the lock"
        finally:
            holder.kill()
        must(add("openai/late", home))
        assert set(fingerprints(home)) == {"groq/a", "groq/b", "openai/default", "openai/late"}
        assert not leftovers(home), leftovers(home)

    def killed():
        home = made("killed")
        holder = StoppedHolder(home)
        try:
            with ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(add, "openai/late", home)
                time.sleep(0.5)
                assert not waiting.done(), f"it did not wait: {waiting.result()}"
                holder.kill()
                must(waiting.result())
        finally:
            holder.kill()
        assert set(fingerprints(home)) == {"groq/a", "groq/b", "openai/default", "openai/late"}
        assert not leftovers(home), leftovers(home)

    return [("a holder that is stopped: busy after the wait", stopped),
            ("a holder that is killed frees the lock", killed)]
