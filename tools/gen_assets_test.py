#!/usr/bin/env python3
"""Tests of gen_assets: what is kept of each file, addresses inside style sheets, refusals."""
import gzip
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'gen_assets.py')


def embed(files):
    """(exit code, message, header, C, bytes) for {name: bytes}."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, data in files.items():
            paths.append(os.path.join(folder, name))
            with open(paths[-1], 'wb') as f:
                f.write(data)
        outs = [os.path.join(folder, n) for n in ('out.gen.h', 'out.gen.c', 'out.gen.bin')]
        run = subprocess.run([sys.executable, TOOL, *outs, *paths], capture_output=True, text=True)
        texts = []
        for path in outs:
            if os.path.exists(path):
                with open(path, 'rb') as f:
                    texts.append(f.read())
            else:
                texts.append(b'')
        return run.returncode, run.stderr, texts[0].decode(), texts[1].decode(), texts[2]


class Assets(unittest.TestCase):
    def test_each_file_is_kept_plain_and_where_it_pays_gzipped(self):
        svg, png = b'<svg>' + b' ' * 500 + b'</svg>', os.urandom(300)
        code, message, h, c, blob = embed({'a.svg': svg, 'b.png': png})
        self.assertEqual((code, message), (0, ''))
        self.assertIn('ASSET_a_svg = 1', h)
        self.assertIn('ASSET_b_png = 2', h)
        at = [[int(n) for n in row] for row in re.findall(r'(\d+), (\d+), (\d+), (\d+) },', c)]
        self.assertEqual(blob[at[0][0]:at[0][0] + at[0][1]], svg)
        self.assertEqual(gzip.decompress(blob[at[0][2]:at[0][2] + at[0][3]]), svg)
        self.assertEqual(blob[at[1][0]:at[1][0] + at[1][1]], png)
        self.assertEqual(at[1][3], 0)
        self.assertIn(f'/tai-nguyen/{hashlib.sha256(svg).hexdigest()[:16]}/a.svg', c)

    def test_style_sheets_name_other_files_by_their_address(self):
        svg = b'<svg></svg>'
        _, _, _, _, blob = embed({'a.css': b'p{background:url("asset:z.svg")}', 'z.svg': svg})
        address = f'/tai-nguyen/{hashlib.sha256(svg).hexdigest()[:16]}/z.svg'
        self.assertIn(f'p{{background:url("{address}")}}'.encode(), blob)

    def test_what_cannot_be_served_is_refused(self):
        for files, words in (({'a.exe': b''}, 'no media type'),
                             ({'a-b.svg': b'', 'a_b.svg': b''}, 'gives ASSET_a_b_svg too'),
                             ({'a.css': b'url("asset:b.svg")'}, 'not among the files')):
            with self.subTest(words=words):
                code, message, *_ = embed(files)
                self.assertNotEqual(code, 0)
                self.assertIn(words, message)


if __name__ == '__main__':
    unittest.main()
