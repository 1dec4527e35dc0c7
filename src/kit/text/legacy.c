// legacy.c - guesses whether text was typed in TCVN3 or VNI; see text_looks_legacy in fold.h.
//
// Both write Vietnamese with the letters and signs of Latin-1. What gives them away: TCVN3 puts signs
// (µ ¸ ¹ ® « ¬ …) inside words; VNI puts ø û ï ä å ö behind a vowel ("Haø Noäi") and ñ for đ. A text
// with a single proper Vietnamese letter (ạ, đ, ơ, ư …) is Unicode.
#include "kit/text/fold.h"
#include "kit/text/letters.h"

static bool in(uint32_t c, const uint16_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == c) return true;
    }
    return false;
}

static bool is_vietnamese_only(uint32_t c)
{
    return (c >= VIET_FIRST && c <= VIET_LAST) || c == 0x102 || c == 0x103 || c == 0x110 ||
           c == 0x111 || c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0;
}

static bool is_ascii_letter(uint32_t c)
{
    return letter_of(c).bare && c < 0x80;
}

// Signs that are letters in TCVN3: µ ¸ ¶ · ¹ ¨ » ¾ ¼ ½ © ® ª « ¬ × ÷
static bool is_tcvn3_sign(uint32_t c)
{
    static const uint16_t signs[] = { 0xB5, 0xB8, 0xB6, 0xB7, 0xB9, 0xA8, 0xBB, 0xBE, 0xBC,
                                      0xBD, 0xA9, 0xAE, 0xAA, 0xAB, 0xAC, 0xD7, 0xF7 };
    return in(c, signs, COUNT(signs));
}

// A sign inside a word: between letters, or a tone at its end ("Hµ"), or ® ¨ © « ª at its start where
// a letter follows ("®iÖn"). A trade mark ("Microsoft®") and quotes have a letter on one side only.
static bool is_tcvn3_here(uint32_t before, uint32_t c, uint32_t after)
{
    if (!is_tcvn3_sign(c)) return false;
    bool left = is_ascii_letter(before), right = is_ascii_letter(after);
    if (left && right) return true;
    if (c == 0xAE) return right && !left;
    bool tone = c == 0xB5 || c == 0xB8 || c == 0xB6 || c == 0xB9;
    return (tone && left) || (left && after > 0x7F && is_tcvn3_sign(after));
}

static bool is_vni_here(uint32_t before, uint32_t c, uint32_t after)
{
    static const uint16_t behind_vowel[] = { 0xF8, 0xFB, 0xEF, 0xE4, 0xE5, 0xF6, 0xFC, 0xEB,
                                             0xD8, 0xDB, 0xCF, 0xC4, 0xC5, 0xD6, 0xDC, 0xCB };
    static const uint16_t vowels[]       = { 'a', 'e', 'o', 'u',  'y',  'A',  'E',
                                             'O', 'U', 'Y', 0xF4, 0xF6, 0xD4, 0xD6 };
    if (in(c, behind_vowel, COUNT(behind_vowel))) return in(before, vowels, COUNT(vowels));
    return (c == 0xF1 || c == 0xD1) && !is_ascii_letter(before) && letter_of(after).bare;
}

// Bytes alone settle most texts: all ASCII, or with one of the letters that only Vietnamese has
// (U+1EA0..1EF9, Ă ă Đ đ Ơ ơ Ư ư), which neither old encoding can show.
static bool is_surely_unicode(str s)
{
    bool ascii = true;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x80) continue;
        ascii = false;
        if (c != 0xE1 && c != 0xC4 && c != 0xC6) continue;
        ptrdiff_t at = i;
        if (is_vietnamese_only(utf8_next(s, &at))) return true;
        i = at - 1;
    }
    return ascii;
}

text_legacy text_looks_legacy(str s)
{
    if (is_surely_unicode(s)) return TEXT_UNICODE;
    int      tcvn3 = 0, vni = 0;
    uint32_t before = 0, now = 0;
    for (ptrdiff_t at = 0; at <= s.len;) {
        uint32_t after = 0;
        if (at < s.len)
            after = utf8_next(s, &at);
        else
            at++;
        if (is_vietnamese_only(after)) return TEXT_UNICODE;
        tcvn3 += is_tcvn3_here(before, now, after);
        vni += is_vni_here(before, now, after);
        before = now;
        now    = after;
    }
    if (tcvn3 > 0 && tcvn3 >= vni) return TEXT_TCVN3;
    return vni >= 2 ? TEXT_VNI : TEXT_UNICODE;
}
