"""Custom actions in the same process as Rasa, instead of behind HTTP."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import ClientResponseError as _  # noqa: F401  # Rasa's own error below needs aiohttp loaded first
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

IN_PROCESS_URL = "in-process"


class InProcessActions(EndpointConfig):
    """An action endpoint that runs rasa-sdk's executor where Rasa would post to an action server."""

    def __init__(self, package: str) -> None:
        super().__init__(url=IN_PROCESS_URL)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    @property
    def action_names(self) -> frozenset[str]:
        """Names of the custom actions that can run."""
        return frozenset(self._executor.actions)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = None,
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that Rasa asks for; a rejection becomes the HTTP 400 that Rasa knows."""
        try:
            return await self._executor.run(json.loads(json.dumps(kwargs["json"])))  # as over HTTP: nothing shared
        except ActionExecutionRejection as rejection:
            detail = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", detail) from rejection
