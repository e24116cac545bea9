"""A server of FastMCP: web.py PORT, or over its standard streams without one."""

import sys

from fastmcp import FastMCP

server = FastMCP("web")


@server.tool(annotations={"readOnlyHint": True})
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool
def fail() -> str:
    """Fails."""
    raise ValueError("it always does")


if len(sys.argv) > 1:
    server.run(transport="http", host="127.0.0.1", port=int(sys.argv[1]), show_banner=False)
else:
    server.run()
