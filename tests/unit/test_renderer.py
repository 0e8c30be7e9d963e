"""What a template becomes: what is left to copier, what is refused, and that nothing leaks."""

from __future__ import annotations

import gc
import pathlib
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from charter.errors import TemplateError
from charter.git import commit_everything, git
from charter.model import EXECUTABLE, SYMLINK, FileContent
from charter.template.expressions import UnsupportedTemplateError
from charter.template.questions import Configuration
from charter.template.renderer import Renderer
from charter.template.tree import open_tree

VALUES = {"name": "shop", "up": "..", "words": ["a"], "empty": "", "git": ".GIT", "root": "/etc"}


def text(content: str, mode: int = 0o100644) -> FileContent:
    return FileContent(content.encode(), mode)


def renderer(files: Mapping[str, str | FileContent], **settings: Any) -> Renderer:
    contents = {
        name: each if isinstance(each, FileContent) else text(each) for name, each in files.items()
    }
    return Renderer(contents, Configuration((), settings))


def render(files: Mapping[str, str | FileContent], **settings: Any) -> dict[str, FileContent]:
    return renderer(files, **settings).render(VALUES, {"name": "shop"})


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"tasks": ["echo"]}, "_tasks"),
        ({"migrations": [{"version": "2"}]}, "_migrations"),
        ({"jinja_extensions": ["jinja2.ext.do"]}, "_jinja_extensions"),
        ({"external_data": {"parent": "x.yml"}}, "_external_data"),
        ({"templates_suffix": ".a.b"}, "_templates_suffix is '.a.b'"),
        ({"templates_suffix": "jinja"}, "_templates_suffix is 'jinja'"),
        ({"envops": {"extensions": ["jinja2.ext.do"]}}, "extensions"),
        ({"envops": {"finalize": "str"}}, "finalize"),
        ({"envops": {"block_start_string": "{{"}}, "_envops"),
        ({"envops": {"undefined": "os.system"}}, "Jinja extensions"),
        ({"envops": None}, "_envops is None"),
        ({"exclude": None}, "_exclude is None"),
        ({"exclude": "*.md"}, "_exclude is '*.md'"),
        ({"exclude": [1]}, "_exclude is [1]"),
        ({"skip_if_exists": None}, "_skip_if_exists is None"),
        ({"skip_if_exists": "*.md"}, "_skip_if_exists is '*.md'"),
        ({"skip_if_exists": [1]}, "_skip_if_exists is [1]"),
        ({"skip_if_exists": ["{{ _copier_operation }}"]}, "_copier_operation"),
        ({"subdirectory": None}, "_subdirectory is None"),
        ({"answers_file": ""}, "_answers_file is ''"),
        ({"answers_file": "/a.yml"}, "_answers_file is '/a.yml'"),
        ({"answers_file": "{{ _folder_name }}.yml"}, "_folder_name"),
        ({"exclude": ["{{ _copier_operation }}"]}, "_copier_operation"),
        ({"min_copier_version": "99"}, "_min_copier_version is 99"),
        ({"min_copier_version": "new"}, "_min_copier_version is 'new'"),
    ],
)
def test_a_setting_beyond_us_is_named(settings, named):
    with pytest.raises(UnsupportedTemplateError) as beyond:
        renderer({"a": ""}, **settings)
    assert named in beyond.value.message


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"{% yield x from words %}{{ x }}{% endyield %}": ""}, "yield"),
        ({"a.jinja": "{% yield x from words %}{{ x }}{% endyield %}"}, "yield"),
        ({"a.jinja": "{{ name | to_uuid }}"}, "to_uuid"),
        ({"a.jinja": "{% if false %}{% else %}{{ name | to_uuid }}{% endif %}"}, "to_uuid"),
        ({"{{ name | to_uuid if name else '' }}": ""}, "to_uuid"),
        ({"a.jinja": "{{ name is a_thing }}"}, "a_thing"),
        ({"a.jinja": "{{ _folder_name }}"}, "_folder_name"),
        ({"{{ _folder_name }}": ""}, "_folder_name"),
        ({"a.jinja": "{{ _copier_conf.src_path }}"}, "_copier_conf"),
        ({"a.jinja": "{{ _copier_conf['answers_file'] }}"}, "_copier_conf"),
        ({"a.jinja": "{{ _copier_phase }}"}, "_copier_phase"),
        ({"a.jinja": "{{ now() }}"}, "now"),
        ({"a.jinja": "{{ '%Y' | strftime }}"}, "strftime"),
        ({"a.jinja": "{{ words | random }}"}, "random"),
        ({"a.jinja": "{{ lipsum() }}"}, "lipsum"),
        ({"a.jinja": "{{ make_secret() }}"}, "make_secret"),
        ({"a.jinja": "{{ pathjoin('a', 'b') }}"}, "pathjoin"),
        ({"a.jinja": "{% include 'b' %}", "b": "{{ now() }}"}, "now"),
        ({"a.jinja": "\n{% if %}"}, "line 2"),
        ({"a.jinja": "{% include 'b' ignore missing %}", "b": text("../x", SYMLINK)}, "leads out"),
        ({".gitattributes": "* text eol=crlf"}, ".gitattributes changes bytes"),
        ({"docs/.gitattributes": "*.txt export-subst"}, "docs/.gitattributes changes bytes"),
        ({"*.png filter=lfs": "", "x/.gitattributes": "*.png filter=lfs"}, "changes bytes"),
        ({"vendor": text("", 0o160000)}, "vendor is a submodule"),
        ({"caf\ufffd": ""}, "not UTF-8"),
        ({"copier.yaml": "", "copier.yml": ""}, "copier.yaml and copier.yml"),
        ({"{{ name }}.jinja": "1", "sh{# #}op": "2"}, "both become shop"),
        ({"{{ name }}": "1", "{{ name }}{{ empty }}/b": "2"}, "shop becomes a file and a folder"),
        ({"{{ name }}": "1", "sh{# #}op/{{ empty }}": "2"}, "shop becomes a file and a folder"),
    ],
)  # fmt: skip
def test_a_file_beyond_us_is_named(files, named):
    with pytest.raises(UnsupportedTemplateError) as beyond:
        render(files, preserve_symlinks=True)
    assert named in beyond.value.message


