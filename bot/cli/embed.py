"""`bot embed`: the tag that puts the widget on a web site, and the policy lines that it needs."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated

import typer

from bot.runtime.settings import load_settings


def embed(
    origin: Annotated[
        str, typer.Option(help="Address of this server as browsers reach it; the setting public_url if not given.")
    ] = "",
) -> None:
    """Print the script tag with its integrity hash, and the lines for a Content-Security-Policy."""
    from bot.operations.pages import STATIC

    base = (origin or load_settings().public_url).rstrip("/")
    if not base.startswith(("https://", "http://")):
        raise typer.BadParameter("give --origin https://…, or set public_url")
    digest = base64.b64encode(hashlib.sha384((STATIC / "widget.js").read_bytes()).digest()).decode()
    print(f'<script src="{base}/widget.js" integrity="sha384-{digest}" crossorigin="anonymous" async></script>')
    print(f"\nContent-Security-Policy: script-src {base}; connect-src {base}; img-src {base}")
    print("\nAdd the web site's own address to the setting origins, and print this again after an update.")
