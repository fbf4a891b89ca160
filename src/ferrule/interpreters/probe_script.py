"""Print what ferrule needs to know of the Python that runs this, as one marked line of JSON.

Run as the text of `python -I -S -c`, so it must be valid for every Python from 2.7 on: an
old one then answers and can be refused by its version. It imports nothing but `sys` and
`sysconfig`, because `json`, `platform` and `struct` double the time that an answer takes.
The line is ASCII whatever the locale, and starts with `MARKER`, so that what a shim around
the interpreter prints does no harm.
"""

import sys
import sysconfig

MARKER = "ferrule-interpreter:"
ASTRAL = 0x10000


def encode(value):
    # type: (object) -> str
    """Return None, a bool, an int or a text as ASCII JSON."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    parts = []
    for character in str(value):
        code = ord(character)
        if " " <= character <= "~" and character not in '"\\':
            parts.append(character)
        elif code < ASTRAL:
            parts.append("\\u%04x" % code)
        else:
            # JSON writes it as a UTF-16 surrogate pair.
            high, low = divmod(code - ASTRAL, 0x400)
            parts.append("\\u%04x\\u%04x" % (0xD800 + high, 0xDC00 + low))
    return '"' + "".join(parts) + '"'


def describe():
    # type: () -> dict[str, object]
    """Return the facts, under the names that `answer.py` reads."""
    read = sysconfig.get_config_var
    implementation = getattr(getattr(sys, "implementation", None), "name", None)
    suffix = read("EXT_SUFFIX")
    if implementation == "pypy":
        # PyPy's configuration variable has been wrong in several releases.
        from importlib.machinery import EXTENSION_SUFFIXES

        suffix = EXTENSION_SUFFIXES[0]
    debug = read("Py_DEBUG")
    if debug is None:
        # Windows has no such variable before 3.14.
        debug = hasattr(sys, "gettotalrefcount")
    return {
        "major": sys.version_info[0],
        "minor": sys.version_info[1],
        "implementation": implementation,
        "system": sys.platform,  # noqa: TID251 - this is the target that answers
        "platform": sysconfig.get_platform(),
        "pointer_width": 64 if sys.maxsize > 2**32 else 32,
        "executable": sys.executable,
        "base_executable": getattr(sys, "_base_executable", None),
        "base_prefix": getattr(sys, "base_prefix", sys.prefix),
        "ext_suffix": suffix,
        "soabi": read("SOABI"),
        "soabi_platform": read("SOABI_PLATFORM"),
        "abiflags": read("ABIFLAGS"),
        "gil_disabled": bool(read("Py_GIL_DISABLED")),
        "debug": bool(debug),
        "lib_dir": read("LIBDIR"),
        "ld_version": read("LDVERSION"),
        "shared": bool(read("Py_ENABLE_SHARED") or read("PYTHONFRAMEWORK")),
    }


if __name__ == "__main__":
    facts = describe()
    pairs = [encode(key) + ": " + encode(facts[key]) for key in sorted(facts)]
    sys.stdout.write("\n" + MARKER + "{" + ", ".join(pairs) + "}\n")
