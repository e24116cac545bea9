#!/usr/bin/env python3
"""Batch APIs on loopback, of every shape that byok asks, with faults by name.

usage: batch-server.py FOLDER [FAULT...]

It writes its port to FOLDER/port, each request to FOLDER/log as METHOD PATH, and to FOLDER/creates a line
for each batch that was created with effect. It ends when FOLDER/stop appears.

A prompt decides what comes of its request: one with FAIL is answered by HTTP 400, one with LIMIT by 429,
one with EXPIRE expires, one with CANCEL is cancelled, one with LOST has no result; others are echoed.
With the fault pad=N, each PAD in the results is so many bytes.
"""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER, FAULTS = sys.argv[1], set(sys.argv[2:])
PAD = next((b"x" * int(fault[4:]) for fault in FAULTS if fault.startswith("pad=")), b"PAD")
LOCK = threading.Lock()
FILES, BATCHES, COUNTS = {}, {}, {}


def note(name, text):
    with open(os.path.join(FOLDER, name), "a") as file:
        file.write(text + "\n")


def once(name, times=1):
    """Whether a fault is wanted, and has not come so many times."""
    if name not in FAULTS:
        return False
    COUNTS[name] = COUNTS.get(name, 0) + 1
    return COUNTS[name] <= times


def prompt(body):
    if "contents" in body:
        return body["contents"][-1]["parts"][0]["text"]
    content = body["messages"][-1]["content"]
    return content if isinstance(content, str) else content[0]["text"]


def reply(body, text, shape):
    if shape == "messages":
        return {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"],
                "content": [{"type": "text", "text": text}], "stop_reason": "end_turn",
                "usage": {"input_tokens": 10, "output_tokens": 4, "service_tier": "batch"}}
    if shape == "operations":
        return {"candidates": [{"content": {"role": "model", "parts": [{"text": text}]},
                                "finishReason": "STOP"}],
                "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 4},
                "modelVersion": "m"}
    return {"id": "c1", "object": "chat.completion", "model": body["model"],
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text},
                         "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 10, "completion_tokens": 4}}


def outcome(line, shape):
    """The result line of a request; None for none."""
    name = line.get("custom_id") or line.get("key")
    body = line.get("body") or line.get("params") or line.get("request")
    text = prompt(body)
    bad = {"message": "bad request: " + text, "type": "invalid_request_error", "code": "bad"}
    if "LOST" in text:
        return None
    if shape == "messages":
        if "FAIL" in text:
            result = {"type": "errored", "error": {"type": "error", "error": bad}}
        elif "LIMIT" in text:
            error = {"type": "rate_limit_error", "message": "slow down"}
            result = {"type": "errored", "error": {"type": "error", "error": error}}
        elif "EXPIRE" in text:
            result = {"type": "expired"}
        elif "CANCEL" in text:
            result = {"type": "canceled"}
        else:
            result = {"type": "succeeded", "message": reply(body, text, shape)}
        return {"custom_id": name, "result": result}
    if shape == "operations":
        if "FAIL" in text:
            return {"key": name, "error": {"code": 3, "message": bad["message"]}}
        return {"key": name, "response": reply(body, text, shape)}
    if "VLLM" in text:
        return {"id": "r", "custom_id": name, "response": {"status_code": 400},
                "error": {"message": "bad request", "code": 400}}
    if "FAIL" in text:
        response, error = {"status_code": 400, "request_id": "q", "body": {"error": bad}}, None
    elif "LIMIT" in text:
        response, error = {"status_code": 429, "body": {"error": {"message": "slow down"}}}, None
    elif "EXPIRE" in text:
        response, error = None, {"code": "batch_expired", "message": "expired"}
    elif "CANCEL" in text:
        response, error = None, {"code": "batch_cancelled", "message": "cancelled"}
    else:
        response, error = {"status_code": 200, "request_id": "q",
                           "body": reply(body, text, shape)}, None
    return {"id": "r", "custom_id": name, "response": response, "error": error}


