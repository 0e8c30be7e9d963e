"""The OpenAPI document is true: requests made from it, sensible and not, are answered as it says."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import closing

import pytest
import schemathesis
from httpx import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from services import Serving, served
from test_nobody import fill

from charter.catalog.sqlite import open_catalog_file
from charter.web.api.given import EntryShown, LookAlikes, Page, Told

ENTRY = "/api/v1/entries/payments/invoice-renderer"
TOLD = {
    "description": "Renders invoices, à la carte",
    "maintainers": [{"name": "Ada Lovelace", "handle": "ada"}],
    "topics": ["billing"],
    "links": [{"url": "https://chat.acme.example/x", "kind": "chat"}],
}
EXAMPLES = int(os.environ.get("CHARTER_EXAMPLES", "20"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
    unsupported_method,
]
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "429"]
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}}
)
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    file = tmp_path_factory.mktemp("document") / "catalog.sqlite3"
    with closing(open_catalog_file(file)) as catalog:
        fill(catalog, inside=1)
        yield served(catalog, anonymous="public")


@pytest.mark.parametrize("scope", ["admin", "read"])
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_the_document_says(
    serving: Serving, mode: GenerationMode, scope: str
):
    headers = {"authorization": f"Bearer {serving.token(scope)}"}
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", serving.app, config=CONFIG, headers=headers
    )
    checks = CHECKS + ([negative_data_rejection] if mode is GenerationMode.NEGATIVE else [])
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @given(case=operation.as_strategy(mode))
        def tell(case: Case) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=headers, checks=checks)

        # what takes nothing, or any text, cannot be asked wrongly
        with contextlib.suppress(*[Unsatisfiable] if mode is GenerationMode.NEGATIVE else []):
            tell()
    assert asked > EXAMPLES


def test_answers_that_no_model_makes_are_as_their_models_say(serving: Serving):
    serving.admin.put(f"{ENTRY}-told", json=TOLD)
    for path, model in {
        "/api/v1/entries": Page,
        "/api/v1/entries?counts=true&limit=1": Page,
        "/api/v1/entries?q=renders": Page,
        "/api/v1/entries?team=payments&name=invoice-renderer-told": Page,
        "/api/v1/entries?q=absolutelynothing": Page,
        f"{ENTRY}-told": EntryShown,
        f"{ENTRY}-told/look-alikes": LookAlikes,
        "/api/v1/similar?description=renders+invoices": LookAlikes,
    }.items():
        answer = serving.reader.get(path)
        assert answer.status_code == 200, path
        _is_as_the_model_says(model, answer)
    for told in (TOLD, {**TOLD, "title": "New"}, TOLD):
        _is_as_the_model_says(Told, serving.admin.put(f"{ENTRY}-told", json=told))


def _is_as_the_model_says(model: type[BaseModel], answer: Response) -> None:
    """Nothing is missing in it, nothing is of another type, and nothing would be left out."""
    document = answer.json()
    assert model.model_validate(document).model_dump(mode="json") == document


def test_the_document_is_for_members(serving: Serving):
    assert serving.nobody.get("/api/v1/openapi.json").status_code == 401
    document = serving.reader.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/metrics" not in document["paths"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["operationId"], (path, method)
            assert "429" in operation["responses"], (path, method)
