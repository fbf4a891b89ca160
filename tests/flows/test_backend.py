"""The build backend, through pip, build and uv, and its hooks one by one."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.archives import contents
from support.commands import Result, run
from support.crates import Crate, append, edit
from support.front_ends import FRONT_ENDS, call_front_end
from support.pythons import PLATFORM, THIS_TAG, ask, make_venv
from support.wheelhouse import isolated
from support.wheels import file_names, metadata, payload, read

VERSIONED = f"{THIS_TAG}-{THIS_TAG}-{PLATFORM}"
HOOK = """\
import json, sys
from ferrule import backend
hook, arguments = sys.argv[1], json.loads(sys.argv[2])
print("hook result:", json.dumps(getattr(backend, hook)(*arguments)))
"""
NO_CHILDREN = """\
import sys
def refuse(event, args):
    if event in {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.fork", "os.system"}:
        raise RuntimeError(f"a hook starts {args[0]}")
sys.addaudithook(refuse)
"""


# Both make the sdist first, and the wheel from it.
BOTH = {
    "build": ("build", "--outdir"),
    "uv": ("uv", "build", "--python", sys.executable, "--out-dir"),
}


def call_hook(
    root: Path,
    hook: str,
    *arguments: object,
    before: str = "",
    env: Mapping[str, str] | None = None,
) -> Result:
    """Call a hook in a fresh process, as front ends do."""
    argv = (sys.executable, "-c", before + HOOK, hook, json.dumps(arguments))
    return run(argv, cwd=root, env=env)


def answer(result: Result) -> object:
    """Return what a hook returned."""
    (line,) = [line for line in result.check().out.splitlines() if line.startswith("hook result:")]
    return json.loads(line.removeprefix("hook result:"))


def list_of(value: object) -> list[object]:
    """Return a list as such."""
    assert isinstance(value, list)
    return value


@pytest.mark.network
@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_a_front_end_builds_the_wheel(crate: Crate, wheelhouse: Path, front_end: str) -> None:
    root = crate("mixed")

    call_front_end(front_end, root, "dist", env=isolated(wheelhouse)).check()

    assert [path.name for path in (root / "dist").glob("*.whl")] == [f"mixed-1.2.3-{VERSIONED}.whl"]


@pytest.mark.network
@pytest.mark.parametrize("front_end", BOTH)
def test_a_front_end_builds_the_sdist_and_the_wheel_from_it(
    crate: Crate, wheelhouse: Path, tmp_path: Path, front_end: str
) -> None:
    root, out = crate("mixed"), tmp_path / "out"

    argv: tuple[str | Path, ...] = (sys.executable, "-m", *BOTH[front_end], out, root)
    run(argv, cwd=root, env=isolated(wheelhouse)).check()

    made = {path.name: path for path in out.glob("mixed-*")}
    assert set(made) == {"mixed-1.2.3.tar.gz", f"mixed-1.2.3-{VERSIONED}.whl"}
    assert "mixed/sub/table.json" in payload(made[f"mixed-1.2.3-{VERSIONED}.whl"])


@pytest.mark.network
def test_pip_builds_the_wheel_of_an_sdist(crate: Crate, wheelhouse: Path, tmp_path: Path) -> None:
    root, env = crate("mixed"), isolated(wheelhouse)
    sdist = run((sys.executable, "-m", "ferrule", "sdist", "-o", tmp_path), cwd=root).check().out

    argv: list[str | Path] = [sys.executable, "-m", *FRONT_ENDS["pip"], tmp_path / "out"]
    run((*argv, sdist.strip()), cwd=tmp_path, env=env).check()

    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"mixed-1.2.3-{VERSIONED}.whl"]


@pytest.mark.network
def test_pip_installs_a_project_and_it_answers(
    crate: Crate, wheelhouse: Path, tmp_path: Path
) -> None:
    root = crate("mixed")
    python = make_venv(tmp_path / "venv")

    argv = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", ".")
    run(argv, cwd=root, env=isolated(wheelhouse)).check()

    assert ask(python, "import mixed; print(mixed.answer())") == "42"


@pytest.mark.network
@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_a_second_isolated_build_compiles_nothing(
    crate: Crate, wheelhouse: Path, front_end: str
) -> None:
    root = crate("mixed")
    env = isolated(wheelhouse)
    first = call_front_end(front_end, root, "dist", env=env, verbose=True).check()

    second = call_front_end(front_end, root, "dist", env=env, verbose=True).check()

    assert "Compiling" in first.out + first.err
    assert "Compiling" not in second.out + second.err


@pytest.mark.network
@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_an_unknown_config_setting_is_named_by_the_front_end(
    crate: Crate, wheelhouse: Path, front_end: str
) -> None:
    root = crate("mixed")

    result = call_front_end(front_end, root, "dist", "bogus=1", env=isolated(wheelhouse))

    assert result.code != 0
    assert "bogus" in result.out + result.err
    assert "Traceback" not in result.out + result.err


def test_nothing_more_is_required_where_rust_is_found(crate: Crate) -> None:
    root = crate("mixed")

    assert answer(call_hook(root, "get_requires_for_build_wheel")) == []


def test_requirements_are_told_without_rust(crate: Crate) -> None:
    root = crate("mixed")

    result = call_hook(root, "get_requires_for_build_wheel", env={"PATH": "/nowhere"})

    assert answer(result) == []


def test_a_one_off_toolchain_is_required_only_when_asked_for(crate: Crate) -> None:
    root = crate("mixed")
    env = {"PATH": "/nowhere", "FERRULE_BOOTSTRAP_RUST": "1"}

    required = answer(call_hook(root, "get_requires_for_build_wheel", env=env))

    assert [str(each).startswith("puccinialin") for each in list_of(required)] == [True]


def test_an_sdist_requires_no_rust(crate: Crate) -> None:
    root = crate("mixed")
    env = {"PATH": "/nowhere", "FERRULE_BOOTSTRAP_RUST": "1"}

    assert answer(call_hook(root, "get_requires_for_build_sdist", env=env)) == []


@pytest.mark.parametrize("hook", ["get_requires_for_build_sdist", "get_requires_for_build_wheel"])
def test_a_version_from_git_requires_what_reads_it(crate: Crate, hook: str) -> None:
    root = crate("mixed")
    edit(root / "pyproject.toml", "[tool.ferrule]", '[tool.ferrule]\nversion = { from = "git" }')

    (required,) = list_of(answer(call_hook(root, hook)))

    assert str(required).startswith("dunamai")


def test_the_sdist_hook_returns_the_file_name(crate: Crate) -> None:
    root = crate("mixed")

    result = call_hook(root, "build_sdist", str(root / "dist"))

    assert answer(result) == "mixed-1.2.3.tar.gz"
    assert "mixed/__init__.py" in contents(root / "dist" / "mixed-1.2.3.tar.gz")


def test_the_sdist_hook_needs_no_rust(crate: Crate) -> None:
    root = crate("mixed")

    result = call_hook(root, "build_sdist", str(root / "dist"), env={"PATH": "/nowhere"})

    assert answer(result) == "mixed-1.2.3.tar.gz"
    assert "not verified" in result.err


def test_an_option_of_sdists_given_as_config_setting(crate: Crate) -> None:
    root = crate("mixed")
    settings = {"sdist-generator": "git"}

    result = call_hook(root, "build_sdist", str(root / "dist"), settings)

    assert result.code == 1
    assert "sdist-generator" in result.err
    assert "Traceback" not in result.err


def test_the_wheel_hook_returns_the_file_name(crate: Crate) -> None:
    root = crate("mixed")

    result = call_hook(root, "build_wheel", str(root / "dist"))

    assert answer(result) == f"mixed-1.2.3-{VERSIONED}.whl"
    assert (root / "dist" / f"mixed-1.2.3-{VERSIONED}.whl").is_file()


def test_the_wheel_hook_uses_the_release_profile(crate: Crate) -> None:
    root = crate("program")

    call_hook(root, "build_wheel", str(root / "dist")).check()

    assert (root / "target" / "release" / "print-answer").is_file()


def test_metadata_is_made_without_starting_a_program(crate: Crate, tmp_path: Path) -> None:
    root = crate("mixed")

    result = call_hook(
        root, "prepare_metadata_for_build_wheel", str(tmp_path / "meta"), before=NO_CHILDREN
    )

    assert answer(result) == "mixed-1.2.3.dist-info"


def test_metadata_is_made_without_rust(crate: Crate, tmp_path: Path) -> None:
    root = crate("workspace") / "member"
    env = {"PATH": "/nowhere"}

    result = call_hook(root, "prepare_metadata_for_build_wheel", str(tmp_path / "meta"), env=env)

    assert answer(result) == "member-2.0.0rc1.dist-info"
    text = (tmp_path / "meta" / "member-2.0.0rc1.dist-info" / "METADATA").read_text()
    assert "Version: 2.0.0rc1" in text


def test_prepared_metadata_is_the_wheels(crate: Crate, tmp_path: Path) -> None:
    root = crate("pure")
    prepared = tmp_path / "meta" / "pure-1.2.3.dist-info"
    call_hook(root, "prepare_metadata_for_build_wheel", str(tmp_path / "meta")).check()

    name = answer(call_hook(root, "build_wheel", str(root / "dist"), {}, str(prepared)))

    wheel = root / "dist" / str(name)
    assert read(wheel, "*.dist-info/METADATA") == (prepared / "METADATA").read_bytes()
    assert "pure-1.2.3.dist-info/licenses/LICENSE" in file_names(wheel)


def test_changes_to_prepared_metadata_are_kept(crate: Crate, tmp_path: Path) -> None:
    root = crate("pure")
    prepared = tmp_path / "meta" / "pure-1.2.3.dist-info"
    call_hook(root, "prepare_metadata_for_build_wheel", str(tmp_path / "meta")).check()
    edit(prepared / "METADATA", "Summary: Knows the answer.", "Summary: Patched.")
    (prepared / "extra.txt").write_text("more")

    name = answer(call_hook(root, "build_wheel", str(root / "dist"), None, str(prepared)))

    wheel = root / "dist" / str(name)
    assert metadata(wheel)["Summary"] == "Patched."
    assert "pure-1.2.3.dist-info/extra.txt" in file_names(wheel)


def test_a_wheel_without_rust_says_what_is_missing(crate: Crate) -> None:
    root = crate("mixed")
    edit(root / "Cargo.toml", 'edition = "2021"', 'edition = "2021"\nrust-version = "1.83"')

    result = call_hook(root, "build_wheel", str(root / "dist"), env={"PATH": "/nowhere"})

    assert result.code != 0
    assert "Traceback" not in result.err
    for word in ("cargo", "1.83", "rustup.rs", "FERRULE_BOOTSTRAP_RUST"):
        assert word in result.err
    assert not list(root.rglob("*.whl"))


@pytest.mark.parametrize(
    "settings",
    [
        {"profile": "dev"},
        {"ferrule.profile": "dev"},
        {"build-args": "--profile dev"},
        {"build-args": ["--profile", "dev"]},
        {"maturin.build-args": "--profile=dev"},
    ],
    ids=str,
)
def test_a_profile_given_as_config_setting(crate: Crate, settings: dict[str, object]) -> None:
    root = crate("program")

    call_hook(root, "build_wheel", str(root / "dist"), settings).check()

    assert (root / "target" / "debug" / "print-answer").is_file()


@pytest.mark.parametrize("value", ["extra", ["extra"], "extra,"], ids=str)
def test_features_given_as_config_setting(crate: Crate, value: object) -> None:
    root = crate("program")

    call_hook(root, "build_wheel", str(root / "dist"), {"features": value}).check()

    (wheel,) = (root / "dist").iterdir()
    assert {name.rpartition("/")[2] for name in payload(wheel)} == {"needs-feature", "print-answer"}


def test_arguments_from_the_environment(crate: Crate) -> None:
    root = crate("program")
    env = {"MATURIN_PEP517_ARGS": "--profile dev"}

    call_hook(root, "build_wheel", str(root / "dist"), env=env).check()

    assert (root / "target" / "debug" / "print-answer").is_file()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"bogus": "1"}, ("bogus",)),
        ({"profil": "dev"}, ("profil", "profile")),
        ({"strip": "perhaps"}, ("strip", "perhaps")),
        ({"build-args": "--releas"}, ("--releas", "--release")),
    ],
    ids=str,
)
def test_a_wrong_config_setting_is_named(
    crate: Crate, settings: dict[str, str], named: tuple[str, ...]
) -> None:
    root = crate("program")

    result = call_hook(root, "build_wheel", str(root / "dist"), settings)

    assert result.code != 0
    assert "Traceback" not in result.err
    for word in named:
        assert word in result.err


def test_a_wrong_config_setting_is_named_before_anything_is_compiled(
    crate: Crate, tmp_path: Path
) -> None:
    root = crate("program")

    result = call_hook(
        root, "prepare_metadata_for_build_wheel", str(tmp_path / "meta"), {"bogus": "1"}
    )

    assert result.code != 0
    assert "bogus" in result.err


def test_more_than_one_interpreter_is_refused(crate: Crate) -> None:
    root = crate("program")

    result = call_hook(
        root, "build_wheel", str(root / "dist"), {"build-args": f"-f -i {sys.executable}"}
    )

    assert result.code != 0
    assert "Traceback" not in result.err


def test_the_hooks_stdout_holds_no_chatter(crate: Crate) -> None:
    root = crate("mixed")

    result = call_hook(root, "build_wheel", str(root / "dist")).check()

    assert "Compiling" not in result.out


def test_a_compile_error_ends_the_hook_without_a_traceback(crate: Crate) -> None:
    root = crate("mixed")
    append(root / "src" / "lib.rs", "fn broken( {\n")

    result = call_hook(root, "build_wheel", str(root / "dist"))

    assert result.code != 0
    assert "Traceback" not in result.err
    assert not list(root.rglob("*.whl"))


def test_an_isolated_environments_python_reaches_no_fingerprint(
    crate: Crate, tmp_path: Path
) -> None:
    root = crate("mixed")
    hook = "from ferrule import backend; backend.build_wheel('dist')"
    compiled = []
    for name in ("first", "second"):
        python = make_venv(tmp_path / name)
        site = next((tmp_path / name).glob("lib/python*/site-packages"))
        paths = [path for path in sys.path if path.endswith(("site-packages", "src"))]
        (site / "tests.pth").write_text("\n".join(paths))
        result = run((python, "-c", hook), cwd=root, env={"PATH": os.environ["PATH"]}).check()
        compiled.append(result.compiled)
        shutil.rmtree(tmp_path / name)

    assert compiled[0]
    assert compiled[1] == []
