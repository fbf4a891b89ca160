"""The arguments of a verb, as maturin's parser reads them."""

import pytest

from ferrule._version import __version__
from ferrule.errors import UsageError
from ferrule.settings.arguments import OLD_FLAGS, read_argument_text, read_arguments
from ferrule.settings.options import OPTIONS


def read(*argv: str, verb: str = "build") -> dict[str, object]:
    source = read_arguments(verb, argv)
    return {name: given.value for name, given in source.values.items()}


def fail(*argv: str, verb: str = "build") -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_arguments(verb, argv)
    return caught.value


@pytest.mark.parametrize(
    "argv",
    [
        ("-o", "dist"),
        ("-odist",),
        ("-o=dist",),
        ("--out", "dist"),
        ("--out=dist",),
    ],
)
def test_a_value_is_found_in_every_spelling(argv: tuple[str, ...]) -> None:
    assert read(*argv) == {"out": "dist"}


@pytest.mark.parametrize("argv", [("-o=-x",), ("-o-x",), ("--out=-x",)])
def test_an_attached_value_may_start_with_a_dash(argv: tuple[str, ...]) -> None:
    assert read(*argv) == {"out": "-x"}


def test_a_dash_alone_is_a_value() -> None:
    assert read("-o", "-") == {"out": "-"}


def test_short_flags_cluster_and_the_last_may_take_a_value() -> None:
    assert read("-qrvodist") == {"quiet": True, "release": True, "verbose": 1, "out": "dist"}


def test_a_cluster_takes_its_value_from_the_next_word() -> None:
    assert read("-qo", "dist") == {"quiet": True, "out": "dist"}


def test_verbose_is_counted() -> None:
    assert read("-vv", "--verbose") == {"verbose": 3}


def test_interpreters_are_taken_up_to_the_next_flag() -> None:
    assert read("-i", "3.11", "pypy3.10", "-r", "-i", "3.12") == {
        "interpreter": ("3.11", "pypy3.10", "3.12"),
        "release": True,
    }


def test_an_attached_interpreter_takes_no_more_words() -> None:
    assert read("-i3.11", "3.12") == {"interpreter": ("3.11",), "rustc-args": ("3.12",)}


def test_interpreter_without_a_value_gives_nothing() -> None:
    assert read("-i", "-r") == {"release": True}


def test_lists_may_repeat() -> None:
    assert read("-F", "a,b", "--features", "c", "--features=") == {"features": ("a,b", "c", "")}
    assert read("-Z", "a", "-Zb=c,d") == {"unstable-flags": ("a", "b=c,d")}


@pytest.mark.parametrize(
    ("argv", "value"),
    [
        (("--strip",), "true"),
        (("--strip", "-r"), "true"),
        (("--strip=false",), "false"),
        (("--strip", "false"), "false"),
    ],
)
def test_strip_alone_means_true(argv: tuple[str, ...], value: str) -> None:
    assert read(*argv)["strip"] == value


def test_a_compression_level_may_be_negative() -> None:
    assert read("--compression-level", "-3") == {"compression-level": "-3"}


def test_everything_after_two_dashes_goes_to_rustc() -> None:
    assert read("-r", "--", "-C", "opt-level=3", "--", "x") == {
        "release": True,
        "rustc-args": ("-C", "opt-level=3", "--", "x"),
    }


def test_everything_from_the_first_free_word_goes_to_rustc() -> None:
    assert read("foo", "--release") == {"rustc-args": ("foo", "--release")}


def test_two_dashes_with_nothing_after_them_give_nothing() -> None:
    assert read("--") == {}


def test_a_value_carries_the_flag_that_gave_it() -> None:
    assert read_arguments("build", ("-o", "dist")).values["out"].name == "--out"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--profile", "a", "--profile", "b"), "--profile is given twice"),
        (("-r", "--release"), "--release is given twice"),
        (("--strip", "--strip"), "--strip is given twice"),
        (("--out",), "--out has no value"),
        (("--out", "-r"), "--out has no value"),
        (("--out=",), "--out has no value"),
        (("-o=",), "--out has no value"),
        (("--strip=",), "--strip has no value"),
        (("-j", "-1"), "--jobs has no value"),
        (("--compression-level", "-x"), "--compression-level has no value"),
        (("--locked=true",), "--locked takes no value"),
        (("-qr=1",), "-= is not an option of ferrule build"),
        (("--universal2=x",), "--universal2 takes no value"),
        (("--cargo-extra-args",), "--cargo-extra-args has no value"),
    ],
)
def test_a_misused_flag_is_named(argv: tuple[str, ...], message: str) -> None:
    assert fail(*argv).message == message


