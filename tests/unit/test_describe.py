"""What the texts of a repository say about it, however they are written."""

from __future__ import annotations

import pytest

from charter.catalog.describe import describe
from charter.catalog.entry import Link, Standing
from charter.errors import CatalogError
from charter.model import Maintainer, Visibility

ANSWERS = """\
# Written by copier
_commit: 1.2.0
_src_path: git+charter::builtin
description: 'Renders invoices: "as PDF"'
forge: gitlab
governance_level: contributions-welcome
maintainers: Ada Lovelace @ada <ada@acme.example>, Bob Noyce @bob
name: invoice-renderer
team: payments
title: Invoice renderer
topics: pdf, billing
visibility: innersource
"""
COMPONENT = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: invoice-renderer
  description: From the descriptor
  labels: {charter.dev/visibility: opensource}
  annotations:
    backstage.io/source-location: url:https://git.acme.example/payments/invoice-renderer/
  tags: [inner-source, pdf, ledger, Not A Tag]
  links:
    - {url: https://git.acme.example/payments/invoice-renderer/-/issues, title: Issues, type: issues}
    - {url: https://chat.acme.example/c/invoices, title: Chat, type: chat}
spec: {type: library, lifecycle: production, owner: 'group:default/payments'}
"""
BOTH = {".copier-answers.yml": ANSWERS, "catalog-info.yaml": COMPONENT}


def answered(text: str):
    return describe({".copier-answers.yml": text})


def test_answers_and_descriptor_together_give_the_whole_entry():
    entry = describe(BOTH)
    project = entry.project
    assert (project.name, project.team, project.title) == (
        "invoice-renderer",
        "payments",
        "Invoice renderer",
    )
    assert project.description == 'Renders invoices: "as PDF"'
    assert project.maintainers == (
        Maintainer("Ada Lovelace", "ada", "ada@acme.example"),
        Maintainer("Bob Noyce", "bob"),
    )
    assert project.topics == ("pdf", "billing", "ledger")
    assert project.url == "https://git.acme.example/payments/invoice-renderer"
    assert (entry.template, entry.version) == ("git+charter::builtin", "1.2.0")
    assert entry.standing is Standing.INTERNAL
    assert entry.link("chat") == "https://chat.acme.example/c/invoices"


def test_a_descriptor_alone_is_enough():
    project = describe({"catalog-info.yaml": COMPONENT}).project
    assert (project.name, project.team) == ("invoice-renderer", "payments")
    assert project.visibility is Visibility.OPENSOURCE
    assert project.description == "From the descriptor"


def test_what_nobody_calls_open_is_internal():
    silent = COMPONENT.replace("opensource", "''")
    assert describe({"catalog-info.yaml": silent}).standing is Standing.INTERNAL


def test_only_the_component_of_a_descriptor_counts():
    other = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: other}\n---\n"
    assert describe({"catalog-info.yaml": other + COMPONENT}).project.name == "invoice-renderer"


def test_the_git_remote_wins_and_takes_the_links_of_the_old_home_with_it():
    entry = describe(BOTH, "git@git.acme.example:billing/renderer.git")
    assert entry.project.url == "https://git.acme.example/billing/renderer"
    assert entry.link("issues") == "https://git.acme.example/billing/renderer/-/issues"
    assert entry.link("chat") == "https://chat.acme.example/c/invoices"


PUBLIC = """\
name: invoice-renderer
visibility: opensource
public_team: acme-documents
public_maintainers: Ada Lovelace @ada-l, Bob Noyce @bnoyce
team: secret-team
maintainers: Ada Lovelace @internal-ada
governance_level: shared-ownership
license: Apache-2.0
"""


def test_opensource_takes_public_names_only():
    project = answered(PUBLIC).project
    assert project.team == "acme-documents"
    assert [person.handle for person in project.maintainers] == ["ada-l", "bnoyce"]
    assert (project.license, project.governance_level) == ("Apache-2.0", "")


def test_opensource_is_a_candidate_until_it_has_a_publication_date():
    assert answered(PUBLIC).standing is Standing.CANDIDATE
    assert answered(PUBLIC + "publication_date: 2026-11-22\n").standing is Standing.PUBLIC
    assert answered(PUBLIC + "publication_date: soon\n").standing is Standing.CANDIDATE


def test_innersource_bears_no_publication_date():
    assert answered(ANSWERS + "publication_date: 2026-11-22\n").standing is Standing.INTERNAL


def test_values_that_look_like_numbers_or_dates_stay_as_written():
    odd = ANSWERS.replace("1.2.0", "1.10").replace("team: payments", "team: 0123")
    entry = answered(odd.replace("title: Invoice renderer", "title: 2026-01-01"))
    assert (entry.version, entry.project.team, entry.project.title) == (
        "1.10",
        "0123",
        "2026-01-01",
    )


BOMB = (
    "a: &a [x, x]\n" + "".join(f"k{i}: &k{i} [*a, *a]\n" for i in range(9)) + "name: x\nteam: y\n"
)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (BOMB, "aliases"),
        ("a: &a {b: c}\nd: {<<: *a}\n", "aliases"),
        ("x: " + "[" * 5000 + "]" * 5000, "nested"),
        ("name: x\n" + "#" * 300_000, "larger than"),
        ("name: [unclosed", "not valid YAML"),
        ("name: a\x00b", "not valid YAML"),
        ("{[a]: b}", "not valid YAML"),
        ("- a\n- b\n", "no `key: value`"),
        ("!!python/object/apply:os.system [id]", "no `key: value`"),
        ("title: nameless\nteam: payments\n", "does not say its name"),
        ("name: x\n", "does not say its team"),
        ("name: {a: b}\nteam: payments\n", "does not say its name"),
        ("name: ../../etc\nteam: payments\n", "not one the catalog can keep"),
        ("name: -rf\nteam: payments\n", "not one the catalog can keep"),
        ("name: x\nteam: a/b\n", "not one the catalog can keep"),
        ("name: x\nteam: y\nvisibility: public\n", "known are innersource and opensource"),
        ("name: x\nteam: y\nmaintainers: nobody in particular\n", "names a maintainer"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(text, complaint):
    with pytest.raises(CatalogError, match=complaint):
        answered(text)


def test_neither_file_is_refused_with_the_way_to_get_them():
    with pytest.raises(CatalogError) as refused:
        describe({})
    assert "charter new" in refused.value.hint


@pytest.mark.parametrize("links", ["nonsense", "{a: b}", "[1, [2], {url: [x]}, {title: y}]"])
def test_links_of_the_wrong_shape_are_left_out(links):
    text = f"kind: Component\nmetadata: {{name: x, links: {links}}}\nspec: {{owner: y}}\n"
    assert describe({"catalog-info.yaml": text}).links == ()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://a b.example/",
        'https://x.example/"onclick=',
        "//x.example/",
        "https://[::1/",
        "https://x.example:99999/",
        "https://x.example/" + "a" * 3000,
    ],
)
def test_only_web_addresses_become_links(url):
    text = (
        f"kind: Component\nmetadata: {{name: x, links: [{{url: '{url}'}}]}}\nspec: {{owner: y}}\n"
    )
    assert describe({"catalog-info.yaml": text}).links == ()


def test_a_link_of_an_unknown_kind_is_kept_without_it():
    text = (
        "kind: Component\nmetadata: {name: x, links: [{url: 'https://a:b@x.example/p', type: wiki}]}"
        "\nspec: {owner: y}\n"
    )
    assert describe({"catalog-info.yaml": text}).links == (Link("https://x.example/p"),)


def test_control_and_direction_characters_do_not_get_in():
    text = 'name: x\nteam: y\ntitle: "a\\e[31mred\\e[0m\\u202e b\\tc"\ndescription: "one\\ntwo\\x9b3m"\n'
    project = answered(text).project
    assert (project.title, project.description) == ("ared b c", "one two 3m")


def test_a_long_description_is_cut():
    assert (
        len(answered(f"name: x\nteam: y\ndescription: {'a' * 5000}\n").project.description) == 1000
    )


def test_a_password_in_the_address_of_the_template_is_dropped():
    entry = answered("name: x\nteam: y\n_src_path: https://me:secret@git.acme.example/t.git\n")
    assert entry.template == "https://git.acme.example/t.git"
