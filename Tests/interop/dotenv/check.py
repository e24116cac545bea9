"""Random files of variables through 'byok keys add --from-env-file', held against python-dotenv.

Of every key that is written into a file, in any form, two things are demanded: what is sealed for it
has exactly its bytes, and if it is not sealed, its variable or its line is reported and the status is
not 0. Where python-dotenv reads a value that looks like a key, it is that key.

    check.py BYOK [FILES [SEED]]
"""
import concurrent.futures
import io
import json
import logging
import random
import re
import subprocess
import sys
import tempfile

import dotenv

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
# Variables, the providers that read them, and how a key of each begins.
PROVIDERS = [
    ("OPENAI_API_KEY", "openai", "sk-proj-", 24), ("ANTHROPIC_API_KEY", "anthropic", "sk-ant-api03-", 24),
    ("GROQ_API_KEY", "groq", "gsk_", 52), ("MISTRAL_API_KEY", "mistral", "", 32),
    ("COHERE_API_KEY", "cohere", "", 40), ("TOGETHER_API_KEY", "together", "tgp_v1_", 30),
    ("FIREWORKS_API_KEY", "fireworks", "fw_", 24), ("PERPLEXITY_API_KEY", "perplexity", "pplx-", 48),
]
# How a line sets a variable; {n} is the name, {k} the key.
FORMS = [
    "{n}={k}", "{n}={k} # a comment", "{n}={k}\t", "{n} = {k}", "  {n}={k}", "{n}=\"{k}\"", "{n}='{k}'",
    "{n}='{k}' # it's a comment", "export {n}={k}", "export\t{n}=\"{k}\"", "export {n}={k};", "export {n}='{k}'; :",
    "declare -x {n}=\"{k}\"", "typeset -x {n}={k}", "set {n}={k}", "set \"{n}={k}\"", "setx {n} {k}",
    "set -gx {n} {k}", "set -x {n} '{k}'", "setenv {n} {k}", "$env:{n} = \"{k}\"", "$env:{n}='{k}'", "{n}: {k}",
    "{n}: \"{k}\"", "\"{n}\": \"{k}\",", "- {n}={k}", "Environment={n}={k}", "Environment=\"{n}={k}\"",
    "ENV {n}={k}", "{n}=\"\n{k}\n\"", "{n}=\"{a}\"\"{b}\"", "{n}='{a}''{b}'", "{n}=\"{a}\"{b}", "{n}=\"{k}\\n\"",
    "{n}=\\\n{k}", "{n}=`{k}`", "{n}=\"{a}\\{b}\"", "docker run -e {n}={k} image", "alias x='{n}={k} x'",
    "{n}+={k}", "{n} {k}", "X=1 {n}={k}", "export X {n}={k} Y=2", "{n}=\"{k}\" y", "{n}_WORK={k}",
    "SCRIPT='\nexport {n}={k}\n'", "echo '{n}={k}' >>x",
]
NOISE = [
    "", "# {n}={k}", "DEBUG=1", "URL=https://example.com/?a=b#c", "NOTE=\"two\nlines\"", "NOTE=it's fine", "export PATH",
    "[section]", "TEXT='a # b'", "EMPTY=", "   ", "PEM=\"-----BEGIN X-----\nabc=\n-----END X-----\"", "if true; then",
    "J={{\"a\": 1}}", "ÜMLAUT=ü",
]
ENDS = ["\n", "\n", "\n", "\r\n", "\r"]


def key(source, row):
    return row[2] + "".join(source.choice(LETTERS) for _ in range(row[3]))


def make(source):
    """A file, and the keys in it: (variable, provider, key, its line, its form)."""
    rows = source.sample(PROVIDERS, source.randint(1, 6))
    parts, keys, line = [], [], 1
    for row in rows:
        for _ in range(source.choice([0, 0, 1, 2])):
            parts.append(source.choice(NOISE).format(n=source.choice(PROVIDERS)[0], k="0"))
        form = source.choice(FORMS)
        value = key(source, row)
        # Not the last character: with a backslash before it, it may be a line break at the end, which no key has.
        cut = source.randint(1, len(value) - 2)
        keys.append((row[0], row[1], value, 1 + sum(part.count("\n") + 1 for part in parts), form))
        parts.append(form.format(n=row[0], k=value, a=value[:cut], b=value[cut:]))
    end = source.choice(ENDS)
    text = "\n".join(parts) + ("\n" if source.random() < 0.8 else "")
    data = text.replace("\n", end).encode()
    encoding = source.choice(["utf-8", "utf-8", "utf-8", "mark", "utf-16"])
    if encoding == "mark":
        data = b"\xef\xbb\xbf" + data
    if encoding == "utf-16":
        data = data.decode().encode("utf-16")
    return data, text, keys


def run(byok, home, *words, data=None):
    environment = {"HOME": home, "BYOK_HOME": home, "BYOK_NO_INPUT": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    return subprocess.run([byok, *words], env=environment, input=data, capture_output=True, timeout=60)


def check(byok, seed):
    """What is wrong with a file; nothing if all is right."""
    data, text, keys = make(random.Random(seed))
    with tempfile.TemporaryDirectory() as home:
        result = run(byok, home, "keys", "add", "--from-env-file", "-", data=data)
        report = result.stderr.decode()
        listed = json.loads(run(byok, home, "keys", "list", "--json").stdout or b"[]")
        sealed = {}
        for row in listed:
            name = f"{row['provider']}/{row['label']}"
            sealed.setdefault(row["provider"], []).append(
                run(byok, home, "keys", "show", name, "--reveal").stdout.decode().rstrip("\n"))
    flaws = []
    if result.returncode not in (0, 2):
        flaws.append(f"status {result.returncode}")
    for variable, provider, value, line, form in keys:
        if sealed.get(provider) == [value]:
            continue
        if provider in sealed:
            flaws.append(f"{form!r}: something else is sealed")
        elif result.returncode == 0:
            flaws.append(f"{form!r}: not sealed, and the status is 0")
        elif not re.search(rf"\b{variable}|\bline {line}\b", report) and "is not closed" not in report:
            flaws.append(f"{form!r}: not sealed, and not reported")
    read = dotenv.dotenv_values(stream=io.StringIO(text), interpolate=False)
    truth = {variable: value for variable, _, value, _, _ in keys}
    for variable, provider, beginning, _ in PROVIDERS:
        value = (read.get(variable) or "").strip()
        if re.fullmatch(re.escape(beginning) + "[A-Za-z0-9]+", value) and value == truth.get(variable):
            if provider not in sealed and result.returncode == 0:
                flaws.append(f"{variable}: python-dotenv reads it, byok does not, in silence")
    if sealed and set(sealed) - {provider for _, provider, _, _, _ in keys}:
        flaws.append("a key is sealed that is not in the file")
    return [f"seed {seed}: {flaw}\n{text}\n--\n{report}" for flaw in flaws]


def main():
    byok = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 40)
    logging.disable(logging.CRITICAL)  # what python-dotenv cannot read is no news
    print(f"{count} files from seed {first}, beside python-dotenv", flush=True)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        flaws = [flaw for found in pool.map(lambda seed: check(byok, seed), range(first, first + count)) for flaw in found]
    for flaw in flaws[:5]:
        print(flaw)
    print(f"{len(flaws)} flaws")
    sys.exit(1 if flaws else 0)


main()
