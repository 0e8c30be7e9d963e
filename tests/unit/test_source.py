"""What a person calls a template, where git finds it, and what a repository says of it."""

from __future__ import annotations

import pytest

from charter.errors import TemplateError
from charter.model import Visibility
from charter.template.source import resolve_source

INNER, OPEN = Visibility.INNERSOURCE, Visibility.OPENSOURCE
URL = "https://git.acme.example/ospo/template.git"
ALIASES = {"acme": URL, "local": "/srv/template", "short": "gh:acme/template"}


@pytest.mark.parametrize(
    ("text", "url", "alias"),
    [
        ("builtin", "charter::builtin", "builtin"),
        ("git+charter::builtin", "charter::builtin", "builtin"),
        ("acme", URL, "acme"),
        ("git+charter::acme", URL, "acme"),
        (URL, URL, "acme"),
        (f"git+{URL}", URL, "acme"),
        ("local", "/srv/template", "local"),
        ("short", "https://github.com/acme/template.git", "short"),
        ("gh:acme/template", "https://github.com/acme/template.git", "short"),
        ("gh:other/template.git", "https://github.com/other/template.git", ""),
        ("gl:group/sub/template", "https://gitlab.com/group/sub/template.git", ""),
        ("git@git.acme.example:ospo/template.git", "git@git.acme.example:ospo/template.git", ""),
        ("ssh://git@git.acme.example:2222/t.git", "ssh://git@git.acme.example:2222/t.git", ""),
        (f"  {URL}\n", URL, "acme"),
    ],
)
def test_a_template_is_found_by_alias_short_form_address_or_what_was_recorded(
    text: str, url: str, alias: str
) -> None:
    source = resolve_source(text, ALIASES)
    assert (source.url, source.alias) == (url, alias)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/srv/template", "neither an alias nor the address"),
        ("../template", "neither an alias nor the address"),
        ("", "neither an alias nor the address"),
        ("--upload-pack=touch /tmp/x", "neither an alias nor the address"),
        ("ext::sh -c touch% /tmp/x", "neither an alias nor the address"),
        ("file:///srv/template", "neither an alias nor the address"),
        ("-oProxyCommand=x@host:path", "neither an alias nor the address"),
        ("https://a b", "neither an alias nor the address"),
        ("charter::nobody", "no template is known by the alias 'nobody'"),
        ("https://ada:s3cret@git.acme.example/t.git", "holds a password"),
    ],
)
def test_what_means_nothing_on_a_colleagues_machine_is_refused(text: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        resolve_source(text, ALIASES)


def test_a_folder_in_an_answers_file_is_told_what_to_write_in_its_place() -> None:
    with pytest.raises(TemplateError) as refused:  # where there is no --template to say it by
        resolve_source("../template", ALIASES)
    assert "_src_path: git+charter::NAME" in refused.value.hint


def test_a_password_in_the_address_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(TemplateError) as refused:
        resolve_source("https://ada:s3cret@git.acme.example/t.git", {})
    assert "s3cret" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("builtin", "git+charter::builtin", "git+charter::builtin"),
        ("acme", f"git+{URL}", "git+charter::acme"),
        (URL, f"git+{URL}", "git+charter::acme"),
        ("local", "git+charter::local", "git+charter::local"),
    ],
)
def test_inside_the_address_is_recorded_and_in_public_the_alias(
    text: str, inside: str, outside: str
) -> None:
    source = resolve_source(text, ALIASES)
    assert (source.recorded(INNER), source.recorded(OPEN)) == (inside, outside)


def test_an_address_without_an_alias_is_never_recorded_in_public() -> None:
    source = resolve_source("https://git.acme.example/other.git", ALIASES)
    with pytest.raises(TemplateError, match="would become public") as refused:
        source.recorded(OPEN)
    assert "charter settings set templates.NAME" in refused.value.hint


@pytest.mark.parametrize("text", ["builtin", "acme", "local", URL])
@pytest.mark.parametrize("side", [INNER, OPEN])
def test_what_was_recorded_leads_to_the_same_template_again(text: str, side: Visibility) -> None:
    source = resolve_source(text, ALIASES)
    assert resolve_source(source.recorded(side), ALIASES) == source
