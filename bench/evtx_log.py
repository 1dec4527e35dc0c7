"""evtx_log.py - what the benches of event logs share: a log as long as wanted, made of chunks of samples; processor time."""
import resource
import struct
import subprocess
import zlib

SAMPLES = ["security.evtx", "Security_with_size_t.evtx", "system.evtx", "sysmon.evtx"]
CHUNK, HEAD = 65536, 4096


def log(path, samples, count):
    head = bytearray(samples[0][:HEAD])
    chunks = [d[at:at + CHUNK] for d in samples for at in range(HEAD, len(d), CHUNK) if d[at:at + 8] == b"ElfChnk\0"]
    struct.pack_into("<QQ", head, 8, 0, count - 1)
    struct.pack_into("<H", head, 42, count)
    struct.pack_into("<II", head, 120, 0, zlib.crc32(bytes(head[:120])))
    with open(path, "wb") as f:
        f.write(head)
        for i in range(count):
            f.write(chunks[i % len(chunks)])


def spent(*command):
    """Seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def middle(values):
    return sorted(values)[len(values) // 2]
