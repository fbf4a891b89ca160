"""The reference page of all options.

Enters: the table of options. Leaves: a Markdown page. It is generated, so that it says what
the program does.
"""

from collections.abc import Iterator

from ferrule.settings.options import OPTIONS, Option
from ferrule.settings.schema import default_of
from ferrule.settings.sources import DECIDED_BY_FRONT_END

HEADER = """\
# Options

Every option of ferrule, made from the table that the program reads
(`python scripts/generate_reference.py`). A JSON schema of the TOML table is beside this page:
`ferrule.schema.json`.

## Where options come from

| rank | source | written |
| --- | --- | --- |
| 1 | command line of `ferrule`; `-C build-args="…"` in a front end | `--profile dev` |
| 2 | config settings of pip, build, uv | `-C profile=dev`, also `-C maturin.profile=dev` |
| 3 | environment | `FERRULE_PROFILE=dev` |
| 4 | `pyproject.toml`: `[tool.ferrule]`; without it `[tool.maturin]` | `profile = "dev"` |
| 5 | what the command presets: a front end builds with `profile = "release"` | |

**The rule.** For each option the highest source that gives it decides it wholly; lists are
never joined. `interpreter` and `find-interpreter` count as one option, and so do `profile`
and `release`. An empty variable counts as not set. In a front end, without `build-args`, the
command line text of `FERRULE_PEP517_ARGS` or `MATURIN_PEP517_ARGS` ranks above the other
variables.

**Text.** Where a list is given as one text (a variable, a config setting), it is split at
commas; options marked *words* are split as a shell does. Features are split at spaces and
commas everywhere. Flags are `true` or `false`; `1`, `0`, `yes`, `no`, `on`, `off` do as
well. Paths in `pyproject.toml` are relative to its folder, others to the current one.

**Errors.** An unknown key, config setting or flag is an error that names the nearest one.
`--warn-unknown`, or `FERRULE_WARN_UNKNOWN=1`, makes unknown keys of `pyproject.toml` notes.
"""
TYPES = {
    "flag": "true or false",
    "count": "number",
    "integer": "number",
    "string": "text",
    "path": "path",
    "choice": "one of",
    "strings": "list of texts",
    "arguments": "list of texts, *words*",
    "features": 'list of `"name"` or `{ feature, python-version, python-implementation }`',
    "patterns": 'list of `"glob"` or `{ path, format }` or'
    ' `{ path, from = "out-dir", to, crate-name }`',
    "targets": "list of `{ name, kind }`",
    "version": '`{ from = "git" }`',
}
TOML_EXAMPLES = {
    "flag": "true",
    "integer": "1",
    "string": '"…"',
    "path": '"…"',
    "choice": '"…"',
}


def format_reference() -> str:
    """Return the page."""
    lines = [HEADER.rstrip()]
    group = ""
    for option in sorted(OPTIONS, key=_group_rank):
        if option.group != group:
            group = option.group
            lines.append(f"## {group}")
        lines.append("\n".join(_describe(option)))
    return "\n\n".join(lines) + "\n"


def _group_rank(option: Option) -> int:
    return [other.group for other in OPTIONS].index(option.group)


def _describe(option: Option) -> Iterator[str]:
    yield f"### {option.name}"
    yield ""
    yield option.help
    yield ""
    yield f"- type: {_type_of(option)}"
    yield f"- default: {_default_of(option)}"
    if option.flags:
        yield f"- command line: {_spell_flags(option)}"
    if option.toml:
        yield f"- pyproject.toml: `{option.name} = {TOML_EXAMPLES.get(option.kind, '[…]')}`"
    if option.name not in DECIDED_BY_FRONT_END:
        yield f"- config setting: `-C {option.name}=…`"
    yield f"- environment: {', '.join(f'`{name}`' for name in option.variables)}"
    former = (*option.old_flags, *option.old)
    if former:
        yield f"- former names: {', '.join(f'`{name}`' for name in former)}"


def _type_of(option: Option) -> str:
    if option.name == "exclude":
        return 'list of `"glob"` or `{ path, format }`'
    choices = ", ".join(f"`{choice}`" for choice in option.choices)
    return f"{TYPES[option.kind]}{': ' if option.is_list and choices else ' '}{choices}".rstrip()


def _default_of(option: Option) -> str:
    default = default_of(option)
    if default is None or default == ():
        return "none"
    return f"`{str(default).lower()}`"


def _spell_flags(option: Option) -> str:
    flags = ", ".join(f"`{flag}{option.operand}`" for flag in option.flags)
    return f"{flags} of {' and '.join(f'`{verb}`' for verb in option.verbs)}"
