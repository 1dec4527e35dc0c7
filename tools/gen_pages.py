#!/usr/bin/env python3
"""gen_pages - HTML files to C functions that write them. The language is told in docs/pages.md.

usage: gen_pages.py --root SOURCE_ROOT --name modules/x/x_pages OUT.h OUT.c FILE.html...

Every value is escaped for the place where it stands; a place where no escaping is safe is refused,
and so is whatever the pages' Content-Security-Policy would not run. Errors name file and line.
"""
import argparse
import os
import re
import sys

VOID = set('area br col hr img input link meta source track wbr'.split())
URL_ATTRS = set('href src action formaction poster cite data xlink:href'.split())
REFUSED_TAGS = set('iframe object embed base applet frame frameset style noembed xmp plaintext'.split())
REFUSED_ATTRS = {'style', 'srcdoc', 'srcset', 'ping', 'background', 'manifest'}
WORDED_ATTRS = set('alt title placeholder aria-label aria-description label'.split())
RAW_WORDS = {'title', 'textarea'}  # elements whose content is text without tags
NAME_START = re.compile(r'[a-zA-Z]')
OPTIONAL_ATTR = re.compile(r'([a-z][a-z-]*)\?="\{\{\s*(.*?)\s*\}\}"')
SIGNATURE = re.compile(r'^([a-z_][a-z0-9_]*)\s*\((.*)\)$')
LETTERS = re.compile(r'[^\W\d_]{2}')
KEY = re.compile(r'^[a-z0-9][a-z0-9_.\-]*$')


class Refused(Exception):
    pass


class Context:
    """Where in the HTML the next character stands."""

    def __init__(self):
        self.state = 'text'   # text tag-open tag-name end-name in-tag attr-name after-name before-value value comment words
        self.stack = []       # open elements
        self.tag = self.attr = self.quote = self.value = ''
        self.dynamic = False  # an expression has been put into the attribute's value
        self.attrs = {}
        self.slash = False    # the tag ends with />
        self.typed = ''       # literal words since the last tag, for the wording check

    def key(self):
        return self.state, self.tag if self.state != 'text' else '', self.attr, tuple(self.stack)


class Block:
    """A %if or %for that is open."""

    def __init__(self, word, key, where, attrs):
        self.word, self.key, self.where, self.attrs = word, key, where, attrs
        self.last = False  # %else has been seen
        self.seen = {}     # attributes written in earlier branches


class Page:
    def __init__(self, name, params, partial, where):
        self.name, self.params, self.partial, self.where = name, params, partial, where
        self.ops = []  # ('lit', text) | ('c', file, line, code)
        self.layout = None

    def lit(self, text):
        if not text:
            return
        if self.ops and self.ops[-1][0] == 'lit':
            self.ops[-1] = ('lit', self.ops[-1][1] + text)
        else:
            self.ops.append(('lit', text))


def split_args(text, where):
    """Splits C expressions on the commas that stand outside brackets and strings."""
    parts, depth, now, i = [], 0, '', 0
    while i < len(text):
        c = text[i]
        if c in '"\'':
            end = i + 1
            while end < len(text) and text[end] != c:
                end += 2 if text[end] == '\\' else 1
            now += text[i:end + 1]
            i = end + 1
            continue
        depth += (c in '([{') - (c in ')]}')
        if c == ',' and depth == 0:
            parts.append(now.strip())
            now = ''
        else:
            now += c
        i += 1
    parts.append(now.strip())
    if depth or not all(parts):
        raise Refused(f'{where}: arguments not understood: {text}')
    return parts


