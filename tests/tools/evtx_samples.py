#!/usr/bin/env python3
"""evtx_samples - the part of tests/journeys/evtx that looks into the lines. $COLOA is the program, $PLACE holds the
samples, which belong to others and are never copied here. Prints "ok NAME" or "FAIL NAME: why"."""
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET

COLOA, PLACE = os.environ["COLOA"], pathlib.Path(os.environ["PLACE"])
FORMAT = next(PLACE.rglob("security_bad_string_cache.evtx")).parent
SNAPSHOTS = next(PLACE.rglob("test_record_samples__event_json_sample.snap")).parent
ATTACK = PLACE / "evtx-attack-samples"
bad = 0

# file: read, failed, recovered, lost, repeated. What failed is torn or overwritten on the disk the log was taken from.
COUNTS = """
2-system-Microsoft-Windows-LiveId%4Operational.evtx 399 0 0 0 9
2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx 1910 68 153 0 0
2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx 1774 23 267 0 0
2-vss_7-System.evtx 1160 0 25 0 0
Application_no_crc32.evtx 17 0 30 4 0
E_ShadowCopy6_windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx 459 0 0 14 0
E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx 340 0 0 0 0
E_Windows_system32_winevt_logs_Microsoft-Windows-Shell-Core%4Operational.evtx 1146 0 0 0 128
MSExchange_Management_wec.evtx 1 0 0 9 0
Microsoft-Windows-HelloForBusiness%4Operational.evtx 5 15 0 0 0
Microsoft-Windows-LanguagePackSetup%4Operational.evtx 16 4 0 15 0
Security_short_selected.evtx 7 0 0 8 0
Security_with_size_t.evtx 636 0 0 0 0
issue_201.evtx 1 0 0 9 0
new-user-security.evtx 4 0 0 6 0
post-Security.evtx 126 0 0 0 0
sample-with-irregular-bool-values.evtx 3028 0 0 0 104
sample-with-zero-data-size-event.evtx 449 1 0 0 33
sample_with_a_bad_chunk_magic.evtx 298 169 132 0 0
security.evtx 2261 0 0 15 15
security_bad_string_cache.evtx 2261 0 0 15 15
sysmon.evtx 358 0 0 0 0
system.evtx 1881 0 0 0 79
"""
# file, reason, chunk, offset in the file
PLACES = """
2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx record-torn 0 53200
2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx record-torn 13 905112
2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx record-torn 1 102040
sample-with-zero-data-size-event.evtx record-torn 0 6176
sample_with_a_bad_chunk_magic.evtx chunk-head 6 397312
sample_with_a_bad_chunk_magic.evtx chunk-head 10 659456
"""


def tell(name, problem=None):
    global bad
    bad += problem is not None
    print(f"FAIL {name}: {problem}" if problem is not None else f"ok {name}", flush=True)


def equal(name, got, wanted):
    tell(name, None if got == wanted else f"got {str(got)[:400]}, wanted {str(wanted)[:400]}")


def read(files, *options):
    """(lines, {file: counts}, [damage], exit code)"""
    run = subprocess.run([COLOA, "evtx", "--json", *options, *map(str, files)], capture_output=True, timeout=600)
    counts, damages = {}, []
    for line in run.stderr.decode().splitlines():
        if not line.startswith("{"):
            raise RuntimeError(f"{files[0].name}: {line}")
        told = json.loads(line)
        if "whole" in told:
            counts[told["file"]] = told
        elif "damage" in told:
            damages.append(told)
    return run.stdout.decode().split("\n")[:-1], counts, damages, run.returncode


def total(counts, name):
    return sum(c[name] for c in counts.values())


def no_doubles(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"doubled key in {names}")
    return dict(pairs)


def parsed(lines):
    return [json.loads(line, object_pairs_hook=no_doubles) for line in lines]


def whole_slack(path):
    """Independently of our reader: marks in the free space of chunks behind which both copies of the size agree."""
    d, count = path.read_bytes(), 0
    for c in range(4096, len(d), 65536):
        ch = d[c:c + 65536]
        if ch[:8] != b"ElfChnk\0":
            continue
        at = ch.find(b"**\0\0", struct.unpack_from("<I", ch, 48)[0])
        while at >= 0:
            size = struct.unpack_from("<I", ch, at + 4)[0] if at + 8 <= len(ch) else 0
            good = 28 <= size <= len(ch) - at and struct.unpack_from("<I", ch, at + size - 4)[0] == size
            count += good
            at = ch.find(b"**\0\0", at + (size if good else 4))
    return count


