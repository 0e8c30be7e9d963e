"""Nothing internal reaches a public repository, whoever passes it and in whatever file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from judges import acme
from judges.matrix import FORGES
from judges.rendering import ROOT, Studio

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = {"review_days": 8417, "warranty_days": 8431}
INTERNAL = acme.INTERNAL | NUMBERS
ANSWERS = acme.INTERNAL_ANSWERS
# A word of every internal fact and answer, and the numbers, which are no part of any other number.
SENTINELS = {
    *re.findall(r"sentinel\w+", str([*INTERNAL.values(), *ANSWERS.values()]).lower()),
    *(str(number) for number in NUMBERS.values()),
    *(ANSWERS[key] for key in NUMBERS),
}


def questions() -> dict[str, Any]:
    text = (ROOT / "copier.yml").read_text(encoding="utf-8")
    document = yaml.safe_load(re.sub(r"!include (\S+)", r'"\1"', text))
    return {key: value for key, value in document.items() if isinstance(value, dict)}


def found_in(repository: Path) -> set[str]:
    """Sentinels in any byte of any file's name or content."""
    files = [
        path for path in repository.rglob("*") if ".git" not in path.relative_to(repository).parts
    ]
    text = "\n".join(str(path.relative_to(repository)) for path in files).encode()
    text += b"\n".join(path.read_bytes() for path in files if path.is_file())
    return {each for each in SENTINELS if re.search(rb"\b%b\b" % each.encode(), text.lower())}


@pytest.mark.parametrize("forge", FORGES)
def test_a_public_repository_holds_nothing_internal(forge: str, studio: Studio):
    template = studio.template(acme.PUBLIC, INTERNAL)
    given = acme.ANSWERS | acme.PUBLIC_ANSWERS | ANSWERS
    public = studio.render(template, given | {"visibility": "opensource", "forge": forge})
    assert found_in(public) == set()


def test_every_sentinel_but_the_code_name_stands_in_some_internal_repository(studio: Studio):
    """So the test above can fail."""
    template = studio.template(acme.PUBLIC, INTERNAL)
    seen = set()
    for forge in FORGES:
        for answers in (ANSWERS, {key: ANSWERS[key] for key in ("team", "maintainers")}):
            given = acme.ANSWERS | answers | {"visibility": "innersource", "forge": forge}
            seen |= found_in(studio.render(template, given))
    assert SENTINELS - seen == {"sentinelcodename"}


def test_every_fact_and_internal_question_has_a_sentinel():
    shipped = yaml.safe_load((ROOT / "organisation.yml").read_text(encoding="utf-8"))
    assert acme.PUBLIC.keys() == shipped["public"].keys()
    assert acme.INTERNAL.keys() == shipped["internal"].keys()
    internal = {
        key
        for key, question in questions().items()
        if "visibility == 'innersource'" in str(question.get("when", ""))
    }
    assert internal - {"governance_level"} == ANSWERS.keys()
