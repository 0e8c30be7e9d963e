"""All checks, in the order in which they are told."""

from __future__ import annotations

from charter.governance.checks import (
    documentation,
    drift,
    guards,
    licence,
    ownership,
    pages,
    security,
    silo,
    texts,
    visibility,
    waiving,
)

CHECKS = (
    *drift.CHECKS,
    *silo.CHECKS,
    *visibility.CHECKS,
    *ownership.CHECKS,
    *documentation.CHECKS,
    *pages.CHECKS,
    *licence.CHECKS,
    *security.CHECKS,
    *guards.CHECKS,
    *texts.CHECKS,
    *waiving.CHECKS,
)
BY_ID = {check.id: check for check in CHECKS}
TOPICS = {
    "DR": "Drift",
    "SILO": "Out of the silo",
    "VIS": "Visibility",
    "OWN": "Ownership",
    "DOC": "Documentation",
    "LIC": "Licence",
    "SEC": "Security",
    "TXT": "Texts",
    "WAI": "Waivers",
}
