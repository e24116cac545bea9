"""What a core shows of a key while a request lasts: W12, by the checks of Tests/leaks/memory.py."""

import functools
import importlib.util
import os

import traces
from attempts import Attempt, Skip, authority, is_root, once, speaking_tls
from chunks import text
from harness import STALL, Server, head, says

place = os.path.join(os.path.dirname(traces.__file__), "memory.py")
specification = importlib.util.spec_from_file_location("leaks_memory", place)
leaks = importlib.util.module_from_spec(specification)
specification.loader.exec_module(leaks)


def everything():
    """One after the other: they share a home."""
    traces.start()
    found = {}
    for name, tls in [("http", False), ("TLS", True)]:
        server = Server(says(head(), text("hello"), STALL), speaking_tls("good") if tls else None)
        traces.configure(server)
        copies, locked = leaks.during(server, *(["--ca-file", authority("root")] if tls else []))
        found[name] = f"{copies} copies, {'locked memory' if locked else 'no locked memory'}"
        server.stop()
    return found


shown = once(everything)


def during(name):
    if not is_root():
        raise Skip("only root can read the memory of a process that no debugger may attach to")
    return shown()[name]


def closed():
    problem = leaks.unreadable()
    return f"open: {problem}" if problem else "closed"


def attempts():
    return [
        Attempt("W12", "the key in a core during a request by TLS", "0 copies, locked memory",
                functools.partial(during, "TLS")),
        Attempt("W12", "the key in a core during a request by http", "0 copies, locked memory",
                functools.partial(during, "http")),
        Attempt("W12", "environment, maps and memory of byok for another program of the same user",
                "closed", closed),
    ]
