"""What single values of a request may be: texts on one line, names, http(s) addresses."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from charter.catalog.address import web_address
from charter.catalog.text_tree import LARGEST
from charter.plain_text import one_line

NAME = r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"


def _address(text: str) -> str:
    if text and not (text := web_address(text)):
        raise ValueError("must be an http or https address")
    return text


def _printable(text: str) -> str:
    """A text of several lines without what commands a terminal."""
    return "\n".join(
        "".join(mark for mark in line if mark.isprintable() or mark == "\t")
        for line in text.splitlines()
    )


Name = Annotated[str, StringConstraints(pattern=NAME)]
NameOrNone = Annotated[str, StringConstraints(pattern=f"^$|{NAME}")]
Word = Annotated[str, StringConstraints(max_length=100), AfterValidator(one_line)]
Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(one_line)]
LongLine = Annotated[str, StringConstraints(max_length=2000), AfterValidator(one_line)]
Address = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "uri"}),
]
Date = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$", max_length=63)]
FullName = Annotated[str, StringConstraints(max_length=201), AfterValidator(one_line)]
Text = Annotated[str, StringConstraints(max_length=512 * 1024), AfterValidator(_printable)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Email = Annotated[str, StringConstraints(pattern=r"^([^\s<>@,]+@[^\s<>@,]+)?$", max_length=254)]
FileName = Annotated[str, StringConstraints(max_length=100)]
FileText = Annotated[str, StringConstraints(max_length=LARGEST)]
