"""Every error that ferrule reports: one class a kind, an exit code a class.

Raised anywhere, caught once, in `cli/main.py` and `backend.py`; anything else that
escapes is a bug in ferrule.
"""


class FerruleError(Exception):
    """A failure the user can act on.

    Args:
        message: what happened, naming the file and key; one sentence of fact.
        hint: the next thing to do, in the imperative; may be empty.

    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(FerruleError):
    """A wrong command line or config setting."""

    exit_code = 2


class ConfigError(FerruleError):
    """A project file that is missing, malformed or contradicts itself."""

    exit_code = 3


class ToolError(FerruleError):
    """A program that ferrule drives is missing or failed."""

    exit_code = 4


class ToolNotFoundError(ToolError):
    """A program that ferrule drives is not on PATH."""


class ToolFailedError(ToolError):
    """A program that ferrule drives ended with an error."""


class InterpreterError(FerruleError):
    """An interpreter that was named is missing, broken or unsuitable."""

    exit_code = 5


class BindingsError(FerruleError):
    """The crate's bindings cannot be told, or do not fit what is asked."""

    exit_code = 6


class ArchiveError(FerruleError):
    """An archive cannot be written or is not what it should be."""

    exit_code = 9


def raise_collected(errors: "list[ConfigError]") -> None:
    """Raise all configuration errors found together as one, or nothing when there are none."""
    if not errors:
        return
    if len(errors) == 1:
        raise errors[0]
    lines = []
    for error in errors:
        lines.append(error.message)
        if error.hint:
            lines.append(f"  hint: {error.hint}")
    raise ConfigError("\n".join(lines))
