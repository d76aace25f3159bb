"""Every dependency has a licence that goes with EUPL-1.2; prints those that do not and exits 1."""

import json
import re
import subprocess
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
    "CDLA-Permissive-2.0", "EUPL-1.2", "ISC", "MIT", "MIT-0", "MPL-2.0", "Unicode-3.0", "Unlicense", "Zlib",
}


def allowed(expression):
    """Whether an SPDX expression can be met: one side of each OR, both sides of each AND."""
    text = expression.replace("/", " OR ")
    tokens = re.findall(r"\(|\)|\bAND\b|\bOR\b|[^()\s]+(?: WITH [^()\s]+)?", text)
    words = [t if t in ("(", ")") else {"AND": "and", "OR": "or"}.get(t, str(t in ALLOWED)) for t in tokens]
    return eval(" ".join(words), {})  # only True, False, and, or and brackets


metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked"]))
wrong = [(p["name"], p["license"]) for p in metadata["packages"] if not p["license"] or not allowed(p["license"])]
for name, licence in wrong:
    print(f"{name}: {licence}")
print(f"{len(metadata['packages'])} packages, {len(wrong)} with a licence that is not allowed")
sys.exit(1 if wrong else 0)
