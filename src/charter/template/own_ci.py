"""The CI of an organisation's template, for the forge that it lies on. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

# the pins of the built-in template: a forge's runner may not know GitHub's newest
_CHECKOUT = {
    "github": "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
    "": "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2",
}
_PLAIN = "ubuntu-latest"
_WHY = "# What repositories would stumble over is found here, before it is released.\n"
_WORKFLOW = """\
name: Template

on:
  push:
    branches: [main, master]
  pull_request:
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: template-${{ github.ref }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}

jobs:
  template:
    name: Check the template
    runs-on: @RUNNER@
    timeout-minutes: 15
    # The runner needs Python 3.11 or newer with venv.
    steps:
      - name: Check out with all versions
        uses: @CHECKOUT@
        with:
          fetch-depth: 0
          persist-credentials: false
      - name: Install Charter
        env:
          CHARTER_PACKAGE: @PACKAGE@
        run: |
          python3 -m venv /tmp/charter
          /tmp/charter/bin/pip install --quiet "$CHARTER_PACKAGE"
      - name: Check
        run: /tmp/charter/bin/charter template check
      - name: Compare with the snapshots
        run: test ! -d tests/snapshots || /tmp/charter/bin/charter template test
"""
_PIPELINE = """\
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS
      when: never
    - if: $CI_COMMIT_BRANCH
    - if: $CI_COMMIT_TAG

template:
  stage: test
  image: python:3.13
@TAGS@  timeout: 15 minutes
  variables:
    GIT_DEPTH: "0"
    CHARTER_PACKAGE: @PACKAGE@
  script:
    - pip install --quiet "$CHARTER_PACKAGE"
    - charter template check
    - test ! -d tests/snapshots || charter template test
"""


def ci_files(internal: Mapping[str, Any]) -> dict[str, str]:
    """Path → text, by the internal facts; none for a forge that is not known."""
    forge = str(internal.get("forge") or "")
    runner = str(internal.get("runner") or _PLAIN)
    package = str(internal.get("charter_package") or "repo-charter")
    if forge == "gitlab":
        tags = f"  tags: [{_quoted(runner)}]\n" if runner != _PLAIN else ""
        text = _PIPELINE.replace("@TAGS@", tags).replace("@PACKAGE@", _quoted(package))
        return {".gitlab-ci.yml": _WHY + text}
    if forge not in ("github", "gitea", "forgejo"):
        return {}
    checkout = _CHECKOUT.get(forge, _CHECKOUT[""])
    text = _WORKFLOW.replace("@RUNNER@", _quoted(runner)).replace("@CHECKOUT@", checkout)
    return {f".{forge}/workflows/template.yml": _WHY + text.replace("@PACKAGE@", _quoted(package))}


def _quoted(text: str) -> str:
    """A scalar that is YAML and JSON alike."""
    return json.dumps(text, ensure_ascii=False)
