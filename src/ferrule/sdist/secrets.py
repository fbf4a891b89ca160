"""Files that by their name, or for keys by their content, hold secrets.

Enters: a file. Leaves: whether it should never be published by accident. Sources: what ssh,
cargo, pip, npm, aws, docker and others read their credentials from; RFC 7468 for keys.
"""

import re
from pathlib import Path

NAMES = frozenset(
    {
        *(".env", ".pypirc", ".netrc", "_netrc", ".npmrc", ".git-credentials", ".pgpass"),
        *(".htpasswd", ".dockercfg", ".s3cfg", ".vault-token", "credentials.toml"),
        *("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"),
    }
)
SUFFIXES = (".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk")
# Names that are only told by the folder that they are in.
PLACES = re.compile(
    r"(^|/)(\.cargo/credentials|\.aws/(credentials|config)|\.docker/config\.json"
    r"|\.kube/config|\.config/gcloud/.+|\.gnupg/.+|\.ssh/.+)$"
)
ENV_FILE = re.compile(r"\.env\.(?!(.*\.)?(example|sample|template|dist|defaults?)$)")
KEY_SUFFIXES = (".pem", ".key")
KEY_MARK = b"PRIVATE KEY-----"
LOOKED_AT_BYTES = 1 << 16


def is_secret(path: str, source: Path) -> bool:
    """Tell whether a file looks like a secret.

    Args:
        path: its name from the project, with `/`.
        source: where it is; read only when its name is one of a key.

    """
    path = path.lower()
    name = path.rpartition("/")[2]
    if name in NAMES or name.endswith(SUFFIXES) or ENV_FILE.match(name):
        return True
    if name.endswith(KEY_SUFFIXES):
        return _holds_private_key(source)
    # Most paths have no hidden folder.
    return "/." in f"/{path}" and not name.endswith(".pub") and bool(PLACES.search(path))


def _holds_private_key(source: Path) -> bool:
    try:
        with source.open("rb") as stream:
            return KEY_MARK in stream.read(LOOKED_AT_BYTES)
    except OSError:
        # Whoever packs it tells that it cannot be read.
        return False
