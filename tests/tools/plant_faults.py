#!/usr/bin/env python3
"""plant_faults OUT.xlsx [OUT.json] - a sheet of 500 systems as agencies keep them, 60 of them at fault.

Names and owners come from $COLOA_TEST_DATA (default: ../shared/data beside the checkout):
real-systems.csv and orgs-vn.csv. The facts are invented: the file is for tests only. OUT.json (default:
OUT.xlsx with that ending) says what was planted: per fault its row, cell, column (the header as
written), rule and value. The same input always gives the same file. Standard library only.
"""
import collections
import csv
import datetime
import json
import os
import pathlib
import random
import sys
import unicodedata

from xlsx_file import Error, Workbook, column_name

ROWS, FAULTS = 500, 60
HEADER_ROW, FIRST_ROW = 6, 8  # the header takes rows 5 and 6, a row of column numbers follows
BLANK_ROWS = (150, 301)

COLUMNS = [  # key, upper header (merged over its group), header
    ("stt", "STT", None),
    ("name", "Tên hệ thống thông tin *", None),
    ("owner", "Chủ quản", None),
    ("operator", "Đơn vị vận hành", None),
    ("type", "Loại hệ thống", None),
    ("info", "Loại thông tin", None),
    ("sheet_level", "Cấp độ đề xuất", None),
    ("users_private", "Số người dùng\n(có thông tin riêng, cá nhân)", None),
    ("begun_on", "Ngày bắt đầu đầu tư", None),
    ("running_since", "Ngày đưa vào vận hành", None),
    ("state", "Trạng thái", None),
    ("decision_no", "Quyết định phê duyệt", "Số quyết định"),
    ("decision_on", "Quyết định phê duyệt", "Ngày quyết định"),
    ("dvc_level", "Dịch vụ công trực tuyến", None),
    ("need_247", "Vận hành 24/7", None),
    ("bmnn_grade", "Độ mật", None),
    ("work_class", "Cấp công trình", None),
    ("infra_scope", "Phạm vi hạ tầng", None),
    ("purpose", "Mục đích, chức năng", None),
    ("contact_email", "Email", None),
    ("source_url", "Link", None),
    ("code", "Mã HTTT", None),
    ("note", "Ghi chú", None),
    ("serves_defsec", "Phục vụ quốc phòng, an ninh", None),
    ("handles_tthc", "Giải quyết TTHC", None),
    ("online_service", "Dịch vụ trực tuyến", None),
    ("cond_business", "Kinh doanh có điều kiện", None),
    ("pd_basic", "Dữ liệu cá nhân cơ bản", None),
    ("pd_sensitive", "Dữ liệu cá nhân nhạy cảm", None),
    ("nat_egov", "HTTT quốc gia", None),
    ("nat_special_store", "Kho dữ liệu quốc gia đặc biệt quan trọng", None),
    ("pm_level", "Cấp độ theo quyết định của Thủ tướng", None),
    ("own", "Mã tài sản nội bộ", None),  # known to nobody: reported as unmapped, never at fault
]
KEYS = [key for key, _, _ in COLUMNS]

