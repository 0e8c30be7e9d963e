"""Git remotes and projects become addresses that a browser can open."""

from __future__ import annotations

import pytest

from charter.catalog.address import (
    bug_address,
    clone_address,
    contributing_address,
    of_remote,
    web_address,
)
from charter.catalog.entry import Entry, Link
from charter.model import Project, Visibility


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@git.acme.example:payments/x.git", "https://git.acme.example/payments/x"),
        ("git.acme.example:payments/x", "https://git.acme.example/payments/x"),
        ("ssh://git@git.acme.example:2222/payments/x.git", "https://git.acme.example/payments/x"),
        ("git://git.acme.example/x/y.git", "https://git.acme.example/x/y"),
        ("https://ci:s3cret@git.acme.example:8443/a/b.git", "https://git.acme.example:8443/a/b"),
        ("https://token@github.com/acme/x", "https://github.com/acme/x"),
        ("http://git.acme.example/a/b/", "http://git.acme.example/a/b"),
        ("https://git.acme.example/a/b.git?token=s3cret#x", "https://git.acme.example/a/b"),
    ],
)
def test_a_remote_becomes_its_web_address_without_secrets(remote, address):
    assert of_remote(remote) == address


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/x.git",
        "../x",
        "file:///srv/git/x.git",
        "git+charter::builtin",
        "C:\\repos\\x",
        "work:payments/x.git",
        "https://github.com",
        "ext::sh -c id",
        "git@host.example:a b",
        "https://x.example/\x1b[31m",
    ],
)
def test_a_remote_that_is_no_address_for_others_gives_none(remote):
    assert of_remote(remote) == ""


def entry(forge: str, *, url: str = "https://git.acme.example/a/b", links=()) -> Entry:
    project = Project("b", "B", "", Visibility.INNERSOURCE, "a", (), forge=forge, url=url)
    return Entry(project, links=tuple(links))


def test_addresses_follow_the_forge_where_no_link_names_them():
    home = "https://git.acme.example/a/b"
    assert clone_address(entry("github")) == f"{home}.git"
    assert bug_address(entry("github")) == f"{home}/issues"
    assert bug_address(entry("gitlab")) == f"{home}/-/issues"
    assert contributing_address(entry("gitlab")) == f"{home}/-/blob/HEAD/CONTRIBUTING.md"
    assert contributing_address(entry("gitea")) == home


def test_a_link_of_the_project_wins():
    linked = entry("github", links=[Link("https://bugs.acme.example/b", kind="issues")])
    assert bug_address(linked) == "https://bugs.acme.example/b"


def test_without_an_address_nothing_is_invented():
    nowhere = entry("github", url="")
    assert (clone_address(nowhere), bug_address(nowhere), contributing_address(nowhere)) == (
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "javascript://git.acme.example/%0aalert(1)",  # a browser runs what comes after the line
        "JavaScript://git.acme.example/%0aalert(1)",
        "vbscript://git.acme.example/x",
        "data://git.acme.example/x",
        "file://git.acme.example/etc/passwd",
        "ftp://git.acme.example/x",
        "//git.acme.example/x",
        "https:git.acme.example",
        "https://",
        "https://git.acme.example/\r\nSet-Cookie: a=b",
    ],
)
def test_what_is_not_of_the_web_is_no_address(text):
    assert web_address(text) == ""