@pytest.mark.parametrize(
    "attributes", ["* text=auto", "*.sh text eol=lf", "*.png binary", "/x export-ignore"]
)
def test_what_changes_no_bytes_at_checkout_is_rendered_here(attributes):
    assert render({".gitattributes": attributes})[".gitattributes"] == text(attributes)


def test_a_submodule_is_not_passed_over_in_silence(tmp_path):
    git("init", "--quiet", cwd=tmp_path)
    (tmp_path / "copier.yml").write_text("name: shop\n")
    first = commit_everything(tmp_path, "Begin")
    git("update-index", "--add", "--cacheinfo", f"160000,{first},vendor/lib", cwd=tmp_path)
    git("commit", "--quiet", "--message", "Add what lies elsewhere", cwd=tmp_path)
    contents = open_tree(tmp_path / ".git").files
    with pytest.raises(UnsupportedTemplateError, match="vendor/lib is a submodule"):
        Renderer(contents, Configuration(()))


@pytest.mark.parametrize(
    "name",
    [
        "{{ up }}/x", "{{ up }}", "a/{{ up }}/{{ up }}/x", "{{ root }}/x", "a/{{ root }}", "{{ up }}/{{ empty }}",
    ],
)  # fmt: skip
def test_no_path_leaves_the_root(name):
    with pytest.raises(TemplateError, match="outside of the repository"):
        render({name + ".jinja": "x"}, exclude=[])


@pytest.mark.parametrize(
    "name", ["{{ git }}/hooks/post-commit", "a/{{ '.g' ~ 'it' }}/config", "GIT~1/x"]
)
def test_nobody_writes_into_gits_own_folder(name):
    with pytest.raises(TemplateError, match="git's own folder"):
        render({name: text("#!/bin/sh\n", EXECUTABLE)}, subdirectory="")


