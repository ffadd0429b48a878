// Starts the runtime in Node.js, imports the calculator, and writes the memory that it then has: a browser that begins
// with this memory need not start Python again. Prints, as JSON, what worker.js must know of it. Without an output, it
// prints which files of the standard library are read in this start and in a plain one.
//
//   node snapshot.mjs RUNTIME_FOLDER [WHEEL OUTPUT]
//
// Only the parts that are not blank are written, one after the other, and not those that the WebAssembly file itself
// brings: a sixth of the compressed bytes. Where each belongs is printed, with the head, by which the runtime knows a
// memory of its own.

import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const PAGE = 4096;
const [folder, wheel, output] = process.argv.slice(2);

// Two builds must give the same bytes: time, chance and the place of this file find their way into the memory.
process.argv[1] = "restitution";
Date.now = () => 315_532_800_000; // the earliest date a zip file can hold
performance.now = () => 0;
crypto.randomFillSync = (array) => array.fill(0);

/** @type {Uint8Array} the memory as the WebAssembly file brings it */
let before;
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (source, imports) => {
  const made = await instantiate(source, imports);
  const memory = imports?.env?.memory;
  if (memory) before ??= new Uint8Array(memory.buffer).slice();
  return made;
};

const { loadPyodide } = await import(pathToFileURL(resolve(folder, "pyodide.mjs")).href);
const listing = output === undefined;
const lock = JSON.parse(readFileSync(`${folder}/pyodide-lock.json`, "utf8"));
const pyodide = await loadPyodide({
  indexURL: `${resolve(folder)}/`,
  // Sets then have the same order at every build; the columns of tracebacks, which nobody sees, take a fifth of the code.
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" },
  ...(listing
    ? { lockFileContents: lock, packageBaseUrl: `${resolve(folder)}/`, packages: Object.keys(lock.packages) }
    : { lockFileContents: { info: lock.info, packages: {} }, _makeSnapshot: true }),
});
if (!listing) pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");

// What is read when it is first asked for must be in the memory, too: the files are not. Every module of the calculator
// is imported, but those of the command line; and every command and format is asked once, with nothing, so that whatever
// they import or parse is there. What writes papers comes later, in a file of its own (papers.zip); what that needs of
// the standard library, and nothing else does, is named here.
pyodide.runPython(`
def prepare():
    import encodings.ascii, encodings.cp437, encodings.cp1252, encodings.latin_1, encodings.utf_16
    import encodings.utf_16_le, hashlib, stat, struct, tempfile, warnings, zipfile
    import functools, importlib, inspect, json, pkgutil, re, sys
    import restitution
    from restitution.commands import COMMANDS
    from restitution.protocol import FORMATS, handle

    packages = [restitution]
    for package in packages:
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if module.name.split(".")[1] not in ("__main__", "batch", "cli", "fleet", "papers"):
                found = importlib.import_module(module.name)
                packages += [found] if module.ispkg else []
    for method in (*COMMANDS, "example"):
        for form in FORMATS:
            handle(json.dumps({"method": method, "params": {}, "format": form}))
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "restitution":
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper) and value.__module__ == name:
                    if not inspect.signature(value).parameters:
                        value()
    sys.path_importer_cache.clear()
    re.purge()

prepare()
`);

if (listing) {
  console.log(
    pyodide.runPython(`
import json, sys
archive = next(path for path in sys.path if path.endswith(".zip")) + "/"
files = {getattr(module, "__file__", None) or "" for module in sys.modules.values()}
json.dumps(sorted(file.removeprefix(archive) for file in files if file.startswith(archive)))
`),
  );
  process.exit();
}

pyodide.runPython("import gc\ndel prepare\ngc.collect()");

// Memory that was used and freed still holds what was in it. Take it all, blank it and give it back; only below what
// has been in use so far, so that the memory does not grow. Small blocks come from pools of their own.
const api = pyodide._module;
const top = api._PyMem_RawMalloc(1 << 20);
api._PyMem_RawFree(top);
const blank = (malloc, sizes) => {
  const taken = [];
  for (const size of sizes) {
    for (let block = malloc(size); block < top; block = malloc(size)) {
      api.HEAPU8.fill(0, block, block + size);
      taken.push(block);
    }
  }
  return taken;
};
const large = blank(
  api._PyMem_RawMalloc,
  Array.from({ length: 16 }, (_, power) => 1 << (19 - power)),
);
const small = blank(
  api._PyMem_Malloc,
  Array.from({ length: 64 }, (_, step) => 512 - 8 * step),
);
for (const block of small) api._PyMem_Free(block);
for (const block of large) api._PyMem_RawFree(block);

const snapshot = pyodide.makeMemorySnapshot();
const size = snapshot.length;
const head = snapshot.slice(0, size - api.HEAPU8.length);
const memory = snapshot.subarray(head.length);

/** @type {[number, number][]} */
const parts = [];
/** @type {[number, number][]} */
const brought = [];
for (let from = 0; from < memory.length; from += PAGE) {
  const page = memory.subarray(from, from + PAGE);
  if (page.every((byte) => byte === 0)) continue;
  const ranges = page.every((byte, index) => byte === before[from + index]) ? brought : parts;
  const last = ranges.at(-1);
  if (last?.[1] === from) last[1] += PAGE;
  else ranges.push([from, from + PAGE]);
}
writeFileSync(output, Buffer.concat(parts.map(([from, to]) => memory.subarray(from, to))));
console.log(JSON.stringify({ size, head: [...head], parts, brought }));