class Compiler:
    def __init__(self, root):
        self.root = root
        self.includes, self.pages = [], []
        self.after = []  # what is put behind the character now being read

    # ---- files ------------------------------------------------------------------------------

    def file(self, path):
        self.name = os.path.relpath(path, self.root)
        self.page, self.prose = None, False
        with open(path, encoding='utf-8') as f:
            for self.line, text in enumerate(f, 1):
                bare = text.strip()
                if bare.startswith('%') and not bare.startswith('%%'):
                    self.directive(bare[1:].strip())
                elif self.page is None:
                    if bare:
                        self.fail('text stands before the first %page')
                else:
                    self.text(self.indented(text))
        self.close()

    def indented(self, text):
        c = self.ctx
        if c.state == 'value' or 'pre' in c.stack or 'textarea' in c.stack:
            return text
        stripped = text.lstrip()
        if stripped.startswith('%%'):
            stripped = stripped[1:]
        return stripped

    def where(self):
        return f'{self.name}:{self.line}'

    def fail(self, words):
        raise Refused(f'{self.where()}: {words}')

    # ---- directives -------------------------------------------------------------------------

    def directive(self, text):
        word, _, rest = text.partition(' ')
        rest = rest.strip()
        if word.startswith('#') or not word:
            return
        if word == 'include':
            if not re.match(r'^["<][^">]+[">]$', rest):
                self.fail('%include "file.h" is expected')
            if rest not in self.includes:
                self.includes.append(rest)
        elif word == 'prose':
            self.prose = True
        elif word in ('page', 'part'):
            self.close()
            m = SIGNATURE.match(rest)
            if not m:
                self.fail(f'%{word} name(parameters) is expected')
            self.page = Page(m.group(1), m.group(2).strip(), word == 'part', self.where())
            self.ctx, self.blocks = Context(), []
        elif self.page is None:
            self.fail(f'%{word} stands before the first %page')
        else:
            self.inner(word, rest)

    def inner(self, word, rest):
        c = self.ctx
        if c.state == 'value' and c.attr in URL_ATTRS:
            self.fail(f'%{word} inside the address of {c.attr}=')
        if c.state not in ('text', 'words', 'value', 'in-tag'):
            self.fail(f'%{word} inside a tag\'s name or a comment')
        if word in ('if', 'for'):
            if not rest.startswith('(') or not rest.endswith(')'):
                self.fail(f'%{word} (…) is expected')
            self.blocks.append(Block(word, c.key(), self.where(), dict(c.attrs)))
            self.code(f'{word} {rest} {{')
        elif word in ('elif', 'else'):
            if not self.blocks or self.blocks[-1].word != 'if' or self.blocks[-1].last:
                self.fail(f'%{word} without %if')
            self.same_place()
            block = self.blocks[-1]
            block.last = word == 'else'
            block.seen.update(c.attrs)
            c.attrs = dict(block.attrs)
            self.code('} else {' if word == 'else' else f'}} else if {rest} {{')
        elif word == 'end':
            if not self.blocks:
                self.fail('%end without %if or %for')
            self.same_place()
            c.attrs.update(self.blocks.pop().seen)
            self.code('}')
        elif word == 'call':
            if c.state != 'text':
                self.fail('%call inside a tag')
            m = re.match(r'^([a-z_][a-z0-9_]*)\s*(?:\((.*)\))?$', rest)
            if not m:
                self.fail('%call name(arguments) is expected')
            args = (m.group(2) or '').strip()
            args = re.sub(r'^o\s*(,|$)', '', args).strip()
            self.code(f'{m.group(1)}(o{", " + args if args else ""});')
        elif word == 'let':
            self.code(rest if rest.endswith(';') else rest + ';')
        elif word == 'layout':
            if self.page.ops or self.page.layout:
                self.fail('%layout is the first line of a page')
            self.page.layout = rest
            self.code(f'page_head(o, {rest});')
        else:
            self.fail(f'unknown directive %{word}')

    def same_place(self):
        block = self.blocks[-1]
        if self.ctx.key() != block.key:
            self.fail(f'this branch of %{block.word} ({block.where}) ends at another place of the HTML '
                      f'than it began: {self.told(block.key)} against {self.told(self.ctx.key())}')

    @staticmethod
    def told(key):
        return f'{key[0]} in {"".join(f"<{tag}>" for tag in key[3]) or "nothing"}'

    def code(self, text, line=None):
        self.page.ops.append(('c', self.name, line or self.line, text))

    def close(self):
        if self.page is None:
            return
        c = self.ctx
        if self.blocks:
            raise Refused(f'{self.blocks[-1].where}: %{self.blocks[-1].word} without %end')
        if c.state != 'text':
            raise Refused(f'{self.page.where}: {self.page.name} ends inside a tag or comment')
        self.check_words()
        if c.stack and not self.page.partial:
            raise Refused(f'{self.page.where}: {self.page.name} leaves <{c.stack[-1]}> open')
        if self.page.layout:
            self.code('page_foot(o);')
        self.pages.append(self.page)
        self.page = None

    # ---- a line of HTML ---------------------------------------------------------------------

    def text(self, line):
        at = 0
        while at < len(line):
            if line.startswith('{{', at):
                end = line.find('}}', at)
                if end < 0:
                    self.fail('{{ without }}')
                self.expression(line[at + 2:end].strip())
                at = end + 2
            elif line.startswith('{t ', at):
                at = self.words(line, at)
            elif line.startswith('{asset ', at):
                end = line.find('}', at)
                if end < 0:
                    self.fail('{asset without }')
                self.asset(line[at + 7:end].strip())
                at = end + 1
            elif self.ctx.state == 'in-tag' and OPTIONAL_ATTR.match(line, at):
                m = OPTIONAL_ATTR.match(line, at)
                self.check_attr(m.group(1))
                if m.group(1) in URL_ATTRS:
                    self.fail(f'{m.group(1)}?= is not an address')
                self.code(f'if ({m.group(2)}) {{ PAGE_LIT(o, "{m.group(1)}"); }}')
                at = m.end()
            else:
                self.char(line[at])
                at += 1

    def expression(self, code):
        c = self.ctx
        if not code:
            self.fail('{{ }} is empty')
        if c.state in ('text', 'words'):
            if c.stack and c.stack[-1] == 'script':
                self.fail('{{ }} inside <script>')
            self.code(f'PAGE_PUT(o, ({code}));')
        elif c.state == 'value' and c.attr in URL_ATTRS:
            self.url_expression(code)
        elif c.state == 'value':
            if c.tag == 'meta' and 'http-equiv' in c.attrs:
                self.fail('{{ }} inside <meta http-equiv>')
            if (c.tag, c.attr) == ('form', 'method'):
                self.fail('the method of a form is written out, so that its token can be added')
            c.dynamic = True
            self.code(f'PAGE_PUT_ATTR(o, ({code}));')
        elif c.state == 'before-value':
            self.fail(f'{{{{ }}}} in an unquoted value of {c.attr}=')
        elif c.state == 'comment':
            self.fail('{{ }} inside a comment')
        else:
            self.fail(f'{{{{ }}}} where a tag or attribute is named')

    def url_expression(self, code):
        c = self.ctx
        m = re.match(r'^url\((.*)\)$', code, re.S)
        if m and c.value == '' and not c.dynamic:
            local = '' if c.attr == 'href' else '_LOCAL'
            self.code(f'PAGE_URL{local}(o, ({m.group(1)}));')
        elif c.dynamic or re.match(r'^(/(?!/)|\?|#|mailto:|tel:)', c.value):
            self.code(f'PAGE_URL_PART(o, ({code}));')
        else:
            self.fail(f'{c.attr}= begins with an expression; write a literal / first or {{{{ url(…) }}}}')
        c.dynamic = True

    def words(self, line, at):
        """{t key} or {t key: expr, expr}; returns the place behind it."""
        depth, end = 0, at
        while end < len(line):
            depth += (line[end] == '{') - (line[end] == '}')
            if depth == 0:
                break
            end += 1
        else:
            self.fail('{t without }')
        key, _, args = line[at + 3:end].strip().partition(':')
        key = key.strip()
        if not KEY.match(key):
            self.fail(f'{{t {key}}} is not a text key')
        c = self.ctx
        if c.state == 'value' and c.attr in URL_ATTRS:
            self.fail('{t …} inside an address')
        if c.state not in ('text', 'words', 'value') or (c.stack and c.stack[-1] == 'script'):
            self.fail('{t …} where no text can stand')
        if c.state == 'value':
            c.dynamic = True
        name = 'T_' + key.replace('.', '_').replace('-', '_')
        if args.strip():
            given = ', '.join(f'PAGE_ARG(o, ({e}))' for e in split_args(args, self.where()))
            count = len(split_args(args, self.where()))
            self.code(f'page_words_with(o, {name}, (const str[]){{ {given} }}, {count});')
        else:
            self.code(f'page_words(o, {name});')
        return end + 1

    def asset(self, name):
        c = self.ctx
        if c.state != 'value' or c.attr not in URL_ATTRS or c.value or c.dynamic:
            self.fail('{asset name} stands alone in src= or href=')
        c.dynamic = True
        c.value = '/'
        self.code('page_asset(o, ASSET_' + re.sub(r'[^a-zA-Z0-9]', '_', name) + ');')

    # ---- the walk through HTML --------------------------------------------------------------

    def char(self, ch):
        c = self.ctx
        kept = c.state != 'comment'
        getattr(self, 'at_' + c.state.replace('-', '_'))(ch)
        if kept and c.state != 'comment':
            self.page.lit(ch)
        for put in self.after:
            put()
        self.after = []

    def at_text(self, ch):
        c = self.ctx
        if ch == '<':
            self.check_words()
            c.state = 'tag-open'
        else:
            if c.stack and c.stack[-1] == 'script' and not ch.isspace():
                self.fail('a script stands in a file of its own: <script src=…></script>')
            c.typed += ch

    def at_words(self, ch):  # inside <title> or <textarea>
        c = self.ctx
        if ch == '<':
            self.check_words()
            c.state = 'tag-open'
        else:
            c.typed += ch

    def check_words(self):
        c = self.ctx
        plain = re.sub(r'&[a-z]+;', ' ', c.typed)
        if not self.prose and LETTERS.search(plain):
            self.fail(f'wording belongs in po/: "{plain.strip()}"')
        c.typed = ''

    def at_tag_open(self, ch):
        c = self.ctx
        inside = c.stack[-1] if c.stack else ''
        if ch == '/':
            c.state, c.tag = 'end-name', ''
        elif ch == '!':
            c.state, c.tag = 'comment', '!'
            if inside in RAW_WORDS or inside == 'script':
                self.fail(f'a comment inside <{inside}>')
        elif NAME_START.match(ch) and inside not in RAW_WORDS and inside != 'script':
            c.state, c.tag, c.attrs, c.slash = 'tag-name', ch.lower(), {}, False
        else:
            self.fail('a lone < is written &lt;')

    def at_comment(self, ch):
        """`<!doctype html>` is kept, comments are dropped: both run to their own end."""
        c = self.ctx
        c.tag += ch
        if c.tag.startswith('!--'):
            if c.tag.endswith('-->') and len(c.tag) > 5:
                c.state, c.tag = 'text', ''
                self.drop_open()
        elif ch == '>':
            if c.tag.lower() != '!doctype html>':
                self.fail(f'<{c.tag} is refused')
            self.drop_open()
            self.page.lit('<!doctype html>')
            c.state, c.tag = 'text', ''

    def drop_open(self):
        """Takes back the `<` that opened the comment."""
        kind, text = self.page.ops[-1]
        self.page.ops[-1] = (kind, text[:-1])

    def at_tag_name(self, ch):
        c = self.ctx
        if ch.isalnum() or ch == '-':
            c.tag += ch.lower()
            return
        if c.tag in REFUSED_TAGS:
            self.fail(f'<{c.tag}> is refused')
        if ch.isspace():
            c.state = 'in-tag'
        elif ch == '>':
            self.end_tag_start()
        elif ch == '/':
            c.state, c.slash = 'in-tag', True
        else:
            self.fail(f'<{c.tag}{ch} is not a tag')

    def at_in_tag(self, ch):
        c = self.ctx
        if ch == '>':
            self.end_tag_start()
        elif ch == '/':
            c.slash = True
        elif NAME_START.match(ch):
            c.state, c.attr, c.slash = 'attr-name', ch.lower(), False
        elif not ch.isspace():
            self.fail(f'{ch} inside <{c.tag}>')

    def at_attr_name(self, ch):
        c = self.ctx
        if ch.isalnum() or ch in '-:_':
            c.attr += ch.lower()
            return
        if ch == '?':
            self.fail(f'{c.attr}?= takes exactly "{{{{ condition }}}}"')
        self.check_attr(c.attr)
        if ch == '=':
            c.state = 'before-value'
        elif ch.isspace():
            c.state = 'in-tag'
        elif ch == '>':
            self.end_tag_start()
        else:
            self.fail(f'{ch} in an attribute of <{c.tag}>')

    def check_attr(self, attr):
        c = self.ctx
        if attr.startswith('on'):
            self.fail(f'{attr}= is refused: no script in attributes')
        if attr in REFUSED_ATTRS:
            self.fail(f'{attr}= is refused')
        if attr in c.attrs:
            self.fail(f'{attr}= stands twice in <{c.tag}>')
        c.attrs[attr] = ''

    def at_before_value(self, ch):
        c = self.ctx
        if ch not in '"\'':
            self.fail(f'the value of {c.attr}= is not quoted')
        c.state, c.quote, c.value, c.dynamic = 'value', ch, '', False

    def at_value(self, ch):
        c = self.ctx
        if ch != c.quote:
            if ch in '<>':
                self.fail(f'{ch} inside the value of {c.attr}=')
            c.value += ch
            return
        if c.attr in URL_ATTRS and not c.dynamic:
            allowed = r'^($|/(?!/)|\?|#|https://|mailto:|tel:)' if c.attr == 'href' else r'^(/(?!/)|\?)'
            if not re.match(allowed, c.value):
                self.fail(f'{c.attr}="{c.value}" is refused: write an address that begins with /')
        if c.attr in WORDED_ATTRS and not self.prose and LETTERS.search(c.value):
            self.fail(f'wording belongs in po/: {c.attr}="{c.value}"')
        c.attrs[c.attr] = c.value if not c.dynamic else None
        c.state, c.attr = 'in-tag', ''

    def end_tag_start(self):
        """Behind the > of a start tag."""
        c = self.ctx
        tag, attrs = c.tag, c.attrs
        if tag == 'img' and 'alt' not in attrs:
            self.fail('<img> without alt=')
        if tag == 'button' and 'type' not in attrs:
            self.fail('<button> without type=')
        if tag == 'script' and 'src' not in attrs:
            self.fail('<script> without src=')
        if tag == 'meta' and 'http-equiv' in attrs and (
                attrs['http-equiv'] != 'refresh' or not re.match(r'^\d+$', attrs.get('content') or '')):
            self.fail('<meta http-equiv> is refused but for refresh of the page itself')
        c.state, c.tag, c.attr = 'text', '', ''
        if c.slash and tag not in VOID and 'svg' not in c.stack:
            self.fail(f'<{tag}/> does not close itself')
        if tag not in VOID and not c.slash:
            c.stack.append(tag)
        if tag in RAW_WORDS:
            c.state = 'words'
        if tag == 'textarea':  # browsers drop one line end here: let it be this one
            self.after.append(lambda: self.page.lit('\n'))
        if tag == 'form' and (attrs.get('method') or '').lower() == 'post':
            self.after.append(lambda: self.code('page_csrf(o);'))

    def at_end_name(self, ch):
        c = self.ctx
        if ch.isalnum() or ch == '-':
            c.tag += ch.lower()
            return
        if ch != '>':
            self.fail(f'</{c.tag}{ch} is not an end tag')
        if c.stack and c.stack[-1] == c.tag:
            c.stack.pop()
        elif c.stack or not self.page.partial:
            self.fail(f'</{c.tag}> where {"<" + c.stack[-1] + "> is open" if c.stack else "nothing is open"}')
        c.state, c.tag = 'text', ''


