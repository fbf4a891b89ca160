import pytest

from ferrule.errors import ConfigError
from ferrule.tags.platform import platform_tag
from ferrule.target.triple import parse_triple


@pytest.mark.parametrize(
    ("triple", "own", "tag"),
    [
        ("x86_64-unknown-linux-gnu", None, "linux_x86_64"),
        ("x86_64-unknown-linux-gnu", "linux_x86_64", "linux_x86_64"),
        ("i686-unknown-linux-gnu", "linux_i686", "linux_i686"),
        ("armv7-unknown-linux-musleabihf", None, "linux_armv7l"),
        ("x86_64-pc-windows-msvc", None, "win_amd64"),
        ("i686-pc-windows-msvc", None, "win32"),
        ("aarch64-pc-windows-msvc", None, "win_arm64"),
        ("x86_64-pc-windows-gnu", "mingw_x86_64_ucrt_gnu", "mingw_x86_64_ucrt_gnu"),
        ("aarch64-apple-darwin", None, "macosx_11_0_arm64"),
        ("x86_64-apple-darwin", None, "macosx_10_12_x86_64"),
    ],
)
def test_each_platform_has_its_tag(triple: str, own: str | None, tag: str) -> None:
    assert platform_tag(parse_triple(triple), {}, own) == tag


def test_the_host_platform_variable_decides_for_wheels_bound_to_no_interpreter() -> None:
    env = {"_PYTHON_HOST_PLATFORM": "linux-aarch64"}

    assert platform_tag(parse_triple("x86_64-unknown-linux-gnu"), env, None) == "linux_aarch64"


def test_an_interpreter_on_linux_keeps_its_own_platform() -> None:
    env = {"_PYTHON_HOST_PLATFORM": "linux-aarch64"}
    target = parse_triple("x86_64-unknown-linux-gnu")

    assert platform_tag(target, env, "linux_x86_64") == "linux_x86_64"


def test_an_unknown_platform_names_the_triple_and_the_way_out() -> None:
    with pytest.raises(ConfigError, match="sparcv9-sun-solaris") as caught:
        platform_tag(parse_triple("sparcv9-sun-solaris"), {}, None)

    assert "_PYTHON_HOST_PLATFORM" in caught.value.hint
