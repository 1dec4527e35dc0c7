#!/usr/bin/env python3
"""kill_dossier.py COLOA DATA KILLS - kills the server with SIGKILL while texts save themselves, a file is sent in
pieces and dossiers are approved; counts what was acknowledged and is not there, and what is half done.

After every kill the server is started again. A text must be the one acknowledged last, or the one that was on its
way; a file must hold every piece acknowledged, and go on; a dossier must stand where its last acknowledged act led,
or one further, with one event for each act, and the register must say the same. Prints one JSON object.
"""
import datetime
import hashlib
import json
import random
import sys
import urllib.error

from killing import GONE, House

house, kills = House(sys.argv[1], sys.argv[2]), int(sys.argv[3])
random.seed(7)
PROVINCE, PIECE = "T34-15", 64 * 1024
count = dict.fromkeys(("texts", "pieces", "files", "acts", "decided"), 0)
lost, half = [], []
vietnam = datetime.timezone(datetime.timedelta(hours=7))


def today():
    return datetime.datetime.now(vietnam).date()


FACTS = {"serves_defsec": False, "nat_egov": False, "nat_special_store": False, "pm_level": 0, "type": ["b"],
         "info": ["ca_nhan"], "dvc_level": 0, "handles_tthc": False, "online_service": True, "cond_business": "no",
         "users_private": 900, "pd_basic": 900, "pd_sensitive": 0}
TESTS = {"tests": {"level": True, "design": True, "operation": True}}


class Text:
    """One text of a dossier, written over and over, as a form that saves itself does."""

    def __init__(self, dossier, key):
        self.path, self.dossier, self.key, self.n, self.sure = f"/dossiers/{dossier}/texts/{key}", dossier, key, 0, 0

    def words(self, n):
        return f"Lần {n}. " + "Nội dung đang gõ dở. " * (n % 40)

    def write(self, end):
        try:
            while not end.is_set():
                self.n += 1
                house.ask(operator, "PUT", self.path, {"text": self.words(self.n)})
                self.sure = self.n
                count["texts"] += 1
        except GONE:
            pass

    def check(self):
        texts = house.ask(operator, "GET", f"/dossiers/{self.dossier}")["texts"]
        there = [t["text"] for t in texts if t["key"] == self.key]
        fits = [self.words(n).strip() for n in (self.sure, self.n) if n]
        if fits and (not there or there[0] not in fits):
            lost.append(f"{self.key}: {there} instead of {self.sure} or {self.n}")


class File:
    """Evidence that comes in pieces; begun anew when it is whole."""

    def __init__(self, system):
        self.system, self.number, self.id, self.named = system, 0, None, None
        self.renew()

    def renew(self):
        self.number += 1
        self.name = f"minh-chung-{self.number}.txt"
        self.bytes = (f"{self.number} " * 200_000).encode()[:random.randint(200_000, 700_000)]
        self.sha, self.sure, self.id, self.finishing = hashlib.sha256(self.bytes).hexdigest(), 0, None, False

    def write(self, end):
        try:
            while not end.is_set():
                self.step()
        except GONE:
            pass

    def step(self):
        if not self.id:
            made = house.ask(officer, "POST", f"/systems/{self.system}/uploads",
                             {"name": self.name, "bytes": len(self.bytes), "sha256": self.sha, "no_secret": True})
            self.id = made["id"]
        elif self.sure < len(self.bytes):
            piece = self.bytes[self.sure:self.sure + PIECE]
            self.sure = house.ask(officer, "PUT", f"/uploads/{self.id}?offset={self.sure}", piece)["received"]
            count["pieces"] += 1
        else:
            self.finishing = True
            self.done(house.ask(officer, "POST", f"/uploads/{self.id}/finish"))

    def done(self, answer):
        count["files"] += 1
        if answer["sha256"] != self.sha:
            lost.append(f"{self.name}: another hash")
        whole.append((answer["id"], self.sha))
        self.renew()

    def check(self):
        for id, sha in whole[-3:]:
            if hashlib.sha256(house.ask(officer, "GET", f"/evidence/{id}/file")).hexdigest() != sha:
                lost.append(f"evidence {id}: other bytes")
        if not self.id:
            return
        try:
            kept = house.ask(officer, "GET", f"/uploads/{self.id}")["received"]
        except urllib.error.HTTPError:
            found = [e for e in house.ask(officer, "GET", f"/systems/{self.system}/evidence")["items"] if e["sha256"] == self.sha]
            if self.finishing and found:  # it was whole, and the answer was lost
                return self.done(found[0])
            lost.append(f"{self.name}: gone")
            return self.renew()
        if kept < self.sure:
            lost.append(f"{self.name}: {kept} of {self.sure}")
        self.sure, self.finishing = kept, False


