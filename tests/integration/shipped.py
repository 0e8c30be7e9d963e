"""The built-in template's newest version, and one that comes after it in tests."""

from __future__ import annotations

import re
from pathlib import Path

_CHANGELOG = Path(__file__).parents[2] / "templates" / "CHANGELOG.md"
SHIPPED = re.findall(r"^## (v\S+)", _CHANGELOG.read_text("utf-8"), re.MULTILINE)[0]
LATER = "v9.0.0"