PLANTED = [  # rule, column, value; a value may be a function of the row and an earlier good row
    ("required", "name", None), ("required", "name", "   "), ("required", "name", ""),
    ("required", "owner", None), ("required", "owner", "  "),
    ("body-unknown", "owner", "Bộ Không Có"), ("body-unknown", "owner", "ZZZ"),
    ("body-unknown", "owner", "Sở Việc Khó tỉnh Mẫu"), ("body-unknown", "owner", "Tỉnh Nước Mặn"),
    ("level-form", "sheet_level", "Cấp 7"), ("level-form", "sheet_level", "cấp IV?"),
    ("level-form", "sheet_level", 0), ("level-form", "sheet_level", "cao"),
    ("level-form", "sheet_level", "2,5"), ("level-form", "sheet_level", "VI"),
    ("date-form", "running_since", "31/02/2026"), ("date-form", "running_since", "29/02/2025"),
    ("date-form", "running_since", "quý II/2024"), ("date-form", "running_since", "năm ngoái"),
    ("date-form", "begun_on", "12/2024"), ("date-form", "decision_on", "2026"),
    ("date-form", "decision_on", "00/01/2025"), ("date-form", "begun_on", "2026-13-01"),
    ("date-order", "running_since", lambda row, _: row.update(begun_on="01/06/2025") or "31/05/2025"),
    ("date-order", "running_since",
     lambda row, _: row.update(begun_on=datetime.date(2024, 2, 1)) or datetime.date(2023, 12, 31)),
    ("number-form", "users_private", "nhiều"), ("number-form", "users_private", "-5"),
    ("number-form", "users_private", "12 nghìn"), ("number-form", "users_private", "1,5"),
    ("number-form", "users_private", -3), ("number-form", "users_private", 2.5),
    ("choice-unknown", "type", "z"), ("choice-unknown", "type", "hệ thống lớn"),
    ("choice-unknown", "info", "thông tin khác"), ("choice-unknown", "state", "tạm"),
    ("choice-unknown", "work_class", "V"), ("choice-unknown", "dvc_level", "7"),
    ("choice-unknown", "bmnn_grade", "Kín"), ("choice-unknown", "infra_scope", "vũ trụ"),
    ("yes-no-form", "need_247", "có thể"), ("yes-no-form", "need_247", "2"),
    ("duplicate-in-file", "name", lambda row, good: twin(row, good)),
    ("duplicate-in-file", "name", lambda row, good: twin(row, good).upper()),
    ("duplicate-in-file", "name", lambda row, good: unicodedata.normalize("NFD", twin(row, good))),
    ("duplicate-in-file", "name", lambda row, good: "  " + twin(row, good).replace(" ", "  ") + " "),
    ("code-unknown", "code", "HT-999999"), ("code-unknown", "code", "ABC"),
    ("email-form", "contact_email", "abc"), ("email-form", "contact_email", "a@b@c"),
    ("url-form", "source_url", "ftp://x"),
    ("cell-error", "name", Error("#REF!")), ("cell-error", "users_private", Error("#N/A")),
    ("cell-error", "running_since", Error("#VALUE!")),
    ("legacy-font", "name", "HÖ thèng qu¶n lý v¨n b¶n"), ("legacy-font", "name", "Heä thoáng quaûn lyù vaên baûn"),
    ("legacy-font", "purpose", "Phôc vô c«ng t¸c chØ ®¹o, ®iÒu hµnh cña c¬ quan"),
    ("not-text", "name", "Hệ thống_x0001_ quản lý"), ("not-text", "note", "ghi_x0007_chú"),
    ("too-long", "name", "Hệ thống " + "a" * 292), ("too-long", "purpose", "Phục vụ " + "ă" * 3993),
]
assert len(PLANTED) == FAULTS


def twin(row, good):
    row["owner"] = good["owner"]
    return good["plain_name"]


def data_folder():
    default = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data"
    return pathlib.Path(os.environ.get("COLOA_TEST_DATA", default))