# ---- C ------------------------------------------------------------------------------------------

def literal(text):
    out, line = [], ''
    for ch in text:
        line += {'\n': '\\n', '\t': '\\t', '"': '\\"', '\\': '\\\\', '?': '\\?', '\r': ''}.get(ch, ch)
        if len(line) > 84 or ch == '\n':
            out.append(f'"{line}"')
            line = ''
    if line:
        out.append(f'"{line}"')
    return '\n             '.join(out)


def signature(page):
    params = '' if page.params in ('', 'void') else ', ' + page.params
    return f'void {page.name}(page *o{params})'


def render(page):
    out = [f'{signature(page)}', '{']
    for op in page.ops:
        if op[0] == 'lit':
            out.append(f'    PAGE_LIT(o, {literal(op[1])});')
        else:
            out += [f'#line {op[2]} "{op[1]}"', f'    {op[3]}']
    out += ['    (void)o;', '}', '']
    return '\n'.join(out)


def write(path, text):
    try:
        with open(path, encoding='utf-8') as f:
            if f.read() == text:
                return  # untouched, so that nothing is rebuilt
    except OSError:
        pass
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def check_names(pages):
    names = [p.name for p in pages]
    for page in pages:
        if names.count(page.name) > 1:
            raise Refused(f'{page.where}: {page.name} is written twice')


