#!/usr/bin/env python3
"""gen_text - po/vi.po and po/en.po to C: an enum of keys and two tables of words.

usage: gen_text.py VI.po EN.po OUT.h OUT.c
       gen_text.py --check VI.po EN.po

A key missing in one language, an empty or doubled entry, placeholders ({0} {1} ...) that differ
between the languages, text that is not NFC and two keys that would share an enum name are errors.
The tables keep each text twice where it differs: as it is, and ready for HTML.
"""
import os
import re
import sys
import unicodedata

KEY = re.compile(r'^[a-z0-9][a-z0-9_.\-]*$')
PLACE = re.compile(r'\{(\d)\}')
STRING = re.compile(r'^"((?:[^"\\]|\\.)*)"\s*$')
ESCAPES = {'n': '\n', 't': '\t', '"': '"', '\\': '\\'}


class Refused(Exception):
    pass


def unquote(text, where):
    m = STRING.match(text)
    if not m:
        raise Refused(f'{where}: a quoted string is expected: {text.strip()}')

    def one(e):
        if e.group(1) not in ESCAPES:
            raise Refused(f'{where}: unknown escape \\{e.group(1)}')
        return ESCAPES[e.group(1)]
    return re.sub(r'\\(.)', one, m.group(1))


def read_po(path):
    """{key: (text, where)} of one file, in its order."""
    entries, key, text, part = {}, None, None, None

    def close(where):
        nonlocal key, text
        if key:
            if text is None:
                raise Refused(f'{where}: msgid "{key}" has no msgstr')
            if key in entries:
                raise Refused(f'{where}: "{key}" is already at {entries[key][1]}')
            entries[key] = (text, where)
        key = text = None

    name = os.path.basename(path)
    where = f'{name}:1'
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            here = f'{name}:{number}'
            bare = line.strip()
            if not bare or bare.startswith('#'):
                continue
            if bare.startswith('msgid '):
                close(where)
                where, part = here, 'key'
                key = unquote(bare[6:], here)
            elif bare.startswith('msgstr '):
                if part != 'key':
                    raise Refused(f'{here}: msgstr without msgid')
                part, text = 'text', unquote(bare[7:], here)
            elif bare.startswith('"') and part == 'text':
                text += unquote(bare, here)
            elif bare.startswith('"') and part == 'key':
                key += unquote(bare, here)
            else:
                raise Refused(f'{here}: not understood: {bare}')
    close(where)
    return entries


def enum_name(key):
    return 'T_' + key.replace('.', '_').replace('-', '_')


def check(vi, en):
    faults, names = [], {}
    for key, (text, where) in list(vi.items()) + list(en.items()):
        if not KEY.match(key):
            faults.append(f'{where}: key "{key}" is not of a-z 0-9 . - _')
        if not text.strip():
            faults.append(f'{where}: "{key}" is empty')
        if unicodedata.normalize('NFC', text) != text:
            faults.append(f'{where}: "{key}" is not NFC')
        other = names.setdefault(enum_name(key), key)
        if other != key:
            faults.append(f'{where}: "{key}" and "{other}" share {enum_name(key)}')
    for mine, theirs, lang in ((vi, en, 'en'), (en, vi, 'vi')):
        for key, (text, where) in mine.items():
            if key not in theirs:
                faults.append(f'{where}: "{key}" is missing in {lang}.po')
    for key in vi.keys() & en.keys():
        a, b = (sorted(set(PLACE.findall(t[key][0]))) for t in (vi, en))
        if a != b:
            faults.append(f'{en[key][1]}: "{key}" has {{{",".join(b)}}}, Vietnamese has {{{",".join(a)}}}')
    if not vi:
        faults.append('vi.po: no entries')
    if faults:
        raise Refused('\n'.join(sorted(faults)))


def html(text):
    for mark, entity in (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;'), ('"', '&#34;'), ("'", '&#39;')):
        text = text.replace(mark, entity)
    return text


def literal(data):
    """C string lines for bytes; `?` is escaped so that no trigraph can appear."""
    out, line = [], ''
    for char in data:
        piece = {'\n': '\\n', '\t': '\\t', '"': '\\"', '\\': '\\\\', '?': '\\?'}.get(char, char)
        line += piece
        if len(line) > 85 or char == '\n':
            out.append(f'    "{line}"')
            line = ''
    out.append(f'    "{line}"')
    return '\n'.join(out)


class Blob:
    def __init__(self):
        self.text, self.size = [], 0
        self.seen = {}

    def place(self, text):
        if text not in self.seen:
            self.seen[text] = self.size
            self.text.append(text)
            self.size += len(text.encode())
        return self.seen[text], len(text.encode())


def write(path, text):
    try:
        with open(path, encoding='utf-8') as f:
            if f.read() == text:
                return  # untouched, so that nothing is rebuilt
    except OSError:
        pass
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def read_both(vi_path, en_path):
    vi, en = read_po(vi_path), read_po(en_path)
    check(vi, en)
    return vi, en


def main(vi_path, en_path, out_h, out_c):
    vi, en = read_both(vi_path, en_path)
    keys = sorted(vi, key=lambda k: k.encode())
    note = '// Written by tools/gen_text.py from po/vi.po and po/en.po. Not to be edited.\n'
    h = [note, '#ifndef COLOA_TEXT_KEYS_GEN_H', '#define COLOA_TEXT_KEYS_GEN_H', '',
         'typedef enum text_key {']
    h += [f'    {enum_name(k)} = {i},' for i, k in enumerate(keys, 1)]
    h += ['} text_key;', '', f'enum {{ TEXT_KEY_COUNT = {len(keys)} }};', '', '#endif', '']
    blob, rows = Blob(), {'vi': [], 'en': []}
    key_rows = [blob.place(k) for k in keys]
    for lang, table in (('vi', vi), ('en', en)):
        for k in keys:
            text = table[k][0]
            rows[lang].append((*blob.place(text), *blob.place(html(text))))
    c = [note, '#include "kit/text/words_tables.h"', '',
         '#pragma GCC diagnostic ignored "-Woverlength-strings"', '',
         'const uint32_t words_count = TEXT_KEY_COUNT;', '',
         'const char words_bytes[] =', literal(''.join(blob.text)) + ';', '',
         'const words_place words_keys[TEXT_KEY_COUNT] = {']
    c += [f'    {{ {at}, {size} }},' for at, size in key_rows]
    c += ['};', '', 'const words_entry words_entries[2][TEXT_KEY_COUNT] = {']
    for lang in ('vi', 'en'):
        c += ['    {'] + [f'        {{ {{ {a}, {n} }}, {{ {ha}, {hn} }} }},' for a, n, ha, hn in rows[lang]]
        c += ['    },']
    c += ['};', '']
    write(out_h, '\n'.join(h))
    write(out_c, '\n'.join(c))


if __name__ == '__main__':
    try:
        if sys.argv[1] == '--check':
            read_both(*sys.argv[2:])
        else:
            main(*sys.argv[1:])
    except Refused as e:
        sys.exit(str(e))
