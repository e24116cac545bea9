"""Keys and credentials behind a broker: they go from byok to its broker's memory and to the provider alone."""

import json
import os
import re
import shutil
import sys

from harness import CANARY, WORK, Server, says, sized
from traces import HOME, configure, holds, left, start, traced

# The release binary would ask the vendor itself.
DEBUG = os.path.abspath(".build/debug/byok")
REPLY = json.dumps({"choices": [{"message": {"content": "hi"}, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 3, "completion_tokens": 2}})
SAID = json.dumps({"error": {"message": f"the key {CANARY} is wrong"}})
# By the pipe of its standard input, and by the connections to the provider.
GOES = rb"\d+ +(?:write\(\d+<pipe:|send\w+\(\d+<TCP:)"
PIPE, WIRE = rb"\d+ +write\(\d+<pipe:", rb"\d+ +send\w+\(\d+<TCP:"
ASK = """
import http.client, os, re, sys
port = int(re.search(r":(\\d+)$", os.environ["BYOK_BROKER"])[1])
client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
body = '{"model":"m","messages":[]}'
token = os.environ[sys.argv[2]]
client.request("POST", sys.argv[1], body, {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
reply = client.getresponse()
print(reply.status, reply.getheaders(), reply.read())
print(open("/proc/self/environ").read())
"""


def ask(path, variable):
    return [sys.executable, "-S", "-c", ASK, path, variable]


def check(name, words, wanted, goes=GOES, needs=(PIPE, WIRE), **options):
    """A case: the program gets the status `wanted`, and the secret goes where `goes` says, each of `needs` once."""
    done, lines = traced(words, **options)
    output = done.stdout + done.stderr
    if done.returncode != 0 or not done.stdout.startswith(b"%d " % wanted):
        return name, f"status {done.returncode}: {output[-300:]!r}"
    if holds(output):
        return name, "the output holds the secret"
    elsewhere = [line for line in lines if not re.match(goes, line)]
    if elsewhere:
        return name, f"it goes elsewhere: {elsewhere[0][:200]!r}"
    if not all(any(re.match(pattern, line) for line in lines) for pattern in needs):
        return name, "it went nowhere, so the case shows nothing"
    found = list(left())
    return name, f"in clear: {found}" if found else None


def keys():
    words = ["exec", "--broker", "-v", "--summary", "leak", "--", *ask("/leak/v1/chat/completions", "LEAK_API_KEY")]
    for name, script, status in [
        ("a reply", says(sized(REPLY)), 200), ("a refusal that repeats it", says(sized(SAID, "401 No")), 401),
        ("a redirect that repeats it", says(sized("", "302 No", f"Location: http://127.0.0.1:1/{CANARY}")), 502),
    ]:
        server = Server(script)
        configure(server)
        yield check(f"exec --broker, {name}", words, status)
        server.stop()
    server = Server(says(sized(REPLY)))
    base = f"http://127.0.0.1:{server.port}/v1"
    # The first call of the trace is the test's own start of byok; none that follows has the variable.
    yield check("exec --broker, a key in the environment", words, 200, LEAK_API_KEY=CANARY, LEAK_BASE_URL=base)
    server.stop()


def credentials():
    folder = os.path.join(WORK, "qwen")
    os.makedirs(folder, 0o700, exist_ok=True)

    def write(access, refresh, expiry):
        with open(os.open(os.path.join(folder, "oauth_creds.json"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"access_token": access, "token_type": "Bearer", "refresh_token": refresh,
                       "resource_url": "portal.qwen.ai", "expiry_date": expiry}, file)

    words = ["exec", "--broker", "-v", "qwen-code", "--", *ask("/qwen-code/v1/chat/completions", "OPENAI_API_KEY")]
    renewed = json.dumps({"access_token": "FAKE-new", "refresh_token": "FAKE-new-refresh", "expires_in": 3600})
    for name, script, status, tokens in [
        ("an access token", says(sized(REPLY)), 200, (CANARY, "FAKE-r", 4_000_000_000_000)),
        ("a refusal that repeats it", says(sized(SAID, "401 No")), 401, (CANARY, None, 4_000_000_000_000)),
        ("a refresh token", None, 200, ("FAKE-a", CANARY, 1000)),
    ]:
        write(*tokens)
        server, vendor = Server(script or says(sized(REPLY))), Server(says(sized(renewed)))
        vendors = f"portal.qwen.ai=http://127.0.0.1:{server.port},chat.qwen.ai=http://127.0.0.1:{vendor.port}"
        # The broker reads them itself: they pass no pipe.
        yield check(f"credentials, {name}", words, status, goes=WIRE, needs=[WIRE], program=DEBUG, QWEN_HOME=folder,
                    BYOK_TEST_VENDORS=vendors)
        server.stop()
        vendor.stop()
    shutil.rmtree(folder)


def cases():
    shutil.rmtree(HOME, ignore_errors=True)
    start()
    try:
        return [*keys(), *credentials()]
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
        start()
