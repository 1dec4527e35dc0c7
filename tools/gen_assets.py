#!/usr/bin/env python3
"""gen_assets - files to be embedded: an enum, a table and one block of bytes.

usage: gen_assets.py OUT.h OUT.c OUT.bin FILE...

Each file is kept as it is and, where that is at least a tenth smaller, gzipped. The address of a file
holds the start of its SHA-256, so it may be kept by browsers for ever. A style sheet names another of
the files as url("asset:name"); its address is put there.
"""
import gzip
import hashlib
import os
import re
import sys

TYPES = {'.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
         '.js': 'text/javascript; charset=utf-8', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
         '.ico': 'image/x-icon', '.webmanifest': 'application/manifest+json'}


def with_addresses(data, name, addresses):
    def one(m):
        wanted = m.group(1).decode()
        if wanted not in addresses:
            sys.exit(f'{name}: asset:{wanted} is not among the files')
        return f'url("{addresses[wanted]}")'.encode()
    return re.sub(rb'url\("asset:([^"]*)"\)', one, data)


def main(out_h, out_c, out_bin, *files):
    blob, ids, rows, addresses = b'', [], [], {}
    for path in sorted(files, key=lambda f: (f.endswith('.css'), os.path.basename(f))):
        name = os.path.basename(path)
        kind = TYPES.get(os.path.splitext(name)[1])
        if kind is None:
            sys.exit(f'{name}: no media type is known for it')
        ident = 'ASSET_' + re.sub(r'[^a-zA-Z0-9]', '_', name)
        if ident in ids:
            sys.exit(f'{name}: another file gives {ident} too')
        with open(path, 'rb') as f:
            data = f.read()
        if name.endswith('.css'):
            data = with_addresses(data, name, addresses)
        small = gzip.compress(data, 9, mtime=0)
        if len(small) > len(data) * 9 // 10:
            small = b''
        sha = hashlib.sha256(data).hexdigest()
        address = f'/tai-nguyen/{sha[:16]}/{name}'
        addresses[name] = address
        ids.append(ident)
        rows.append(f'    {{ STR("{name}"), STR("{sha[:16]}"), STR("{address}"), "{kind}",\n'
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
