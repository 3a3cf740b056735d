"""Runs what docs/guides say for Python and for DuckDB's own program, in the folder of a published warehouse."""

import pathlib
import re
import subprocess
import sys
import tempfile

guides = pathlib.Path(__file__).resolve().parents[2] / "docs" / "guides"
warehouse = pathlib.Path(sys.argv[1]).resolve()
if not (warehouse / "warehouse.duckdb").exists():
    sys.exit(f"{warehouse}: no warehouse — run `make all` first")

ran = 0
with tempfile.TemporaryDirectory() as folder:
    # The guides call the folder by its usual name.
    (pathlib.Path(folder) / "warehouse").symlink_to(warehouse)
    for guide in sorted(guides.glob("*.md")):
        for language, text in re.findall(r"^```(python|sh)\n(.*?)^```$", guide.read_text(), re.M | re.S):
            if language == "python":
                steps = [[sys.executable, "-W", "error", "-c", text]]
            else:
                steps = [["sh", "-c", line] for line in text.splitlines() if line.startswith("duckdb ")]
            for step in steps:
                ended = subprocess.run(step, cwd=folder, capture_output=True, text=True)
                if ended.returncode != 0 or ended.stdout.strip() == "" and "print(" in text:
                    sys.exit(f"{guide.name}: {step[-1]}\n{ended.stdout}{ended.stderr}")
                ran += 1
print(f"{ran} pieces of the guides ran")
