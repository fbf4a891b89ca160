"""The files of a wheel together."""

from pathlib import Path

import pytest

from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError
from ferrule.project.model import Layout
from ferrule.selection.disk import Collected
from ferrule.settings.model import LayoutSettings, Pattern
from ferrule.wheel.collect import CrateOutput, collect
from support.layouts import make_layout, make_tree

EXTENSION = Entry(path="pkg/_ext.so", source=b"elf", mode=0o755, rule="extension", forced=True)


def run(
    layout: Layout,
    *made: Entry,
    include: tuple[Pattern, ...] = (),
    exclude: tuple[str, ...] = (),
) -> Collected:
    settings = LayoutSettings(
        include=include, exclude=tuple(Pattern(glob=glob) for glob in exclude)
    )
    crate = CrateOutput(
        name="crate",
        target_directory=layout.root / "target",
        out_dirs={"crate": layout.root / "target" / "out"},
    )
    return collect(layout, settings, made, crate, stem="pkg-1.0")


def paths(collected: Collected) -> list[str]:
    return [entry.path for entry in collected.entries]


def test_everything_comes_together_sorted_and_with_a_rule(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/__init__.py", "pkg-x.txt", "pkg.data/scripts/run", "target/out/gen.py")
    layout = make_layout(tmp_path, data_dir=tmp_path / "pkg.data")
    include = (Pattern(glob="*.txt"), Pattern(glob="gen.py", origin="out-dir", to="pkg"))

    collected = run(layout, EXTENSION, include=include)

    assert [(entry.path, entry.rule) for entry in collected.entries] == [
        ("pkg/__init__.py", "Python source"),
        ("pkg/_ext.so", "extension"),
        ("pkg/gen.py", 'include "gen.py" of OUT_DIR'),
        ("pkg-1.0.data/scripts/run", "data directory"),
        ("pkg-x.txt", 'include "*.txt"'),
    ]


def test_what_lands_beside_all_other_packages_is_told_of(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/__init__.py", "pkg/b.txt", "a.txt", "docs/c.txt")

    collected = run(make_layout(tmp_path), EXTENSION, include=(Pattern(glob="**/*.txt"),))

    assert [note.partition(" ")[0] for note in collected.notes] == ["a.txt", "docs"]
    assert "top of site-packages" in collected.notes[0]


def test_patterns_for_the_source_distribution_have_no_say(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "notes.txt")
    sdist = frozenset({"sdist"})
    settings = LayoutSettings(
        include=(Pattern(glob="notes.txt", formats=sdist),),
        exclude=(Pattern(glob="a.py", formats=sdist),),
    )
    crate = CrateOutput(name="crate", target_directory=tmp_path / "target", out_dirs={})

    collected = collect(make_layout(tmp_path), settings, (), crate, stem="pkg-1.0")

    assert paths(collected) == ["pkg/a.py"]


def test_a_file_found_twice_is_there_once(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py")
    include = (Pattern(glob="pkg/a.py"), Pattern(glob="**/a.py"))

    assert paths(run(make_layout(tmp_path), include=include)) == ["pkg/a.py"]


def test_a_file_that_git_ignores_is_taken_back_by_include(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/gen.bin", ".git/HEAD")
    (tmp_path / ".gitignore").write_text("*.bin", encoding="utf-8")

    collected = run(make_layout(tmp_path), include=(Pattern(glob="pkg/*.bin"),))

    assert paths(collected) == ["pkg/a.py", "pkg/gen.bin"]


def test_two_files_for_one_path_are_an_error_that_names_both(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/a.txt", "a.txt", "python/pkg/x.py")
    layout = make_layout(tmp_path, python_dir=tmp_path / "python")
    include = (Pattern(glob="a.txt"), Pattern(glob="python/a.txt"))

    with pytest.raises(ArchiveError) as caught:
        run(layout, include=include)

    assert caught.value.message == (
        f'two files want to be a.txt in the archive: {tmp_path / "a.txt"} (include "a.txt") and '
        f'{tmp_path / "python" / "a.txt"} (include "python/a.txt")'
    )


def test_a_made_file_does_not_replace_a_source(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/__init__.py")
    glue = Entry(path="pkg/__init__.py", source=b"", rule="made by ferrule", forced=True)

    with pytest.raises(ArchiveError, match=r"want to be pkg/__init__\.py .* and made by ferrule"):
        run(make_layout(tmp_path), glue)


def test_excludes_drop_files_and_folders_of_the_project(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/pkg/a.py", "python/pkg/b.log", "python/pkg/tests/t.py")
    layout = make_layout(tmp_path, python_dir=tmp_path / "python")

    collected = run(layout, exclude=("*.log", "python/pkg/tests/"))

    assert paths(collected) == ["pkg/a.py"]
    assert collected.notes == ()


def test_excludes_hold_for_includes_and_the_data_directory(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "x.txt", "d/data/y.txt", "target/out/z.txt")
    layout = make_layout(tmp_path, data_dir=tmp_path / "d")
    include = (Pattern(glob="x.txt"), Pattern(glob="z.txt", origin="out-dir"))

    assert paths(run(layout, include=include, exclude=("*.txt",))) == ["pkg/a.py"]


def test_what_the_build_made_cannot_be_excluded_unless_it_is_a_file_of_the_user(
    tmp_path: Path,
) -> None:
    make_tree(tmp_path, "_ext.pyi")
    stub = Entry(path="_ext/__init__.pyi", source=tmp_path / "_ext.pyi", rule="stubs")

    collected = run(make_layout(tmp_path, module=None), EXTENSION, stub, exclude=("*.so", "*.pyi"))

    assert paths(collected) == ["pkg/_ext.so"]


def test_the_old_rule_excludes_by_the_path_in_the_wheel_with_a_note(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/pkg/a.py", "python/pkg/tests/t.py", "python/pkg/tests/u.py")
    layout = make_layout(tmp_path, python_dir=tmp_path / "python")

    collected = run(layout, exclude=("pkg/tests/**",))

    assert paths(collected) == ["pkg/a.py"]
    assert len(collected.notes) == 1
    assert collected.notes[0].endswith("write the exclude for its path in the project")


def test_a_folder_of_the_project_named_like_the_package_is_another(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/pkg/a.py", "pkg/src/lib.rs")
    layout = make_layout(tmp_path, python_dir=tmp_path / "python")

    assert paths(run(layout, exclude=("/pkg",))) == ["pkg/a.py"]


def test_sources_outside_of_the_project_are_excluded_by_their_path_in_the_wheel(
    tmp_path: Path,
) -> None:
    make_tree(tmp_path, "py/pkg/a.py", "py/pkg/tests/t.py", "rust/Cargo.toml")
    layout = make_layout(tmp_path / "rust", python_dir=tmp_path / "py")

    collected = run(layout, exclude=("pkg/tests",))

    assert (paths(collected), collected.notes) == (["pkg/a.py"], ())


def test_a_project_reached_through_a_link_is_the_same(tmp_path: Path) -> None:
    make_tree(tmp_path, "real/python/pkg/a.py", "real/python/pkg/b.py", "real/.git/HEAD")
    (tmp_path / "real" / ".gitignore").write_text("b.py", encoding="utf-8")
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    layout = make_layout(tmp_path / "link", python_dir=tmp_path / "real" / "python")

    collected = run(layout, include=(Pattern(glob="python/pkg/a.py"),))

    assert paths(collected) == ["pkg/a.py"]
