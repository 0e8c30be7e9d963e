"""Addresses of code skeletons: what is understood, and what is refused before git sees it."""

from __future__ import annotations

import pytest

from charter.errors import SkeletonError
from charter.scaffold.skeleton.address import canonical_url, check_directory, check_ref


@pytest.mark.parametrize(
    ("spec", "url"),
    [
        ("gh:acme/service", "https://github.com/acme/service.git"),
        ("gl:acme/group/service", "https://gitlab.com/acme/group/service.git"),
        ("bb:acme/service", "https://bitbucket.org/acme/service.git"),
        ("gh:acme/service.git", "https://github.com/acme/service.git"),
        ("git+https://git.acme.example/a/b.git", "https://git.acme.example/a/b.git"),
        ("https://git.acme.example/a/b/", "https://git.acme.example/a/b"),
        ("git@git.acme.example:a/b.git", "git@git.acme.example:a/b.git"),
        ("ssh://git@git.acme.example:2222/a/b.git", "ssh://git@git.acme.example:2222/a/b.git"),
    ],
)
def test_an_address_has_one_written_form(spec, url):
    assert canonical_url(spec) == url


@pytest.mark.parametrize(
    "spec",
    [
        "ext::sh -c touch% /tmp/x",
        "git+ext::sh",
        "--upload-pack=touch x",
        "ssh://-oProxyCommand=x/a",
        "ftp://acme.example/a",
        "https://acme.example",
        "https://acme.example/a b",
        "https://acme.example/a\nb",
        "https://acme.example\\@evil.example/a",
        "https://token@acme.example/a/b",
        "https://ada:secret@acme.example/a/b",
        "https://github.com/acme/../evil/x",
        "https://github.com/acme/%2e%2E/evil/x",
        "https://github.com/acme/%252e%252e/evil/x",
        "git@acme.example:../../etc",
        "gh:",
        "hg+https://acme.example/a/b",
    ],
)
def test_an_address_that_is_not_safe_is_refused(spec):
    with pytest.raises(SkeletonError):
        canonical_url(spec)


def test_a_password_is_not_repeated_in_the_refusal():
    with pytest.raises(SkeletonError) as refused:
        canonical_url("https://ada:secret@acme.example/a/b")
    assert "secret" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("ref", ["v1.0.0", "main", "feature/x", "0f6b163", "v1+local"])
def test_names_of_branches_tags_and_commits_pass(ref):
    check_ref(ref)


@pytest.mark.parametrize(
    "ref", ["-x", "--upload-pack=x", "a..b", "a b", "a^{}", "@{-1}", "x@{1}", ""]
)
def test_a_ref_that_is_an_option_or_a_range_is_refused(ref):
    with pytest.raises(SkeletonError):
        check_ref(ref)


@pytest.mark.parametrize("directory", ["/etc", "../x", "a/../../x", "-x", "~/x", "a\\..\\b"])
def test_a_directory_outside_is_refused(directory):
    with pytest.raises(SkeletonError):
        check_directory(directory)
