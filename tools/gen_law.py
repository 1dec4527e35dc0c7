#!/usr/bin/env python3
"""gen_law - the files of law/ as a table in C.

usage: gen_law.py ROOT OUT.c FILE...

Bytes are written as they are; JSON is not checked here: `coloa law check` and the tests do that.
"""
import os
import sys


def literal(data):
    lines, line = [], ''
    for byte in data:
        line += {0x22: '\\"', 0x5c: '\\\\', 0x0a: '\\n'}.get(byte) or (
            chr(byte) if 0x20 <= byte < 0x7f and byte != 0x3f else f'\\{byte:03o}')
        if byte == 0x0a or len(line) > 100:
            lines.append(f'"{line}"')
            line = ''
    return '\n    '.join(lines + [f'"{line}"'])


def main(root, out, *files):
    names = sorted((os.path.relpath(path, root), path) for path in files)
    c = ['// Written by tools/gen_law.py. Not to be edited.',
         '#pragma GCC diagnostic ignored "-Woverlength-strings"', '#include "kit/law/built_in.h"', '']
    for i, (_, path) in enumerate(names):
        with open(path, 'rb') as f:
            c += [f'static const char file_{i}[] =', f'    {literal(f.read())};', '']
    c.append('const law_file built_in_files[] = {')
    c += [f'    {{ "{name}", file_{i}, sizeof file_{i} - 1 }},' for i, (name, _) in enumerate(names)]
    c += ['};', '', f'const size_t built_in_file_count = {len(names)};', '']
    with open(out, 'w', encoding='utf-8') as f:
        f.write('\n'.join(c))


if __name__ == '__main__':
    main(*sys.argv[1:])
