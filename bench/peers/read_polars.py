"""Reads workbooks with python-calamine into polars: one frame a sheet, its columns as they come."""

import polars
from python_calamine import CalamineWorkbook

from cells import main


def read(path):
    workbook = CalamineWorkbook.from_path(str(path))
    sheets = {}
    for name in workbook.sheet_names:
        lines = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        width = max((len(line) for line in lines), default=0)
        # A column of a report holds text and numbers alike: only an untyped one keeps both.
        columns = {str(col): [line[col] for line in lines] for col in range(width)}
        sheets[name] = polars.DataFrame(columns, schema={name: polars.Object for name in columns})

    def rows():
        for name, frame in sheets.items():
            values = [frame[column].to_list() for column in frame.columns]
            for row in range(frame.height):
                for col, column in enumerate(values):
                    yield name, row, col, column[row]

    return rows


main(read)
