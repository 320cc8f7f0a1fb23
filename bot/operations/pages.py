"""Files that a browser asks for: the widget, the pages around it, and pictures of exercises."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw

from bot.content.library import data_folder

STATIC = Path(__file__).resolve().parents[1] / "widget" / "static"
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True)
class File:
    """A file in memory, ready to be sent."""

    body: bytes
    packed: bytes
    kind: str
    tag: str

    @classmethod
    def of(cls, path: Path) -> File:
        """Read `path`."""
        body = path.read_bytes()
        packed = gzip.compress(body, 9, mtime=0)
        return cls(body, packed, _KINDS[path.suffix], f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def add_pages(app: Sanic) -> None:
    """One route for each file that there is, read once at the start."""
    for path in sorted(STATIC.glob("*")):
        if path.suffix in _KINDS:
            name = {"index.html": "/", "demo.html": "/demo"}.get(path.name, f"/{path.name}")
            _add(app, name, File.of(path))
    for path in sorted((data_folder() / "pictures").glob("*.svg")):
        _add(app, f"/pictures/{path.name}", File.of(path))


def _add(app: Sanic, route: str, file: File) -> None:
    async def send(request: Request) -> HTTPResponse:
        headers = {"ETag": file.tag, "Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}
        if file.kind.startswith("text/html"):
            headers["Content-Security-Policy"] = _PAGE_POLICY
        if request.headers.get("if-none-match") == file.tag:
            return raw(b"", 304, headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return raw(file.packed, 200, headers, file.kind)
        return raw(file.body, 200, headers, file.kind)

    app.add_route(send, route, methods=["GET", "HEAD"], name=f"file_{route.strip('/').replace('/', '_') or 'index'}")
