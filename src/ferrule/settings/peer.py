"""What maturin has and ferrule does not have yet.

Enters: nothing. Leaves: names, so that a project or command line written for maturin is
told what happens instead of being met with "unknown". A name leaves this module when
ferrule learns what it means.
"""

from ferrule._version import __version__

NOT_YET = f"ferrule {__version__} does not have it yet"

FLAGS = frozenset(
    {
        "--auditwheel",
        "--generate-stubs",
        "--include-debuginfo",
        "--pgo",
        "--sbom-include",
        "--zig",
    }
)

BINDINGS = ("cffi", "uniffi")

# Keys of [tool.maturin] that cannot change a wheel that ferrule builds.
SILENT_KEYS = frozenset(
    {
        "editable-profile",
        "generate-ci",
        "pgo-command",
        "pgo-dependency-group",
        "use-base-python",
    }
)

# Keys of [tool.maturin] that change a wheel, and what ferrule does instead.
NOTED_KEYS = {
    "auditwheel": "wheels are not audited yet",
    "sbom": "no SBOM is written yet",
    "skip-auditwheel": "wheels are not audited yet",
    "target": "only MACOSX_DEPLOYMENT_TARGET sets the deployment target yet",
}

# The tags that maturin's `compatibility` knows besides `linux` and `off`, ignoring case.
POLICY = (
    r"pypi|1|manylinux1|2010|manylinux2010|2014|manylinux2014"
    r"|((manylinux|musllinux)_)?\d+_\d+(_.*)?"
)
NOT_AUDITED = "wheels are tagged linux until ferrule audits them"
