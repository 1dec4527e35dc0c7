#!/usr/bin/env python3
"""gen_assets - files to be embedded: an enum, a table and one block of bytes.

usage: gen_assets.py OUT.h OUT.c OUT.bin FILE...

Each file is kept as it is and, where that is at least a tenth smaller, gzipped. The address of a file
holds the start of its SHA-256, so it may be kept by browsers for ever.
"""
import gzip
import hashlib
import os
import re
import sys

TYPES = {'.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
         '.js': 'text/javascript; charset=utf-8', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
         '.ico': 'image/x-icon', '.webmanifest': 'application/manifest+json'}


def main(out_h, out_c, out_bin, *files):
    blob, ids, rows = b'', [], []
    for path in sorted(files, key=os.path.basename):
        name = os.path.basename(path)
        kind = TYPES.get(os.path.splitext(name)[1])
        if kind is None:
            sys.exit(f'{name}: no media type is known for it')
        ident = 'ASSET_' + re.sub(r'[^a-zA-Z0-9]', '_', name)
        if ident in ids:
            sys.exit(f'{name}: another file gives {ident} too')
        with open(path, 'rb') as f:
            data = f.read()
        small = gzip.compress(data, 9, mtime=0)
        if len(small) > len(data) * 9 // 10:
            small = b''
        sha = hashlib.sha256(data).hexdigest()
        ids.append(ident)
        rows.append(f'    {{ STR("{name}"), STR("{sha[:16]}"), STR("/tai-nguyen/{sha[:16]}/{name}"), "{kind}",\n'
                    f'      "{sha}", {len(blob)}, {len(data)}, {len(blob) + len(data)}, {len(small)} }},')
        blob += data + small
    note = '// Written by tools/gen_assets.py. Not to be edited.\n'
    h = [note, '#ifndef COLOA_KIT_WEB_ASSETS_GEN_H', '#define COLOA_KIT_WEB_ASSETS_GEN_H', '',
         'typedef enum asset_id {'] + [f'    {i} = {n},' for n, i in enumerate(ids, 1)]
    h += ['} asset_id;', '', f'enum {{ ASSET_COUNT = {len(ids)} }};', '', '#endif', '']
    c = [note, '#include "kit/web/assets.h"', '',
         '__asm__(".pushsection .rodata\\n"', '        ".balign 16\\n"', '        ".globl asset_bytes\\n"',
         '        ".hidden asset_bytes\\n"', '        "asset_bytes:\\n"',
         f'        ".incbin \\"{out_bin}\\"\\n"', '        ".popsection\\n");', '',
         f'// bytes: SHA-256 {hashlib.sha256(blob).hexdigest()}', 'const asset asset_table[ASSET_COUNT] = {']
    c += rows + ['};', '']
    with open(out_bin, 'wb') as f:
        f.write(blob)
    for path, text in ((out_h, '\n'.join(h)), (out_c, '\n'.join(c))):
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)


if __name__ == '__main__':
    main(*sys.argv[1:])
