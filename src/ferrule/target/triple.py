"""Rust target triples and the names that platforms give their parts.

Enters: a triple as rustc writes it (`rustc -vV`, `rustc --print target-list`). Leaves: a
`Target`. Source: the rustc book, "Platform Support".
"""

from ferrule.errors import ConfigError
from ferrule.records import dataclass

LINUX_MACHINES = {
    "x86_64": "x86_64",
    "aarch64": "aarch64",
    "i686": "i686",
    "i586": "i686",
    "arm": "armv6l",
    "armv5te": "armv5tel",
    "armv6": "armv6l",
    "armv7": "armv7l",
    "thumbv7neon": "armv7l",
    "powerpc": "ppc",
    "powerpc64": "ppc64",
    "powerpc64le": "ppc64le",
    "s390x": "s390x",
    "riscv32gc": "riscv32",
    "riscv64gc": "riscv64",
    "riscv64a23": "riscv64",
    "loongarch64": "loongarch64",
    "sparc64": "sparc64",
    "mips": "mips",
    "mipsel": "mipsel",
    "mips64": "mips64",
    "mips64el": "mips64el",
}
POINTER_WIDTH_32 = frozenset(
    {"i686", "armv5tel", "armv6l", "armv7l", "ppc", "riscv32", "mips", "mipsel"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The platform that code runs on.

    `os` is `linux`, `macos`, `windows` or another system's name as rustc spells it; `env`
    is `gnu`, `musl`, `msvc`, … or empty; `machine` is the name that Linux gives the
    processor (`uname -m`).
    """

    triple: str
    arch: str
    os: str
    env: str
    machine: str

    @property
    def is_windows(self) -> bool:
        """Whether the platform is Windows."""
        return self.os == "windows"

    @property
    def is_macos(self) -> bool:
        """Whether the platform is macOS."""
        return self.os == "macos"

    @property
    def is_musl(self) -> bool:
        """Whether the C library is musl."""
        return self.env.startswith("musl")

    @property
    def pointer_width(self) -> int:
        """Bits of a pointer."""
        return 32 if self.machine in POINTER_WIDTH_32 or self.env.endswith("x32") else 64


def parse_triple(triple: str) -> Target:
    """Split a target triple.

    Raises:
        ConfigError: the text is no target triple.

    """
    parts = triple.split("-")
    if "-" not in triple or not all(parts):
        raise ConfigError(
            f'"{triple}" is not a target triple',
            hint="write one as `rustc --print target-list` shows it",
        )
    arch = parts[0]
    # arch-vendor-os[-env], or arch-os[-env] where the vendor is left out (wasm32-wasip1).
    known = {"linux", "windows", "darwin", "freebsd", "netbsd", "openbsd", "android", "ios"}
    start = next(
        (i for i, part in enumerate(parts[1:], 1) if part in known), min(2, len(parts) - 1)
    )
    system, env = parts[start], "-".join(parts[start + 1 :])
    if env.startswith("android"):
        system = "android"
    return Target(
        triple=triple,
        arch=arch,
        os={"darwin": "macos"}.get(system, system),
        env=env,
        machine=LINUX_MACHINES.get(arch, arch),
    )


def guess_host(system: str, machine: str) -> Target:
    """Return the target of the machine that ferrule runs on, as its Python names it.

    Args:
        system: `sys.platform`.
        machine: `platform.machine()`.

    Good for finding programs; what is compiled for is what rustc says.

    """
    arch = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        machine.lower(), machine.lower()
    ) or "unknown"
    if system == "win32":
        return parse_triple(f"{arch}-pc-windows-msvc")
    if system == "darwin":
        return parse_triple(f"{arch}-apple-darwin")
    return parse_triple(f"{arch}-unknown-{system}-gnu")
