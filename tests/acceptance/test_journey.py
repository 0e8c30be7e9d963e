"""The journey of two people: one founds a repository, a colleague on another machine keeps it in step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from people import Person, Server
from shipped import LATER

INTERNAL = {
    "internal_forge_url": "https://git.corp.acme.example",
    "internal_ospo_contact": "ospo@corp.acme.example",
    "internal_security_contact": "csirt@corp.acme.example",
    "internal_chat": "#acme-innersource",
    "internal_conduct_url": "https://intranet.acme.example/conduct",
}
PUBLIC = {
    "public_legal_name": "Acme Corporation",
    "public_security_contact": "security@acme.example",
    "public_conduct_contact": "conduct@acme.example",
}
OLD, NEW = "## Who we are", "## Who answers you"
README, ANSWERS = "README.md", ".copier-answers.yml"


@dataclass(frozen=True)
class Organisation:
    """The platform team's template: its working tree, and the address that everybody knows."""

    template: Path
    url: str
    owner: Person

    def releases(self, version: str) -> None:
        """A version that changes one line of the README and brings a new file."""
        for side in ("innersource", "opensource"):
            readme = self.template / "templates" / side / "README.md.jinja"
            text = readme.read_text("utf-8")
            assert text.count(OLD) == 1
            readme.write_text(text.replace(OLD, NEW), "utf-8")
            (readme.parent / "ROADMAP.md.jinja").write_text("# Roadmap of {{ title }}\n", "utf-8")
        self.owner.does("git", "add", "--all", cwd=self.template)
        self.owner.does("git", "commit", "--quiet", "-m", "Bring a roadmap", cwd=self.template)
        self.owner.does("git", "tag", version, cwd=self.template)
        self.owner.does("git", "push", "--quiet", "forge", "main", version, cwd=self.template)


@pytest.fixture
def organisation(ada: Person, server: Server) -> Organisation:
    place = ada.home / "acme-template"
    facts = [
        word for key, fact in (PUBLIC | INTERNAL).items() for word in ("--set", f"{key}={fact}")
    ]
    ada.does("charter", "template", "init", str(place), *facts, "--defaults")
    bare = server.begin("ospo/template.git")
    ada.does("git", "remote", "add", "forge", str(bare), cwd=place)
    ada.does("git", "push", "--quiet", "--tags", "forge", "main", cwd=place)
    return Organisation(place, f"{server.url}/ospo/template.git", ada)


def pushes(person: Person, repository: Path, server: Server) -> str:
    """Put the repository on the forge; returns the address to clone it from."""
    bare = server.begin(f"payments/{repository.name}.git")
    person.does("git", "push", "--quiet", str(bare), "main", cwd=repository)
    return f"{server.url}/payments/{repository.name}.git"


def clones(person: Person, url: str) -> Path:
    place = person.home / Path(url).stem
    person.does("git", "clone", "--quiet", url, str(place))
    return place


def changed(person: Person, repository: Path) -> set[str]:
    """What `git status` shows: two letters and a path."""
    return set(person.does("git", "status", "--porcelain", cwd=repository).splitlines())


def all_bytes(repository: Path) -> bytes:
    """Every committed byte: names, messages, authors and contents."""
    files = [path for path in repository.rglob("*") if path.is_file() and ".git" not in path.parts]
    return b"\n".join(
        str(path.relative_to(repository)).encode() + path.read_bytes() for path in files
    )


def answers_of(repository: Path) -> dict[str, object]:
    return yaml.safe_load((repository / ANSWERS).read_text("utf-8"))


def test_a_newer_template_version_reaches_a_colleague_by_plain_copier_update(
    ada: Person, bob: Person, server: Server, organisation: Organisation
):
    ada.does("charter", "settings", "set", "template", organisation.url)
    ada.does(
        *("charter", "new", "invoice-renderer", "--description", "Renders invoices as PDF"),
        *("--team", "payments", "--maintainers", "Ada Lovelace @ada, Bob Noyce @bob"),
        *("--defaults", "--yes"),
    )
    assert "payments" in ada.does("charter", "search", "invoices")
    url = pushes(ada, ada.home / "invoice-renderer", server)

    here = clones(bob, url)
    title, rest = (here / README).read_text("utf-8").split("\n", 1)
    _writes(bob, here / README, f"{title}, the fast one\n{rest}")
    bob.does("git", "commit", "--quiet", "--all", "-m", "Say that it is fast", cwd=here)
    organisation.releases(LATER)
    said = bob.does("copier", "update", "--defaults", cwd=here)

    text = (here / README).read_text("utf-8")
    assert text.startswith(f"{title}, the fast one\n")
    assert NEW in text
    assert OLD not in text
    assert b"<<<<<<<" not in all_bytes(here)
    assert (here / "ROADMAP.md").read_text("utf-8") == "# Roadmap of Invoice renderer\n"
    assert changed(bob, here) == {f" M {README}", f" M {ANSWERS}", "?? ROADMAP.md"}
    assert not [word for word in ("trust", "unsafe", "Traceback") if word in said]
    answers = answers_of(here)
    assert answers["_src_path"] == f"git+{organisation.url}"
    assert answers["_commit"] == LATER


