from packaging.utils import parse_wheel_filename

from ferrule.tags.wheel import WheelTag, escape_name, wheel_file_name


def test_a_tag_set_prints_its_parts_sorted() -> None:
    tag = WheelTag(python=("cp310", "cp39"), abi=("abi3t", "abi3"), platform=("b", "a"))

    assert str(tag) == "cp310.cp39-abi3.abi3t-a.b"


def test_a_tag_set_expands_to_every_combination() -> None:
    tag = WheelTag(python=("py3",), abi=("none",), platform=("linux_x86_64", "any"))

    assert tag.expand() == ("py3-none-any", "py3-none-linux_x86_64")


def test_a_file_name_is_read_back_by_packaging() -> None:
    tag = WheelTag(python=("cp312",), abi=("cp312",), platform=("linux_x86_64",))

    name = wheel_file_name("My.Dist-Name", "1.0rc1+local.2", tag)

    assert name == "my_dist_name-1.0rc1+local.2-cp312-cp312-linux_x86_64.whl"
    dist, version, _, tags = parse_wheel_filename(name)
    assert (dist, str(version)) == ("my-dist-name", "1.0rc1+local.2")
    assert [str(one) for one in tags] == ["cp312-cp312-linux_x86_64"]


def test_runs_of_separators_become_one_underscore() -> None:
    assert escape_name("A--b.._c") == "a_b_c"
