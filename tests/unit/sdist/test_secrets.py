"""Secrets known by their names and contents."""

from pathlib import Path

import pytest

from ferrule.sdist.secrets import is_secret

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"


@pytest.mark.parametrize(
    "path",
    [
        *(".env", "a/.env", ".env.local", ".env.production", ".ENV", ".env.example.local"),
        *("id_rsa", "keys/id_ed25519", "ID_RSA", ".pypirc", ".netrc", "_netrc", ".npmrc"),
        *("credentials.toml", ".cargo/credentials", "a/.cargo/credentials.toml"),
        *(".aws/credentials", "x.p12", "x.pfx", "x.PFX", ".ssh/config", ".gnupg/a/b"),
        *(".docker/config.json", ".kube/config"),
    ],
)
def test_a_secret_is_known_by_its_name(path: str) -> None:
    assert is_secret(path, Path("/nowhere"))


@pytest.mark.parametrize(
    "path",
    [
        *(".env.example", ".env.sample", ".env.template", "a/.env.test.example", ".env.dist"),
        *("env", "x.env", ".environment", "id_rsa.pub", ".ssh/id_rsa.pub", "src/credentials.rs"),
        *(".cargo/config.toml", "aws/credentials", ".github/config", "docker/config.json"),
        *("key.pem", "p12", "src/p12.rs", "credentials.toml.rs"),
    ],
)
def test_other_names_are_plain(path: str) -> None:
    assert not is_secret(path, Path("/nowhere"))


@pytest.mark.parametrize("name", ["a.pem", "a.key", "A.PEM"])
def test_a_private_key_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(KEY, encoding="utf-8")

    assert is_secret(name, tmp_path / name)


def test_a_certificate_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("-----BEGIN CERTIFICATE-----\n", encoding="utf-8")

    assert not is_secret("a.pem", tmp_path / "a.pem")


def test_source_code_that_holds_a_key_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "a.rs").write_text(KEY, encoding="utf-8")

    assert not is_secret("a.rs", tmp_path / "a.rs")
