"""Every dependency has a licence that goes with EUPL-1.2, comes from the one registry and is not one that we keep out.

Prints what is wrong and exits 1. The work of a minute's script: cargo-deny would have to be built in every run.
"""

import json
import re
import subprocess
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
    "CDLA-Permissive-2.0", "EUPL-1.2", "ISC", "MIT", "MIT-0", "MPL-2.0", "Unicode-3.0", "Unlicense", "Zlib",
}
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
# C libraries of the system, and what is not looked after any more.
KEPT_OUT = {"openssl-sys", "native-tls", "font-kit", "ttf-parser", "freetype-sys"}


def allowed(expression):
    """Whether an SPDX expression can be met: one side of each OR, both sides of each AND."""
    text = expression.replace("/", " OR ")
    tokens = re.findall(r"\(|\)|\bAND\b|\bOR\b|[^()\s]+(?: WITH [^()\s]+)?", text)
    words = [t if t in ("(", ")") else {"AND": "and", "OR": "or"}.get(t, str(t in ALLOWED)) for t in tokens]
    return eval(" ".join(words), {})  # only True, False, and, or and brackets


metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked"]))
packages = metadata["packages"]
wrong = [f"licence {p['license']}: {p['name']}" for p in packages if not p["license"] or not allowed(p["license"])]
wrong += [f"not of the registry: {p['name']}" for p in packages if p["source"] not in (None, REGISTRY)]
wrong += [f"kept out: {p['name']}" for p in packages if p["name"] in KEPT_OUT]
print(*wrong, f"{len(packages)} packages, {len(wrong)} not right", sep="\n")
sys.exit(1 if wrong else 0)