class Way:
    """A dossier of level 2 from its submission to its recorded decision."""

    ACTS = ("submit", "accept", "start", "conclude_ok", "approve", "record")
    STATES = ("draft", "submitted", "accepted", "appraising", "appraised_ok", "approved", "in_force")

    def __init__(self):
        self.system, self.id = new_dossier(f"Chặng {random.random()}")
        fill(self.id)
        self.sure = self.tried = 0  # acts acknowledged, and sent

    def who(self, act):
        return {"submit": operator, "record": clerk}.get(act, specialist)

    def body(self, act):
        day = today().isoformat()
        paper = {"number": "123/QĐ", "on": day, "signer": "Nguyễn Văn A", "report_no": "45/BC", "report_on": day}
        return {"conclude_ok": TESTS, "record": paper}.get(act, {})

    def write(self, end):
        try:
            while not end.is_set() and self.sure < len(self.ACTS):
                act = self.ACTS[self.sure]
                self.tried = self.sure + 1
                house.ask(self.who(act), "POST", f"/dossiers/{self.id}/acts/{act}", self.body(act))
                self.sure = self.tried
                count["acts"] += 1
        except GONE:
            pass

    def check(self):
        state = house.ask(operator, "GET", f"/dossiers/{self.id}")["state"]
        stands = self.STATES.index(state)
        if stands not in (self.sure, self.tried):
            (lost if stands < self.sure else half).append(f"{self.id}: {state} after {self.sure} acts")
        told = [e["act"] for e in reversed(house.ask(operator, "GET", f"/dossiers/{self.id}/history")["items"])]
        if told != ["open", *self.ACTS[:stands]]:
            half.append(f"{self.id}: {state}, but told {told}")
        s = house.ask(operator, "GET", f"/systems/{self.system}")
        if (s["approval"] == "approved") != (stands >= 5) or (s["decision_no"] == "123/QĐ") != (stands == 6):
            half.append(f"{self.id}: {state}, but the register says {s['approval']} {s['decision_no']}")
        self.sure = self.tried = stands
        count["decided"] += state == "in_force"
        return state == "in_force"


def new_dossier(name):
    begun = (today() - datetime.timedelta(days=10)).isoformat()
    s = house.ask(operator, "POST", "/systems", {
        "name": name, "operator": "Trung tâm", "purpose": "Giải quyết thủ tục", "scope": "Toàn tỉnh", "size": "900",
        "users_served": "Người dân", "state": "building", "begun_on": begun, "regulation_no": "12/QĐ",
        "regulation_on": "2026-01-05", "regulation_by": "UBND", "facts": FACTS})
    return s["code"], house.ask(operator, "POST", "/dossiers", {"systems": s["code"]})["code"]


def fill(dossier):
    for zone in ("internal", "border", "dmz", "server", "database", "admin"):
        for row in ({"list": "zones", "name": zone, "second": zone, "zone": "10.0.0.0/24"},
                    {"list": "devices", "name": "Tường lửa", "second": "Thiết bị", "zone": zone}):
            house.ask(operator, "POST", f"/dossiers/{dossier}/rows", row)
    house.ask(operator, "POST", f"/dossiers/{dossier}/rows",
              {"list": "services", "name": "Cổng", "second": "Máy chủ 1", "zone": "dmz"})
    for key in (*(f"plan.{n}" for n in range(1, 8)), "risk"):
        house.ask(operator, "PUT", f"/dossiers/{dossier}/texts/{key}", {"text": "Nội dung"})
    sheet = "/control-sheets/" + house.ask(operator, "GET", f"/dossiers/{dossier}")["sheets"][0]["id"]
    rows = [r for r in house.ask(operator, "GET", sheet)["rows"] if not r["heading"]]
    house.ask(operator, "POST", sheet + "/answers",
              {"rows": [{"control": r["control"], "version": r["version"], "set": {"answer": "met"}} for r in rows]})
    house.ask(operator, "POST", f"/dossiers/{dossier}/documents", {"kind": "design-preliminary", "title": "Thiết kế"})


operator, specialist = house.person("van.hanh", PROVINCE, "operator"), house.person("chuyen.trach", PROVINCE, "specialist")
clerk, officer = house.person("van.thu", PROVINCE, "clerk"), house.person("can.bo", PROVINCE, "system_officer")
whole, ways = [], []
house.start()
system, dossier = new_dossier("Hệ thống đang soạn hồ sơ")
texts = [Text(dossier, f"plan.{n}") for n in (1, 2)]
file = File(system)
for kill in range(kills):
    while len(ways) < 3:
        ways.append(Way())
    house.kill_while([*(t.write for t in texts), file.write, *(w.write for w in ways)], 0.03, 0.35)
    house.start()
    for t in texts:
        t.check()
    file.check()
    ways = [w for w in ways if not w.check()]
house.stop()
print(json.dumps({"kills": kills, **count, "lost": len(lost), "half_done": len(half), "audit": house.audit(),
                  "slowest_start_s": round(max(house.starts), 2), "what": (lost + half)[:5]}, ensure_ascii=False))
