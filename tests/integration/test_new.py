"""charter new, from the command line to the files, the commit and the catalog."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import Run, Said, runner
from shipped import SHIPPED

CHARTER = Path(sys.executable).parent / "charter"
INNER = {
    "--visibility": "innersource",
    "--description": "Renders invoices as PDF for every billing team",
    "--team": "payments",
    "--maintainers": "Ada Lovelace @ada, Bob Noyce @bob <bob@acme.example>",
    "--forge": "gitlab",
    "--set": "organisation_name=Acme Corporation",
}
OPEN = INNER | {"--visibility": "opensource", "--forge": "github", "--license": "MIT"}
OUTSIDE = (
    "--set",
    "public_repository_url=https://github.com/acme/shop",
    "--set",
    "public_contact=x@acme.example",
)


def words(flags: dict[str, str], *more: str) -> list[str]:
    return [word for pair in flags.items() for word in pair] + list(more)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def charter(here: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    return runner(capfd)


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=place, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def read_answers(place: Path) -> dict[str, Any]:
    return yaml.safe_load((place / ".copier-answers.yml").read_text("utf-8"))


# ---- what is made ----------------------------------------------------------------------------


def test_a_repository_is_made_committed_registered_and_found(charter: Run, here: Path) -> None:
    said = charter("new", "invoice-renderer", *words(INNER), "--defaults")
    assert (said.code, said.err) == (0, "")
    made = here / "invoice-renderer"
    assert (
        git(made, "log", "--format=%an %s")
        == "Test Author Found invoice-renderer under an InnerSource charter"
    )
    assert git(made, "status", "--porcelain") == ""
    assert git(made, "branch", "--show-current") == "main"
    answers = read_answers(made)
    assert answers["_src_path"] == "git+charter::builtin"
    assert answers["maintainers"] == INNER["--maintainers"]
    assert charter("search", "invoices", "--json").json["entries"][0]["name"] == "invoice-renderer"
    assert sorted(path.name for path in here.iterdir()) == ["invoice-renderer"]


def test_the_end_says_where_it_is_and_what_is_next(charter: Run) -> None:
    said = charter("new", "shop", *words(INNER), "--defaults")
    for part in (
        "shop is founded",
        "./shop",
        "in the catalog as payments/shop",
        "  1. ",
        "  3. ",
    ):
        assert part in said.out
    assert "without a question" not in said.out  # nobody was asked one


def test_the_command_at_the_end_founds_the_same_tree_again(charter: Run, here: Path) -> None:
    first = charter(
        "new",
        "shop",
        *words(INNER),
        "--set",
        'title=Ada\'s "shop": 5 % $HOME',
        "--set",
        "warranty_days=60",
        "--defaults",
        "--json",
    )
    command = shlex.split(first.json["command"])
    assert command[:3] == ["charter", "new", "shop"]
    (here / "again").mkdir()
    again = charter(*command[1:], "--into", "again")
    assert again.code == 0, again.err
    assert git(here / "shop", "rev-parse", "HEAD^{tree}") == git(
        here / "again/shop", "rev-parse", "HEAD^{tree}"
    )


def test_open_source_at_founding_is_a_candidate_and_every_place_says_so(
    charter: Run, here: Path
) -> None:
    said = charter("new", "shop", *words(OPEN), *OUTSIDE, "--defaults")
    assert said.code == 0, said.err
    assert "candidate: keep it private until the OSPO has approved it" in said.out
    assert "push it to a private repository" in said.out
    assert "candidate" in (here / "shop/README.md").read_text("utf-8").lower()
    assert read_answers(here / "shop")["publication_date"] == ""
    assert charter("show", "shop", "--json").json["entries"][0]["standing"] == "candidate"


@pytest.mark.parametrize(
    "how", [("--set", "publication_date=2026-01-01"), ("--answers", "answers.yml")]
)
def test_nobody_sets_the_day_of_publication_by_hand(
    charter: Run, here: Path, how: tuple[str, str]
) -> None:
    (here / "answers.yml").write_text("publication_date: '2026-01-01'\n")
    said = charter("new", "shop", *words(OPEN), *OUTSIDE, *how, "--defaults")
    assert said.code == 2
    assert "not set by hand" in said.err
    assert "OSPO" in said.err
    assert not (here / "shop").exists()


def test_a_dry_run_lists_the_files_and_writes_nothing(charter: Run, here: Path, home: Path) -> None:
    said = charter("new", "shop", *words(INNER), "--defaults", "--dry-run")
    assert said.code == 0
    listed = {line.strip() for line in said.out.splitlines()[1:]}
    assert list(here.iterdir()) == []
    assert charter("list", "--json").json["entries"] == []
    charter("new", "shop", *words(INNER), "--defaults")
    assert listed == set(git(here / "shop", "ls-files").splitlines())


def test_the_report_as_json_has_what_a_program_needs_next(charter: Run, here: Path) -> None:
    said = charter("new", "shop", *words(OPEN), *OUTSIDE, "--json")
    assert (said.code, said.err) == (0, "")
    report = said.json
    assert list(report) == [
        "path", "name", "visibility", "candidate", "answers", "files", "commits", "registration", "notes",
        "look_alikes", "replaces", "command", "answer",
    ]  # fmt: skip
    assert report["path"] == str(here / "shop")
    assert report["candidate"] is True
    assert report["commits"] == [git(here / "shop", "rev-parse", "HEAD")]
    assert report["files"] == git(here / "shop", "ls-files").splitlines()
    assert report["registration"] == "registered"
    assert report["answers"]["public_team"] == "payments"


def test_who_takes_the_place_of_an_entry_is_told_before(charter: Run, here: Path) -> None:
    charter("new", "shop", *words(INNER), "--defaults")
    said = charter("new", "Shop", *words(INNER), "--defaults", "--dry-run")
    assert "payments/shop is in the catalog" in said.err
    (here / "elsewhere").mkdir()
    again = charter("new", "shop", *words(INNER), "--into", "elsewhere", "--json", "--defaults")
    assert again.json["replaces"] is True


def test_the_printed_command_says_what_this_persons_settings_answered(
    charter: Run, here: Path
) -> None:
    charter("settings", "set", "answers.warranty_days", "60")
    said = charter("new", "shop", *words(INNER), "--defaults", "--json")
    assert said.json["answers"]["warranty_days"] == "60"
    assert "--set warranty_days=60" in said.json["command"]


def test_a_catalog_by_a_relative_path_is_refused_and_made_full_when_set(
    charter: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    charter("settings", "set", "catalog", "own.db")
    monkeypatch.setenv("CHARTER_CATALOG", "own.db")
    assert "must be a full path" in refused(charter("list"), here)
    monkeypatch.delenv("CHARTER_CATALOG")
    assert charter("settings", "--json").json["settings"]["catalog"]["value"] == str(
        here / "own.db"
    )


def test_answers_come_from_a_file_and_flags_win_over_it(charter: Run, here: Path) -> None:
    charter("new", "shop", *words(INNER), "--set", "keep_ours=[docs/own.md]", "--defaults")
    again = charter(
        "new",
        "store",
        "--answers",
        "shop/.copier-answers.yml",
        "--set",
        "title=Store",
        "--team",
        "retail",
    )
    assert again.code == 0, again.err
    first, second = read_answers(here / "shop"), read_answers(here / "store")
    assert second == first | {"name": "store", "title": "Store", "team": "retail"}
    assert second["keep_ours"] == ["docs/own.md"]


def test_what_exists_already_is_told_and_does_not_stop_anybody(charter: Run) -> None:
    charter("new", "invoice-renderer", *words(INNER), "--defaults")
    said = charter("new", "invoices-pdf", *words(INNER | {"--team": "sales"}), "--defaults")
    assert said.code == 0
    for part in ("exists already", "invoice-renderer", "payments", "contribute:"):
        assert part in said.err


def test_the_current_empty_folder_is_filled_and_stays_the_current_one(
    charter: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "shop").mkdir()
    monkeypatch.chdir(here / "shop")
    before = Path().stat().st_ino
    assert charter("new", ".", *words(INNER), "--defaults").code == 0
    assert Path().stat().st_ino == before
    assert git(Path(), "status", "--porcelain") == ""
    assert sorted(path.name for path in here.iterdir()) == ["shop"]


# ---- what is refused -----------------------------------------------------------------------


def refused(said: Said, here: Path) -> str:
    """The complaint; and nothing was left behind."""
    assert said.code == 2, said
    assert said.err.startswith("charter: ")
    assert "Traceback" not in said.err
    assert [path.name for path in here.rglob("*") if ".charter-" in path.name] == []
    return said.err


def test_without_a_terminal_missing_answers_name_their_flags(charter: Run, here: Path) -> None:
    said = charter("new", "shop", "--visibility", "innersource", "--description", "x")
    complaint = refused(said, here)
    assert (
        "answers are missing: --set organisation_name=…, --team, --maintainers, --forge."
        in complaint
    )
    assert "--defaults" in complaint


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        (
            ("--visibility", "opensrouce"),
            ("visibility: 'opensrouce' is none of", "did you mean 'opensource'"),
        ),
        (("--set", "descripton=x"), ("no question 'descripton'", "Did you mean 'description'?")),
        (("--set", "holder=x"), ("'holder' is not a question here", "computes")),
        (("--set", "license=MIT"), ("'license' is not a question here", "visibility")),
        (("--set", "organisation={}"), ("'organisation' is not a question here",)),
        (("--set", "nonsense"), ("--set wants QUESTION=VALUE", "nonsense")),
        (("--maintainers", "Ada"), ("maintainers:", "Name @handle")),
        (("--forge", "githib"), ("forge: 'githib' is none of", "did you mean 'github'")),
        (
            ("--template", "/some/folder"),
            ("neither an alias nor the address", "charter settings set templates.NAME"),
        ),
        (("--template", "https://nowhere.invalid/t.git"), ("cannot be fetched", "git ls-remote")),
        (("--template-version", "v9.9.9"), ("no version 'v9.9.9'", "v1.0.0")),
        (("--answers", "missing.yml"), ("missing.yml",)),
        (("--into", "nowhere"), ("nowhere does not exist", "mkdir -p")),
    ],
)
def test_one_flaw_is_refused_with_the_next_step_and_nothing_is_made(
    charter: Run, here: Path, flaw: tuple[str, str], said: tuple[str, ...]
) -> None:
    complaint = refused(charter("new", "shop", *words(INNER), "--defaults", *flaw), here)
    assert [part for part in said if part not in complaint] == [], complaint
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../shop", "a/b", "..", "-shop", "shop.git", "sh op", "{{ x }}", "shöp", "a" * 64, "a..b"],
)
def test_a_name_that_is_no_name_is_refused(charter: Run, here: Path, name: str) -> None:
    refused(charter("new", *words(INNER), "--defaults", "--", name), here)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("text", ["[1, 2]", "just words", "{bad", "1: 2"])
def test_a_file_of_answers_that_is_none_is_refused_by_name(
    charter: Run, here: Path, text: str
) -> None:
    (here / "answers.yml").write_text(text)
    assert "answers.yml" in refused(
        charter("new", "shop", *words(INNER), "--answers", "answers.yml", "--defaults"), here
    )


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_asked(
    charter: Run, here: Path
) -> None:
    (here / "shop").mkdir()
    (here / "shop" / "own.txt").write_text("mine")
    complaint = refused(charter("new", "shop"), here)
    assert "is not empty" in complaint
    assert "charter adopt" in complaint
    assert (here / "shop" / "own.txt").read_text() == "mine"


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_not_replaced(charter: Run, here: Path, kind: str) -> None:
    (here / "elsewhere").mkdir()
    if kind == "file":
        (here / "shop").write_text("mine")
    else:
        (here / "shop").symlink_to("elsewhere")
    assert "is not a folder" in refused(charter("new", "shop", *words(INNER), "--defaults"), here)
    assert list((here / "elsewhere").iterdir()) == []


def without_rights() -> list[str]:
    """The words before a command that take root's rights away; none where nobody has them."""
    if os.getuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root writes everywhere, and setpriv is not installed")
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"]


