#!/usr/bin/env python3
"""many_rows OUT.xlsx ROWS - a large sheet of sound systems under invented bodies' names, for benches.

Columns and habits are those of tests/tools/plant_faults.py; the owner is given with --owner.
"""
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "tools"))

import plant_faults  # noqa: E402 - found by the path above
from xlsx_file import Workbook  # noqa: E402

SUBJECTS = ["văn bản và điều hành", "cán bộ, công chức", "đất đai", "hộ tịch", "tài sản công", "dịch vụ công", "ngân sách",
            "khám bệnh, chữa bệnh", "giáo dục", "giao thông", "môi trường", "thanh tra, kiểm tra", "lưu trữ", "quan trắc"]


def main():
    rng, rows = random.Random(34), []
    for number in range(1, int(sys.argv[2]) + 1):
        name = f"Hệ thống quản lý {rng.choice(SUBJECTS)} số {number}"
        row = plant_faults.good_row(rng, number, name, "", "")
        row["owner"] = None
        rows.append(row)
    cells, _ = plant_faults.sheet_rows(rows)
    book = Workbook()
    book.add("Danh mục HTTT", cells, plant_faults.merges())
    book.write(sys.argv[1])


main()
