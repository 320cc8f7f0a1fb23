"""A web site that embeds the widget: a small server of pages on an origin of its own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{head}</head>
<body><main><h1>A clinic</h1><p>Words of the clinic.</p></main></body></html>"""


class Site:
    """Serves `pages` at 127.0.0.1, which `origin` names, and under the name localhost, which is another origin."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the base class calls it so
                text, headers = pages.get(self.path, ("", {}))
                body = text.encode()
                self.send_response(200 if text else 404)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.evil = f"http://localhost:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def embed(self, bot: str) -> None:
        """Pages that embed the widget of `bot`: `/`, `/strict` with a strict policy, and `/empty` without it."""
        script = f'<script src="{bot}/widget.js" async></script>'
        policy = (
            f"default-src 'none'; script-src {bot}; connect-src {bot}; img-src {bot} data:; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        self.pages["/"] = (PAGE.format(head=script), {})
        self.pages["/strict"] = (PAGE.format(head=script), {"Content-Security-Policy": policy})
        self.pages["/empty"] = (PAGE.format(head=""), {})

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
