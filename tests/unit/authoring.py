"""A small governance template without a flaw, in memory, for tests that put one into it."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from charter.authoring.cases import Case
from charter.authoring.cover import Cover, cover
from charter.authoring.lint import lint
from charter.model import FileContent
from charter.template.evaluation import Evaluator
from charter.template.questions import Configuration, parse_configuration
from charter.template.renderer import Renderer

COPIER = """\
_subdirectory: "templates/{{ visibility }}"
organisation_file:
  type: yaml
  when: false
  default: !include organisation.yml
visibility:
  type: str
  help: Who may see it?
  choices: [innersource, opensource]
  default: innersource
organisation:
  type: json
  when: false
  default: >-
    {{ {'public': organisation_file[0].public,
        'internal': organisation_file[0].internal if visibility == 'innersource' else {}} | to_json }}
name:
  type: str
  help: Name
  placeholder: shop
  validator: "{% if not name %}say it{% endif %}"
team:
  type: str
  help: Team
  placeholder: web
  when: "{{ visibility == 'innersource' }}"
forge:
  type: str
  help: Forge
  choices: [github, gitlab]
  default: github
license:
  type: str
  help: Licence
  when: "{{ visibility == 'opensource' }}"
  choices: [MIT, Apache-2.0]
  default: "{{ organisation.public.licenses[0] }}"
owner:
  type: str
  when: false
  default: "{{ team if visibility == 'innersource' else organisation.public.owner }}"
"""
ORGANISATION = """\
public:
  owner: Acme
  licenses: [MIT]
internal:
  chat: "#shop"
  days: 2
  strict: false
"""
ANSWERS = "{{ _copier_conf.answers_file }}.jinja"
TEXTS = {
    "copier.yml": COPIER,
    "organisation.yml": ORGANISATION,
    "templates/shared/macros.jinja": "{% macro bold(text) %}**{{ text }}**{% endmacro %}\n",
    "templates/shared/foot.jinja": (
        "{{ name }} of {{ owner }}"
        "{% if visibility == 'innersource' %} {{ organisation.internal.chat }}{% endif %}\n"
    ),
    "templates/innersource/README.md.jinja": (
        "{% from 'templates/shared/macros.jinja' import bold %}# {{ name }}\n\n{{ bold(team) }}\n"
        "{% include 'templates/shared/foot.jinja' %}"
    ),
    "templates/opensource/README.md.jinja": (
        "# {{ name }}\n{% set days = 3 %}{% for day in range(days) %}{{ day }}{% endfor %}\n"
        "{% include 'templates/shared/foot.jinja' %}"
    ),
    "templates/opensource/{{ 'NOTICE' if license == 'Apache-2.0' }}.jinja": "{{ owner }}\n",
    f"templates/innersource/{ANSWERS}": "{{ _copier_answers | to_nice_yaml }}",
    f"templates/opensource/{ANSWERS}": "{{ _copier_answers | to_nice_yaml }}",
}
Files = Mapping[str, FileContent]


def files_of(
    changed: Mapping[str, str] | None = None, *, copier: tuple[str, str] = ("", "")
) -> Files:
    """The template with other texts, or one text of copier.yml in the place of another."""
    texts = {**TEXTS, **(changed or {})}
    old, new = copier
    if old:
        assert old in texts["copier.yml"]
        texts["copier.yml"] = texts["copier.yml"].replace(old, new, 1)
    else:
        texts["copier.yml"] += new
    return {path: FileContent(text.encode()) for path, text in texts.items()}


def configure(files: Files) -> Configuration:
    return parse_configuration(
        files["copier.yml"].data,
        lambda path: files[path].data,
        lambda pattern: [path for path in files if fnmatchcase(path, pattern)],
    )


def linted(files: Files) -> list[tuple[str, str, int]]:
    """Rule, path and line of what the linter finds."""
    return [(it.rule, it.path, it.line) for it in lint(configure(files), files)]


def covered(files: Files, **options: bool) -> Cover:
    return cover(Evaluator(configure(files)), **options)


def rendered(files: Files) -> list[tuple[Case, Files]]:
    renderer = Renderer(files, configure(files))
    return [
        (case, renderer.render(case.answers.values, {"_commit": "v1", **case.answers.stored}))
        for case in covered(files).cases
    ]