def main():
    args = argparse.ArgumentParser()
    args.add_argument('--root', required=True)
    args.add_argument('--name', required=True, help='modules/x/x_pages')
    args.add_argument('out_h')
    args.add_argument('out_c')
    args.add_argument('files', nargs='+')
    args = args.parse_args()
    compiler = Compiler(args.root)
    for path in args.files:
        compiler.file(path)
    check_names(compiler.pages)
    guard = 'COLOA_' + re.sub(r'[^A-Z0-9]', '_', args.name.upper()) + '_GEN_H'
    note = '// Written by tools/gen_pages.py from *.html. Not to be edited.\n'
    h = [note, f'#ifndef {guard}', f'#define {guard}', '', '#include "kit/web/page.h"', '']
    h += [f'#include {i}' for i in compiler.includes]
    h += [''] + [signature(p) + ';' for p in compiler.pages] + ['', '#endif', '']
    c = [note, f'#include "{args.name}.gen.h"', '',
         '#pragma GCC diagnostic ignored "-Woverlength-strings"', '']
    c += [render(p) for p in compiler.pages]
    write(args.out_h, '\n'.join(h))
    write(args.out_c, '\n'.join(c))


if __name__ == '__main__':
    try:
        main()
    except Refused as e:
        sys.exit(str(e))
