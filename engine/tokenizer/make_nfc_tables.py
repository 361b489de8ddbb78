#!/usr/bin/env python3
"""Writes nfc_pairs.cpp and nfc_singles.cpp from Python's unicodedata (Python 3.11: Unicode 14), less what the NFC
normalizer of the tokenizers library (0.23: Unicode 9) does not know: models were trained on what it made of their text.
That is the order of 98 marks and the composition of one pair. Needs tokenizers."""
import pathlib
import unicodedata

from tokenizers import normalizers

HEAD = ('// Made by make_nfc_tables.py: do not edit.\n// clang-format off\n'
        '#include "engine/tokenizer/nfc_tables.h"\n\nnamespace moa::engine {\n\n')

library = normalizers.NFC()


def is_known(text):
    return library.normalize_str(text) == unicodedata.normalize('NFC', text)


def table(kind, name, rows):
    """A constant array, as many rows a line as fit 120 columns, and the function that gives it."""
    lines, line = [], '   '
    for row in rows:
        cell = ' {' + ', '.join(hex(v) if i < 2 or kind == 'NfcPair' else str(v) for i, v in enumerate(row)) + '},'
        if len(line) + len(cell) > 120:
            lines.append(line)
            line = '   '
        line += cell
    lines.append(line)
    array = 'k' + name[0].upper() + name[1:]
    return ('namespace {\n\nconstexpr %s %s[] = {\n%s\n};\n\n}  // namespace\n\n'
            'std::span<const %s> %s() noexcept {\n    return %s;\n}\n\n'
            % (kind, array, '\n'.join(lines), kind, name, array))


pairs, singles, ranges = [], [], []
for code in range(0x110000):
    char = chr(code)
    parts = unicodedata.decomposition(char)
    if parts and not parts.startswith('<'):
        parts = [int(p, 16) for p in parts.split()]
        if len(parts) == 1:
            singles.append((code, parts[0]))
        elif is_known(unicodedata.normalize('NFD', char)):
            pairs.append((code, *parts, int(unicodedata.normalize('NFC', char) == char)))
    order = unicodedata.combining(char)
    if order and not is_known('a\u0345' + char):  # U+0345 goes behind all others
        order = 0
    if order and ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == order:
        ranges[-1][1] = code
    elif order:
        ranges.append([code, code, order])

here = pathlib.Path(__file__).parent
(here / 'nfc_pairs.cpp').write_text(HEAD + table('NfcPair', 'nfcPairs', pairs) + '}  // namespace moa::engine\n')
(here / 'nfc_singles.cpp').write_text(HEAD + table('NfcSingle', 'nfcSingles', singles)
                                      + table('NfcOrder', 'nfcOrders', ranges) + '}  // namespace moa::engine\n')
