"""What the readers of peers have in common: one line a cell, so that all that was read can be compared."""

import datetime
import hashlib
import json
import pathlib
import sys
import time


def told(value):
    """A cell's kind and value as text, the same for every reader; None for nothing."""
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, bool):
        return f"b {int(value)}"
    if isinstance(value, datetime.datetime):
        return f"d {value.date().isoformat()}"
    if isinstance(value, datetime.date):
        return f"d {value.isoformat()}"
    if isinstance(value, (int, float)):
        number = float(value)
        return f"n {int(number)}" if number.is_integer() else f"n {number!r}"
    text = str(value)
    return None if text.strip() == "" else f"t {text}"


def main(read):
    """Reads every workbook of a folder with `read` (path to frame), then says what was read and how long it took."""
    paths = sorted(pathlib.Path(sys.argv[1]).rglob("*.xlsx"), key=str)
    read_all = []
    started = time.process_time()
    for path in paths:
        try:
            read_all.append((path, read(path)))
        except Exception as error:  # a workbook that can't be read is listed, as in a run
            read_all.append((path, None))
    seconds = time.process_time() - started
    digest = hashlib.sha256()
    cells = 0
    failed = []
    for path, rows in read_all:
        name = str(path.relative_to(sys.argv[1]))
        if rows is None:
            failed.append(name)
            continue
        lines = []
        for sheet, row, col, value in rows():
            text = told(value)
            if text is None:
                continue
            cells += 1
            lines.append(f"{name}\x1f{sheet}\x1f{row}\x1f{col}\x1f{text}\n")
        digest.update("".join(lines).encode())
    print(json.dumps({"files": len(paths), "failed": failed, "cells": cells, "seconds": seconds, "digest": digest.hexdigest()}))
