"""Code skeletons: fetched without running anything, run apart, and what hostile ones can reach."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from charter.errors import SkeletonError
from charter.git import git
from charter.model import SYMLINK, Visibility
from charter.scaffold.layout.lay import lay_under
from charter.scaffold.skeleton import render as rendering
from charter.scaffold.skeleton.consent import Consents, is_allowed
from charter.scaffold.skeleton.fetch import Skeleton, fetch_skeleton
from charter.scaffold.skeleton.record import may_record, skeleton_record
from charter.scaffold.skeleton.render import RenderedSkeleton, read_tree, render_skeleton
from charter.scaffold.skeleton.variables import variables_for
from charter.settings import Folders, Settings

FACTS = {
    "name": "invoice-renderer",
    "title": "Invoice renderer",
    "description": "Renders invoices",
    "author": "Ada Lovelace",
    "email": "ada@acme.example",
    "handle": "ada",
    "owner": "acme",
    "organisation": "Acme",
    "license": "Apache-2.0",
    "year": "2026",
}
VARIABLES = {
    "project_name": "My Project",
    "project_slug": "{{ cookiecutter.project_name.lower().replace(' ', '_') }}",
    "description": "",
    "license": ["MIT", "Apache Software License 2.0", "Not open source"],
    "with_docs": True,
}
TOP = "{{ cookiecutter.project_slug }}"


def make_template(folder: Path, files: dict[str, str] | None = None, **variables: object) -> Path:
    """A small template; `files` go over its own, `variables` over its cookiecutter.json."""
    base = {
        "cookiecutter.json": json.dumps({**VARIABLES, **variables}),
        f"{TOP}/README.md": "# {{ cookiecutter.project_name }}\n\n{{ cookiecutter.description }}\n",
        f"{TOP}/LICENSE": "{{ cookiecutter.license }}\n",
        f"{TOP}/src/{TOP}.py": "NAME = {{ cookiecutter.project_name | tojson }}\n",
    }
    for path, text in {**base, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def commit(folder: Path, *, tag: str = "") -> str:
    if not (folder / ".git").exists():
        git("init", "--quiet", "--initial-branch=main", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "A template", cwd=folder)
    if tag:
        git("tag", tag, cwd=folder)
    return git("rev-parse", "HEAD", cwd=folder).strip()


def pack(files: dict[str, str], *, link: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for path, text in files.items():
            member = zipfile.ZipInfo(path)
            if path == link:
                member.external_attr = (stat.S_IFLNK | 0o777) << 16
            opened.writestr(member, text)
    return packed.getvalue()


def as_files(folder: Path) -> dict[str, str]:
    return {path: content.data.decode() for path, content in read_tree(folder).items()}


@pytest.fixture
def template(tmp_path) -> Path:
    return make_template(tmp_path / "template")


@pytest.fixture
def room(tmp_path) -> Path:
    return tmp_path / "room"


def run(skeleton: Skeleton, room: Path, **chosen: str) -> RenderedSkeleton:
    variables = variables_for(skeleton, FACTS, chosen)
    return render_skeleton(skeleton, variables, room / "into", allowed=True)


# ---- fetching ----------------------------------------------------------------------------------


def test_a_folder_is_taken_as_it_lies_there(template, room):
    commit(template)
    (template / TOP / "new.txt").write_text("not committed\n")
    skeleton = fetch_skeleton(str(template), room)
    assert (skeleton.url, skeleton.source, skeleton.commit) == ("", str(template), "")
    assert (skeleton.folder / TOP / "new.txt").exists()
    assert not (skeleton.root / ".git").exists()


@pytest.mark.parametrize("ref", ["v1", "old", "{commit}"])
def test_a_ref_is_honoured_in_a_local_repository(template, room, ref):
    first = commit(template, tag="v1")
    git("branch", "old", cwd=template)
    (template / TOP / "README.md").write_text("# newer\n")
    commit(template)
    skeleton = fetch_skeleton(str(template), room, ref=ref.format(commit=first))
    assert skeleton.commit == first
    assert "newer" not in (skeleton.folder / TOP / "README.md").read_text()


def test_a_git_address_is_cloned_at_its_head_or_ref(template, room):
    first = commit(template, tag="v1")
    (template / TOP / "README.md").write_text("# newer\n")
    second = commit(template)
    assert fetch_skeleton(template.as_uri(), room).commit == second
    skeleton = fetch_skeleton(template.as_uri(), room, ref="v1")
    assert (skeleton.commit, skeleton.url) == (first, template.as_uri())


def test_a_folder_within_the_repository_can_be_named(tmp_path, room):
    make_template(tmp_path / "many" / "python")
    commit(tmp_path / "many")
    address = (tmp_path / "many").as_uri()
    assert fetch_skeleton(address, room, directory="python").folder.name == "python"
    skeleton = fetch_skeleton(str(tmp_path / "many" / "python"), room, ref="main")
    assert skeleton.directory == "python"
    with pytest.raises(SkeletonError, match=r"no cookiecutter\.json"):
        fetch_skeleton(address, room)


def test_a_template_that_offers_several_says_which(tmp_path, room):
    offered = {"templates": {"a": {"path": "./py"}, "b": {"path": "./go"}}}
    make_template(tmp_path / "many", {"cookiecutter.json": json.dumps(offered)})
    with pytest.raises(SkeletonError, match=r"\./py, \./go"):
        fetch_skeleton(str(tmp_path / "many"), room)


def test_a_folder_that_holds_the_workspace_is_refused(template):
    with pytest.raises(SkeletonError, match="temporary"):
        fetch_skeleton(str(template), template / "room")
    assert list((template / "room").iterdir()) == []


def test_a_folder_that_is_no_template_or_cannot_be_copied_is_refused(tmp_path, template, room):
    with pytest.raises(SkeletonError, match=r"no cookiecutter\.json"):
        fetch_skeleton(str(tmp_path), room)
    os.mkfifo(template / "pipe")
    with pytest.raises(SkeletonError, match="could not be copied"):
        fetch_skeleton(str(template), room)


@pytest.mark.parametrize("around", ["", "service-main/"])
def test_a_zip_file_is_unpacked_with_or_without_a_folder_around_it(
    tmp_path, template, room, around
):
    archive = tmp_path / "t.zip"
    archive.write_bytes(pack({around + path: text for path, text in as_files(template).items()}))
    skeleton = fetch_skeleton(str(archive), room)
    assert skeleton.digest == fetch_skeleton(str(template), room).digest


def test_a_zip_file_is_downloaded(tmp_path, template, room):
    (tmp_path / "t.zip").write_bytes(pack(as_files(template)))
    server = subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-m",
            "http.server",
            "0",
            "--bind",
            "127.0.0.1",
            "--directory",
            tmp_path,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        port = server.stdout.readline().split("port ")[1].split()[0]
        skeleton = fetch_skeleton(f"http://127.0.0.1:{port}/t.zip", room)
        with pytest.raises(SkeletonError, match="404"):
            fetch_skeleton(f"http://127.0.0.1:{port}/missing.zip", room)
    finally:
        server.terminate()
        server.communicate()
    assert skeleton.url.endswith("/t.zip")
    assert skeleton.digest == fetch_skeleton(str(template), room).digest


@pytest.mark.parametrize(
    "files",
    [
        {"../evil.txt": "x"},
        {"/evil.txt": "x"},
        {"a/../../evil.txt": "x"},
        {"..\\evil.txt": "x"},
        {"C:/evil.txt": "x"},
        {"link": "/etc/passwd"},
    ],
)
def test_a_zip_file_that_leaves_its_folder_is_refused_whole(tmp_path, room, files):
    archive = tmp_path / "t.zip"
    archive.write_bytes(pack({"cookiecutter.json": "{}", **files}, link="link"))
    with pytest.raises(SkeletonError):
        fetch_skeleton(str(archive), room)
    assert list(room.iterdir()) == []
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_file_that_is_no_zip_is_refused(tmp_path, room):
    (tmp_path / "t.zip").write_text("no zip")
    with pytest.raises(SkeletonError, match="cannot be unpacked"):
        fetch_skeleton(str(tmp_path / "t.zip"), room)


@pytest.mark.parametrize(
    ("spec", "ref", "reason"),
    [
        ("--upload-pack=touch${IFS}{mark}", "", "not the address"),
        ("ext::sh -c touch% {mark}", "", "not an address"),
        ("git+ext::sh -c touch% {mark}", "", "not an address"),
        ("{template}", "--upload-pack=touch {mark}", "not the name of a branch"),
        ("{template}", "-x", "not the name of a branch"),
        ("{template}", "main..v1", "not the name of a branch"),
        ("{template}", "v9", "no branch, tag or commit 'v9'"),
        ("{template}/nowhere", "", "there is no skeleton"),
    ],
)
def test_what_git_could_misread_is_refused_and_leaves_nothing(template, room, spec, ref, reason):
    commit(template)
    mark = template.parent / "mark"
    room.mkdir()
    spec = spec.replace("{mark}", str(mark)).replace("{template}", str(template))
    with pytest.raises(SkeletonError, match=reason):
        fetch_skeleton(spec, room, ref=ref.replace("{mark}", str(mark)))
    assert not mark.exists()
    assert list(room.iterdir()) == []


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../secret", "/etc"])
def test_a_link_that_leaves_the_skeleton_is_refused(template, room, target):
    (template / TOP / "stolen").symlink_to(target)
    commit(template)
    for spec in (str(template), template.as_uri()):
        with pytest.raises(SkeletonError, match="leaves the skeleton"):
            fetch_skeleton(spec, room)
    assert list(room.iterdir()) == []


def test_hooks_of_the_fetched_repository_and_of_git_do_not_run(tmp_path, template, room):
    commit(template)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "post-checkout").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (hooks / "post-checkout").chmod(0o755)
    git("config", "--global", "core.hooksPath", str(hooks))
    fetch_skeleton(template.as_uri(), room)
    assert not (tmp_path / "ran").exists()


# ---- what would run, and consent ---------------------------------------------------------------

EVIL = "import pathlib\npathlib.Path(%r).touch()\n"


@pytest.fixture
def hostile(tmp_path) -> Path:
    """It writes outside by a hook, by an extension and by the text of a file."""
    mark = str(tmp_path / "mark")
    return make_template(
        tmp_path / "hostile",
        {
            "hooks/pre_prompt.py": EVIL % f"{mark}-prompt",
            "hooks/post_gen_project.py": EVIL % f"{mark}-hook",
            "local_ext.py": EVIL % f"{mark}-extension"
            + "from jinja2.ext import Extension\nclass E(Extension): pass\n",
            f"{TOP}/text.txt": "{{ cycler.__init__.__globals__.os.mknod('MARK-text') }}".replace(
                "MARK", mark
            ),
            f"{TOP}/red.txt": "{{ ''.__class__ }}\x1b[2J\n",
        },
        _extensions=["local_ext.E"],
    )


def test_what_would_run_is_shown_as_plain_text(hostile, room):
    code = fetch_skeleton(str(hostile), room).code
    assert {(note.kind, note.path) for note in code} == {
        ("hook", "hooks/pre_prompt.py"),
        ("hook", "hooks/post_gen_project.py"),
        ("extension", "cookiecutter.json"),
        ("extension", "local_ext.py"),
        ("template-code", f"{TOP}/text.txt"),
        ("template-code", f"{TOP}/red.txt"),
        ("template-code", ""),
    }
    assert "mark-hook" in next(note for note in code if "post_gen" in note.path).excerpt
    assert "\x1b" not in "".join(note.excerpt for note in code)
    assert "not sandboxed" in code[-1].excerpt


def test_nothing_of_a_template_runs_without_consent(tmp_path, hostile, room):
    skeleton = fetch_skeleton(str(hostile), room)
    with pytest.raises(SkeletonError, match="not allowed"):
        render_skeleton(skeleton, variables_for(skeleton, FACTS), room / "into", allowed=False)
    assert not list(tmp_path.glob("mark*"))
    assert not (room / "into").exists()


def test_with_consent_all_of_it_runs_which_is_why_consent_is_asked(tmp_path, hostile, room):
    run(fetch_skeleton(str(hostile), room), room)
    assert {path.name for path in tmp_path.glob("mark*")} == {
        "mark-prompt",
        "mark-hook",
        "mark-extension",
        "mark-text",
    }


def test_a_changed_template_needs_consent_anew(tmp_path, template, room):
    settings = Settings(folders=Folders(*(tmp_path,) * 4))
    consents = Consents(tmp_path / "consents.json")
    commit(template)
    consents.remember(fetch_skeleton(template.as_uri(), room))
    assert is_allowed(fetch_skeleton(template.as_uri(), room), settings, consents)
    git("commit", "--quiet", "--allow-empty", "--message", "Same content", cwd=template)
    assert not is_allowed(fetch_skeleton(template.as_uri(), room), settings, consents)
    consents.remember(fetch_skeleton(str(template), room))
    (template / TOP / "README.md").chmod(0o755)
    assert not is_allowed(fetch_skeleton(str(template), room), settings, consents)


def test_files_that_changed_after_they_were_shown_do_not_run(template, room):
    skeleton = fetch_skeleton(str(template), room)
    (skeleton.folder / TOP / "README.md").write_text("other")
    with pytest.raises(SkeletonError, match="has changed"):
        run(skeleton, room)


# ---- rendering ---------------------------------------------------------------------------------


def test_answers_become_the_templates_variables(template, room):
    rendered = run(fetch_skeleton(str(template), room), room, with_docs="no")
    assert as_files(rendered.folder) == {
        "README.md": "# Invoice renderer\n\nRenders invoices\n",
        "LICENSE": "Apache Software License 2.0\n",
        "src/invoice_renderer.py": 'NAME = "Invoice renderer"\n',
    }
    assert rendered.variables == {
        "project_name": "Invoice renderer",
        "project_slug": "invoice_renderer",
        "description": "Renders invoices",
        "license": "Apache Software License 2.0",
        "with_docs": False,
    }


@pytest.mark.parametrize(
    "text",
    [
        "uses {{ braces }} and {% raw %} and {# this #}",
        "{{ cookiecutter.__class__ }} \"quoted\" \\ 'so' }} é 🦊",
        "{% endraw %}{{ 7 * 7 }}",
        'plain, it\'s "quoted": yes',
    ],
)
def test_an_answer_is_text_and_never_jinja(template, room, text):
    rendered = run(fetch_skeleton(str(template), room), room, description=text)
    assert as_files(rendered.folder)["README.md"] == f"# Invoice renderer\n\n{text}\n"
    assert rendered.variables["description"] == text


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"app_name": "my-app"}, {"app_name": "invoice-renderer"}),
        ({"app_name": "my_app"}, {"app_name": "invoice_renderer"}),
        ({"repo_name": "{{ x }}"}, {"repo_name": "invoice-renderer"}),
        ({"package_name": "{{ x.replace(' ', '-') }}"}, {"package_name": "invoice-renderer"}),
        ({"import_name": "{{ x | replace('-', '_') }}"}, {"import_name": "invoice_renderer"}),
        ({"pkg_name": "{{ cookiecutter.project_slug }}"}, {}),
        ({"Full Name": "x"}, {"Full Name": "Ada Lovelace"}),
        ({"github_username": "x"}, {"github_username": "acme"}),
        ({"author_email": "x"}, {"author_email": "ada@acme.example"}),
        ({"year": "2020", "version": "0.1.0"}, {"year": "2026"}),
        (
            {"open_source_license": ["No license file", "MIT"]},
            {"open_source_license": "No license file"},
        ),
        ({"license": ["MIT", "BSD"]}, {}),
        ({"license": "x"}, {"license": "Apache-2.0"}),
        ({"_license": "x", "email": True, "author": {"a": 1}}, {}),
    ],
)
def test_variables_are_recognised_by_name_and_kind(tmp_path, room, variables, expected):
    make_template(tmp_path / "t", {"cookiecutter.json": json.dumps(variables)})
    assert variables_for(fetch_skeleton(str(tmp_path / "t"), room), FACTS) == expected


def test_facts_that_nobody_gave_do_not_leave_the_template_authors_own(tmp_path, room):
    defaults = {"email": "author@template.example", "license": "MIT", "github_username": "author"}
    make_template(tmp_path / "t", {"cookiecutter.json": json.dumps(defaults)})
    skeleton = fetch_skeleton(str(tmp_path / "t"), room)
    assert variables_for(skeleton, {"name": "x", "handle": "ada"}) == {
        "email": "ada@users.noreply.invalid",
        "license": "Proprietary",
        "github_username": "ada",
    }


def test_a_chosen_variable_goes_over_the_facts_and_an_unknown_one_names_its_neighbour(
    template, room
):
    skeleton = fetch_skeleton(str(template), room)
    assert variables_for(skeleton, FACTS, {"project_name": "X"})["project_name"] == "X"
    with pytest.raises(SkeletonError) as refused:
        variables_for(skeleton, FACTS, {"project_nam": "X"})
    assert "project_name" in refused.value.hint
    with pytest.raises(SkeletonError) as refused:
        variables_for(skeleton, FACTS, {"license": "WTFPL"})
    assert "Not open source" in refused.value.hint


def test_tokens_and_home_do_not_reach_foreign_code(tmp_path, template, room, monkeypatch, home):
    for name in ("GITHUB_TOKEN", "CHARTER_TOKEN", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK"):
        monkeypatch.setenv(name, "s3cr3t")
    (home / ".cookiecutterrc").write_text("default_context:\n  description: s3cr3t\n")
    dump = "import json, os\nopen('env.json', 'w').write(json.dumps(dict(os.environ)))\n"
    make_template(
        template,
        {
            "hooks/post_gen_project.py": dump,
            f"{TOP}/env.txt": "{{ cycler.__init__.__globals__.os.environ | string }}",
        },
    )
    skeleton = fetch_skeleton(str(template), room)
    rendered = render_skeleton(skeleton, {}, room / "into", allowed=True)
    files = as_files(rendered.folder)
    environment = json.loads(files["env.json"])
    assert "s3cr3t" not in json.dumps(files)
    assert not set(environment) & {"GITHUB_TOKEN", "SSH_AUTH_SOCK", "GIT_CONFIG_GLOBAL"}
    assert str(home) not in environment.values()
    assert not Path(environment["HOME"]).exists()
    assert sorted(path.name for path in home.iterdir()) == [".cookiecutterrc", ".gitconfig"]


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        ({f"{TOP}/{{{{ cookiecutter.description }}}}/x.txt": ""}, {"description": ""}),
        ({f"{TOP}/{{{{ cookiecutter.description }}}}.txt": ""}, {"description": "../../out"}),
        ({f"{TOP}/{{{{ cookiecutter.description }}}}/x.txt": ""}, {"description": "../../out"}),
        ({f"{TOP}/{{{{ cookiecutter.description }}}}": "x"}, {"description": "{mark}"}),
        ({}, {"project_slug": ""}),
        ({}, {"project_slug": "../out"}),
        ({}, {"project_slug": "{mark}"}),
        ({"hooks/post_gen_project.py": "raise SystemExit('the hook gives up')"}, {}),
        ({"hooks/pre_gen_project.sh": "#!/bin/sh\necho no; exit 3\n"}, {}),
        ({f"{TOP}/bad.txt": "{{ cookiecutter.unknown }}"}, {}),
        ({f"{TOP}/bad.txt": "{% if %}"}, {}),
        ({"cookiecutter.json": '{"project_slug": "x", "_extensions": ["nowhere.E"]}'}, {}),
    ],
)
def test_a_failure_is_an_error_that_leaves_nothing(
    tmp_path, template, room, files, chosen, monkeypatch
):
    mark = tmp_path / "out"
    make_template(template, files)
    skeleton = fetch_skeleton(str(template), room)
    variables = {name: value.replace("{mark}", str(mark)) for name, value in chosen.items()}
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(SkeletonError) as failed:
        render_skeleton(skeleton, variables, room / "into", allowed=True)
    assert "Traceback" not in failed.value.message
    assert list((room / "into").iterdir()) == []
    assert not list(tmp_path.rglob("out*"))
    assert list(scratch.iterdir()) == []


def test_the_last_words_of_a_failing_hook_are_told(template, room):
    make_template(template, {"hooks/post_gen_project.py": "raise SystemExit('\x1b[31mneeds uv')"})
    with pytest.raises(SkeletonError) as failed:
        run(fetch_skeleton(str(template), room), room)
    assert failed.value.message.splitlines()[-1].strip() == "needs uv"


def test_a_missing_extension_names_the_cure(template, room):
    make_template(template, _extensions=["nowhere.E"])
    with pytest.raises(SkeletonError) as failed:
        run(fetch_skeleton(str(template), room), room)
    assert "pipx inject" in failed.value.hint


def test_a_file_whose_name_becomes_empty_is_left_out(template, room):
    name = "{% if cookiecutter.with_docs %}docs.md{% endif %}"
    make_template(template, {f"{TOP}/{name}": "x"})
    skeleton = fetch_skeleton(str(template), room)
    assert "docs.md" in as_files(run(skeleton, room).folder)
    assert "docs.md" not in as_files(run(skeleton, room, with_docs="no").folder)


def test_what_a_hook_prints_is_not_the_result(template, room):
    make_template(template, {"hooks/post_gen_project.py": 'print(\'{"folder": "/etc"}\')'})
    rendered = run(fetch_skeleton(str(template), room), room)
    assert rendered.folder.name == "invoice_renderer"


def test_a_template_that_speaks_for_the_child_is_not_believed(template, room):
    says = '[os.write(3, \'{"folder": "/etc"}\'.encode()), os._exit(0)]'
    text = "{% set os = cycler.__init__.__globals__.os %}{{ " + says + " }}"
    make_template(template, {f"{TOP}/lie.txt": text})
    with pytest.raises(SkeletonError, match="no folder of its own"):
        run(fetch_skeleton(str(template), room), room)
    assert list((room / "into").iterdir()) == []


def test_a_hook_that_never_ends_is_ended_with_what_it_started(
    tmp_path, template, room, monkeypatch
):
    monkeypatch.setattr(rendering, "SECONDS", 3)
    hook = f"#!/bin/sh\n(sleep 5; touch {tmp_path}/later) &\nsleep 60\n"
    make_template(template, {"hooks/post_gen_project.sh": hook})
    began = time.monotonic()
    with pytest.raises(SkeletonError, match="within 3 seconds"):
        run(fetch_skeleton(str(template), room), room)
    assert time.monotonic() - began < 20
    time.sleep(max(0, 6 - (time.monotonic() - began)))
    assert not (tmp_path / "later").exists()


# ---- the rendered tree -------------------------------------------------------------------------


def test_a_repository_begun_by_a_hook_and_ignored_folders_are_left_out(template, room):
    hook = (
        "import os, subprocess\nsubprocess.run(['git', 'init', '-q'], check=True)\n"
        "os.makedirs('.venv/bin')\nos.symlink('/usr/bin/env', '.venv/bin/python')\n"
        "open('.env', 'w').write('LOCAL=1')\n"
    )
    make_template(
        template, {"hooks/post_gen_project.py": hook, f"{TOP}/.gitignore": ".venv/\n.env\n"}
    )
    files = as_files(run(fetch_skeleton(str(template), room), room).folder)
    assert set(files) == {".env", ".gitignore", "LICENSE", "README.md", "src/invoice_renderer.py"}


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside"])
def test_a_rendered_link_that_leaves_the_repository_is_refused(template, room, target):
    hook = f"import os\nos.symlink({target!r}, 'link')\n"
    make_template(template, {"hooks/post_gen_project.py": hook})
    rendered = run(fetch_skeleton(str(template), room), room)
    with pytest.raises(SkeletonError, match="leaves the repository"):
        read_tree(rendered.folder)


def test_links_inside_and_executable_bits_are_kept(template, room):
    hook = "import os\nos.symlink('src', 'lib')\nos.chmod('README.md', 0o755)\n"
    make_template(template, {"hooks/post_gen_project.py": hook})
    tree = read_tree(run(fetch_skeleton(str(template), room), room).folder)
    assert (tree["lib"].mode, tree["lib"].data) == (SYMLINK, b"src")
    assert tree["README.md"].mode == 0o100755


def test_code_and_governance_become_one_tree(template, tmp_path, room):
    governed = tmp_path / "governed"
    governed.mkdir()
    (governed / "README.md").write_text("# Invoice renderer\n\n> INTERNAL\n")
    (governed / "LICENSE").write_text("Ours\n")
    code = read_tree(run(fetch_skeleton(str(template), room), room).folder)
    layout = lay_under(code, read_tree(governed))
    assert layout.files["LICENSE"].data == b"Ours\n"
    assert layout.files["README.md"].data.startswith(b"# Invoice renderer\n\n> INTERNAL\n")
    assert b"## About the code\n\nRenders invoices\n" in layout.files["README.md"].data
    assert "src/invoice_renderer.py" in layout.files


# ---- the record --------------------------------------------------------------------------------


def test_the_record_holds_what_cruft_needs_and_no_path_of_this_machine(template, room):
    made = commit(template)
    skeleton = fetch_skeleton(template.as_uri(), room, ref="main")
    rendered = run(skeleton, room)
    public = replace(skeleton, url="https://github.com/acme/service.git")
    record = json.loads(skeleton_record(public, rendered))
    assert record == {
        "template": "https://github.com/acme/service.git",
        "commit": made,
        "checkout": "main",
        "context": {
            "cookiecutter": {
                **rendered.variables,
                "_template": "https://github.com/acme/service.git",
            }
        },
        "directory": None,
    }
    assert str(room) not in json.dumps(record)


def test_braces_in_a_recorded_answer_stay_text_when_it_is_rendered_again(template, room):
    commit(template)
    skeleton = fetch_skeleton(template.as_uri(), room)
    rendered = run(skeleton, room, description="uses {{ braces }}")
    recorded = json.loads(skeleton_record(skeleton, rendered))["context"]["cookiecutter"]
    assert recorded["description"] == '{{ "uses {{ braces }}" }}'
    assert recorded["project_name"] == "Invoice renderer"


@pytest.mark.parametrize(
    ("url", "visibility", "readable_recorded"),
    [
        ("https://git.acme.example/t.git", Visibility.INNERSOURCE, (False, True)),
        ("https://git.acme.example/t.git", Visibility.OPENSOURCE, (False, False)),
        ("https://github.com/acme/t.git", Visibility.OPENSOURCE, (True, True)),
        ("https://github.com/acme/private.git", Visibility.OPENSOURCE, (False, False)),
        ("file:///home/ada/t", Visibility.INNERSOURCE, (True, False)),
        ("", Visibility.INNERSOURCE, (True, False)),
    ],
)
def test_an_address_is_recorded_where_its_readers_may_see_it(url, visibility, readable_recorded):
    readable, recorded = readable_recorded
    skeleton = Skeleton("x", url, url, "", "", "c0ffee", "d1", Path(), Path(), ())
    assert may_record(skeleton, visibility, everybody_reads=lambda _: readable) is recorded


@pytest.mark.parametrize(
    "url", ["git@github.com:a/b", "http://github.com/a/b", "https://acme.example/a/b"]
)
def test_an_address_off_the_public_forges_is_not_even_asked_for(url):
    skeleton = Skeleton("x", url, url, "", "", "c0ffee", "d1", Path(), Path(), ())
    assert not may_record(skeleton, Visibility.OPENSOURCE)
