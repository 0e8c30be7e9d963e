"""Who owns and who maintains, by what a repository holds already."""

from __future__ import annotations

import pytest

from charter.scaffold.adopt.guess_people import (
    guess_from_history,
    guess_from_list,
    guess_from_owners,
)
from charter.scaffold.adopt.provenance import Author

ADA = Author("Ada Lovelace", "12345+ada-l@users.noreply.github.com", 9)
BOB = Author("Noyce, Bob", "bob@acme.example", 5)


def said(guesses):
    return {one.question: one.value for one in guesses}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* @ada-l @bob", {"maintainers": "Ada Lovelace @ada-l, Bob Noyce @bob"}),
        ("* @acme/payments", {"team": "payments"}),
        ("* @acme/billing/payments @bob", {"team": "payments", "maintainers": "Bob Noyce @bob"}),
        ("* @eve", {"maintainers": "eve @eve"}),
        ("/docs/ @bob", {}),
        ("* @bob\n* @ada-l # the last line counts", {"maintainers": "Ada Lovelace @ada-l"}),
        ("* ada@acme.example", {}),
        (".* @bob", {"maintainers": "Bob Noyce @bob"}),
        ("# * @bob\n", {}),
        ("\ufeff\x1b[31m* @bob", {}),
    ],
)
def test_code_owners_name_team_and_maintainers(text, expected):
    assert said(guess_from_owners(text, "CODEOWNERS", (ADA, BOB))) == expected


@pytest.mark.parametrize(
    "line",
    [
        "- Ada Lovelace (@ada)",
        "* **Ada Lovelace** - @ada",
        "| Ada Lovelace | @ada | reviews |",
        "1. [Ada Lovelace](https://git.acme.example/ada) @ada",
        "Ada Lovelace <ada@acme.example> (@ada)",
        "Ada Lovelace: `@ada`",
    ],
)
def test_a_list_of_maintainers_is_read_in_the_forms_people_write(line):
    (found,) = guess_from_list(f"# Maintainers\n\n{line}\n", "MAINTAINERS.md")
    assert found.value == "Ada Lovelace @ada"
    assert found.where == "MAINTAINERS.md"


def test_an_address_is_no_handle():
    assert not list(guess_from_list("Ada <ada@acme.example>\nnpm i @acme/shop\n", "MAINTAINERS"))


def test_the_history_names_two_and_no_bots():
    authors = (
        Author("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", 99),
        Author("Renovate", "renovate@acme.example", 50),
        Author("CI", "ci@acme.example", 40),
        ADA,
        BOB,
        Author("Eve", "eve@acme.example", 1),
    )
    assert said(guess_from_history(authors, "git")) == {
        "maintainers": "Ada Lovelace @ada-l, Bob Noyce @bob"
    }


def test_a_handle_that_is_made_of_an_address_says_so():
    (ada,) = guess_from_history((ADA,), "git")
    assert ada.where == "git"
    (both,) = guess_from_history((ADA, BOB), "git")
    assert both.where == "git, handle guessed from bob@acme.example: check it"
    (two,) = guess_from_history((Author("Eve", "eve@\x1b[1mhome.example"), BOB), "git")
    assert two.where.endswith(" and bob@acme.example: check them")
    assert two.where.isprintable()


def test_one_person_with_two_addresses_is_named_once():
    again = Author("Bob", "bob@home.example")
    assert said(guess_from_history((BOB, again), "git")) == {"maintainers": "Bob Noyce @bob"}
