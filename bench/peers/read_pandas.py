"""Reads workbooks with openpyxl through pandas: one frame a sheet."""

import pandas

from cells import main


def read(path):
    sheets = pandas.read_excel(path, sheet_name=None, header=None, dtype=object, engine="openpyxl", keep_default_na=False)

    def rows():
        for name, frame in sheets.items():
            for row, line in enumerate(frame.itertuples(index=False, name=None)):
                for col, value in enumerate(line):
                    yield name, row, col, value

    return rows


main(read)
