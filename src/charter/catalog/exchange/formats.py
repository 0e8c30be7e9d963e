"""The formats, each one line: what it is called, and the function that writes or reads it.

A new one is a file in this folder and a line here. A function is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_ROOM = "charter.catalog.exchange"


@dataclass(frozen=True)
class Format:
    """`function` is `file:name` in this folder. `file` names what one project's is called.

    Out: many entries → pieces of text; where `file` is said, one entry → the text. In: the text →
    what each part tells; where `file` is said, with the entry that it is of.
    """

    function: str
    title: str
    file: str = ""

    def load(self) -> Callable[..., Any]:
        module, _, name = self.function.partition(":")
        function: Callable[..., Any] = getattr(import_module(f"{_ROOM}.{module}"), name)
        return function


OUT = {
    "backstage": Format("backstage:backstage_yaml", "Backstage: a Component for each entry"),
    "backstage-groups": Format("backstage:groups_yaml", "Backstage: a Group for each team"),
    "sap-portal": Format("sap_portal:repos_json", "SAP's project portal: repos.json"),
    "csv": Format("spreadsheet:csv_lines", "CSV for spreadsheets, formulas neutralised"),
    "jsonl": Format("json_lines:json_lines", "JSON Lines: the keys of `charter list --json`"),
    "publiccode": Format("publiccode:publiccode_yml", "publiccode.yml, published projects only",
                         "publiccode.yml"),
    "innersource": Format("innersource_json:innersource_json", "innersource.json of one project",
                          "innersource.json"),
}  # fmt: skip
IN = {
    "backstage": Format("read_backstage:read_backstage", "catalog-info.yaml, any number in a file"),
    "sap-portal": Format("read_sap_portal:read_sap_portal", "repos.json of SAP's project portal"),
    "inventory": Format("read_inventory:read_inventory", "CSV or JSON, a project a line"),
    "innersource": Format("read_innersource:read_innersource", "innersource.json of one project",
                          "innersource.json"),
}  # fmt: skip
