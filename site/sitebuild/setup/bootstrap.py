"""Set up everything the project needs on this machine, in `.venv` and `site/node_modules`.

Run by path with whatever `python3` the machine has (3.11 or newer, standard library only), because it is
what makes the Python 3.13 that all else runs on:

    python3 site/sitebuild/setup/bootstrap.py

Python comes first, by uv: the locked packages, each checked against its hash, and the project itself in
place. Then the browser's files, by npm. A second run finds the stamps of the first and does nothing.

Python 3.13 and no other, because the wheel is byte-compiled for the Python inside Pyodide.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
SITE = ROOT / "site"
NODE_MODULES = SITE / "node_modules"

PYTHON_VERSION = "3.13"
NODE_MAJOR = 20

LOCK = ROOT / "requirements.txt"
NODE_LOCK = ROOT / "requirements-node.txt"

PYTHON_STAMP = VENV / "set-up.sha256"
NPM_STAMP = NODE_MODULES / ".set-up.sha256"

# Of pip's and uv's settings, only those that say where and how to fetch are passed on. The others (a target
# folder, a constraint, a Python of choice) are about somebody's other work and would spoil this one.
_KEPT_SETTINGS = re.compile(
    r"PIP_(CONFIG_FILE|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|CERT|CLIENT_CERT|TRUSTED_HOST|PROXY|RETRIES"
    r"|TIMEOUT|DEFAULT_TIMEOUT|CACHE_DIR|NO_INDEX|KEYRING_PROVIDER)"
    r"|UV_(CONFIG_FILE|INDEX.*|DEFAULT_INDEX|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|CACHE_DIR|OFFLINE|NATIVE_TLS"
    r"|SYSTEM_CERTS|INSECURE_HOST|HTTP_.*|LINK_MODE|KEYRING_PROVIDER|PYTHON_INSTALL_MIRROR"
    r"|PYTHON_INSTALL_DIR|CONCURRENT_.*)"
)


class SetupError(Exception):
    """The set-up cannot go on, and the message says what would let it."""


def main() -> int:
    """Set up what is not set up yet; say on standard error what is missing if that fails."""
    try:
        set_up()
    except SetupError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    return 0


def set_up() -> None:
    """Bring `.venv` and `site/node_modules` in step with the lock files."""
    python_digest = _digest(LOCK, NODE_LOCK, ROOT / "pyproject.toml", Path(__file__))
    node_is_gone = not (shutil.which("node") or _venv_node())
    if _stamped(PYTHON_STAMP) != python_digest or node_is_gone or not _runs_wanted_python(venv_python()):
        _install_python_side()
        PYTHON_STAMP.write_text(python_digest, encoding="utf-8")

    npm_digest = _digest(SITE / "package.json", SITE / "package-lock.json", SITE / ".npmrc")
    if _stamped(NPM_STAMP) != npm_digest:
        _install_npm_side()
        NPM_STAMP.write_text(npm_digest, encoding="utf-8")


def venv_python() -> Path:
    """The Python that everything but this module runs on."""
    return VENV / "bin" / "python"


def node() -> Path:
    """The Node.js to use: the machine's if it is new enough and has npm, else the one in `.venv`."""
    found = _system_node() or _venv_node()
    if found is None:
        raise SetupError(f"no Node.js {NODE_MAJOR} or newer: run {Path(__file__).relative_to(ROOT)}")
    return found


def environment_apart(folder: Path, lock: Path) -> Path:
    """Set up an environment of its own for a tool that must not stand among the packages it looks at."""
    uv = VENV / "bin" / "uv"
    _run([uv, "venv", "--quiet", "--clear", "--no-project", "--python", venv_python(), folder], f"make {folder.name}")
    into = ("--quiet", "--python", folder / "bin" / "python")
    _run([uv, "pip", "sync", *into, "--require-hashes", lock], f"install {lock.name}")
    return folder