def test_nothing_of_the_founders_machine_is_in_the_repository(
    ada: Person, bob: Person, server: Server, organisation: Organisation
):
    ada.does("charter", "settings", "set", "template", organisation.url)
    ada.does(
        *("charter", "new", "invoice-renderer", "--description", "Renders invoices as PDF"),
        *("--team", "payments", "--maintainers", "Ada Lovelace @ada", "--defaults", "--yes"),
    )
    here = clones(bob, pushes(ada, ada.home / "invoice-renderer", server))
    everything = all_bytes(here) + bob.does("git", "log", "--format=raw", cwd=here).encode()
    for trace in (ada.home, ada.home.parent, ada.programs, "file://"):
        assert str(trace).encode() not in everything
    paths = [value for value in answers_of(here).values() if str(value).startswith(("/", "~", "."))]
    assert paths == []


def test_the_built_in_template_is_found_by_its_name_on_every_machine(
    ada: Person, bob: Person, server: Server
):
    ada.does(
        *("charter", "new", "parser", "--template-version", "v0.0.0", "--defaults", "--yes"),
        *(
            "--description",
            "Parses orders",
            "--team",
            "payments",
            "--maintainers",
            "Ada Lovelace @ada",
        ),
        *("--set", "organisation_name=Acme Corporation"),
    )
    assert [path.name for path in (ada.home / "parser").iterdir() if path.name != ".git"] == [
        ANSWERS
    ]

    here = clones(bob, pushes(ada, ada.home / "parser", server))
    bob.does("copier", "update", "--defaults", cwd=here)
    assert answers_of(here)["_src_path"] == "git+charter::builtin"
    assert answers_of(here)["_commit"] != "v0.0.0"
    assert "Parses orders" in (here / README).read_text("utf-8")
    assert (here / "CONTRIBUTING.md").exists()

    bob.does("git", "add", "--all", cwd=here)
    bob.does("git", "commit", "--quiet", "-m", "Take the governance", cwd=here)
    bob.does("copier", "update", "--defaults", cwd=here)
    assert changed(bob, here) == set()


def test_a_candidate_names_its_template_by_alias_and_holds_nothing_internal(
    ada: Person, bob: Person, server: Server, organisation: Organisation
):
    ada.does("charter", "settings", "set", "templates.acme", organisation.url)
    ada.does("charter", "settings", "set", "template", "acme")
    said = ada.does(
        *("charter", "new", "pdf-kit", "--visibility", "opensource", "--license", "MIT"),
        *("--description", "Lays out PDF pages", "--team", "pdf", "--defaults", "--yes"),
        *("--maintainers", "Ada Lovelace @ada, Bob Noyce @bob"),
    )
    assert "candidate" in said
    here = clones(bob, pushes(ada, ada.home / "pdf-kit", server))
    assert answers_of(here)["_src_path"] == "git+charter::acme"
    everything = all_bytes(here) + bob.does("git", "log", "--format=raw", cwd=here).encode()
    for fact in (*INTERNAL.values(), organisation.url, server.url, "corp.acme.example"):
        assert fact.encode() not in everything

    # the alias means nothing until Bob says where the template lies, and then says how to tell it
    lost = bob.tries("copier", "update", "--defaults", cwd=here)
    assert lost.code != 0
    assert "charter settings set templates.acme" in lost.said
    assert changed(bob, here) == set()
    bob.does("charter", "settings", "set", "templates.acme", organisation.url)
    organisation.releases(LATER)
    bob.does("copier", "update", "--defaults", cwd=here)
    assert NEW in (here / README).read_text("utf-8")
    assert changed(bob, here) == {f" M {README}", f" M {ANSWERS}", "?? ROADMAP.md"}


def _writes(person: Person, file: Path, text: str) -> None:
    """Write as that person: the test may be another user."""
    person.does("sh", "-c", 'printf %s "$1" > "$2"', "sh", text, str(file))


def test_a_colleague_keeps_a_repository_in_step_with_charter_and_nothing_is_lost(
    ada: Person, bob: Person, server: Server, organisation: Organisation
):
    ada.does("charter", "settings", "set", "template", organisation.url)
    ada.does(
        *("charter", "new", "invoice-renderer", "--description", "Renders invoices as PDF"),
        *("--team", "payments", "--maintainers", "Ada Lovelace @ada", "--defaults", "--yes"),
    )
    here = clones(bob, pushes(ada, ada.home / "invoice-renderer", server))
    title, rest = (here / README).read_text("utf-8").split("\n", 1)
    _writes(bob, here / README, f"{title}, the fast one\n{rest}")
    bob.does("git", "commit", "--quiet", "--all", "-m", "Say that it is fast", cwd=here)
    organisation.releases(LATER)

    planned = bob.does("charter", "update", "--dry-run", "--diff", cwd=here)
    assert f"+{NEW}" in planned
    assert changed(bob, here) == set()
    bob.does("charter", "update", "--commit", cwd=here)
    text = (here / README).read_text("utf-8")
    assert text.startswith(f"{title}, the fast one\n")
    assert NEW in text
    assert changed(bob, here) == set()
    bob.does("charter", "maintainers", "add", "Bob Noyce @bob", "--commit", cwd=here)
    assert "@bob" in (here / ".github/CODEOWNERS").read_text("utf-8")
    assert "@bob" in bob.does("charter", "show", "invoice-renderer")
    bob.does("copier", "update", "--defaults", cwd=here)
    assert changed(bob, here) == set()
    bob.does("charter", "undo", cwd=here)
    assert "@bob" not in (here / ".github/CODEOWNERS").read_text("utf-8")
