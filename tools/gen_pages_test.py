#!/usr/bin/env python3
"""Tests of gen_pages: what it writes, and every refusal with the place it names."""
import os
import subprocess
import sys
import tempfile
import unittest

import gen_pages


def compile_page(body, first='%page p(const v *v)\n'):
    """(exit code, message, C) of one page file."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'x.html')
        with open(source, 'w', encoding='utf-8') as f:
            f.write(first + body)
        compiler = gen_pages.Compiler(folder)
        try:
            compiler.file(source)
            gen_pages.check_names(compiler.pages)
        except gen_pages.Refused as e:
            return 1, str(e), ''
        return 0, '', '\n'.join(gen_pages.render(page) for page in compiler.pages)


# What is refused: HTML, and words of the reason.
REFUSED = [
    ('<a href={{ v->x }}></a>', 'unquoted value of href'),
    ('<p class=a></p>', 'value of class= is not quoted'),
    ('<script src="/a.js">{{ v->x }}</script>', '{{ }} inside <script>'),
    ('<script src="/a.js">{t app.name}</script>', 'where no text can stand'),
    ('<script src="/a.js">var a;</script>', 'file of its own'),
    ('<script></script>', '<script> without src'),
    ('<style>p{}</style>', '<style> is refused'),
    ('<p style="color:red"></p>', 'style= is refused'),
    ('<p onclick="{{ v->x }}"></p>', 'onclick= is refused'),
    ('<p ONCLICK="x"></p>', 'onclick= is refused'),
    ('<p srcdoc=""></p>', 'srcdoc= is refused'),
    ('<iframe src="/a"></iframe>', '<iframe> is refused'),
    ('<object data="/a"></object>', '<object> is refused'),
    ('<base href="/">', '<base> is refused'),
    ('<img srcset="/a" alt="">', 'srcset= is refused'),
    ('<a href="{{ v->x }}"></a>', 'begins with an expression'),
    ('<a href="{{ v->x }}/b"></a>', 'begins with an expression'),
    ('<a href="https://a/{{ v->x }}"></a>', 'begins with an expression'),
    ('<a href="//{{ v->x }}"></a>', 'begins with an expression'),
    ('<a href="//evil.example"></a>', 'write an address that begins with /'),
    ('<a href="javascript:x"></a>', 'write an address that begins with /'),
    ('<a href="he-thong"></a>', 'write an address that begins with /'),
    ('<form action="https://a.example"></form>', 'write an address that begins with /'),
    ('<img src="https://a.example/x.png" alt="">', 'write an address that begins with /'),
    ('<a href="/a{t app.name}"></a>', 'inside an address'),
    ('<form method="{{ v->m }}" action="/a"></form>', 'method of a form is written out'),
    ('<meta http-equiv="refresh" content="{{ v->x }}">', '<meta http-equiv>'),
    ('<meta http-equiv="set-cookie" content="a=b">', '<meta http-equiv>'),
    ('<{{ v->x }}>', 'where a tag or attribute is named'),
    ('<p {{ v->x }}></p>', 'where a tag or attribute is named'),
    ('<p a{{ v->x }}="1"></p>', 'where a tag or attribute is named'),
    ('<!-- {{ v->x }} -->', 'inside a comment'),
    ('<![CDATA[ x ]]>', 'is refused'),
    ('<p>1 < 2</p>', 'lone < is written &lt;'),
    ('<p class="a<b"></p>', '< inside the value'),
    ('<p class="a" class="b"></p>', 'stands twice'),
    ('<img src="/a.png">', 'without alt='),
    ('<button>{t app.name}</button>', 'without type='),
    ('<textarea><b></b></textarea>', 'lone < is written &lt;'),
    ('<p>', 'leaves <p> open'),
    ('</p>', 'nothing is open'),
    ('<p><b></p></b>', '<b> is open'),
    ('<div/>', 'does not close itself'),
    ('<p class="a', 'ends inside a tag'),
    ('{{ v->x', '{{ without }}'),
    ('{{ }}', 'is empty'),
    ('{t Not A Key}', 'is not a text key'),
    ('{t app.name', '{t without }'),
    ('{t app.name: v->x,}', 'arguments not understood'),
    ('<p>Xin chào</p>', 'wording belongs in po/'),
    ('<img src="/a.png" alt="Ảnh">', 'wording belongs in po/'),
    ('<input disabled?="yes">', 'takes exactly'),
    ('<a href?="{{ v->x }}"></a>', 'is not an address'),
    ('%if (v->x)\n<p>\n%end\n</p>', 'ends at another place'),
    ('%if (v->x)\n<p></p>\n%else\n<b>\n%end', 'ends at another place'),
    ('%for (;;)\n<p class="\n%end\n"></p>', 'ends at another place'),
    ('%if (v->x)\n', 'without %end'),
    ('%end', '%end without'),
    ('%else', '%else without'),
    ('%if (a)\n%else\n%else\n%end', '%else without'),
    ('%if v->x\n%end', '%if (…) is expected'),
    ('%call Other', '%call name'),
    ('<p\n%call other\n></p>', '%call inside a tag'),
    ('%nonsense', 'unknown directive'),
    ('<a href="/a\n%if (v->x)\nb\n%end\n"></a>', 'inside the address'),
    ('<p></p>\n%layout &v->frame', 'first line of a page'),
    ('<link rel="{asset app.css}">', 'stands alone in src= or href='),
]

# What is written: HTML, and pieces the C must hold, in their order.
WRITTEN = [
    ('<p>{{ v->x }}</p>', ['PAGE_LIT(o, "<p>")', 'PAGE_PUT(o, (v->x));', '"</p>']),
    ('<p class="a {{ v->x }}"></p>', ['"<p class=\\"a "', 'PAGE_PUT_ATTR(o, (v->x));']),
    ('<a href="/a/{{ v->x }}?q={{ v->y }}"></a>',
     ['href=\\"/a/"', 'PAGE_URL_PART(o, (v->x));', '"\\?q="', 'PAGE_URL_PART(o, (v->y));']),
    ('<a href="{{ url(v->x) }}#top"></a>', ['PAGE_URL(o, (v->x));', '"#top']),
    ('<img src="{{ url(v->x) }}" alt="">', ['PAGE_URL_LOCAL(o, (v->x));']),
    ('<a href="mailto:{{ v->x }}"></a>', ['PAGE_URL_PART(o, (v->x));']),
    ('{t app.name}', ['page_words(o, T_app_name);']),
    ('{t a.b-c: f(x, "a,b"), (y)}',
     ['T_a_b_c', '{ PAGE_ARG(o, (f(x, "a,b"))), PAGE_ARG(o, ((y))) }, 2)']),
    ('<form method="post" action="/a"><p></p></form>', ['action=\\"/a\\">"', 'page_csrf(o);', '"<p>']),
    ('<form method="get" action="/a"></form>', ['"<form method=\\"get\\" action=\\"/a\\"></form>']),
    ('<textarea name="a">{{ v->x }}</textarea>', ['name=\\"a\\">\\n"', 'PAGE_PUT(o, (v->x));']),
    ('<input disabled?="{{ v->x }}">', ['"<input "', 'if (v->x) { PAGE_LIT(o, "disabled"); }', '">']),
    ('<link rel="stylesheet" href="{asset app.css}">', ['page_asset(o, ASSET_app_css);']),
    ('%for (int i = 0; i < 3; i++)\n{{ i }}\n%end', ['for (int i = 0; i < 3; i++) {', 'PAGE_PUT(o, (i));', '}']),
    ('%if (a)\n<b></b>\n%elif (b)\n<i></i>\n%else\n<u></u>\n%end',
     ['if (a) {', '"<b></b>', '} else if (b) {', '"<i></i>', '} else {', '"<u></u>', '}']),
    ('<input\n%if (v->x)\nmax="{{ v->x }}"\n%else\nmax="1"\n%end\n>', ['max=\\""', 'max=\\"1\\"']),
    ('%call other(a, b)\n%call third', ['other(o, a, b);', 'third(o);']),
    ('%let int x = 1', ['int x = 1;']),
    ('%layout &v->frame\n<p></p>', ['page_head(o, &v->frame);', '"<p></p>', 'page_foot(o);']),
    ('<p></p><!-- note --><b></b>', ['"<p></p><b></b>']),
    ('%# a note\n%% 100', ['"% 100']),
    ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', ['<path d=\\"M0 0\\"/></svg>']),
    ('   <p>\n   </p>', ['"<p>\\n"', '"</p>']),
    ('<pre>\n   {{ v->x }}\n</pre>', ['"   "']),
]


class Pages(unittest.TestCase):
    def test_what_is_unsafe_or_wrong_is_refused_with_its_place(self):
        for body, words in REFUSED:
            with self.subTest(body=body):
                code, message, _ = compile_page(body + '\n')
                self.assertNotEqual(code, 0, 'was let through')
                self.assertIn(words, message)
                self.assertRegex(message, r'^x\.html:\d+: ')

    def test_what_is_written_holds_its_pieces_in_order(self):
        for body, pieces in WRITTEN:
            with self.subTest(body=body):
                code, message, c = compile_page(body + '\n')
                self.assertEqual((code, message), (0, ''))
                at = 0
                for piece in pieces:
                    found = c.find(piece, at)
                    self.assertGreaterEqual(found, 0, f'{piece} not in\n{c}')
                    at = found + len(piece)

    def test_errors_name_the_line(self):
        _, message, _ = compile_page('<p></p>\n<p></p>\n<p style="a"></p>\n')
        self.assertTrue(message.startswith('x.html:4: '), message)

    def test_lines_of_the_page_are_told_to_the_compiler(self):
        _, _, c = compile_page('\n<p>\n{{ v->x }}</p>\n')
        self.assertIn('#line 4 "x.html"\n    PAGE_PUT(o, (v->x));', c)

    def test_prose_may_hold_words(self):
        code, message, _ = compile_page('<p>Xin chào</p>\n', '%prose\n%page p()\n')
        self.assertEqual((code, message), (0, ''))

    def test_parts_may_leave_elements_open_for_each_other(self):
        code, message, c = compile_page('<div>\n%part b()\n</div>\n', '%part a()\n')
        self.assertEqual((code, message), (0, ''))
        self.assertIn('void a(page *o)', c)
        self.assertIn('void b(page *o)', c)

    def test_a_page_written_twice_is_refused(self):
        code, message, _ = compile_page('%page p()\n', '%page p()\n')
        self.assertNotEqual(code, 0)
        self.assertIn('written twice', message)

    def test_text_before_the_first_page_is_refused(self):
        code, message, _ = compile_page('', '<p></p>\n')
        self.assertIn('before the first %page', message)

    def test_the_tool_writes_both_files_and_fails_with_the_reason(self):
        tool = os.path.abspath(gen_pages.__file__)
        with tempfile.TemporaryDirectory() as folder:
            source, out_h, out_c = (os.path.join(folder, n) for n in ('x.html', 'x.gen.h', 'x.gen.c'))
            command = [sys.executable, tool, '--root', folder, '--name', 'm/x', out_h, out_c, source]
            with open(source, 'w', encoding='utf-8') as f:
                f.write('%include "m/v.h"\n%page p(const v *v)\n<p></p>\n')
            subprocess.run(command, check=True)
            with open(out_h, encoding='utf-8') as f:
                text = f.read()
            self.assertIn('#include "m/v.h"', text)
            self.assertIn('void p(page *o, const v *v);', text)
            with open(source, 'w', encoding='utf-8') as f:
                f.write('%page p()\n<style></style>\n')
            run = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(run.returncode, 1)
            self.assertEqual(run.stderr, 'x.html:2: <style> is refused\n')


if __name__ == '__main__':
    unittest.main()
