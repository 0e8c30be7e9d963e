"""The patterns and standards that the checks come from."""

from __future__ import annotations

from charter.governance.check import Source

_PATTERNS = "https://patterns.innersourcecommons.org/p/"
_OSPS = "https://baseline.openssf.org/versions/2026-02-19"

CHARTER = Source(
    "Charter", "https://github.com/repo-charter/repo-charter/blob/main/docs/how-to/check.md"
)
BASE = Source("InnerSource Commons: Standard Base Documentation", f"{_PATTERNS}base-documentation")
TRUSTED = Source("InnerSource Commons: Trusted Committer", f"{_PATTERNS}trusted-committer")
PORTAL = Source("InnerSource Commons: InnerSource Portal", f"{_PATTERNS}innersource-portal")
LICENSE = Source("InnerSource Commons: InnerSource License", f"{_PATTERNS}innersource-license")
CONDUCT = Source(
    "InnerSource Commons: Code of Conduct",
    "https://github.com/InnerSourceCommons/InnerSourcePatterns",
)
COMMUNICATION = Source(
    "InnerSource Commons: Communication Tooling", f"{_PATTERNS}communication-tooling"
)
ISSUES = Source("InnerSource Commons: Issue Tracker Use Cases", f"{_PATTERNS}issue-tracker")
SILO = Source("Three without which a repository stays a silo", f"{_PATTERNS}base-documentation")
REUSE = Source("REUSE 3.3", "https://reuse.software/spec-3.3/")
COMMUNITY = Source(
    "GitHub community standards",
    "https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/"
    "about-community-profiles-for-public-repositories",
)
ROOT = Source(
    "GitHub: About code owners",
    "https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/"
    "customizing-your-repository/about-code-owners",
)
OSI = Source("Open Source Definition", "https://opensource.org/osd")


def osps(control: str) -> Source:
    """A control of the Open Source Project Security Baseline, such as VM-02.01."""
    return Source(f"OSPS Baseline {control}", _OSPS)
