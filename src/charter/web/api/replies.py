"""Answers of the API that carry entries: our own documents as JSON, checked by tests.

FastAPI would make models of them, look at each value and make documents of those again: that took
longer than to find the entries. The models describe the answers: tests hold these to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json
from starlette.responses import Response


def reply(
    document: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The whole answer."""
    return Response(to_json(document), status, headers, media_type="application/json")
