"""Files that include patterns add."""

from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.settings.model import Pattern
from ferrule.wheel.include import find_includes, find_out_dir_includes
from support.layouts import make_layout, make_tree


def test_a_file_below_the_sources_is_named_from_there(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/pkg/gen.py", "LICENSE.md")
    layout = make_layout(tmp_path, python_dir=tmp_path / "python")

    found = find_includes([Pattern(glob="python/pkg/*.py"), Pattern(glob="LICENSE.md")], layout)

    assert [(e.path, e.rule) for e in found.entries] == [
        ("pkg/gen.py", 'include "python/pkg/*.py"'),
        ("LICENSE.md", 'include "LICENSE.md"'),
    ]


def test_the_folder_of_the_sources_is_second(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/a.txt", "python/b.txt", "b.txt")
    layout = make_layout(tmp_path, python_dir=tmp_path / "python")

    found = find_includes([Pattern(glob="a.txt"), Pattern(glob="b.txt")], layout)

    assert [entry.source for entry in found.entries] == [
        tmp_path / "python" / "a.txt",
        tmp_path / "b.txt",
    ]


def test_a_pattern_without_a_match_is_noted(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/__pycache__/a.pyc")

    found = find_includes([Pattern(glob="pkg/**/*"), Pattern(glob="gone")], make_layout(tmp_path))

    assert found.notes == ('include "pkg/**/*" matches no file', 'include "gone" matches no file')


def test_files_of_out_dir_go_where_the_pattern_says(tmp_path: Path) -> None:
    make_tree(tmp_path, "out/gen/a.py", "out/b.txt")
    patterns = [
        Pattern(glob="**/*.py", origin="out-dir", to="pkg/"),
        Pattern(glob="b.txt", origin="out-dir", crate="other"),
    ]

    out = tmp_path / "out"
    found = find_out_dir_includes(patterns, "root", {"root": out, "other": out})

    assert [entry.path for entry in found.entries] == ["pkg/gen/a.py", "b.txt"]


def test_an_out_dir_pattern_without_a_match_is_noted(tmp_path: Path) -> None:
    pattern = Pattern(glob="*.py", origin="out-dir")

    found = find_out_dir_includes([pattern], "root", {"root": tmp_path})

    assert found.notes == ('include "*.py" matches no file in the OUT_DIR of root',)


def test_a_crate_without_a_build_script_is_named() -> None:
    pattern = Pattern(glob="*.py", origin="out-dir", crate="helper")

    with pytest.raises(ConfigError, match=r'the crate "helper" has no OUT_DIR') as caught:
        find_out_dir_includes([pattern], "root", {})

    assert "build.rs" in caught.value.hint
