"""No secret lies in the repository: no key, no token, no database, no written password."""

import re
import subprocess

from tests.source import ROOT, told

KEY_LIKE = {
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access key": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token": re.compile(rb"\b(?:gh[pousr]_[0-9A-Za-z]{30,}|glpat-[\w-]{20,}|xox[abp]-[\w-]{20,}|pypi-[\w-]{50,})"),
    "a signed token": re.compile(rb"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "an address with a password": re.compile(rb"://[^\s/:@'\"{}<>]+:[^\s/:@'\"{}<>]+@[\w.-]+"),
    "a written password": re.compile(rb"(?i)\b(?:secret_key|api_key|passwd|password)\s*=\s*[\"'][^\"'{}<\s]{8,}[\"']"),
}
SECRET_FILES = re.compile(r"(?:\.key|\.pem|\.p12|\.pfx|\.db|\.sqlite3?|\.env|id_rsa|id_ed25519)$")
OF_REHEARSALS = ("tests/", "benchmarks/", "counter/rehearsal/")
MADE_HERE = re.compile(r"\.(?!ci$|git(ignore|attributes)$)|__pycache__$|build$|dist$|wheelhouse|rehearsal$|data$")


def kept_files():
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, check=False
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return [ROOT / path for path in found if not any(MADE_HERE.match(part) for part in path.parts)]


def test_no_secret_lies_in_the_repository():
    wrong = []
    for path in kept_files():
        name = path.relative_to(ROOT).as_posix()
        if SECRET_FILES.search(name):
            wrong.append(f"{name}: a file that is secret by its kind")
        raw = path.read_bytes()
        for what, shape in KEY_LIKE.items():
            if shape.search(raw) and not (what == "a written password" and name.startswith(OF_REHEARSALS)):
                wrong.append(f"{name}: {what}")
    told(wrong)


def test_what_looks_like_a_secret_is_noticed():
    samples = {
        "a private key": b"-----BEGIN EC PRIVATE " + b"KEY-----",
        "an access key": b"AKIA" + b"A1" * 8,
        "a token": b"ghp_" + b"a1" * 18,
        "an address with a password": b"https://user:" + b"pass@example.org",
        "a written password": b'SECRET_KEY = "' + b'abcdefgh12"',
    }
    for what, sample in samples.items():
        assert KEY_LIKE[what].search(sample), what