def test_a_folder_that_is_not_ours_is_refused(here: Path) -> None:
    (here / "theirs").mkdir(mode=0o555)
    done = subprocess.run(
        [*without_rights(), str(CHARTER), "new", "shop", *words(INNER), "--defaults", "--into", "theirs"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "nothing can be written into" in done.stderr
    assert "--into" in done.stderr
    assert list((here / "theirs").iterdir()) == []


# ---- texts as people and others write them ------------------------------------------------

HOSTILE = [
    'say "hi" and it\'s: a #tag, [x]',
    "- leading dash",
    "--help",
    "../../outside",
    "Ünï cødé 🎤 中文",
    "{{ 7 * 7 }} {% raw %} {# c #} {x}",
    "!!python/object:os.system x",
    "*alias & <script>",
    "'; rm -rf ~ #",
    "ends with a backslash \\",
]


def parse_everything(place: Path) -> int:
    read = {
        ".yml": yaml.safe_load,
        ".yaml": yaml.safe_load,
        ".json": json.loads,
        ".toml": tomllib.loads,
    }
    files = [path for path in place.rglob("*") if path.suffix in read and ".git" not in path.parts]
    for path in files:
        read[path.suffix](path.read_text("utf-8"))
    return len(files)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_arrives_as_it_was_said_in_files_that_stay_whole(
    charter: Run, here: Path, text: str
) -> None:
    said = charter(
        "new", "shop", *words(INNER | {"--description": text}), "--set", f"title={text}",
        "--set", f"chat_channel={text}", "--defaults",
    )  # fmt: skip
    assert said.code == 0, said.err
    answers = read_answers(here / "shop")
    assert {answers["description"], answers["title"], answers["chat_channel"]} == {text}
    assert parse_everything(here / "shop") >= 5
    assert charter("show", "shop", "--json").json["entries"][0]["description"] == text
    assert sorted(path.name for path in here.iterdir()) == ["shop"]


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_every_text_arrives_in_public_files_too(charter: Run, here: Path, text: str) -> None:
    said = charter(
        "new",
        "shop",
        *words(OPEN | {"--description": text}),
        *OUTSIDE,
        "--set",
        f"copyright_holder={text}",
        "--defaults",
    )
    assert said.code == 0, said.err
    assert read_answers(here / "shop")["copyright_holder"] == text
    assert parse_everything(here / "shop") >= 5


@pytest.mark.parametrize("text", ["two\nlines", "bell\x07", "nul\x00", "", "   ", "x" * 301])
def test_a_text_that_no_file_can_hold_is_refused_in_plain_words(
    charter: Run, here: Path, text: str
) -> None:
    complaint = refused(
        charter("new", "shop", *words(INNER | {"--description": text}), "--defaults"), here
    )
    needed = "a description is needed: say it in one sentence"
    rule = "use one line of at most 300 characters" if text.strip() else needed
    assert f"description: {rule}" in complaint
    assert list(here.iterdir()) == []


# ---- surroundings --------------------------------------------------------------------------


def test_where_git_knows_no_author_the_first_maintainer_is_the_author_and_it_is_said(
    charter: Run, here: Path, home: Path
) -> None:
    (home / ".gitconfig").unlink()
    said = charter("new", "shop", *words(INNER), "--defaults")
    assert said.code == 0, said.err
    assert "git knows no author here, so Ada Lovelace made the first commit" in said.out
    assert git(here / "shop", "log", "--format=%an <%ae> %cn <%ce>") == (
        "Ada Lovelace <ada@users.noreply.invalid> Ada Lovelace <ada@users.noreply.invalid>"
    )


@pytest.mark.parametrize("catalog", ["a-folder", "https://catalog.acme.example"])
def test_where_the_catalog_is_away_the_repository_is_made_and_registered_later(
    charter: Run,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    catalog: str,
) -> None:
    away = tmp_path_factory.mktemp("a-folder") if catalog == "a-folder" else catalog
    monkeypatch.setenv("CHARTER_CATALOG", str(away))
    said = charter("new", "shop", *words(INNER), "--defaults", "--json")
    assert said.code == 0, said.err
    assert said.json["registration"] == "waiting"
    assert (here / "shop/.git").is_dir()
    monkeypatch.delenv("CHARTER_CATALOG")
    found = charter("search", "invoices", "--json")
    assert [entry["name"] for entry in found.json["entries"]] == ["shop"]


def test_what_a_person_told_copier_to_assume_or_trust_stays_out(
    charter: Run, here: Path, home: Path
) -> None:
    settings = home / ".config/copier.yml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(
        "defaults: {topics: leaked, team: leaked, title: leaked}\ntrust: ['/', 'git+charter::']\n"
    )
    assert charter("new", "shop", *words(INNER), "--defaults").code == 0
    assert "leaked" not in (here / "shop/.copier-answers.yml").read_text()


def test_a_repository_inside_another_is_made_and_it_is_said(charter: Run, here: Path) -> None:
    git(here, "init", "--quiet")
    said = charter("new", "shop", *words(INNER), "--defaults")
    assert said.code == 0
    assert f"it lies inside another repository, {here}" in said.out


def test_variables_of_a_surrounding_git_do_not_lead_it_astray(
    charter: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(here, "init", "--quiet", "outer")
    monkeypatch.setenv("GIT_DIR", str(here / "outer/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(here / "outer/.git/index"))
    assert charter("new", "shop", *words(INNER), "--defaults").code == 0
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert "shop" in git(here / "shop", "log", "--format=%s")
    assert not (here / "outer/.git/index").exists()


# ---- an organisation's own template ----------------------------------------------------------


@pytest.fixture
def acme(charter: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template with a hook of its own, known by the alias acme."""
    place = tmp_path_factory.mktemp("own") / "template"
    facts = {
        "public_legal_name": "Acme Corporation",
        "public_security_contact": "security@acme.example",
        "public_conduct_contact": "conduct@acme.example",
        "internal_forge_url": "https://git.acme.example",
        "internal_ospo_contact": "ospo@acme.example",
    }
    said = [word for key, value in facts.items() for word in ("--set", f"{key}={value}")]
    assert charter("template", "init", str(place), *said, "--defaults").code == 0
    (place / "hooks/announce.py").write_text(
        "from pathlib import Path\nPath('announced').touch()\nprint('announced')\n"
    )
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "Announce")
    git(place, "tag", f"{SHIPPED}.post2")
    assert charter("settings", "set", "templates.acme", str(place)).code == 0
    return place


BY_ACME = {key: value for key, value in INNER.items() if key != "--set"} | {"--template": "acme"}


def test_a_hook_of_an_organisations_template_does_not_run_untrusted_and_it_is_said(
    charter: Run, here: Path, acme: Path
) -> None:
    said = charter("new", "shop", *words(BY_ACME), "--defaults")
    assert said.code == 0, said.err
    assert "hooks of the template did not run: hooks/announce.py" in said.out
    assert "charter settings set trusted" in said.out
    assert not (here / "shop/announced").exists()
    assert "in the catalog as payments/shop" in said.out


def test_a_hook_of_an_organisations_template_runs_once_it_is_trusted(
    charter: Run, here: Path, acme: Path
) -> None:
    charter("settings", "set", "trusted", "acme")
    said = charter("new", "shop", *words(BY_ACME), "--defaults")
    assert said.code == 0, said.err
    assert (here / "shop/announced").exists()
    assert "did not run" not in said.out


def test_a_hook_that_fails_costs_neither_the_repository_nor_its_registration(
    charter: Run, here: Path, acme: Path
) -> None:
    (acme / "hooks/announce.py").write_text("raise SystemExit('the bell is broken')\n")
    git(acme, "commit", "--quiet", "--all", "--message", "Break")
    git(acme, "tag", f"{SHIPPED}.post3")
    charter("settings", "set", "trusted", "acme")
    said = charter("new", "shop", *words(BY_ACME), "--defaults")
    assert said.code == 0
    assert "hooks/announce.py ended with exit code 1: the bell is broken" in said.out
    assert "in the catalog as payments/shop" in said.out


def test_an_organisations_template_knows_its_facts_and_is_recorded_by_its_alias(
    charter: Run, here: Path, acme: Path
) -> None:
    assert charter("new", "shop", *words(BY_ACME), "--defaults").code == 0
    assert "Acme Corporation" in (here / "shop/README.md").read_text() + (
        here / "shop/CONTRIBUTING.md"
    ).read_text() + "".join(path.read_text() for path in (here / "shop/LICENSES").iterdir())
    answers = read_answers(here / "shop")
    assert answers["_src_path"] == "git+charter::acme"
    assert answers["_commit"] == f"{SHIPPED}.post2"


def test_a_public_repository_names_an_organisations_template_by_alias_only(
    charter: Run, here: Path, acme: Path
) -> None:
    public = {key: value for key, value in OPEN.items() if key != "--set"} | {"--template": "acme"}
    said = charter("new", "shop", *words(public), "--defaults")
    assert said.code == 0, said.err
    assert read_answers(here / "shop")["_src_path"] == "git+charter::acme"
    assert str(acme.parent) not in "".join(
        path.read_text("utf-8")
        for path in (here / "shop").rglob("*")
        if path.is_file() and ".git" not in path.parts
    )


def test_a_template_that_uses_more_of_copier_is_asked_and_rendered_by_copier(
    charter: Run, here: Path, acme: Path
) -> None:
    with (acme / "copier.yml").open("a") as file:
        file.write("\nmotto: {type: str, ask: false, default: '{{ _folder_name }} first'}\n")
    git(acme, "commit", "--quiet", "--all", "--message", "A motto")
    git(acme, "tag", f"{SHIPPED}.post3")
    said = charter("new", "shop", *words(BY_ACME), "--defaults")
    assert said.code == 0, said.err
    assert "copier itself asks" in said.err
    assert read_answers(here / "shop")["motto"] == "shop first"


def test_a_choice_is_said_by_its_label_here_and_in_an_update(charter: Run, here: Path) -> None:
    said = charter(
        *("new", "shop", *words(INNER), "--defaults", "--json"),
        *("--set", "governance_level=Shared ownership"),
    )
    assert said.code == 0, said.err
    assert read_answers(here / "shop")["governance_level"] == "shared-ownership"
    assert "governance_level=shared-ownership" in said.json["command"]
    change = ("--set", "governance_level=Shared write access", "--commit")
    assert charter("update", "shop", *change).code == 0
    assert read_answers(here / "shop")["governance_level"] == "shared-write-access"


# ---- interruptions ---------------------------------------------------------------------------


# a shell that runs the tests in the background has them, and what they start, ignore Ctrl-C
HEARING = ("env", "--default-signal=INT")


def start(here: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*HEARING, str(CHARTER), "new", "shop", *words(INNER), "--defaults", *more],
        cwd=here, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for(found: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while not found():
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("round_", range(int(os.environ.get("CHARTER_ROUNDS", "3"))))
def test_a_run_that_is_broken_off_while_it_renders_leaves_nothing(
    charter: Run, here: Path, number: int, round_: int
) -> None:
    process = start(here)
    wait_for(lambda: any(here.glob(".charter-*")), process)
    time.sleep(0.02 * round_)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    if round_ and process.returncode in (0, -number):  # done before the signal came: then whole
        assert git(here / "shop", "status", "--porcelain") == ""
        return
    assert process.returncode == 130, said
    assert "interrupted" in said
    if "is made" not in said:
        assert list(here.iterdir()) == []
        assert charter("list", "--json").json["entries"] == []


def test_a_run_that_is_broken_off_while_it_registers_says_that_the_repository_stands(
    charter: Run, here: Path, acme: Path
) -> None:
    (acme / "hooks/announce.py").write_text(
        "import time, pathlib\npathlib.Path('ringing').touch()\ntime.sleep(60)\n"
    )
    git(acme, "commit", "--quiet", "--all", "--message", "Ring long")
    git(acme, "tag", f"{SHIPPED}.post3")
    charter("settings", "set", "trusted", "acme")
    process = subprocess.Popen(
        [*HEARING, str(CHARTER), "new", "shop", *words(BY_ACME), "--defaults"],
        cwd=here, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    wait_for((here / "shop/ringing").exists, process)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert f"{here / 'shop'} is made" in said
    assert "charter register" in said
    assert git(here / "shop", "log", "--format=%s")