def results(lines, shape):
    """The two files of results: answers and errors, in another order than the requests."""
    answers, errors = [], []
    for line in reversed(lines):
        result = outcome(line, shape)
        if result is None:
            continue
        good = (result.get("response") or {}).get("status_code") == 200 or shape in (
            "messages", "operations", "requests")
        (answers if good else errors).append(json.dumps(result))
    if "duplicates" in FAULTS and answers:
        answers.append(answers[0])
    if "foreign" in FAULTS:
        answers.append(json.dumps({"custom_id": "someone-else-1", "response": {
            "status_code": 200, "body": {"error": {"message": "not yours"}}}}))
    if "half-line" in FAULTS and answers:
        answers.append(answers[0][:20])
    return answers, errors


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, document, status=200, headers=()):
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def error(self, status, message, code=None):
        self.send({"error": {"message": message, "type": "invalid_request_error", "code": code}}, status)

    def body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            data = b""
            while True:
                size = int(self.rfile.readline().strip(), 16)
                data += self.rfile.read(size)
                self.rfile.readline()
                if size == 0:
                    return data
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(2)

    def stall(self):
        """Waits until FOLDER/go appears, whatever became of the client."""
        note("stalled", self.path)
        while not os.path.exists(os.path.join(FOLDER, "go")):
            time.sleep(0.01)

    def handle_one(self):
        data = self.body()
        path, _, query = self.path.partition("?")
        note("log", f"{self.command} {path}")
        key = (self.headers.get("Authorization") or self.headers.get("x-api-key")
               or self.headers.get("x-goog-api-key") or "").removeprefix("Bearer ")
        if not key:
            return self.error(401, "no key")
        uploads = self.command == "POST" and path.endswith("/files")
        creates = self.command == "POST" and path in (
            "/v1/batches", "/v1/messages/batches", "/v1/batch/jobs") or "batchGenerate" in path
        if uploads and once("stall-upload") or creates and once("stall-before"):
            self.stall()
        with LOCK:
            if uploads:
                return self.upload(data)
            if creates:
                return self.create(path, json.loads(data), data, key)
            if path.endswith("/content"):
                return self.content(path.split("/")[-2])
            if path.endswith(":download"):
                return self.content(path.split("/")[-1].removesuffix(":download"))
            if path.endswith("/results"):
                return self.content(path.split("/")[-2] + "-out")
            if path.endswith(("/cancel", ":cancel")):
                return self.cancel(path)
            if self.command == "DELETE":
                return self.send({"deleted": True})
            if path in ("/v1/batches", "/v1/messages/batches", "/v1/batch/jobs", "/v1beta/batches"):
                return self.list(key)
            return self.show(path.split("/")[-1], key)

    do_GET = do_POST = do_DELETE = handle_one

    def upload(self, data):
        if once("upload-redirect"):
            return self.send({}, 307, [("Location", "https://elsewhere.invalid/upload")])
        kind = self.headers["Content-Type"]
        boundary = kind.split("boundary=")[1].encode()
        parts = data.split(b"--" + boundary)
        part = next(p for p in parts if b"application/jsonl" in p)
        content = part.split(b"\r\n\r\n", 1)[1].rstrip(b"\r\n")
        if "multipart/form-data" in kind:
            assert any(b'name="purpose"' in p and b"\r\n\r\nbatch\r\n" in p for p in parts)
            assert b".jsonl" in part
        name = f"file-{len(FILES) + 1}"
        FILES[name] = content
        note("uploads", name)
        if once("upload-cut"):
            return self.cut()
        if "related" in kind:
            return self.send({"file": {"name": "files/" + name}})
        self.send({"id": name, "object": "file", "purpose": "batch", "status": "processed",
                   "bytes": len(content), "created_at": int(time.time()), "filename": "requests.jsonl"})

    def create(self, path, request, data, key):
        if "batchGenerate" in path:
            shape, source = "operations", request["batch"]["inputConfig"]["fileName"].split("/")[1]
        elif "messages" in path:
            shape, source = "messages", None
        elif "jobs" in path:
            shape, source = "jobs", request["input_files"][0]
        else:
            shape, source = "files", request.get("input_file_id")
        if shape == "files" and source is None:
            shape = "requests"
            assert data.index(b'"endpoint"') < data.index(b'"model"') < data.index(b'"requests"')
        if once("fresh-file", 2):
            return self.error(400, f"Cannot find file {source}, or organization does not have access")
        if once("refused"):
            return self.error(400, "this model has no batches")
        if "refused-second" in FAULTS and len(BATCHES) == 1 and once("refused-second"):
            return self.error(400, "not now")
        if once("limited") or "limited-always" in FAULTS:
            return self.error(429, "too many batches")
        if once("broken-before"):
            return self.error(500, "it broke before the batch was created")
        if source:
            lines = [json.loads(line) for line in FILES[source].splitlines()]
        else:
            lines = request["requests"]
        assert not any("stream" in (l.get("body") or l.get("params") or {}) for l in lines)
        for line in lines:
            if "url" in line:
                assert line["url"] == request["endpoint"], line["url"]
        names = [line.get("custom_id") or line.get("key") for line in lines]
        assert len(set(names)) == len(names)
        number = len(BATCHES) + 1
        name = {"files": f"batch_{number}", "requests": f"batch_{number}", "jobs": f"job-{number}",
                "messages": f"msgbatch_{number}", "operations": f"op{number}"}[shape]
        answers, errors = results(lines, shape)
        batch = {"name": name, "shape": shape, "lines": lines, "request": request, "source": source,
                 "polls": 0, "created": int(time.time()), "key": key, "count": len(lines),
                 "failed": len(lines) - len(answers), "cancelled": False}
        BATCHES[name] = batch
        FILES[name + "-out"] = "\n".join(answers).encode()
        FILES[name + "-err"] = "\n".join(errors).encode()
        note("creates", name)
        if once("stall-after"):
            LOCK.release()
            self.stall()
            LOCK.acquire()
        if once("create-cut") or number == 3 and once("third-cut"):
            return self.cut()
        if once("create-broken"):
            return self.error(502, "bad gateway")
        if once("create-empty"):
            return self.send(b"")
        if once("create-lean"):
            return self.send({"id": name})
        self.send(self.document(batch))

    def document(self, batch):
        """A batch in its provider's words; each look brings it nearer to its end."""
        shape, name, polls = batch["shape"], batch["name"], batch["polls"]
        base = f"http://127.0.0.1:{PORT}"
        ended = polls >= (6 if "slow" in FAULTS else 1) or batch["cancelled"]
        good = batch["count"] - batch["failed"]
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.123456Z", time.gmtime(batch["created"]))
        if shape == "messages":
            counts = {"processing": 0 if ended else batch["count"], "succeeded": good if ended else 0,
                      "errored": batch["failed"] if ended else 0, "canceled": 0, "expired": 0}
            url = "https://elsewhere.invalid" if "wrong-origin" in FAULTS else base
            if "relative-url" in FAULTS:
                url = ""
            return {"id": name, "type": "message_batch", "created_at": stamp,
                    "processing_status": "ended" if ended else "in_progress",
                    "ended_at": stamp if ended else None, "request_counts": counts,
                    "results_url": f"{url}/v1/messages/batches/{name}/results" if ended else None}
        if shape == "operations":
            state = "BATCH_STATE_SUCCEEDED" if ended else "BATCH_STATE_RUNNING"
            metadata = {"state": state, "displayName": batch["request"]["batch"]["displayName"],
                        "createTime": stamp, "batchStats": {"requestCount": str(batch["count"])}}
            if ended:
                metadata["output"] = {"responsesFile": f"files/{name}-out"}
            return {"name": "batches/" + name, "metadata": metadata, "done": ended}
        if shape == "jobs":
            return {"id": name, "object": "batch", "status": "SUCCESS" if ended else "RUNNING",
                    "input_files": [batch["source"]], "created_at": batch["created"],
                    "total_requests": batch["count"], "succeeded_requests": good if ended else 0,
                    "failed_requests": batch["failed"] if ended else 0,
                    "metadata": batch["request"]["metadata"],
                    "output_file": name + "-out" if ended and good else None,
                    "error_file": name + "-err" if ended and batch["failed"] else None}
        status = "completed" if ended else "in_progress"
        document = {"id": name, "object": "batch", "status": status, "created_at": batch["created"],
                    "completed_at": int(time.time()) if ended else None, "errors": None,
                    "request_counts": {"total": batch["count"], "completed": good if ended else 0,
                                       "failed": batch["failed"] if ended else 0},
                    "output_file_id": None, "error_file_id": None}
        if shape == "requests":
            document["status"] = status
            if ended:
                lines = FILES[name + "-out"].decode().splitlines()
                document["results"] = [json.loads(line) for line in lines]
            return document
        for member in ("metadata", "endpoint", "completion_window"):
            document[member] = batch["request"].get(member)
        document["input_file_id"] = batch["source"]
        if ended and ("failed-batch" in FAULTS or "no-room" in FAULTS and name == "batch_1"):
            errors = [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}]
            document.update(status="failed", errors={"object": "list", "data": errors})
        elif ended and not (once("late-output", 2)):
            document["output_file_id"] = name + "-out" if good else None
            document["error_file_id"] = name + "-err" if batch["failed"] else (
                "" if "empty-error-id" in FAULTS else None)
        if batch["cancelled"]:
            document["status"] = "cancelled"
        if ended and "expires" in FAULTS:
            document["status"] = "expired"
        return document

    def list(self, key):
        if "no-list" in FAULTS:
            return self.error(500, "the list is broken")
        if once("late-list"):
            own = []
        else:
            own = [b for b in BATCHES.values() if b["key"] == key]
        if own and own[0]["shape"] == "operations":
            return self.send({"operations": [self.document(b) for b in own]})
        documents = [self.document(b) for b in own]
        self.send({"object": "list", "data": documents, "has_more": False})

    def show(self, name, key):
        batch = BATCHES.get(name)
        if batch is None or batch["key"] != key or once("unknown-at-first", 2):
            return self.error(404, f"No batch found with id '{name}'")
        if once("unavailable"):
            return self.error(503, "try again")
        document = self.document(batch)
        batch["polls"] += 1
        self.send(document)

    def content(self, name):
        if name not in FILES:
            return self.error(404, "No such file")
        if once("content-broken"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(FILES[name]) + 10))
            self.end_headers()
            self.wfile.write(FILES[name][:10])
            return self.cut()
        if once("content-cut"):
            # After the first line, and a half of the second.
            self.send_response(200)
            self.send_header("Content-Length", str(len(FILES[name])))
            self.end_headers()
            self.wfile.write(FILES[name][:FILES[name].index(b"\n") + 20])
            return self.cut()
        lines = FILES[name].splitlines(keepends=True)
        size = sum(len(line) + line.count(b"PAD") * (len(PAD) - 3) for line in lines)
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        for line in lines:
            self.wfile.write(line.replace(b"PAD", PAD))

    def cancel(self, path):
        name = path.split("/")[-2] if path.endswith("/cancel") else path.split("/")[-1].split(":")[0]
        batch = BATCHES[name]
        if batch["polls"] > 1 and "ended-cancel" in FAULTS:
            return self.error(409, "the batch has ended")
        batch["cancelled"] = True
        self.send(self.document(batch))


SERVER = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
SERVER.daemon_threads = True
PORT = SERVER.server_address[1]
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
with open(os.path.join(FOLDER, "port.new"), "w") as port:
    port.write(str(PORT))
os.rename(os.path.join(FOLDER, "port.new"), os.path.join(FOLDER, "port"))
start = time.time()
while not os.path.exists(os.path.join(FOLDER, "stop")) and time.time() - start < 600:
    time.sleep(0.05)
