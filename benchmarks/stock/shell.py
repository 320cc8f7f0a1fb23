"""Stock Rasa as a line program, like `bot ask --json`: a message a line in, a JSON list of texts a line out.

Usage: `python shell.py MODEL ACTION_SERVER_PORT`. It is `rasa shell` without the command line, the web server and the
waiting in between, which make that one slower.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
import time
import uuid

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog


def wait_for(port: int) -> None:
    """Return as soon as something listens on `port` of this machine."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)


async def main(model: str, port: int) -> None:
    """Answer standard input, each line in a conversation of its own."""
    answers, sys.stdout = sys.stdout, sys.stderr  # Rasa's log goes to standard output
    configure_structlog(logging.ERROR)
    agent = Agent.load(model, action_endpoint=EndpointConfig(f"http://127.0.0.1:{port}/webhook"))
    wait_for(port)
    for line in sys.stdin:
        collector = CollectingOutputChannel()
        await agent.handle_message(UserMessage(line.strip(), collector, uuid.uuid4().hex))
        texts = [message["text"] for message in collector.messages if message.get("text")]
        print(json.dumps(texts), file=answers, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
