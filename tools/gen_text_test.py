#!/usr/bin/env python3
"""Tests of gen_text: what it refuses, and that nothing is touched when nothing has changed."""
import os
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'gen_text.py')

REFUSED = [
    ('msgid "a"\nmsgstr "x"\n', '', '"a" is missing in en.po'),
    ('msgid "a"\nmsgstr "x"\n', 'msgid "b"\nmsgstr "x"\n', '"b" is missing in vi.po'),
    ('msgid "a"\nmsgstr "x {0}"\n', 'msgid "a"\nmsgstr "x {1}"\n', 'has {1}, Vietnamese has {0}'),
    ('msgid "a"\nmsgstr "x {0}"\n', 'msgid "a"\nmsgstr "x"\n', 'Vietnamese has {0}'),
    ('msgid "a"\nmsgstr "x"\nmsgid "a"\nmsgstr "y"\n', 'msgid "a"\nmsgstr "x"\n', 'is already at vi.po:1'),
    ('msgid "a"\nmsgstr ""\n', 'msgid "a"\nmsgstr "x"\n', 'is empty'),
    ('msgid "a"\nmsgid "b"\nmsgstr "x"\n', 'msgid "b"\nmsgstr "x"\n', 'has no msgstr'),
    ('msgid "A b"\nmsgstr "x"\n', 'msgid "A b"\nmsgstr "x"\n', 'is not of a-z'),
    ('msgid "a.b"\nmsgstr "x"\nmsgid "a-b"\nmsgstr "x"\n', 'msgid "a.b"\nmsgstr "x"\nmsgid "a-b"\nmsgstr "x"\n',
     'share T_a_b'),
    ('msgid "a"\nmsgstr "e\u0302"\n', 'msgid "a"\nmsgstr "x"\n', 'is not NFC'),
    ('msgid "a"\nmsgstr "x\n', 'msgid "a"\nmsgstr "x"\n', 'quoted string'),
    ('msgid "a"\nmsgstr "\\q"\n', 'msgid "a"\nmsgstr "x"\n', 'unknown escape'),
    ('nonsense\n', '', 'not understood'),
    ('', '', 'no entries'),
]


def run(vi, en, keep=None):
    with tempfile.TemporaryDirectory() as made:
        folder = keep or made
        for name, text in (('vi.po', vi), ('en.po', en)):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                f.write(text)
        paths = [os.path.join(folder, n) for n in ('vi.po', 'en.po', 'k.h', 't.c')]
        done = subprocess.run([sys.executable, TOOL, *paths], capture_output=True, text=True)
        c = ''
        if done.returncode == 0:
            with open(paths[3], encoding='utf-8') as f:
                c = f.read()
        return done.returncode, done.stderr, c


class Text(unittest.TestCase):
    def test_what_is_incomplete_or_doubled_is_refused(self):
        for vi, en, words in REFUSED:
            with self.subTest(words=words):
                code, message, _ = run(vi, en)
                self.assertNotEqual(code, 0)
                self.assertIn(words, message)

    def test_long_entries_and_escapes_are_joined(self):
        po = 'msgid ""\nmsgstr "header\\n"\n\nmsgid "a"\nmsgstr ""\n"x \\"y\\" "\n"z\\n"\n'
        code, message, c = run(po, po)
        self.assertEqual((code, message), (0, ''))
        self.assertIn('x \\"y\\" z\\n', c)
        self.assertIn('&#34;y&#34;', c)

    def test_an_unchanged_run_leaves_the_files_alone(self):
        po = 'msgid "a"\nmsgstr "x"\n'
        with tempfile.TemporaryDirectory() as folder:
            run(po, po, folder)
            before = os.stat(os.path.join(folder, 'k.h')).st_mtime_ns
            run(po, po, folder)
            self.assertEqual(os.stat(os.path.join(folder, 'k.h')).st_mtime_ns, before)


if __name__ == '__main__':
    unittest.main()
