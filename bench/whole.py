#!/usr/bin/env python3
"""whole.py [--rows N] - what is done with a whole list of N systems of one owner: its export to xlsx, many changed at
once, the yearly report looked through and frozen. Wall time, as the person waits. Bound: 5 s each for 10,000.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from serving import CALM, COLOA, PASSWORD, Busy, Server, login_of, row, sign_in

ROWS = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else 10_000
BOUND_S = 5
CONTACT = "Lê Thị Hoà"
HEADS = ("Tên hệ thống thông tin,Mã chủ quản,Cấp độ đề xuất,Tình trạng phê duyệt,Số quyết định,Ngày quyết định,Cơ quan phê duyệt,"
         "Số quy chế,Ngày ban hành quy chế,Cơ quan ban hành quy chế,Triển khai phương án,\"Kiểm tra, đánh giá\"\n")
WRITTEN = ("quan-trong", "tuan-thu", "danh-gia", "phuong-an")


class Owner:
    code = "BYT"


def run(data, *words, given=None):
    done = subprocess.run([COLOA, *words, "--data", data, "--json"], capture_output=True, text=True, input=given)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return json.loads(done.stdout)


class Turn:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.busy, self.begun = Busy(), time.monotonic()

    def __exit__(self, *failed):
        if failed[0]:
            return
        spent, others = time.monotonic() - self.begun, self.busy.others(0)
        held = spent <= BOUND_S or (None if others > CALM else False)
        row(f"{self.name}, {ROWS:,} systems", f"{spent:.2f} s", "", "", f"≤ {BOUND_S} s", held)


def form(url, cookie, fields):
    page = urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})).read().decode()
    token = re.search(r'name="csrf" value="([^"]*)"', page)[1]
    body = urllib.parse.urlencode({"csrf": token, **fields}).encode()
    return urllib.request.urlopen(urllib.request.Request(url.split("?")[0], body, {"Cookie": cookie}), timeout=120)


def api(url, token, method, path, body=None):
    request = urllib.request.Request(f"{url}/api/v1/{path}", method=method, data=body and json.dumps(body).encode())
    request.add_header("Authorization", "Bearer " + token)
    request.add_header("Content-Type", "application/json")
    return json.loads(urllib.request.urlopen(request, timeout=120).read())


def main():
    with tempfile.TemporaryDirectory() as top:
        data, sheet = f"{top}/data", pathlib.Path(top, "sheet.csv")
        sheet.write_text(HEADS + "".join(
            f"Hệ thống thông tin quản lý số {i},BYT,{i % 3 + 1},Đã được phê duyệt,{i}/QĐ-BYT,05/03/2026,Bộ Y tế,"
            f"{i}/QC-BYT,15/01/2026,Bộ Y tế,Đã triển khai đầy đủ,Định kỳ\n" for i in range(1, ROWS + 1)), encoding="utf-8")
        done = run(data, "systems", "import", str(sheet))
        assert done["new"] == ROWS, done
        run(data, "user", "add", login_of(Owner), "--org", "BYT", "--role", "system_officer", "--password-stdin", given=PASSWORD)
        token = run(data, "token", "add", "--user", login_of(Owner), "--scope", "write")["token"]
        with Server("--data", data) as server:
            cookie = sign_in(server.url, login_of(Owner))
            with Turn("export of the list to xlsx"):
                xlsx = urllib.request.urlopen(urllib.request.Request(f"{server.url}/he-thong/xuat", headers={"Cookie": cookie})).read()
            assert len(xlsx) > 50 * ROWS, len(xlsx)
            bulk(server.url, cookie, token)
            report(server.url, token)


def bulk(url, cookie, token):
    with Turn("many changed at once: the look before"):
        looked = form(f"{url}/he-thong/loat/moi?all=1", cookie, {"all": "1", "set-contact_name": CONTACT})
        page = looked.read().decode()
    if "value=\"go\"" not in page:
        raise SystemExit("no look before: " + re.sub(r"<[^>]+>|\s+", " ", page)[:800])
    with Turn("many changed at once: done"):
        page = form(looked.geturl(), cookie, {"do": "go"}).read().decode()
        while "<progress" in page: # a job does it
            time.sleep(0.02)
            page = urllib.request.urlopen(urllib.request.Request(looked.geturl(), headers={"Cookie": cookie})).read().decode()
    for at in (1, ROWS): # the first and the last
        told = api(url, token, "GET", f"systems/{at}")
        assert told["contact_name"] == CONTACT, told


def report(url, token):
    id = api(url, token, "POST", "reports", {"kind": "yearly", "period": "2026"})["id"]
    for key in WRITTEN:
        api(url, token, "POST", f"reports/{id}/texts", {"key": f"s.{key}", "text": "Đã rà soát."})
    with Turn("the yearly report checked"):
        found = api(url, token, "GET", f"reports/{id}/check")
    assert not [f for f in found["items"] if f.get("severity") == "error"], found["items"][:2]
    with Turn("the yearly report frozen"):
        frozen = api(url, token, "POST", f"reports/{id}/freeze")
    assert frozen["state"] == "frozen", frozen


main()
