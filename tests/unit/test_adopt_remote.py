"""Forge, address and who can see it, by the remote and the organisation's facts."""

from __future__ import annotations

import pytest

from charter.scaffold.adopt.guess_remote import Side, guess_from_remote, place_remote, read_facts

FACTS = read_facts(b"""
public: {forge: github, forge_url: "https://github.com", forge_owner: acme}
internal: {forge: gitlab, forge_url: "https://git.acme.example", forge_owner: ""}
""")


def place(remote, facts=FACTS, *, everybody_reads=False):
    return place_remote(remote, facts, everybody_reads=everybody_reads)


@pytest.mark.parametrize(
    ("remote", "forge", "side"),
    [
        ("git@github.com:acme/shop.git", "github", Side.PUBLIC),
        ("https://github.com/Acme/shop", "github", Side.PUBLIC),
        ("https://github.com/acme-internal/shop", "github", Side.UNKNOWN),
        ("ssh://git@git.acme.example:7999/pay/shop.git", "gitlab", Side.INSIDE),
        ("https://user:secret@git.acme.example/pay/shop.git", "gitlab", Side.INSIDE),
        ("https://gitlab.com/x/shop", "gitlab", Side.UNKNOWN),
        ("https://codeberg.org/x/shop", "forgejo", Side.UNKNOWN),
        ("https://gitea.other.example/x/shop", "gitea", Side.UNKNOWN),
        ("https://other.example/x/shop", "", Side.UNKNOWN),
    ],
)
def test_the_host_tells_forge_and_side(remote, forge, side):
    found = place(remote)
    assert found is not None
    assert (found.forge, found.side, found.name) == (forge, side, "shop")
    assert "secret" not in found.url


def test_what_everybody_reads_is_public_whatever_the_facts_say():
    found = place("https://github.com/other/shop", everybody_reads=True)
    assert found is not None
    assert found.side is Side.PUBLIC
    assert {one.question: one.value for one in guess_from_remote(found, ())}[
        "visibility"
    ] == "opensource"


def test_one_host_with_two_owners_is_told_apart_by_the_owner():
    facts = read_facts(b"""
public: {forge: github, forge_url: "https://github.com", forge_owner: acme}
internal: {forge: github, forge_url: "https://github.com", forge_owner: acme-inside}
""")
    assert place("git@github.com:acme-inside/shop.git", facts).side is Side.INSIDE
    assert place("git@github.com:acme/shop.git", facts).side is Side.PUBLIC
    assert place("git@github.com:eve/shop.git", facts).side is Side.UNKNOWN


@pytest.mark.parametrize(
    "remote", ["", "/srv/git/shop.git", "../shop", "file:///srv/shop", "work:shop"]
)
def test_a_path_tells_nothing(remote):
    assert place(remote) is None


@pytest.mark.parametrize("text", [b"", b"- 1", b"{", b"public: 3"])
def test_an_organisation_file_that_says_nothing_is_no_failure(text):
    assert read_facts(text) == {"public": {}, "internal": {}}


def test_the_forge_is_told_by_its_folders_where_the_host_says_nothing():
    (found,) = guess_from_remote(None, ("README.md", ".gitlab-ci.yml"))
    assert (found.question, found.value, found.where) == ("forge", "gitlab", ".gitlab-ci.yml")
