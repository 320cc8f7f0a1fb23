"""Requests that really come from Slack: signed with our secret, and not older than five minutes."""

from __future__ import annotations

from sanic import HTTPResponse, Request
from sanic.response import empty
from slack_sdk.signature import SignatureVerifier

_MOST_BYTES = 262_144  # what was pressed comes with the whole message that it is in


async def signed_body(request: Request, verifier: SignatureVerifier) -> bytes | HTTPResponse:
    """The body of a request that Slack signed, or what to answer instead. The handler must be one for streams."""
    body = bytearray()
    while (part := await request.stream.read()) is not None:
        body += part
        if len(body) > _MOST_BYTES:
            return empty(413)
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12 and signature.isascii()):
        return empty(401)
    try:
        right = verifier.is_valid(bytes(body), stamp, signature)
    except UnicodeDecodeError:
        right = False
    return bytes(body) if right else empty(401)
