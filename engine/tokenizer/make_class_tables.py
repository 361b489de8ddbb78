#!/usr/bin/env python3
"""Writes class_additions.cpp: characters whose general category differs between Unicode 14, which PCRE2 10.42 knows
(and Python 3.11's unicodedata), and the regular expressions of the tokenizers library (asked by splitting every
character; 0.23 carries Unicode 16). Needs Python 3.11 and tokenizers."""
import pathlib
import unicodedata

from tokenizers import Regex, pre_tokenizers

CATEGORIES = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp'.split()
CODES = [c for c in range(1, 0x110000) if not 0xD800 <= c <= 0xDFFF]
assert unicodedata.unidata_version == '14.0.0'


def members(category):
    """Characters of a category, for the library: those a split keeps apart from the rest."""
    split = pre_tokenizers.Split(Regex(r'\p{%s}' % category), 'removed')
    others = set()
    for at in range(0, len(CODES), 4096):
        chunk = CODES[at:at + 4096]
        for _, (begin, end) in split.pre_tokenize_str(''.join(map(chr, chunk))):
            others.update(chunk[begin:end])
    return set(CODES) - others


rows = []
for category in CATEGORIES:
    for code in sorted(c for c in members(category) if unicodedata.category(chr(c)) != category):
        if rows and rows[-1][2] == category and rows[-1][1] == code - 1:
            rows[-1][1] = code
        else:
            rows.append([code, code, category])
rows.sort()
lines, line = [], '   '
for first, last, category in rows:
    cell = " {0x%x, 0x%x, '%s', '%s'}," % (first, last, *category)
    if len(line) + len(cell) > 120:
        lines.append(line)
        line = '   '
    line += cell
lines.append(line)
pathlib.Path(__file__).with_name('class_additions.cpp').write_text(
    '// Made by make_class_tables.py: do not edit.\n// clang-format off\n'
    '#include "engine/tokenizer/class_additions.h"\n\nnamespace moa::engine {\n\nnamespace {\n\n'
    'constexpr ClassAddition kAdditions[] = {\n%s\n};\n\n}  // namespace\n\n'
    'std::span<const ClassAddition> classAdditions() noexcept {\n    return kAdditions;\n}\n\n'
    '}  // namespace moa::engine\n' % '\n'.join(lines))
