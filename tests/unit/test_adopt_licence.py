"""Licence texts: each that the template ships is recognised as itself, anything else as nothing."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import askalono
import pytest

from charter.scaffold.adopt.guess_licence import choose_id, known_texts, recognise

ROOT = Path(__file__).parents[2]
TEXTS = {
    str(path): path.read_bytes()
    for path in sorted((ROOT / "templates/shared/licences").glob("*.txt"))
}
NAMES = {Path(path).stem: path for path in TEXTS}
KNOWN = known_texts(TEXTS)


def filled(name: str) -> str:
    text = TEXTS[NAMES[name]].decode()
    text = re.sub(r"\{\{ *copyright_year *\}\}", "2019", text)
    return re.sub(r"\{\{.*?\}\}", "Acme Widgets GmbH & Co. KG", text)


def wrapped(text: str, width: int, ends: str = "\n") -> str:
    paragraphs = re.split(r"\n\s*\n", text)
    return f"{ends}{ends}".join(textwrap.fill(it, width).replace("\n", ends) for it in paragraphs)


def ids(text: str) -> tuple[str, ...]:
    return recognise("LICENSE", text.encode(), KNOWN).ids


@pytest.mark.parametrize("name", NAMES)
def test_each_shipped_text_is_recognised_as_itself_however_it_is_wrapped(name):
    text = filled(name)
    for form in (
        text,
        wrapped(text, 60),
        wrapped(text, 120, "\r\n"),
        f"\ufeff{text}",
        text.upper(),
    ):
        found = ids(form)
        assert name in found
        assert {re.sub("-(only|or-later)$", "", it) for it in found} == {
            re.sub("-(only|or-later)$", "", name)
        }


@pytest.mark.parametrize(
    "name", ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "EPL-2.0"]
)
def test_an_independent_detector_says_the_same(name):
    assert askalono.identify(filled(name)).name == name
    assert ids(filled(name)) == (name,)


def test_year_and_holder_are_read_from_the_notice():
    found = recognise("LICENSE", filled("MIT").encode(), KNOWN)
    assert (found.year, found.holder) == ("2019", "Acme Widgets GmbH & Co. KG")


@pytest.mark.parametrize(
    "text",
    [
        "All rights reserved. Ask legal@acme.example before you use it.\n",
        "",
        "MIT",
        "Lorem ipsum dolor sit amet " * 80,
        filled("MIT") + "\nThe Software shall be used for Good, not Evil.\n",
        filled("MIT") + "\nYou may not sell it.\n",
        filled("Apache-2.0").partition("2. Grant")[0],
        filled("MIT") + filled("BSD-3-Clause"),
        filled("MIT").replace("without limitation", "with the limitation"),
    ],
    ids=["own", "empty", "name", "other", "evil", "no sale", "half", "two", "turned"],
)
def test_any_other_text_is_not_recognised(text):
    assert ids(text) == ()


def test_hostile_bytes_are_no_licence():
    assert recognise("LICENSE", b"\0MIT", KNOWN).ids == ()
    assert recognise("LICENSE", filled("MIT").encode() * 900, KNOWN).ids == ()


def test_a_short_file_may_say_its_identifier_and_a_long_one_may_not():
    # REUSE-IgnoreStart
    assert ids("SPDX-License-Identifier: MIT\n") == ("MIT",)
    assert ids("SPDX-License-Identifier: LicenseRef-Acme\n") == ()
    assert ids("SPDX-License-Identifier: MIT\n" + "This is something else entirely. " * 30) == ()
    # REUSE-IgnoreEnd


def test_of_one_text_the_narrower_licence_is_taken_unless_the_package_says_more():
    both = ("GPL-3.0-only", "GPL-3.0-or-later")
    assert ids(filled("GPL-3.0-only")) == both
    assert choose_id(both) == "GPL-3.0-only"
    assert choose_id(both, named=["GPL-3.0-or-later"]) == "GPL-3.0-or-later"
    assert (
        choose_id(both, named=["GNU General Public License v3 or later (GPLv3+)"])
        == "GPL-3.0-or-later"
    )
    assert choose_id(()) == ""