@pytest.mark.parametrize(
    "name", ["{{ 'é' * 128 }}", "{{ '\\0' }}", "{{ ('a' ~ root[:1]) * 2100 }}a", "{{ '\\ud800' }}"]
)
def test_a_name_that_no_file_can_have_is_refused(name):
    with pytest.raises(TemplateError, match="no file can have"):
        render({name: ""})


@pytest.mark.parametrize(
    "folder", ["nowhere", "file", "..", "a/../..", "/", "{{ up }}", "{{ root }}"]
)
def test_a_subdirectory_that_is_no_folder_of_the_template_is_refused(folder):
    with pytest.raises(TemplateError, match=r"no folder|out"):
        render({"file": "", "a/b": ""}, subdirectory=folder)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'].__base__.__subclasses__() }}",
        "{{ name | attr('__class__') | attr('mro') }}x{{ ''.__class__() }}",
        "{{ cycler.__init__.__globals__.os.system('touch owned') }}",
        "{{ self.__init__.__globals__ }}{{ self._TemplateReference__context.vars.x }}",
        "{{ '{0.__class__.__mro__}'.format(name) }}",
        "{{ _copier_conf.answers_file.__class__.__mro__ }}",
        "{% for x in range(10 ** 9) %}{% endfor %}",
    ],
)
@pytest.mark.parametrize("place", ["file", "path", "exclude", "subdirectory", "link"])
def test_an_attack_is_refused_and_nothing_runs(attack, place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files, settings = {"a": ""}, {}
    if place == "file":
        files = {"a.jinja": attack}
    elif place == "path":
        files = {attack.replace("/", ""): ""}
    elif place == "link":
        files, settings = {"a.jinja": text(attack, SYMLINK)}, {"preserve_symlinks": True}
    else:
        settings = {place: [attack] if place == "exclude" else attack}
    with pytest.raises(TemplateError):
        render(files, **settings)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ 1 / 0 }}", "{{ words['x'].y }}", "{{ words | regex_search('(') }}", "{{ '[' | from_yaml }}", "{{ 'a' + 1 }}",
        "{% include 'none' %}", "{% include 'a/../b' %}", "{% include 'a.jinja' %}", "{{ '//8=' | b64decode }}",
        "{{ name | mandatory }}{{ absent | mandatory }}", "{{ 'x' | from_json }}", "{{ {}.pop('x') }}",
    ],
)  # fmt: skip
def test_whatever_a_template_raises_becomes_its_own_error(wrong):
    with pytest.raises(TemplateError, match=r"a\.jinja"):
        render({"a.jinja": wrong, "b": ""})


def test_two_hundred_renderings_read_and_compile_each_file_once(monkeypatch):
    read: Counter[str] = Counter()
    files = {
        "copier.yml": "", "{{ name }}.md.jinja": "{{ name }} {% include 'part' %}", "b.jinja": "{% include 'part' %}",
        "part": "{{ name | upper }}",
    }  # fmt: skip
    one = renderer(files)
    find = one._expressions._jinja.loader.get_source

    def counted(environment, name):
        read[name] += 1
        return find(environment, name)

    one._expressions._jinja.loader.get_source = counted
    for number in range(200):
        made = one.render({"name": f"n{number}"}, {})
        assert made[f"n{number}.md"].data == f"n{number} N{number}".encode()
    assert read == {"{{ name }}.md.jinja": 1, "b.jinja": 1, "part": 1}


def test_a_rendering_sees_nothing_of_the_one_before():
    files = {
        "a.jinja": "{% import 'state' as state %}{{ state.seen.append(name) or state.seen | join(',') }}",
        "state": "{% set seen = [] %}",
        "b.jinja": "{{ words.append(name) or words | join(',') }}",
        "c.jinja": "{{ nested.deep.update({name: 1}) or nested.deep | join(',') }}",
        "d.jinja": "{{ _copier_answers.update({name: 1}) or _copier_answers | join(',') }}",
        "e.jinja": "{{ _copier_answers | join(',') }}",
    }
    one = renderer(files)
    values: dict[str, Any] = {"words": [], "nested": {"deep": {}}}
    remembered: dict[str, Any] = {"kept": 1}
    for name in ("first", "second"):
        made = one.render({**values, "name": name}, remembered)
        told = {path: content.data.decode() for path, content in made.items()}
        assert [told[each] for each in "abc"] == [name] * 3
        assert told["d"] == f"kept,{name}"
        assert told["e"] == "kept"
    assert (values, remembered) == ({"words": [], "nested": {"deep": {}}}, {"kept": 1})


