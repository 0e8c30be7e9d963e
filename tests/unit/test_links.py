"""Links of a template are followed as a file system follows them, and never out of it."""

from __future__ import annotations

import pytest
from jinja2 import TemplateNotFound

from charter.errors import TemplateError
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
from charter.template.expressions import UnsupportedTemplateError
from charter.template.links import Tree


def tree(**files: str) -> Tree:
    """Files by path, `__` for `/`; what begins with `->` is a link."""
    return Tree({name.replace("__", "/"): content(text) for name, text in files.items()})


def content(text: str) -> FileContent:
    if text.startswith("->"):
        return FileContent(text[2:].encode(), SYMLINK)
    return FileContent(text.encode(), EXECUTABLE if text.startswith("#!") else REGULAR)


def below(one: Tree, folder: str = "", *, keeps_links: bool = False) -> dict[str, str]:
    found = one.below(folder, keeps_links=keeps_links)
    return {path: each.data.decode() for path, each in found if each is not None}


def test_a_link_is_the_file_it_leads_to():
    assert below(tree(a="->d/b", d__b="x")) == {"a": "x", "d/b": "x"}


def test_a_link_to_a_folder_holds_what_the_folder_holds():
    found = dict(tree(a="->d", d__b="x", d__e__f="y").below("", keeps_links=False))
    assert found["a"] is None
    assert found["a/e/f"] == content("y")


def test_links_stay_links_where_the_template_keeps_them():
    one = tree(a="->d", b="->nowhere", c="->/etc/passwd", d__e="x")
    expected = {"a": "d", "b": "nowhere", "c": "/etc/passwd", "d/e": "x"}
    assert below(one, keeps_links=True) == expected


def test_two_dots_after_a_link_mean_the_folder_it_leads_to():
    one = tree(a="->link/../x", link="->d/e", d__e__f="", d__x="right", x="wrong")
    assert below(one)["a"] == "right"


def test_only_what_lies_below_the_folder_is_shown_and_links_may_lead_beside_it():
    one = tree(side__a="->../common/b", common__b="x", sidecar="no")
    assert below(one, "side") == {"side/a": "x"}


def test_a_link_that_leads_nowhere_comes_as_itself():
    one = tree(a="->nowhere", b="->file/", c="->file/../file", d="->none/../file", file="x")
    found = dict(one.below("", keeps_links=False))
    assert {name for name, each in found.items() if each and each.mode == SYMLINK} == set("abcd")


@pytest.mark.parametrize("aim", ["/etc/passwd", "../x", "d/../../x", ".."])
def test_a_link_that_leaves_the_template_is_refused(aim):
    with pytest.raises(TemplateError, match=r"leads out|outside"):
        below(tree(a="->" + aim, d__b=""))


@pytest.mark.parametrize(
    "files",
    [
        {"a": "->a"}, {"a": "->b", "b": "->a"}, {"a": "->."}, {"d__a": "->.."}, {"d__a": "->../d"},
        {"d__a": "->../e", "e__b": "->../d"}, {"d__e__f": "->../../d"},
        {f"a{number}": f"->a{number + 1}" for number in range(50)},
        {f"d__{name}": "->." for name in "abcdefgh"},
    ],
)  # fmt: skip
def test_a_circle_is_refused_at_once(files):
    with pytest.raises(TemplateError, match="circle"):
        below(tree(**files))


def test_two_links_to_one_folder_are_no_circle():
    assert below(tree(a="->d", b="->a", d__c="x")) == {"a/c": "x", "b/c": "x", "d/c": "x"}


def test_a_link_to_a_program_is_executable_only_where_copier_cannot_see_the_links_own_mode():
    one = tree(a="->run", é="->run", f="->d", d__l="->../run", run="#!/bin/sh")
    modes = {path: each.mode for path, each in one.below("", keeps_links=False) if each}
    assert modes == {
        "a": REGULAR, "d/l": REGULAR, "é": EXECUTABLE, "f/l": EXECUTABLE, "run": EXECUTABLE,
    }  # fmt: skip


def test_what_is_included_is_found_through_links():
    one = tree(a="->d", d__b="x", c="->a/b")
    assert one.resolve("a/b") == one.resolve("./c") == one.resolve("/d//b") == content("x")
    assert one.resolve("a") is None
    assert one.resolve("none") is None


def test_no_include_names_the_folder_above():
    with pytest.raises(TemplateNotFound):
        tree(a__b="x", c="y").resolve("a/../c")


def test_what_only_copier_can_see_is_left_to_copier():
    one = tree(a="->/etc/passwd", b="->../b")
    for path in ("a", "b"):
        with pytest.raises(UnsupportedTemplateError):
            one.resolve(path)
        with pytest.raises(UnsupportedTemplateError):
            one.exists(path)


def test_a_circle_or_a_broken_link_does_not_exist():
    one = tree(a="->a", b="->none", c="->d", d__e="")
    assert [one.exists(path) for path in ("a", "b", "c/e", "c", "d/none")] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_the_folder_is_the_one_that_a_link_leads_to():
    one = tree(a="->d/e", d__e__f="", g="")
    assert [one.real_folder(path) for path in ("", ".", "a", "./d//e/", "d/..")] == [
        "",
        "",
        "d/e",
        "d/e",
        "",
    ]
