"""A stand-in for Africa's Talking, run as a process of its own: `python tests/alerts/gateway.py PORT`.

It speaks as the real one does (`POST /version1/messaging`) and keeps a log of what it has accepted, which is the truth that
tests compare with. How it behaves is told at `POST /control`.
"""

from __future__ import annotations

import http.server
import json
import sys
import threading
import time
from collections import deque
from urllib.parse import parse_qs

ACCEPTED = 101


class Gateway(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.clear()

    def clear(self) -> None:
        self.accepted: list[tuple[str, str, str]] = []  # number, reference, text
        self.calls: list[dict] = []
        self.planned: deque[dict] = deque()
        self.usual: dict = {"behaviour": "ok"}

    def next_behaviour(self) -> dict:
        with self.lock:
            return self.planned.popleft() if self.planned else self.usual

    def accept(self, numbers: list[str], text: str) -> list[dict]:
        with self.lock:
            first = len(self.accepted)
            told = [recipient(number, f"ATXid_{first + place}") for place, number in enumerate(numbers)]
            self.accepted += [(each["number"], each["messageId"], text) for each in told]
        return told


def recipient(number: str, reference: str = "None", code: int = ACCEPTED, status: str = "Success") -> dict:
    cost = "XOF 12.5000" if code == ACCEPTED else "0"
    return {"statusCode": code, "number": number, "status": status, "cost": cost, "messageId": reference}


def answer(recipients: list[dict], asked: int) -> dict:
    taken = sum(each["statusCode"] == ACCEPTED for each in recipients)
    message = f"Sent to {taken}/{asked} Total Cost: XOF {taken * 12.5:.4f}"
    return {"SMSMessageData": {"Message": message, "Recipients": recipients}}


class Handler(http.server.BaseHTTPRequestHandler):
    server: Gateway
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/accepted":
            self.reply(200, self.server.accepted)
        elif self.path == "/calls":
            self.reply(200, self.server.calls)
        else:
            self.reply(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/version1/messaging":
            self.take(body)
        elif self.path == "/control":
            self.control(json.loads(body))
        else:
            self.reply(404, {})

    def take(self, body: str) -> None:
        form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        numbers, planned = form["to"].split(","), self.server.next_behaviour()
        call = {"behaviour": planned["behaviour"], "seconds": planned.get("seconds", 0), "numbers": len(numbers)}
        call["at"] = time.time()
        self.server.calls.append(call | {name: form.get(name) for name in ("from", "username", "message", "enqueue")})
        getattr(self, "be_" + planned["behaviour"])(numbers, form["message"], planned)

    def control(self, asked: dict) -> None:
        if asked.get("clear"):
            self.server.clear()
        if asked.get("release"):
            self.server.released.set()
        if "usual" in asked:
            self.server.usual = asked["usual"]
        self.server.planned.extend(asked.get("next", []))
        self.reply(200, {})

    def be_ok(self, numbers: list[str], text: str, planned: dict) -> None:
        time.sleep(planned.get("seconds", 0))
        self.reply(
            201, answer(self.server.accept(numbers, text), len(numbers)), planned.get("type", "application/json")
        )

    def be_status(self, numbers: list[str], text: str, planned: dict) -> None:
        """Refuses the whole call by its HTTP status."""
        self.reply(planned["status"], {"error": "refused"}, more=planned.get("headers", {}))

    def be_half(self, numbers: list[str], text: str, planned: dict) -> None:
        """Accepts, and breaks off in the middle of a sound answer."""
        whole = json.dumps(answer(self.server.accept(numbers, text), len(numbers)))
        self.reply(201, whole[: len(whole) // 2])

    def be_error_after_accepting(self, numbers: list[str], text: str, planned: dict) -> None:
        self.server.accept(numbers, text)
        self.reply(planned["status"], {"error": "later"})

    def be_empty(self, numbers: list[str], text: str, planned: dict) -> None:
        """Takes nothing, and calls it a success."""
        self.reply(201, {"SMSMessageData": {"Message": planned["message"], "Recipients": []}})

    def be_partial(self, numbers: list[str], text: str, planned: dict) -> None:
        """Accepts every second number, refuses the others with `code`; in another order than asked."""
        told = self.server.accept(numbers[::2], text)
        told += [recipient(number, code=planned["code"], status=planned["status"]) for number in numbers[1::2]]
        self.reply(201, answer(told[::-1], len(numbers)))

    def be_silent_about_one(self, numbers: list[str], text: str, planned: dict) -> None:
        """Accepts all, and does not speak of the last."""
        self.reply(201, answer(self.server.accept(numbers, text)[:-1], len(numbers)))

    def be_hang(self, numbers: list[str], text: str, planned: dict) -> None:
        """Accepts, and never answers."""
        self.server.accept(numbers, text)
        self.server.released.wait(planned.get("seconds", 60))
        self.close_connection = True

    def be_late(self, numbers: list[str], text: str, planned: dict) -> None:
        """Accepts, and answers when it is told to (`release`)."""
        told = answer(self.server.accept(numbers, text), len(numbers))
        self.server.released.wait(60)
        self.reply(201, told)

    def be_hang_up(self, numbers: list[str], text: str, planned: dict) -> None:
        """Accepts, and closes the line without a word."""
        self.server.accept(numbers, text)
        self.close_connection = True

    def reply(self, status: int, body: object, kind: str = "application/json", more: dict | None = None) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass


if __name__ == "__main__":
    Gateway(int(sys.argv[1])).serve_forever()