def test_a_missing_value_is_shown_where_it_goes() -> None:
    assert fail("--out").hint == "write --out=DIR"


def test_an_unknown_flag_is_named_with_the_nearest_one() -> None:
    error = fail("--interpeter", "3.11")

    assert error.message == "--interpeter is not an option of ferrule build"
    assert error.hint == 'did you mean "--interpreter"?'


def test_an_abbreviation_is_unknown() -> None:
    assert fail("--interp", "3.11").message == "--interp is not an option of ferrule build"


def test_an_unknown_flag_like_no_other_points_to_the_help() -> None:
    assert fail("--xyzzy").hint == "`ferrule build --help` lists the options"


@pytest.mark.parametrize("flag", ["--zig", "--auditwheel", "--pgo", "--generate-stubs"])
def test_a_flag_of_maturin_that_is_not_there_yet_says_so(flag: str) -> None:
    error = fail(flag)

    assert error.message == f"{flag} is not an option of ferrule build"
    assert error.hint == f"ferrule {__version__} does not have it yet"


def test_list_python_has_only_its_own_flags() -> None:
    assert read("--target", "x86_64-apple-darwin", verb="list-python") == {
        "target": "x86_64-apple-darwin"
    }
    assert fail("--release", verb="list-python").hint == "`ferrule build` has it"


def test_list_python_takes_no_free_words() -> None:
    assert fail("3.11", verb="list-python").message == 'ferrule list-python takes no "3.11"'


def test_every_former_flag_of_the_table_is_read() -> None:
    former = {flag for option in OPTIONS for flag in option.old_flags}

    assert former <= OLD_FLAGS.keys()


@pytest.mark.parametrize(
    ("argv", "values"),
    [
        (("--manylinux", "off"), {"compatibility": ("off",)}),
        (("--manylinux=linux",), {"compatibility": ("linux",)}),
        (("--universal2",), {"target": "universal2-apple-darwin"}),
        (("--rustc-extra-args", "-C lto=thin"), {"rustc-args": ("-C", "lto=thin")}),
        (("--rustc-extra-args=-g", "--", "-O"), {"rustc-args": ("-g", "-O")}),
        (
            ("--cargo-extra-args", "--features 'a b' --locked", "-r"),
            {"features": ("a b",), "locked": True, "release": True},
        ),
        (("--no-sdist",), {}),
        (("--skip-auditwheel",), {}),
    ],
)
def test_a_former_flag_means_what_it_meant_and_is_noted(
    argv: tuple[str, ...], values: dict[str, object]
) -> None:
    source = read_arguments("build", argv)

    assert {name: given.value for name, given in source.values.items()} == values
    assert source.notes == (OLD_FLAGS[argv[0].partition("=")[0]],)


def test_cargo_extra_args_hold_options_only() -> None:
    error = fail("--cargo-extra-args", "--locked foo --release")

    assert error.message == '--cargo-extra-args holds "foo", which is no option of cargo'


def test_an_open_quotation_is_named() -> None:
    assert fail("--rustc-extra-args", "-C 'x").message == (
        "--rustc-extra-args has an open quotation: -C 'x"
    )


def test_text_is_split_as_a_shell_does_and_errors_say_where_it_stands() -> None:
    source = read_argument_text("--features 'a b' --manylinux off", "-C build-args")

    assert source.values["features"] == (("a b",), "-C build-args: --features")
    assert source.notes == ("-C build-args: --manylinux is now --compatibility",)
    with pytest.raises(UsageError, match=r"^-C build-args: --bogus is not an option"):
        read_argument_text("--bogus", "-C build-args")


def test_a_list_of_words_is_taken_as_it_is() -> None:
    assert read_argument_text(("--out", "a b"), "x").values["out"].value == "a b"
