"""An organisation's template in two versions, and old repositories to be brought under it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import yaml
from histories import ADDRESS, redirect_address

from charter.git import commit_everything, git

ROOT = Path(__file__).parents[2]
FACTS = {
    ("public", "legal_name"): "Acme Corporation",
    ("public", "forge_owner"): "acme",
    ("public", "security_contact"): "security@acme.example",
    ("public", "conduct_contact"): "conduct@acme.example",
    ("internal", "forge"): "gitlab",
    ("internal", "forge_url"): "https://git.acme.example",
}
TEMPLATE = ("--template", ADDRESS)
FIRST = (*TEMPLATE, "--template-version", "v1.0.0")


def write_organisation(folder: Path, home: Path) -> None:
    """The built-in template as the working tree has it, with facts, as v1.0.0; and a v1.1.0."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name in ("copier.yml", "organisation-questions.yml"):
        shutil.copy(ROOT / name, folder / name)
    text, part = [], ""
    for line in (ROOT / "organisation.yml").read_text().splitlines():
        part = line.rstrip(":") if re.fullmatch(r"\w+:", line) else part
        key = line.strip().partition(":")[0]
        fact = FACTS.get((part, key))
        text.append(f"  {key}: {json.dumps(fact)}" if fact else line)
    (folder / "organisation.yml").write_text("\n".join(text) + "\n")
    git("init", "--quiet", "--initial-branch=main", cwd=folder)
    commit_everything(folder, "One")
    git("tag", "v1.0.0", cwd=folder)
    for name in (
        "innersource/SUPPORT.md.jinja",
        "shared/gitignore.jinja",
        "innersource/README.md.jinja",
        "innersource/CONTRIBUTING.md.jinja",
    ):
        file = folder / "templates" / name
        file.write_text(file.read_text().replace("#", "# (new)", 1))
    commit_everything(folder, "Two")
    git("tag", "v1.1.0", cwd=folder)
    redirect_address(home / ".gitconfig", folder)
    settings = home / ".config/charter/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[templates]\nacme = "{ADDRESS}"\n')  # what a public repository calls it


def write(place: Path, **files: str | bytes) -> Path:
    """A repository with these files, `__` in a name standing for a slash."""
    return write_files(place, {name.replace("__", "/"): data for name, data in files.items()})


def write_files(place: Path, files: dict[str, str | bytes], message: str = "One") -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
    if not git_is_there(place):
        git("init", "--quiet", "--initial-branch=main", cwd=place)
    commit_everything(place, message)
    return place


def git_is_there(place: Path) -> bool:
    return any((folder / ".git").exists() for folder in (place, *place.parents))


def remote(place: Path, url: str = "git@git.acme.example:payments/shop.git") -> Path:
    git("remote", "add", "origin", url, cwd=place)
    return place


PYTHON = {
    "README.md": "# Shop\n\nSells things to everybody.\n\n## Usage\n\n`shop`\n",
    "pyproject.toml": '[project]\nname = "acme-shop"\ndescription = "Sells things to everybody"\n',
    "CHANGELOG.md": "# Changelog\n\n## 1.0\n\nAll of it.\n",
    "CODEOWNERS": "* @acme/payments @ada\n/docs/ @bob\n",
    ".gitignore": "build/\nmine.tmp\n",
    "src/shop.py": "print('sold')\n",
}


def answers(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((place / ".copier-answers.yml").read_text())
    return found


def status(place: Path) -> list[str]:
    return git("status", "--porcelain", cwd=place).splitlines()


def licence(name: str) -> str:
    text = (ROOT / f"templates/shared/licences/{name}.txt").read_text()
    return re.sub(
        r"\{\{.*?holder.*?\}\}",
        "Acme Corporation",
        re.sub(r"\{\{ *copyright_year *\}\}", "2016", text),
    )