def attack_samples():
    files = sorted(ATTACK.rglob("*.evtx"))
    lines, counts, damages, code = read(files)
    equal("attack samples: live records", len(lines), 8255)
    equal("attack samples: read, failed, skipped", [total(counts, n) for n in ("read", "failed", "skipped")], [8255, 0, 0])
    equal("attack samples: exit", code, 0)
    live = parsed(lines)
    tell("attack samples: each line is an event", next((str(e)[:200] for e in live if list(e) != ["Event"]), None))

    # Slack: 12,098 whole records. 719 are a given record, word for word. 11,027 stand on a template or names that were
    # written over since, of which no other copy is in the file. 352 can be given; of these some take their template from
    # elsewhere in the file. The chunks of these samples were filled several times before they were exported.
    lines, counts, damages, _ = read(files, "--recover")
    slack = [total(counts, n) for n in ("recovered", "lost", "repeated")]
    equal("attack samples: recovered, lost, repeated", slack, [352, 11027, 719])
    equal("attack samples: all whole records of the slack", sum(slack), sum(whole_slack(f) for f in files))
    found = [e for e in parsed(lines) if e.get("recovered")]
    equal("attack samples: recovered ones are marked", [len(lines), len(found)], [8255 + 352, 352])
    why = collections.Counter(d["damage"] for d in damages if d["slack"])
    equal("attack samples: each lost one has its reason", sum(why.values()), 11027)
    # A file may be in the set twice; within one, nothing twice.
    for f in files:
        one = parsed(read([f], "--recover")[0])
        keys = collections.Counter(json.dumps(e["Event"], sort_keys=True) for e in one if e.get("recovered"))
        own = {json.dumps(e["Event"], sort_keys=True) for e in one if not e.get("recovered")}
        twice = [k for k, n in keys.items() if n > 1 or k in own]
        if twice:
            return tell("attack samples: nothing is given twice", f"{f.name}: {twice[0][:200]}")
    tell("attack samples: nothing is given twice")
    borrowed = sum(e.get("template") == "borrowed" for e in found)
    strange = [e for e in found if "System" not in e["Event"] or not e["Event"]["System"].get("TimeCreated")]
    equal("attack samples: recovered ones are whole events", [len(strange), borrowed > 0], [0, True])


def format_samples():
    wanted = {f[0]: list(map(int, f[1:])) for f in map(str.split, COUNTS.strip().splitlines())}
    files = sorted(FORMAT.glob("*.evtx"))
    lines, counts, damages, code = read(files, "--recover")
    parsed(lines)
    equal("format samples: files", [f.name for f in files], sorted(wanted))
    for f in files:
        c = counts[str(f)]
        got = [c[n] for n in ("read", "failed", "recovered", "lost", "repeated")]
        equal(f"format sample {f.name}", got, wanted[f.name])
        mine = [d for d in damages if d["file"] == str(f)]
        failed = sum(d["records"] for d in mine if not d["slack"] and d["damage"] != "chunk-head")
        equal(f"format sample {f.name}: what failed is named", [failed, sum(d["records"] for d in mine if d["slack"])],
              [c["failed"], c["lost"]])
    for place in map(str.split, PLACES.strip().splitlines()):
        found = [d for d in damages if d["file"].endswith("/" + place[0]) and d["damage"] == place[1] and
                 [d["chunk"], d["offset"]] == [int(place[2]), int(place[3])]]
        equal(f"format sample {place[0]}: {place[1]} in chunk {place[2]}", len(found), 1)
    equal("format samples: exit says that something failed", code, 1)
    live = [c for c in read(files)[1].values()]
    equal("format samples: live, failed, skipped", [sum(c[n] for c in live) for n in ("read", "failed", "skipped")],
          [18537, 280, 82])


def snapshot(name):
    return (SNAPSHOTS / f"test_record_samples__{name}.snap").read_text().split("---", 2)[2].strip()


def leaves(value, out):
    if isinstance(value, dict):
        for v in value.values():
            leaves(v, out)
    elif isinstance(value, list):
        for v in value:
            leaves(v, out)
    elif value is not None:
        out[(json.dumps(value) if isinstance(value, bool) else str(value)).strip()] += 1
    return out


def xml_leaves(root):
    out = collections.Counter()
    for e in root.iter():
        named = e.tag.endswith("}Data") and "Name" in e.attrib
        out.update(v.strip() for k, v in e.attrib.items() if not (named and k == "Name"))
        out[(e.text or "").strip()] += 1
    out.pop("", None)
    return out