def read(name):
    with (data_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources():
    """Published systems with an owner that exists today: name, the owner's code, the owner's name."""
    bodies = {b["code"]: b for b in read("orgs-vn.csv")}
    names = collections.Counter(b["name_vi"] for b in bodies.values())
    out = []
    for system in read("real-systems.csv"):
        body = bodies.get(system["agency_code"])
        if body and not body["valid_to"]:
            unique = names[body["name_vi"]] == 1
            out.append((system["system_name"], body["code"], body["name_vi"] if unique else body["code"]))
    return out


def names(count, rng):
    """Unique names: each published one, then its further parts, as a large system is listed."""
    base, out, part = sources(), [], 1
    while len(out) < count:
        for name, code, owner in base:
            out.append((name if part == 1 else f"{name} – phân hệ {part}", code, owner))
        part += 1
    out = out[:count]
    rng.shuffle(out)
    return out


def maybe(rng, share, value):
    return value if rng.random() < share else None


def good_row(rng, number, name, code, owner):
    """A row without fault, in one of the many ways people write the same thing."""
    day = datetime.date(2015, 1, 1) + datetime.timedelta(days=rng.randrange(3800))
    begun = day - datetime.timedelta(days=rng.randrange(30, 700))
    users = rng.choice([120, 850, 4200, 9999, 10000, 56000, 120000, 1500000])
    level = rng.choice([1, 1, 2, 2, 2, 3, 3, 4])
    return {
        "plain_name": name,
        "stt": number,
        "name": rng.choice([name, name, name, unicodedata.normalize("NFD", name), f"  {name} ",
                            name.replace(" ", "  ", 1)]),
        "owner": rng.choice([owner, owner, code, owner.upper(), f" {owner}"]),
        "operator": rng.choice([None, "Trung tâm Chuyển đổi số", "Công ty Mẫu", code]),
        "type": rng.choice(["a", "b", "a; b", "c", "Phục vụ người dân, doanh nghiệp", "Chưa rõ", None]),
        "info": rng.choice(["công cộng", "Thông tin công cộng", "riêng; cá nhân", "Thông tin cá nhân", None]),
        "sheet_level": rng.choice([level, str(level), f"Cấp {level}", f"Cấp độ {level}", f"cap do {level}",
                                   ["I", "II", "III", "IV"][level - 1], "Cấp " + ["I", "II", "III", "IV"][level - 1], None]),
        "users_private": rng.choice([users, users, str(users), f"{users:,}".replace(",", "."), f"{users:,}",
                                     "Chưa rõ", "-", None]),
        "begun_on": rng.choice([begun, f"{begun.day}/{begun.month}/{begun.year}", None]),
        "running_since": rng.choice([day, f"{day.day:02}/{day.month:02}/{day.year}", f"{day.day}-{day.month}-{day.year}",
                                     f"{day.day}.{day.month}.{day.year}", day.isoformat(),
                                     f"{day.day}/{day.month}/{day.year % 100:02}", None]),
        "state": rng.choice(["Đang vận hành", "đang hoạt động", "Đang sử dụng", "DANG VAN HANH", None]),
        "decision_no": maybe(rng, 0.3, f"{rng.randrange(1, 3000)}/QĐ-UBND"),
        "decision_on": maybe(rng, 0.3, day + datetime.timedelta(days=90)),
        "dvc_level": rng.choice(["Không", "Một phần", "Toàn trình", "0", 3, "Chưa rõ", None]),
        "need_247": rng.choice(["Có", "Không", "x", "✓", "Yes", "no", True, False, "0", "1", "Đúng", "?", None]),
        "bmnn_grade": rng.choice(["Không", "0", None]),
        "work_class": rng.choice(["Không", None, None, "IV", "III"]),
        "infra_scope": rng.choice([None, "Một cơ quan", "Tỉnh", "Một ngành, một tỉnh", "Toàn quốc"]),
        "purpose": maybe(rng, 0.7, "Phục vụ quản lý, điều hành của cơ quan"),
        "contact_email": maybe(rng, 0.4, "dau.moi@mau.gov.vn"),
        "source_url": maybe(rng, 0.2, "https://mau.gov.vn/he-thong?id=1"),
        "code": None,
        "note": maybe(rng, 0.3, "theo dõi"),
        "own": f"TS-{number:04}",
    } | whole_facts(rng)


NONE_OF_IT = {"bmnn_grade": "Không", "serves_defsec": "Không", "nat_egov": "Không", "nat_special_store": "Không",
              "pm_level": 0, "work_class": "Không", "infra_scope": "Một cơ quan", "need_247": "Không"}
WHOLE = [  # all that the law asks for is said: a level follows, with no question left
    NONE_OF_IT | {"type": "a", "info": "công cộng"},
    NONE_OF_IT | {"type": "a", "info": "riêng"},
    NONE_OF_IT | {"type": "b", "info": "công cộng; cá nhân", "dvc_level": "Toàn trình", "handles_tthc": "Có",
                  "online_service": "Có", "cond_business": "Không", "users_private": 12500, "pd_basic": "12.500",
                  "pd_sensitive": 0},
]
UNSAID = dict.fromkeys(["serves_defsec", "handles_tthc", "online_service", "cond_business", "pd_basic", "pd_sensitive",
                        "nat_egov", "nat_special_store", "pm_level"])


def whole_facts(rng):
    return UNSAID | (rng.choice(WHOLE) if rng.random() < 0.4 else {})


def planted_rows(rng):
    """The 500 rows in order, and the faults as (index, rule, column, value)."""
    rows = [good_row(rng, i + 1, *source) for i, source in enumerate(names(ROWS, rng))]
    # The first rows stay good: the copies need something to be copies of.
    places = rng.sample(range(50, ROWS), FAULTS)
    good = [row for row in rows[:50]]
    faults = []
    for nth, (index, (rule, column, value)) in enumerate(zip(places, PLANTED)):
        row = rows[index]
        if rule != "date-order" and column in ("begun_on", "running_since"):
            row["begun_on"] = row["running_since"] = None  # so that no second fault follows from the first
        value = value(row, good[nth % len(good)]) if callable(value) else value
        row[column] = value
        faults.append((index, rule, column, value))
    return rows, sorted(faults, key=lambda fault: fault[0])


def sheet_rows(rows):
    """Row numbers to cells, and the number each of the rows came to stand in."""
    cells = {
        1: {1: "CƠ QUAN MẪU", 12: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        2: {12: "Độc lập - Tự do - Hạnh phúc"},
        3: {1: "DANH MỤC HỆ THỐNG THÔNG TIN VÀ ĐỀ XUẤT CẤP ĐỘ"},
        5: {c: upper for c, (_, upper, _) in enumerate(COLUMNS, 1)
            if c == 1 or upper != COLUMNS[c - 2][1]},
        6: {c: lower for c, (_, _, lower) in enumerate(COLUMNS, 1) if lower},
        7: {c: f"({c})" for c in range(1, len(COLUMNS) + 1)},
    }
    number, stands = FIRST_ROW, []
    for row in rows:
        while number in BLANK_ROWS:
            number += 1
        cells[number] = {c: row[key] for c, key in enumerate(KEYS, 1) if row[key] is not None}
        stands.append(number)
        number += 1
    # What closes a sheet is no system.
    cells[number] = {2: "Tổng cộng", KEYS.index("users_private") + 1: 1234567}
    cells[number + 1] = {1: "Ghi chú: số liệu đến 31/10/2026"}
    cells[number + 3] = {2: "Người lập biểu", 12: "Thủ trưởng đơn vị"}
    return cells, stands


def merges():
    last = column_name(len(COLUMNS))
    out = ["A1:K1", f"L1:{last}1", f"L2:{last}2", f"A3:{last}3"]
    for c, (_, upper, lower) in enumerate(COLUMNS, 1):
        name = column_name(c)
        if lower is None:
            out.append(f"{name}5:{name}6")
        elif upper != COLUMNS[c - 2][1]:
            out.append(f"{name}5:{column_name(c + 1)}5")
    return out


def plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def main():
    target = pathlib.Path(sys.argv[1])
    beside = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else target.with_suffix(".json")
    rows, faults = planted_rows(random.Random(331))
    cells, stands = sheet_rows(rows)
    good = {row["plain_name"] for i, row in enumerate(rows) if i not in {f[0] for f in faults}}
    assert len(good) == ROWS - FAULTS, "names of good rows must be unique"
    book = Workbook()
    book.add("Danh mục HTTT", cells, merges())
    book.write(target)
    told = [{"row": stands[i], "cell": f"{column_name(KEYS.index(column) + 1)}{stands[i]}",
             "column": COLUMNS[KEYS.index(column)][2] or COLUMNS[KEYS.index(column)][1],
             "key": column, "rule": rule, "value": plain(value)} for i, rule, column, value in faults]
    beside.write_text(json.dumps({"rows": ROWS, "good": ROWS - FAULTS, "header_row": HEADER_ROW,
                                  "unmapped": ["Mã tài sản nội bộ"], "faults": told},
                                 ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