def _digest(*inputs: Path) -> str:
    """Stand for the contents of some files, and for where the project lies: moving it breaks `.venv`."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in inputs:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _stamped(stamp: Path) -> str | None:
    return stamp.read_text(encoding="utf-8") if stamp.exists() else None


def _install_python_side() -> None:
    _say(f"Setting up Python {PYTHON_VERSION} and its packages in .venv")
    with tempfile.TemporaryDirectory(prefix="restitution-set-up-") as scratch:
        uv = _obtain_uv(Path(scratch))
        if not _runs_wanted_python(venv_python()):
            _make_venv(uv)
        locks = [LOCK] if _system_node() else [LOCK, NODE_LOCK]
        into_venv = ("--quiet", "--python", venv_python())
        _run([uv, "pip", "sync", *into_venv, "--require-hashes", *locks], "install the packages")
        in_place = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
        _run([uv, "pip", "install", *into_venv, *in_place], "install the project in place")


def _make_venv(uv: Path) -> None:
    """Make `.venv` on a Python 3.13 that runs, or let uv fetch one."""
    found = next((path for path in _python_candidates() if _runs_wanted_python(path)), None)
    purpose = "make .venv"
    if found is None:
        purpose += f"; no Python {PYTHON_VERSION} that runs was found here, so uv was asked to fetch one"
    _run([uv, "venv", "--quiet", "--clear", "--no-project", "--python", found or PYTHON_VERSION, VENV], purpose)


def _python_candidates() -> Iterator[Path]:
    """Where a Python 3.13 may be, nearest first.

    pyenv puts a `python3.13` on the PATH that refuses to run unless that version is chosen, so its own
    folder is looked through too. uv does not do that by itself.
    """
    yield Path(sys.executable)
    on_path = shutil.which(f"python{PYTHON_VERSION}")
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    installed = (pyenv / "versions").glob(f"{PYTHON_VERSION}*/bin/python{PYTHON_VERSION}")
    yield from sorted(installed, reverse=True)


def _runs_wanted_python(python: Path) -> bool:
    """Tell whether a Python starts at all and is the version wanted."""
    asked = _output_of([python, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return asked == PYTHON_VERSION


def _obtain_uv(scratch: Path) -> Path:
    """Find the locked uv in `.venv`, or install it into a scratch folder.

    `pip install --target` works where a venv cannot be made and where the system's Python refuses packages.
    """
    pin = _locked_requirement("uv")
    version = pin.split("==")[1].split()[0]
    in_venv = VENV / "bin" / "uv"
    if (_output_of([in_venv, "--version"]) or "").split()[1:2] == [version]:
        return in_venv

    requirement = scratch / "uv.txt"
    requirement.write_text(pin, encoding="utf-8")
    target = scratch / "uv"
    if _output_of([sys.executable, "-m", "pip", "--version"]) is not None:
        pip_install = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        as_locked = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", requirement)
        _run([*pip_install, *as_locked, "--target", target], f"install uv {version}")
        return target / "bin" / "uv"

    on_path = shutil.which("uv")
    if on_path is None:
        raise SetupError(f"neither pip for {sys.executable} nor uv is here (Debian has python3-pip)")
    return Path(on_path)


def _locked_requirement(name: str) -> str:
    """One package's entry in the lock, with its hashes."""
    entry = re.search(rf"^{name}==.*(?:\n    --hash.*)+", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    if entry is None:
        raise SetupError(f"{LOCK.name} does not lock {name}")
    return entry.group() + "\n"


def _install_npm_side() -> None:
    _say("Setting up the browser's files in site/node_modules")
    npm = node().with_name("npm")
    # No package's own install script runs: nothing here needs one.
    _run([npm, "ci", "--ignore-scripts", "--loglevel=error"], "install the npm packages", cwd=SITE)


def _system_node() -> Path | None:
    """The machine's Node.js, if it is new enough and npm lies beside it."""
    found = shutil.which("node")
    if found is None or Path(found).is_relative_to(VENV):
        return None
    node = Path(found)
    version = re.match(r"v(\d+)\.", _output_of([node, "--version"]) or "")
    if version is None or int(version.group(1)) < NODE_MAJOR:
        return None
    return node if _output_of([node.with_name("npm"), "--version"]) is not None else None


def _venv_node() -> Path | None:
    node = VENV / "bin" / "node"
    return node if node.exists() else None


def tool_environment() -> dict[str, str]:
    """The environment for pip, uv and npm, less what would send the installation elsewhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_")) or _KEPT_SETTINGS.fullmatch(name)
    }
    # pip's own files can ask for these; --target refuses the first and has no use for the second.
    kept |= {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    # uv brings its own list of authorities; a machine behind a proxy that inspects traffic has another.
    machines_own = ssl.get_default_verify_paths().cafile
    if machines_own is not None:
        kept.setdefault("SSL_CERT_FILE", machines_own)
    # npm starts `node` by name; and .venv's own comes last, so that a new enough system one is preferred.
    kept["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(VENV / "bin")])
    return kept


def _run(command: Sequence[str | Path], purpose: str, cwd: Path = ROOT) -> None:
    """Run a step and show its output only when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=tool_environment(),
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        raise SetupError(f"could not {purpose}.\n{done.stdout.strip()}")


def _output_of(command: Sequence[str | Path]) -> str | None:
    """What a short command prints, or None if it does not run."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