def snapshots():
    capi = "E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx"
    kept = {}

    def record(name, number):
        if name not in kept:
            kept[name] = parsed(read([FORMAT / name])[0])
        return next(e for e in kept[name] if number is None or e["Event"]["System"]["EventRecordID"] == number)

    for name, file, number in [("event_json_sample", "security.evtx", None), ("event_json_with_size_t", "Security_with_size_t.evtx", 196),
                               ("event_json_sample_with_event_data_with_attributes_and_text", "system.evtx", None),
                               ("event_json_with_multiple_nodes_same_name", capi, 28),
                               ("event_json_with_multiple_data_elements-2", "MSExchange_Management_wec.evtx", None)]:
        equal(f"snapshot {name}", record(file, number), json.loads(snapshot(name)))
    for name, file in [("event_xml_sample", "security.evtx"), ("event_xml_sample_with_entity_ref", capi),
                       ("event_xml_sample_with_entity_ref_2", capi), ("event_xml_sample_with_user_data", capi),
                       ("event_xml_sample_with_event_data_with_attributes_and_text", "system.evtx"),
                       ("event_xml_sample_with_string_with_trailing_spaces", "security.evtx")]:
        root = ET.fromstring(re.sub(r"<\?xml.*?\?>", "", snapshot(name)))
        number = int(next(e.text for e in root.iter() if e.tag.endswith("EventRecordID")))
        got = leaves(record(file, number), collections.Counter())
        got.pop("http://schemas.microsoft.com/win/2004/08/events/event", None)
        wanted = xml_leaves(root)
        equal(f"snapshot {name}: every value", [wanted - got, {k: n for k, n in (got - wanted).items() if k}],
              [collections.Counter(), {}])


def trimmed(value):
    """The program that made these files cut blanks off the ends of texts; ours keeps them."""
    if isinstance(value, dict):
        return {k: trimmed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [trimmed(v) for v in value]
    return value.rstrip() if isinstance(value, str) else value


def sigma_samples():
    files, records, differ = sorted(PLACE.rglob("regression_data/**/*.evtx")), 0, []
    for f in files:
        text, wanted, at, decoder = f.with_suffix(".json").read_text().strip(), [], 0, json.JSONDecoder()
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            wanted += value if isinstance(value, list) else [value]
            at += len(text[at:]) - len(text[at:].lstrip())
        got = parsed(read([f])[0])
        records += len(got)
        if trimmed(got) != trimmed(wanted):
            differ.append(f.name)
    equal("96 logs with their JSON beside them", [len(files), records, differ], [96, 120, []])


def adds_up(path):
    """A damaged copy: whole lines, no reader that died, numbers that add up, all within the time."""
    lines, counts, damages, code = read([path], "--recover")
    path.unlink()
    if code not in (0, 1):
        return f"exit {code}"
    if not counts:
        return None if code == 1 else "no counts"
    c = next(iter(counts.values()))
    if not c["whole"] and c["chunks"]:
        return "the reader died"
    parsed(lines)
    named = sum(d["records"] for d in damages if not d["slack"] and d["damage"] != "chunk-head")
    lost = sum(d["records"] for d in damages if d["slack"])
    got = [len(lines), named, lost]
    return None if got == [c["read"] + c["recovered"], c["failed"], c["lost"]] else f"{got} of {c}"


def mutations(name, variants):
    made = PLACE / "made"
    made.mkdir(exist_ok=True)

    def one(item):
        path = made / f"{item[0]}.evtx"
        path.write_bytes(item[1])
        why = adds_up(path)
        return f"{item[0]}: {why}" if why else None
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = [f for f in pool.map(one, variants) if f]
    tell(name, faults[0] if faults else None)


def damaged_copies():
    source = (FORMAT / "Application_no_crc32.evtx").read_bytes()
    mutations("cut at every 512th byte", [(f"cut-{n}", source[:n]) for n in range(0, len(source), 512)])
    chance = random.Random(6)
    flipped = []
    for i in range(150):
        copy = bytearray(source)
        for _ in range(1 << i % 6):
            copy[chance.randrange(4096, len(copy))] ^= 1 << chance.randrange(8)
        flipped.append((f"flip-{i}", bytes(copy)))
    mutations("bits flipped", flipped)


for part in (attack_samples, format_samples, snapshots, sigma_samples, damaged_copies):
    try:
        part()
    except Exception as e:  # a part that breaks is told, the rest goes on
        tell(part.__name__, repr(e)[:400])
sys.exit(bad > 0)
