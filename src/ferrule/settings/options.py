"""The one table of options: names, spellings, types and help.

Enters: nothing. Leaves: `OPTIONS`, from which the command line, the TOML tables, the PEP
517 config settings, the environment variables, the reference documentation and the JSON
schema are all made. A field of `settings/model.py` has the option's name with `_`.
"""

from typing import NamedTuple

BUILD, LIST_PYTHON, SDIST = "build", "list-python", "sdist"


class Option(NamedTuple):
    """One option.

    `name` is kebab-case: the TOML key and the config setting. `part` names the field of
    `Settings` that holds it. `kind` is `string`, `path`, `flag`, `count`, `integer`,
    `choice`, `strings` (a list; as text separated by commas), `arguments` (a list; as text
    split as a shell splits words), or `features`, `patterns`, `targets`, `version` for the
    structured TOML forms.
    `flags` are its command-line spellings (none: TOML only); `arity` says how many values a
    flag takes: `one`, `any` (0 or more, greedy), or `optional` (a flag that may be given
    true or false). `env` are variables besides `FERRULE_<NAME>`, which is the strongest.
    `toml` tells whether the TOML table may hold it. `old` are former TOML keys, `old_flags`
    former flags, each accepted with a note. `verbs` are the commands that have it.
    """

    name: str
    part: str
    kind: str
    help: str
    flags: tuple[str, ...] = ()
    arity: str = "one"
    metavar: str = ""
    choices: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    toml: bool = True
    old: tuple[str, ...] = ()
    old_flags: tuple[str, ...] = ()
    verbs: tuple[str, ...] = (BUILD,)
    group: str = "Options"

    @property
    def field(self) -> str:
        """The field of its part that holds it."""
        return self.name.replace("-", "_")

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that give it, strongest first."""
        return (f"FERRULE_{self.field.upper()}", *self.env)

    @property
    def takes(self) -> str:
        """How many values its flag takes: `none`, `optional`, `one` or `any`."""
        if self.arity == "one" and self.kind in {"flag", "count"}:
            return "none"
        return self.arity

    @property
    def operand(self) -> str:
        """What follows its flag in help texts: ` DIR`, ` [TAG...]`, `[=true|false]` or nothing."""
        operands = {
            "none": "",
            "optional": "[=true|false]",
            "one": f" {self.metavar}",
            "any": f" [{self.metavar}...]",
        }
        return operands[self.takes]

    @property
    def is_list(self) -> bool:
        """Whether it holds several values, so that its flag may be repeated."""
        return self.kind in {"strings", "arguments", "features", "patterns", "targets"}


PROJECT, PYTHON, PLATFORM = "Project", "Python options", "Platform options"
WHEEL, COMPRESSION = "Wheel options", "Compression options"
SOURCE = "Source distribution options"
COMPILATION, FEATURES, MANIFEST = "Compilation options", "Feature selection", "Manifest options"
OUTPUT = "Output options"
EVERYWHERE = (BUILD, LIST_PYTHON, SDIST)
ARCHIVES = (BUILD, SDIST)

OPTIONS: tuple[Option, ...] = (
    # ---- project (TOML only)
    Option(
        "module-name",
        "layout",
        "string",
        "Dotted import path of the extension module.",
        group=PROJECT,
    ),
    Option(
        "python-source",
        "layout",
        "string",
        "Folder that holds the Python packages, relative to pyproject.toml.",
        group=PROJECT,
    ),
    Option(
        "python-packages",
        "layout",
        "strings",
        "More Python packages to ship, relative to the Python folder.",
        group=PROJECT,
    ),
    Option(
        "data",
        "layout",
        "string",
        "The wheel's data directory (scripts, headers, data, purelib, platlib).",
        group=PROJECT,
    ),
    Option(
        "include",
        "layout",
        "patterns",
        "Files to add to the wheel and the source distribution.",
        old=("sdist-include",),
        group=PROJECT,
    ),
    Option(
        "exclude",
        "layout",
        "patterns",
        "Files to leave out of the wheel and the source distribution.",
        group=PROJECT,
    ),
    Option(
        "targets", "cargo", "targets", "Which of the crate's cargo targets to build.", group=PROJECT
    ),
    Option(
        "include-import-lib",
        "wheel",
        "flag",
        "Put the import library of a Windows extension into the wheel.",
        group=PROJECT,
    ),
    Option(
        "version",
        "layout",
        "version",
        "Where a dynamic version is taken from, instead of Cargo.toml: tags of git.",
        group=PROJECT,
    ),
    # ---- Python
    Option(
        "interpreter",
        "python",
        "strings",
        "Pythons to build for: names, paths or versions.",
        ("-i", "--interpreter"),
        arity="any",
        metavar="PYTHON",
        group=PYTHON,
    ),
    Option(
        "find-interpreter",
        "python",
        "flag",
        "Build for every supported Python that is found.",
        ("-f", "--find-interpreter"),
        group=PYTHON,
    ),
    Option(
        "bindings",
        "python",
        "choice",
        "Kind of bindings; detected when not given.",
        ("-b", "--bindings"),
        metavar="BINDINGS",
        choices=("pyo3", "pyo3-ffi", "bin"),
        group=PYTHON,
    ),
    # ---- platform
    Option(
        "compatibility",
        "wheel",
        "strings",
        "Platform tag of Linux wheels: linux, or off (the same, without checks).",
        ("--compatibility",),
        arity="any",
        metavar="TAG",
        choices=("linux", "off"),
        old=("manylinux",),
        old_flags=("--manylinux",),
        group=PLATFORM,
    ),
    Option(
        "target",
        "cargo",
        "string",
        "Rust target triple to build for.",
        ("--target",),
        metavar="TRIPLE",
        env=("CARGO_BUILD_TARGET",),
        # The peer has a table of this name, with a part for each triple.
        toml=False,
        old_flags=("--universal2",),
        verbs=(BUILD, LIST_PYTHON),
        group=PLATFORM,
    ),
    # ---- wheel
    Option(
        "out",
        "wheel",
        "path",
        "Folder for the wheels; `wheels` in cargo's target directory when not given.",
        ("-o", "--out"),
        metavar="DIR",
        verbs=ARCHIVES,
        group=WHEEL,
    ),
    Option(
        "strip",
        "cargo",
        "flag",
        "Strip symbols from the extension or program.",
        ("--strip",),
        arity="optional",
        env=("MATURIN_STRIP",),
        group=WHEEL,
    ),
    Option(
        "compression-method",
        "wheel",
        "choice",
        "How wheel members are compressed.",
        ("--compression-method",),
        metavar="METHOD",
        choices=("deflated", "stored", "bzip2", "zstd"),
        group=COMPRESSION,
    ),
    Option(
        "compression-level",
        "wheel",
        "integer",
        "Compression level: deflated and bzip2 0 to 9, zstd -7 to 22, stored 0.",
        ("--compression-level",),
        metavar="LEVEL",
        group=COMPRESSION,
    ),
    Option(
        "large-files",
        "wheel",
        "flag",
        "Write ZIP64 headers even where sizes do not need them.",
        ("--compression-enable-large-file-support",),
        group=COMPRESSION,
    ),
    # ---- source distributions
    Option(
        "sdist",
        "sdist",
        "flag",
        "Make a source distribution too, and build the wheels from it.",
        ("--sdist",),
        toml=False,
        group=SOURCE,
    ),
    Option(
        "sdist-generator",
        "sdist",
        "choice",
        "What chooses the files: the crates' own rules, or git alone.",
        ("--sdist-generator",),
        metavar="GENERATOR",
        choices=("cargo", "git"),
        verbs=ARCHIVES,
        group=SOURCE,
    ),
    Option(
        "allow-untracked",
        "sdist",
        "flag",
        "Take files too that git does not track.",
        ("--allow-untracked",),
        toml=False,
        verbs=ARCHIVES,
        group=SOURCE,
    ),
    Option(
        "vendor",
        "sdist",
        "flag",
        "Put the crates in that the project depends on, so that it builds without a network.",
        ("--vendor",),
        toml=False,
        verbs=ARCHIVES,
        group=SOURCE,
    ),
    Option(
        "verify",
        "sdist",
        "choice",
        "How the archive is proven: cargo loads it, a wheel is built from it, or not at all.",
        ("--verify",),
        metavar="HOW",
        choices=("metadata", "build", "none"),
        verbs=ARCHIVES,
        group=SOURCE,
    ),
    # ---- cargo: features
    Option(
        "features",
        "cargo",
        "features",
        "Cargo features to activate, separated by spaces or commas.",
        ("-F", "--features"),
        metavar="FEATURES",
        group=FEATURES,
    ),
    Option(
        "all-features",
        "cargo",
        "flag",
        "Activate all features of the crate.",
        ("--all-features",),
        group=FEATURES,
    ),
    Option(
        "no-default-features",
        "cargo",
        "flag",
        "Do not activate the crate's default features.",
        ("--no-default-features",),
        group=FEATURES,
    ),
    # ---- cargo: compilation
    Option(
        "release",
        "cargo",
        "flag",
        "Build with the release profile.",
        ("-r", "--release"),
        toml=False,
        group=COMPILATION,
    ),
    Option(
        "profile",
        "cargo",
        "string",
        "Cargo profile to build with.",
        ("--profile",),
        metavar="PROFILE",
        group=COMPILATION,
    ),
    Option(
        "jobs",
        "cargo",
        "integer",
        "Number of parallel jobs of cargo.",
        ("-j", "--jobs"),
        metavar="N",
        group=COMPILATION,
    ),
    Option(
        "target-dir",
        "cargo",
        "path",
        "Folder for everything that cargo generates.",
        ("--target-dir",),
        metavar="DIR",
        group=COMPILATION,
    ),
    Option(
        "timings",
        "cargo",
        "flag",
        "Let cargo write its timing report.",
        ("--timings",),
        toml=False,
        group=COMPILATION,
    ),
    Option(
        "future-incompat-report",
        "cargo",
        "flag",
        "Let cargo report future incompatibilities.",
        ("--future-incompat-report",),
        toml=False,
        group=COMPILATION,
    ),
    Option(
        "rustc-args",
        "cargo",
        "arguments",
        "Arguments for rustc, given after `--` on the command line.",
        old=("rustc-extra-args",),
        old_flags=("--rustc-extra-args",),
        group=COMPILATION,
    ),
    # ---- cargo: manifest
    Option(
        "manifest-path",
        "cargo",
        "path",
        "Path of Cargo.toml.",
        ("-m", "--manifest-path"),
        metavar="PATH",
        verbs=ARCHIVES,
        group=MANIFEST,
    ),
    Option(
        "locked",
        "cargo",
        "flag",
        "Require that Cargo.lock is up to date.",
        ("--locked",),
        group=MANIFEST,
    ),
    Option(
        "frozen",
        "cargo",
        "flag",
        "Require that Cargo.lock is up to date and work without the network.",
        ("--frozen",),
        group=MANIFEST,
    ),
    Option("offline", "cargo", "flag", "Work without the network.", ("--offline",), group=MANIFEST),
    Option(
        "ignore-rust-version",
        "cargo",
        "flag",
        "Ignore `rust-version` of the packages.",
        ("--ignore-rust-version",),
        group=MANIFEST,
    ),
    Option(
        "config",
        "cargo",
        "arguments",
        "Override a value of cargo's configuration; repeatable.",
        ("--config",),
        metavar="KEY=VALUE",
        group=MANIFEST,
    ),
    Option(
        "unstable-flags",
        "cargo",
        "arguments",
        "Unstable flag of a nightly cargo; repeatable.",
        ("-Z",),
        metavar="FLAG",
        group=MANIFEST,
    ),
    # ---- output
    Option(
        "quiet",
        "output",
        "flag",
        "Print warnings and errors only.",
        ("-q", "--quiet"),
        toml=False,
        verbs=EVERYWHERE,
        group=OUTPUT,
    ),
    Option(
        "verbose",
        "output",
        "count",
        "Print more; twice for cargo's most verbose output.",
        ("-v", "--verbose"),
        toml=False,
        verbs=EVERYWHERE,
        group=OUTPUT,
    ),
    Option(
        "color",
        "output",
        "choice",
        "When to use colours.",
        ("--color",),
        metavar="WHEN",
        choices=("auto", "always", "never"),
        toml=False,
        verbs=EVERYWHERE,
        group=OUTPUT,
    ),
    Option(
        "plan",
        "output",
        "flag",
        "Print every decision and compile nothing.",
        ("--plan",),
        toml=False,
        group=OUTPUT,
    ),
    Option(
        "list",
        "output",
        "flag",
        "Print which files the archives would hold, and why; make none.",
        ("--list",),
        toml=False,
        verbs=ARCHIVES,
        group=OUTPUT,
    ),
    Option(
        "warn-unknown",
        "output",
        "flag",
        "Let unknown keys of pyproject.toml be notes instead of errors.",
        ("--warn-unknown",),
        toml=False,
        verbs=ARCHIVES,
        group=OUTPUT,
    ),
    Option(
        "format",
        "output",
        "choice",
        "Form of the result on stdout.",
        ("--format",),
        metavar="FORMAT",
        choices=("text", "json"),
        toml=False,
        verbs=EVERYWHERE,
        group=OUTPUT,
    ),
)

BY_NAME = {option.name: option for option in OPTIONS}
