"""What all tests share: crates to build, wheels built once, no network in unit tests."""

import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from support.commands import ferrule
from support.crates import Build, Built, Crate, copy_crate
from support.once import make_once
from support.wheelhouse import fill_wheelhouse

# Crates to build have test files of their own, which must not get into wheels.
collect_ignore = ["crates"]

_network_refused = False


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    if event != "socket.connect" or not _network_refused:
        return
    address = args[1]
    host = address[0] if isinstance(address, tuple) else "127.0.0.1"
    if host != "localhost" and not ip_address(str(host)).is_loopback:
        raise PermissionError(f"a unit test wants to connect to {host}")


sys.addaudithook(_refuse_network)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let only tests that say so reach beyond this machine."""
    global _network_refused  # noqa: PLW0603 -- an audit hook cannot be removed, only told
    _network_refused = item.get_closest_marker("network") is None


@pytest.fixture
def crate(tmp_path: Path) -> Crate:
    """Copy a crate of tests/crates to where this test may change it."""
    return lambda name: copy_crate(name, tmp_path)


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ferrule's wheel and those it needs; for tests marked `network`."""
    return make_once(tmp_path_factory.getbasetemp().parent / "wheelhouse", fill_wheelhouse)


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a crate of tests/crates, once a session; for tests that change nothing.

    The second argument is the folder, inside the crate's, to build from.
    """
    made: dict[tuple[str, str], Built] = {}

    def build_once(name: str, inside: str = ".") -> Built:
        if (name, inside) not in made:
            root = copy_crate(name, tmp_path_factory.mktemp(name))
            args = ("build", "-i", sys.executable, "--compatibility", "linux", "-o", root / "dist")
            result = ferrule(*args, cwd=root / inside).check()
            (wheel,) = (root / "dist").iterdir()
            made[name, inside] = Built(root=root, wheel=wheel, result=result)
        return made[name, inside]

    return build_once
