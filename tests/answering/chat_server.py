"""A local stand-in for a paid provider: it speaks enough of the OpenAI API to answer, and to fail, as one does."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ChatServer:
    """Set ``mode`` to ``answer``, ``hang``, ``cut`` (in the middle of a piece), ``stop`` (between two), ``empty``,
    ``hold`` (half of the words, the rest when ``released`` is set), or a status code with ``message``. ``text`` is
    what it answers; ``requests`` keeps what it was asked. ``failures`` are status codes of the next requests, before
    ``mode`` counts."""

    def __init__(self) -> None:
        self.mode: str | int = "answer"
        self.text = ""
        self.message = "no"
        self.requests: list[dict] = []
        self.authorization = ""
        self.failures: list[int] = []
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                pass

            def do_POST(self) -> None:
                server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                server.authorization = self.headers.get("Authorization", "")
                if server.failures:
                    self._fail(server.failures.pop(0))
                    return
                if isinstance(server.mode, int):
                    self._fail(server.mode)
                    return
                if server.mode == "hang":
                    time.sleep(3)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                words = [] if server.mode == "empty" else server.text.split(" ")
                if server.mode in ("cut", "stop"):
                    words = words[: len(words) // 2]
                for i, word in enumerate(words):
                    if server.mode == "hold" and i == len(words) // 2:
                        server.released.wait(60)
                    self._piece({"content": f" {word}" if i else word})
                if server.mode == "cut":
                    self.wfile.write(b'40\r\ndata: {"id": "x", "choi')
                    self.close_connection = True
                    return
                if server.mode in ("answer", "empty", "hold"):
                    self._piece({}, "stop")
                    self._write("data: [DONE]\n\n")
                self.wfile.write(b"0\r\n\r\n")

            def _write(self, text: str) -> None:
                self.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())
                self.wfile.flush()

            def _piece(self, delta: dict, finish: str | None = None) -> None:
                choice = {"index": 0, "delta": delta, "finish_reason": finish}
                chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
                self._write(f"data: {json.dumps(chunk)}\n\n")

            def _fail(self, code: int) -> None:
                body = json.dumps({"error": {"message": server.message, "code": code}}).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(body)

        return Handler
