"""The Python files that make an artifact importable.

Enters: the layout. Leaves: entries for the wheel.
"""

from ferrule.archive.entries import Entry
from ferrule.project.model import Layout

INIT_OF_PURE_MODULE = """\
from .{name} import *

__doc__ = {name}.__doc__
if hasattr({name}, "__all__"):
    __all__ = {name}.__all__
"""


def make_glue(layout: Layout) -> tuple[Entry, ...]:
    """Return the package around an extension that has no Python sources of its own.

    A mixed project brings its own package, so it gets nothing.
    """
    if layout.python_module is not None:
        return ()
    folder, name = layout.module_dir, layout.extension_name
    text = INIT_OF_PURE_MODULE.format(name=name)
    entries = [_generated(f"{folder}/__init__.py", text.encode())]
    if layout.stub is not None:
        rule = "type stubs of the extension"
        entries.append(Entry(path=f"{folder}/__init__.pyi", source=layout.stub, rule=rule))
        entries.append(_generated(f"{folder}/py.typed", b""))
    return tuple(entries)


def _generated(path: str, content: bytes) -> Entry:
    return Entry(path=path, source=content, rule="made by ferrule", forced=True)
