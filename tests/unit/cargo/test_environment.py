from pathlib import Path

from ferrule.cargo.environment import compile_environment
from support.cargo import make_job


def test_variables_of_the_job_win_and_cargo_is_left_out(tmp_path: Path) -> None:
    job = make_job(tmp_path / "Cargo.toml", env={"PYO3_PYTHON": "/usr/bin/python3"})
    env = {"CARGO": "/bin/cargo", "PYO3_PYTHON": "/old", "PATH": "/bin"}

    assert compile_environment(job, env) == {"PYO3_PYTHON": "/usr/bin/python3", "PATH": "/bin"}
    assert env["CARGO"] == "/bin/cargo"


def test_rustflags_of_the_job_follow_those_of_its_variables(tmp_path: Path) -> None:
    job = make_job(tmp_path / "Cargo.toml", env={"RUSTFLAGS": "-g"}, rustflags=("-O",))

    assert compile_environment(job, {"RUSTFLAGS": "-v"})["CARGO_ENCODED_RUSTFLAGS"] == "-g\x1f-O"