def test_a_rendering_that_failed_leaves_the_next_one_as_it_is():
    one = renderer({"a.jinja": "{{ 6 // count }}", "b": ""})
    with pytest.raises(TemplateError):
        one.render({"count": 0}, {})
    assert one.render({"count": 2}, {})["a"].data == b"3"


def test_a_template_knows_where_it_comes_from():
    one = renderer({"a.jinja": "{{ _src_path }} {{ _commit }} {{ _copier_answers | to_json }}"})
    made = one.render({}, {"_commit": "v1", "_src_path": "gh:a/b", "x": 1})
    assert made["a"].data == b'gh:a/b v1 {"_commit": "v1", "_src_path": "gh:a/b", "x": 1}'


def test_the_answers_file_goes_where_the_template_says():
    files = {"{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml }}"}
    made = render({**files, "copier.yml": ""}, answers_file="./.of/{{ name }}.yml")
    assert yaml.safe_load(made.pop(".of/shop.yml").data) == {"name": "shop"}
    assert not made


def test_every_path_is_known_by_the_file_of_the_template_that_it_comes_from():
    one = renderer(
        {
            "of/{{ name }}/{{ words[0] }}.md.jinja": "",
            "of/plain.txt": "",
            "of/{{ empty }}/gone": "",
            "of/x.bak": "",
            "of/both": "",
            "of/both.jinja": "",
            "of/{{ _copier_conf.answers_file }}.jinja": "",
            "shared/part": "",
        },
        subdirectory="of",
        exclude=["*.bak"],
    )
    sources = one.sources(VALUES, {})
    assert sources == {
        "shop/a.md": "of/{{ name }}/{{ words[0] }}.md.jinja",
        "plain.txt": "of/plain.txt",
        "both": "of/both.jinja",
        ".copier-answers.yml": "of/{{ _copier_conf.answers_file }}.jinja",
    }
    assert sources.keys() == one.render(VALUES, {}).keys()


def test_patterns_tell_what_is_left_alone_for_these_answers():
    one = renderer(
        {"a": ""},
        exclude=["*.bak", "{{ words | join('\n') }}"],
        skip_if_exists=["/{{ name }}.md", "docs/"],
    )
    skips, excludes = one.skips(VALUES, {}), one.excludes({**VALUES, "words": ["x", "y"]}, {})
    paths = ("shop.md", "in/shop.md", "docs/a/b", "x", "in/y", "a.bak", "a")
    assert [path for path in paths if skips(path)] == ["shop.md", "docs/a/b"]
    assert [path for path in paths if excludes(path)] == ["x", "in/y", "a.bak"]
    assert not renderer({"a": ""}).skips(VALUES, {})("a")


@pytest.mark.parametrize("setting", ["exclude", "skip_if_exists"])
def test_what_is_no_pattern_is_the_error_of_the_template(setting):
    one = renderer({"a": ""}, **{setting: ["{{ '!' }}"]})
    with pytest.raises(TemplateError, match=f"_{setting} of the template"):
        (one.skips if setting == "skip_if_exists" else one.excludes)(VALUES, {})


def kept() -> int:
    """Bytes in use, but for Python's own table of names, which grows by leaps."""
    gc.collect()
    found = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, pathlib.__file__)])
    return sum(each.size for each in found.statistics("filename"))


def test_thousands_of_projects_leave_nothing_behind():
    one = renderer({"{{ name }}/{{ name }}.jinja": "{{ name }}"}, exclude=["{{ name }}.bak"])
    tracemalloc.start()
    for number in range(2600):
        one.render({"name": f"n{number}"}, {"name": f"n{number}"})
        if number == 2000:  # what is remembered for a while is full
            before = kept()
    grown = kept() - before
    tracemalloc.stop()
    assert grown < 100_000
