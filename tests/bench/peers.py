"""Pages to compare ours with: each is the minimum that puts the same answer on a page.

They have no text, no style and no form, and load the calculator as a plain wheel. Stock Pyodide runs in a module
worker as ours does. PyScript runs where its pages usually run, on the page itself, which also spares it the start of a
worker; it unpacks the wheel by its `files` setting, since `packages` would first fetch an installer from elsewhere.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from sitebuild.paths import ROOT
from sitebuild.publish.csp import HEADERS_NAME
from sitebuild.setup.bootstrap import node

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"

_PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

# The best possible caching: only the page itself is requested again. In the format that the project's server reads.
_HEADERS = """/*
  Cache-Control: public, max-age=31536000, immutable

/
  Cache-Control: no-cache
"""

_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Compared</title>
<link rel="icon" href="data:,">
"""

STOCK_PAGE = f"""{_HEAD}
<div id="answer"></div>
<script type="module">
  window.finished = new Promise((done, refuse) => {{
    performance.mark("engine-start");
    const worker = new Worker("worker.js", {{ type: "module" }});
    worker.onerror = refuse;
    worker.onmessage = ({{ data }}) => {{
      if (data.type === "ready") {{
        performance.mark("engine-ready");
        worker.postMessage(REQUEST);
      }} else {{
        document.querySelector("#answer").innerHTML = JSON.parse(data.response).result.answer;
        done(performance.now());
      }}
    }};
  }});
</script>
"""

STOCK_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const here = new URL("./", import.meta.url).href;
const pyodide = await loadPyodide({ indexURL: here });
await pyodide.loadPackage(here + "WHEEL");
const handle = pyodide.pyimport("restitution.protocol").handle;
self.onmessage = ({ data }) => self.postMessage({ type: "reply", response: handle(data) });
self.postMessage({ type: "ready" });
"""

PYSCRIPT_PAGE = f"""{_HEAD}
<link rel="stylesheet" href="core/core.css">
<script>
  window.finished = new Promise((done) => {{
    window.finish = () => done(performance.now());
  }});
</script>
<script type="module" src="core/core.js"></script>
<div id="answer"></div>
<script type="py" src="main.py" config="pyscript.json"></script>
"""

PYSCRIPT_MAIN = """
import json

from pyscript import document, window

from restitution.protocol import handle

answer = json.loads(handle(REQUEST))["result"]["answer"]
document.querySelector("#answer").innerHTML = answer
window.finish()
"""


def install() -> None:
    """Install the packages that only the bench needs, if they are missing."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = NODE_MODULES / ".installed.json"
    if stamp.exists() and stamp.read_bytes() == lock:
        return
    npm = node().with_name("npm")
    subprocess.run([npm, "ci", "--ignore-scripts", "--loglevel=error"], cwd=HERE, check=True)
    stamp.write_bytes(lock)


def plain_wheel(folder: Path) -> Path:
    """Return the calculator as packaged: not byte-compiled."""
    hatchling = Path(sys.executable).with_name("hatchling")
    command = (hatchling, "build", "--target", "wheel", "--directory", folder)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def make_stock(folder: Path, wheel: Path, request: str) -> None:
    """Make a page with Pyodide as npm ships it, the plain wheel, and a module worker."""
    _begin(folder, wheel)
    _copy_pyodide(folder)
    (folder / "worker.js").write_text(STOCK_WORKER.replace("WHEEL", wheel.name), encoding="utf-8")
    page = STOCK_PAGE.replace("REQUEST", json.dumps(request).replace("</", "<\\/"))
    (folder / "index.html").write_text(page, encoding="utf-8")


def make_pyscript(folder: Path, wheel: Path, request: str) -> None:
    """Make a page with PyScript as npm ships it, over the same Pyodide and the same wheel."""
    _begin(folder, wheel)
    _copy_pyodide(folder / "pyodide")
    shutil.copytree(NODE_MODULES / "@pyscript" / "core" / "dist", folder / "core")
    settings = {"interpreter": "/pyodide/pyodide.mjs", "files": {f"/{wheel.name}": "./*"}}
    (folder / "pyscript.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "main.py").write_text(PYSCRIPT_MAIN.replace("REQUEST", repr(request)), encoding="utf-8")
    (folder / "index.html").write_text(PYSCRIPT_PAGE, encoding="utf-8")


def _begin(folder: Path, wheel: Path) -> None:
    folder.mkdir()
    shutil.copy(wheel, folder)
    (folder / HEADERS_NAME).write_text(_HEADERS, encoding="utf-8")


def _copy_pyodide(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in _PYODIDE_FILES:
        shutil.copy(NODE_MODULES / "pyodide" / name, folder / name)
