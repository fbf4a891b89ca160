"""Whether a compiled extension is the module that Python will look for.

Enters: the artifact. Leaves: a sentence for the user, or None. Source: the import system,
"PyInit functions" (PEP 489), and PEP 793 for `PyModExport_*`.
"""

from pathlib import Path

INIT_FUNCTIONS = ("PyInit_", "PyModExport_")


def missing_init_function(artifact: Path, extension_name: str) -> str | None:
    """Return a warning when the file does not even contain the name of its init function.

    The name of an exported function stands in the file in every binary format, so a name
    that is nowhere in it cannot be exported.
    """
    import mmap

    with artifact.open("rb") as stream:
        try:
            content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file
            return f"{artifact} is empty"
        with content:
            for prefix in INIT_FUNCTIONS:
                if content.find(f"{prefix}{extension_name}\0".encode()) >= 0:
                    return None
    return (
        f"{artifact.name} has no PyInit_{extension_name}, so `import {extension_name}` will fail: "
        f"name the #[pymodule] {extension_name}, or set module-name to the name it has"
    )
