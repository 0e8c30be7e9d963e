"""The failures we expect: what happened, to which thing, and what to do next."""


class CharterError(Exception):
    """Something that can be expected went wrong; `hint` names the next step, often a command."""

    exit_code = 2  # could not do it

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CharterError):
    """What was asked for cannot be meant: a flag, an argument or a setting is wrong."""


class AnswerError(CharterError):
    """An answer is missing, unknown or refused by the template."""


class TemplateError(CharterError):
    """A governance template could not be fetched, read or rendered."""


class GitError(CharterError):
    """The git program failed; the message holds what it said."""


class CatalogError(CharterError):
    """The catalog could not be reached, or does not hold what was asked for."""


class UnfitError(CatalogError):
    """A repository does not say what the catalog must know: the answer to registering it is no."""

    exit_code = 1


class SkeletonError(CharterError):
    """A code skeleton could not be fetched, was not allowed to run, or failed."""
