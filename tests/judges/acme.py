"""Facts of a fictitious organisation: each internal one is a word that stands nowhere else."""

from __future__ import annotations

from typing import Any

PUBLIC: dict[str, Any] = {
    "legal_name": "Acme Documents Corporation",
    "short_name": "Acme",
    "website": "https://www.acme.example",
    "forge": "github",
    "forge_url": "https://github.com",
    "forge_owner": "acme-documents",
    "security_contact": "security@acme.example",
    "conduct_contact": "conduct@acme.example",
    "allowed_licenses": ["Apache-2.0", "MIT"],
    "contribution_agreement": "dco",
    "cla_url": "https://cla.acme.example/sign",
    "response_days": 4,
    "public_template": "git+charter::acme",
}

INTERNAL: dict[str, Any] = {
    "forge": "gitlab",
    "forge_url": "https://sentinelforge.acme.example",
    "forge_owner": "sentinelgroup",
    "runner": "sentinelrunner",
    "ci_image": "sentinelregistry.acme.example/build:1",
    "chat": "#sentinelchat",
    "chat_url": "https://sentinelchaturl.acme.example/innersource",
    "ospo_name": "Sentinelospo Office",
    "ospo_contact": "sentinelospo@acme.example",
    "catalog_url": "https://sentinelcatalog.acme.example",
    "charter_package": "sentinel-charter-package",
    "security_contact": "sentinelsirt@acme.example",
    "conduct_url": "https://sentinelconduct.acme.example/code",
    "conduct_contact": "sentinelombud@acme.example",
    "sharing_boundary": "sentinelboundary employees of Acme",
    "review_days": 2,
    "warranty_days": 30,
    "license_confirmed": True,
    "code_names": ["sentinelcodename"],
}

# Internal answers of one project, as somebody would give them.
INTERNAL_ANSWERS: dict[str, str] = {
    "team": "sentinelteam",
    "maintainers": "Ada Sentinelada @sentinelada <sentinel.ada@acme.example>, "
    "Bob Sentinelbob @sentinelbob <sentinel.bob@acme.example>",
    "repository_url": "https://sentinelurl.acme.example/payments/invoice-renderer",
    "chat_channel": "#sentinelchannel",
    "review_days": "73",
    "warranty_days": "731",
}

PUBLIC_ANSWERS: dict[str, str] = {
    "public_team": "acme-documents-team",
    "public_maintainers": "Ada Lovelace @ada-l <ada@acme.example>, Bob Noyce @bnoyce",
}

ANSWERS: dict[str, str] = {
    "name": "invoice-renderer",
    "description": "Renders invoices as PDF files for every billing team of the company",
    "topics": "pdf, billing",
    "copyright_year": "2026",
}

# What is asked where the organisation file says nothing.
GAPS: dict[str, str] = {
    "organisation_name": "Umbrella & Söhne GmbH",
    "public_contact": "reports@umbrella.example",
}
