#!/usr/bin/env python3
"""Writes lower_table.cpp: the lower case of every character, as the Lowercase normalizer of the tokenizers library has
it (0.23: Unicode 17). Needs tokenizers."""
import pathlib

from tokenizers import normalizers

lower = normalizers.Lowercase()
pairs = []
for code in range(1, 0x110000):
    if 0xD800 <= code <= 0xDFFF:
        continue
    to = lower.normalize_str(chr(code))
    if to == chr(code):
        continue
    if code == 0x130:  # the one that becomes two characters: i and a dot above
        assert to == 'i\u0307'
        continue
    assert len(to) == 1
    pairs.append((code, ord(to)))
lines, line = [], '   '
for pair in pairs:
    cell = ' {0x%x, 0x%x},' % pair
    if len(line) + len(cell) > 120:
        lines.append(line)
        line = '   '
    line += cell
lines.append(line)
pathlib.Path(__file__).with_name('lower_table.cpp').write_text(
    '// Made by make_lower_table.py: do not edit.\n// clang-format off\n'
    '#include "engine/tokenizer/lower_table.h"\n\nnamespace moa::engine {\n\nnamespace {\n\n'
    'constexpr LowerPair kPairs[] = {\n%s\n};\n\n}  // namespace\n\n'
    'std::span<const LowerPair> lowerPairs() noexcept {\n    return kPairs;\n}\n\n'
    '}  // namespace moa::engine\n' % '\n'.join(lines))
