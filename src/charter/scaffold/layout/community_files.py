"""Tells by a path whether a file belongs to the governance of a repository. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

# Where forges look for such files. In docs/ only shouted names count: docs/contributing.rst is a
# page of the documentation, docs/CONTRIBUTING.md is shown by the forge.
_PLACES = {"", ".github", ".gitlab", ".gitea", ".forgejo", "docs"}
_TEXT = {"", ".md", ".markdown", ".rst", ".txt", ".adoc", ".asciidoc", ".org", ".textile"}
_LICENCE = re.compile(
    r"(licen[sc]es?|copying|unlicen[sc]e)"
    r"([-_.](mit|apache|bsd|isc|mpl|[al]?gpl|lesser|lib|zlib|0bsd|cc0|unlicen[sc]e|eupl|epl|boost)"
    r"[\w.+-]*?)?(\.(md|markdown|rst|txt|adoc|html))?",
    re.IGNORECASE,
)
_STEMS = {
    "contributing": "contributing guide",
    "code_of_conduct": "code of conduct",
    "security": "security policy",
    "support": "support policy",
    "governance": "governance",
    "maintainers": "maintainers",
    "communication": "communication",
    "notice": "notice",
}
_EXACT = {
    ".copier-answers.yml": "answers",
    ".copier-answers.yaml": "answers",
    "catalog-info.yaml": "catalog entry",
    "catalog-info.yml": "catalog entry",
    "innersource.json": "InnerSource entry",
    "reuse.toml": "licence annotations",
    ".reuse/dep5": "licence annotations",
    "citation.cff": "citation",
    "security-insights.yml": "security insights",
    ".github/security-insights.yml": "security insights",
}
_FORGE = r"(\.github/|\.gitea/|\.forgejo/|docs/)?"
_PATTERNS = {
    "issue templates": re.compile(
        _FORGE + r"issue_template(/.+|\.\w+)?|\.gitlab/issue_templates/.+", re.IGNORECASE
    ),
    "change templates": re.compile(
        _FORGE + r"(pull|merge)_request_template(/.+|\.\w+)?"
        r"|\.gitlab/merge_request_templates/.+",
        re.IGNORECASE,
    ),
    "registration": re.compile(r"\.charter/.+"),
}
_BY_TEAM = {
    "changelog": re.compile(r"(changelog|changes|history|news)(\.\w+)?", re.IGNORECASE),
    "dependabot": re.compile(r"\.github/dependabot\.ya?ml", re.IGNORECASE),
    "renovate": re.compile(
        r"(\.github/|\.gitlab/)?(renovate\.json5?|\.renovaterc(\.json5?)?)", re.IGNORECASE
    ),
}


def governed_kind(path: str) -> str:
    """What the file is for governance (`licence`, `code owners` …); empty where it is code."""
    whole = (kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(path))
    return _EXACT.get(path.lower()) or next(whole, "") or _by_name(path)


def _by_name(path: str) -> str:
    folder, name = _split(path)
    if folder.lower() not in _PLACES:
        return ""
    if name.lower() == "codeowners":
        return "code owners"
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    shouted = stem == stem.upper()
    if folder.lower() == "docs" and not shouted:
        return ""
    if _LICENCE.fullmatch(name):
        return "licence"
    is_text = suffix.lower() in _TEXT and (suffix or shouted)
    return _STEMS.get(stem.lower().replace("-", "_"), "") if is_text else ""


def team_kind(path: str) -> str:
    """Kinds that both sides may bring under different names, and where the code's one stands."""
    return next((kind for kind, pattern in _BY_TEAM.items() if pattern.fullmatch(path)), "")


def is_front_page(path: str) -> bool:
    """Whether a forge may show this file as the first thing of the repository."""
    folder, name = _split(path)
    front = {"", ".github", ".gitlab", ".gitea", ".forgejo"}
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    return folder.lower() in front and stem.lower() == "readme" and suffix.lower() in _TEXT


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name
