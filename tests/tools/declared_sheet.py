#!/usr/bin/env python3
"""declared_sheet OUT.csv [COUNT] - systems with all that Mẫu 08 asks for, the awkward cases among them: parts of a
decision missing, numbers and bodies that hold the words which join them, names that sound alike. Invented; for tests
only. The same COUNT always gives the same file."""
import csv
import random
import sys

OWNERS = ["BYT", "BCA", "BTC", "BGDDT", "BXD"]
DOCUMENTS = [  # number, day, body
    ("", "", ""), ("123/QĐ-BYT", "05/03/2026", "Bộ Y tế"), ("12/2024/QĐ-UBND", "", ""), ("", "31/12/2025", ""),
    ("", "", "Bộ Y tế"), ("45/QĐ-BCA", "01/07/2026", ""), ("45/QĐ-BCA", "", "Bộ Công an"),
    ("", "02/09/2026", "Ủy ban nhân dân tỉnh Mẫu"), ("Số 7", "05/03/2026", "Bộ Y tế"),
    ("12/QĐ-BYT ngày 05/03/2026 của Bộ Y tế", "", ""), ("7 của năm", "", ""), ("a, b; c", "01/01/2026", "d; e, f"),
    ('nói "có"', "01/01/2026", 'Cục "A"'), ("12/QĐ-", "", "của ai"), ("QĐ 5", "29/02/2024", "do Sở ban hành"),
    ("5/3/26", "", "Sở"), ("QUYẾT ĐỊNH SỐ 9", "09/09/2019", "(Sở Mẫu)"), ("1", "", "2"), ("", "", "ngày 05/03/2026"),
]
APPROVAL = ["", "Đang dự thảo", "Đã gửi thẩm định", "Đã thẩm định", "Đã được phê duyệt"]
DEPLOYMENT = ["", "Chưa triển khai", "Đã triển khai một số hạng mục", "Đã triển khai đầy đủ"]
INSPECTIONS = ["", "Trước khi đưa vào sử dụng", "Định kỳ", "Trước khi đưa vào sử dụng; Định kỳ"]
HEAD = ["Tên hệ thống thông tin", "Mã chủ quản", "Đơn vị vận hành", "Cấp độ đề xuất", "Tình trạng phê duyệt",
        "Số quyết định", "Ngày quyết định", "Cơ quan phê duyệt", "Số quy chế", "Ngày ban hành quy chế",
        "Cơ quan ban hành quy chế", "Dự kiến phê duyệt", "Triển khai phương án", "Dự kiến triển khai đầy đủ",
        "Kiểm tra, đánh giá", "Loại hệ thống", "Loại thông tin", "Phục vụ quốc phòng, an ninh", "HTTT quốc gia",
        "Kho dữ liệu quốc gia đặc biệt quan trọng", "Cấp độ theo quyết định của Thủ tướng", "Cấp công trình",
        "Độ mật", "Phạm vi hạ tầng", "Vận hành 24/7"]
WHOLE = ["a", "công cộng", "Không", "Không", "Không", "0", "Không", "Không", "Một cơ quan", "Không"]


def main():
    rng = random.Random(8)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for i in range(count):
            decision, rule = DOCUMENTS[i % len(DOCUMENTS)], DOCUMENTS[(i // 3) % len(DOCUMENTS)]
            out.writerow([f"Hệ thống số {i + 1} – \"=thử\" & <đo>", OWNERS[i % len(OWNERS)],
                          ["", "BYT", "Trung tâm Chuyển đổi số", "Công ty Mẫu (MẪU)"][i % 4],
                          ["", 1, 2, 3, 4, 5][i % 6], APPROVAL[i % 5], *decision, *rule,
                          ["", "31/12/2026"][i % 2], DEPLOYMENT[i % 4], ["", "30/06/2027"][i % 3 == 1],
                          INSPECTIONS[rng.randrange(4)], *(WHOLE if i % 2 else [""] * len(WHOLE))])


if __name__ == "__main__":
    main()
