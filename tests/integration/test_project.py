"""A project as its repository has it: in every shape that git knows, and with what a foe writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from charter.errors import AnswerError, GitError, TemplateError, UsageError
from charter.git import commit_everything, git
from charter.model import FileContent
from charter.template.editions import Editions
from charter.template.project import ProjectFolder, find_projects, open_project, side_of, stand_of

FILE = ".copier-answers.yml"
READY = "_commit: v1.0.0\n_src_path: git+charter::acme\nname: shop\n"
TEMPLATE = {
    "copier.yml": "name: {type: str}\nkind: {type: str, default: tool}\n"
    "organisation: {type: str, when: false, default: Acme}\n",
    "README.md.jinja": "# {{ name }} of {{ organisation }}\n",
    "{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml }}",
}


def make(place: Path, files: Mapping[str, str], tag: str = "") -> Path:
    for path, text in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text)
    if not (place / ".git").exists():
        git("init", "--quiet", "--initial-branch=main", cwd=place)
    commit_everything(place, "Go on")
    if tag:
        git("tag", tag, cwd=place)
    return place


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "shop", {FILE: READY, "src/main.py": "pass\n"})


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    make(tmp_path / "template", TEMPLATE, "v1.0.0")
    return Editions({"acme": str(tmp_path / "template")}, tmp_path / "cache")


# ---- the shapes of a repository ------------------------------------------------------------------


def bare(project: Path) -> Path:
    git("clone", "--quiet", "--bare", str(project), str(project.parent / "shop.git"))
    return project.parent / "shop.git"


def detached(project: Path) -> Path:
    git("checkout", "--quiet", "--detach", cwd=project)
    return project


def linked(project: Path) -> Path:
    git("worktree", "add", "--quiet", "../linked", "-b", "other", cwd=project)
    return project.parent / "linked"


def shallow(project: Path) -> Path:
    make(project, {"more": "more"})
    git("clone", "--quiet", "--depth=1", f"file://{project}", "../shallow", cwd=project)
    return project.parent / "shallow"


def with_submodule(project: Path) -> Path:
    head = git("rev-parse", "HEAD", cwd=project).strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{head},vendor/lib", cwd=project)
    git("commit", "--quiet", "--message", "Add what lies elsewhere", cwd=project)
    return project


def behind_a_link(project: Path) -> Path:
    (project.parent / "link").symlink_to(project)
    return project.parent / "link"


def packed(project: Path) -> Path:
    git("gc", "--quiet", cwd=project)
    git("pack-refs", "--all", cwd=project)
    return project


@pytest.mark.parametrize(
    "shape", [bare, detached, linked, shallow, with_submodule, behind_a_link, packed]
)
def test_a_project_is_read_from_a_repository_of_any_shape(
    project: Path, editions: Editions, shape: Callable[[Path], Path]
) -> None:
    found = open_project(shape(project))
    assert (found.folder, found.path("a")) == ("", "a")
    assert found.recorded.answers == {"name": "shop"}
    stand = stand_of(editions.open(found.recorded.source, found.recorded.version), found.recorded)
    assert stand.version == "v1.0.0"
    assert stand.files["README.md"].data == b"# shop of Acme\n"
    assert stand.files[FILE].data.decode() == READY.replace("name", "kind: tool\nname")
    assert found.repository.moved({"gone.py": FileContent(b"pass\n" * 9)}) == {}


def test_what_head_says_counts_and_not_what_lies_in_the_folder(project: Path) -> None:
    (project / FILE).write_text("nonsense")
    assert open_project(project).recorded.answers == {"name": "shop"}


def test_a_project_in_a_folder_of_a_larger_repository_is_named_by_its_folder(
    tmp_path: Path,
) -> None:
    room = make(tmp_path / "all", {f"apps/{name}/{FILE}": READY for name in ("a", "ü b")})
    found = open_project(room / "apps/ü b")
    assert (found.folder, found.path("x"), found.place) == (
        "apps/ü b", "apps/ü b/x", room / "apps/ü b",
    )  # fmt: skip
    assert find_projects(found.repository) == ["apps/a", "apps/ü b"]
    with pytest.raises(UsageError, match="not one project but holds several: apps/a, apps/ü b"):
        open_project(room)


def empty(place: Path) -> Path:
    git("init", "--quiet", str(place))
    return place


def nothing(place: Path) -> Path:
    place.mkdir()
    return place


def uncommitted(place: Path) -> Path:
    make(place, {"a": "a"})
    (place / FILE).write_text(READY)
    return place


def damaged(place: Path) -> Path:
    make(place, {"a": "a"})
    (place / ".git/HEAD").write_text("nonsense")
    return place


def without_its_commit(place: Path) -> Path:
    make(place, {FILE: READY})
    head = git("rev-parse", "HEAD", cwd=place).strip()
    (place / ".git/objects" / head[:2] / head[2:]).unlink()
    return place


def without_its_tree(place: Path) -> Path:
    make(place, {FILE: READY})
    tree = git("rev-parse", "HEAD^{tree}", cwd=place).strip()
    (place / ".git/objects" / tree[:2] / tree[2:]).unlink()
    return place


def without_a_folder(place: Path) -> Path:
    make(place, {f"in/{FILE}": READY})
    tree = git("rev-parse", "HEAD:in", cwd=place).strip()
    (place / ".git/objects" / tree[:2] / tree[2:]).unlink()
    return place / "in"


def without_the_file(place: Path) -> Path:
    make(place, {FILE: READY})
    blob = git("rev-parse", f"HEAD:{FILE}", cwd=place).strip()
    (place / ".git/objects" / blob[:2] / blob[2:]).unlink()
    return place


def as_a_link(place: Path) -> Path:
    make(place, {"a": "a"})
    (place / FILE).symlink_to("/etc/passwd")
    commit_everything(place, "Lead astray")
    return place


def as_a_folder(place: Path) -> Path:
    return make(place, {f"{FILE}/a": "a"})


def as_a_submodule(place: Path) -> Path:
    make(place, {"a": "a"})
    head = git("rev-parse", "HEAD", cwd=place).strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{head},{FILE}", cwd=place)
    git("commit", "--quiet", "--message", "Lead astray", cwd=place)
    return place


def elsewhere(place: Path) -> Path:
    make(place, {FILE: READY})
    git("config", "core.worktree", str(nothing(place.with_name("tree"))), cwd=place)
    return place


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        (lambda place: place, "is not a folder"),
        (nothing, "is not in a git repository"),
        (empty, "has no commit yet"),
        (damaged, "no commit yet|not in a git repository|cannot be opened"),
        (without_its_commit, "does not hold|no commit"),
        (without_its_tree, "does not hold"),
        (without_the_file, "does not hold"),
        (uncommitted, "is not committed yet"),
        (lambda place: make(place, {"a": "a"}), "it is not under a charter"),
        (
            lambda place: make(place, {f"{name}/{FILE}": READY for name in ("deep", "wide")}),
            "holds several: deep, wide",
        ),
        (without_a_folder, "does not hold"),
        (as_a_link, "not a mapping"),
        (as_a_folder, "not under a charter"),
        (as_a_submodule, "not a mapping"),
        (elsewhere, "outside|not in"),
    ],
)
def test_what_is_no_project_is_told_in_plain_words(
    tmp_path: Path, flaw: Callable[[Path], Path], said: str
) -> None:
    with pytest.raises((UsageError, GitError, AnswerError), match=said):
        open_project(flaw(tmp_path / "it"))


# ---- what a foe writes into an answers file -----------------------------------------------------


def stand(project: Path, editions: Editions, text: str) -> object:
    found: ProjectFolder = open_project(make(project, {FILE: text}))
    return stand_of(editions.open(found.recorded.source, found.recorded.version), found.recorded)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("v1.0.0", "--upload-pack=touch owned", "has no version '--upload-pack"),
        ("v1.0.0", "-v1", "has no version '-v1'"),
        ("v1.0.0", "v9.9.9", "has no version 'v9.9.9'"),
        ("v1.0.0", "HEAD:copier.yml", "has no version"),
        ("v1.0.0", "../../etc", "has no version"),
        ("git+charter::acme", "ext::sh -c 'touch owned'", "neither an alias nor the address"),
        ("git+charter::acme", "git+ext::sh -c touch% owned", "neither an alias nor the address"),
        ("git+charter::acme", "/etc", "neither an alias nor the address"),
        ("git+charter::acme", "../template", "neither an alias nor the address"),
        ("git+charter::acme", "file:///etc", "neither an alias nor the address"),
        ("git+charter::acme", "--upload-pack=touch owned", "neither an alias nor the address"),
        ("git+charter::acme", "ssh://-oProxyCommand=touch owned/x", "neither an alias|fetched"),
        ("git+charter::acme", "ssh://-oProxyCommand=touch/x", "cannot be fetched|neither"),
        ("git+charter::acme", "git+charter::nobody", "no template is known by the alias"),
        ("git+charter::acme", "https://me:secret@acme.example/t.git", "holds a password"),
        ("name: shop", "name: shop\norganisation: Foe", "answers 'organisation'"),
        ("name: shop", "other: shop", "no answer to 'name'"),
        ("name: shop", "name: [shop]", f"{FILE}: name: .* is not text"),
        ("name: shop", "name: &a [*a]", "aliases"),
    ],
)
def test_a_hostile_answers_file_is_refused(
    project: Path,
    editions: Editions,
    old: str,
    new: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("GIT_SSH_COMMAND", "false")
    with pytest.raises((TemplateError, AnswerError), match=said) as refused:
        stand(project, editions, READY.replace(old, new))
    assert "secret" not in refused.value.message
    assert not list(project.rglob("owned"))


def test_jinja_in_an_answer_is_text_and_unknown_answers_are_passed_over(
    project: Path, editions: Editions
) -> None:
    text = READY.replace("shop", "'{{ 1 // 0 }}'") + "long_gone: 1\n"
    files = stand(project, editions, text).files  # type: ignore[attr-defined]
    assert files["README.md"].data == b"# {{ 1 // 0 }} of Acme\n"
    assert b"long_gone" not in files[FILE].data


def test_a_visibility_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "t", {"copier.yml": "visibility: {type: str}\n"}, "v1.0.0")
    template = Editions({"t": str(tmp_path / "t")}, tmp_path / "cache").open("t")
    text = "_commit: v1.0.0\n_src_path: git+charter::t\nvisibility: secret\n"
    found = open_project(make(tmp_path / "p", {FILE: text}))
    with pytest.raises(TemplateError, match="knows the visibility 'secret'"):
        stand_of(template, found.recorded)


def test_a_template_beyond_us_is_left_to_copier_with_all_that_is_recorded(tmp_path: Path) -> None:
    beyond = TEMPLATE | {"copier.yml": "name: {type: str, default: '{{ _folder_name }}'}\n"}
    make(tmp_path / "t", beyond, "v1.0.0")
    template = Editions({"acme": str(tmp_path / "t")}, tmp_path / "cache").open("acme")
    found = open_project(make(tmp_path / "p", {FILE: READY}))
    made = stand_of(template, found.recorded)
    assert made.answers.left_to_copier
    assert made.files["README.md"].data == b"# shop of \n"
    assert side_of(made.answers) == "innersource"


def test_a_template_that_cannot_be_had_is_asked_for_once(tmp_path):
    editions = Editions({}, tmp_path / "cache")
    with pytest.raises(TemplateError) as first:
        editions.open(str(tmp_path / "t.git"))
    git("init", "--bare", "-q", str(tmp_path / "t.git"))
    with pytest.raises(TemplateError) as second:  # the place is not looked at again
        editions.open(str(tmp_path / "t.git"), "v1.0.0")
    assert second.value.message == first.value.message
