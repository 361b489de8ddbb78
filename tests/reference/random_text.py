"""Seeded random strings over many Unicode planes, for comparing tokenizers."""
import random
import unicodedata

WORDS = ("the quick brown fox's we'll I'VE don't HE'D it'S café naïve Straße İstanbul ΣΊΣΥΦΟΣ привет мир שלום עולם مرحبا "
         "بالعالم नमस्ते สวัสดี 你好 世界 こんにちは カタカナ 안녕하세요 ภาษาไทย Tiếng Việt 1st 2nd 100% x86_64 foo_bar "
         "snake_case CamelCase http://a.b/c?d=e&f#g user@example.com printf(\"%d\\n\") #include <a.h> 3.14159 1,000,000 "
         "½ ² ① Ⅷ ٣٤٥ १२३ 𝟙𝟚𝟛 ˮ ʼn ǅ ſ'ſ K Å ﬁ ﬆ ſt ẞ").split(' ')
SPACES = [' ', '  ', '   ', '\t', '\n', '\r\n', '\n\n', '\r', ' \n', '\n ', '\x0b', '\x0c', '\x85', '\xa0', '\u1680',
          '\u180e', '\u2000', '\u2003', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff', '\u200b',
          '▁', '▁▁', ' ▁']
EMOJI = ['😀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '👍🏽', '🇩🇪', '❤️', '1️⃣', '🧑🏿‍🚀', '\u200d', '\ufe0f']
# First and last character, and how often the range is drawn.
RANGES = [(0x20, 0x7e, 30), (0x00, 0x1f, 4), (0x7f, 0xff, 8), (0x100, 0x24f, 6), (0x250, 0x36f, 8), (0x370, 0x58f, 6),
          (0x590, 0x8ff, 8), (0x900, 0xdff, 6), (0xe00, 0x11ff, 8), (0x1200, 0x1fff, 8), (0x2000, 0x206f, 6),
          (0x2070, 0x2fff, 8), (0x3000, 0x30ff, 6), (0x3100, 0x9fff, 8), (0xa000, 0xabff, 5), (0xac00, 0xd7ff, 6),
          (0xe000, 0xf8ff, 1), (0xf900, 0xffff, 8), (0x10000, 0x10fff, 6), (0x11000, 0x11fff, 6), (0x12000, 0x16fff, 4),
          (0x17000, 0x1d0ff, 3), (0x1d100, 0x1efff, 6), (0x1f000, 0x1ffff, 6), (0x20000, 0x323af, 4),
          (0x323b0, 0xe01ef, 2), (0xf0000, 0x10ffff, 1)]
MARKS = [chr(c) for c in range(0x110000) if not 0xd800 <= c <= 0xdfff and unicodedata.combining(chr(c))]
COMPOSED = [chr(c) for c in range(0x110000) if not 0xd800 <= c <= 0xdfff and unicodedata.decomposition(chr(c))]


def character(rng):
    first, last, _ = rng.choices(RANGES, [r[2] for r in RANGES])[0]
    code = rng.randint(first, last)
    return chr(code) if not 0xd800 <= code <= 0xdfff else 'x'


def part(rng, specials):
    kind = rng.randrange(14)
    if kind < 3:
        return rng.choice(WORDS)
    if kind == 3:
        return ''.join(character(rng) for _ in range(rng.randint(1, 8)))
    if kind == 4:
        return rng.choice(SPACES) * rng.randint(1, 3)
    if kind == 5:
        return rng.choice(EMOJI)
    if kind == 6:
        return rng.choice('aeioun가ΑA१') + ''.join(rng.choice(MARKS) for _ in range(rng.randint(1, 4)))
    if kind == 7:
        return unicodedata.normalize(rng.choice(['NFD', 'NFC', 'NFKD']), rng.choice(COMPOSED) + rng.choice(COMPOSED))
    if kind == 8:
        return ''.join(rng.choice('0123456789') for _ in range(rng.randint(1, 7)))
    if kind == 9:
        return rng.choice('!?.,;:-_()[]{}<>/\\|@#$%^&*~`\'"') * rng.randint(1, 4)
    if kind == 10:
        return ' ' + rng.choice(WORDS)
    if kind == 11 and specials:
        token = rng.choice(specials)
        cut = rng.randrange(8)
        token = token[:-1] if cut == 0 else token[1:] if cut == 1 else token
        return rng.choice(['', '', ' ', '  ', '\n', 'a', '\u3000']) + token + rng.choice(['', '', ' ', '  ', '\n', 'b'])
    if kind == 12:
        return rng.choice(WORDS).upper() if rng.randrange(2) else rng.choice(WORDS).lower()
    return rng.choice('abc xyz')


def strings(seed, count, specials):
    """`count` strings, the first of them empty, then from a character to a paragraph."""
    rng = random.Random(seed)
    out = ['', ' ', '  ', '\n', 'a']
    while len(out) < count:
        out.append(''.join(part(rng, specials) for _ in range(min(rng.randint(1, 6) * rng.randint(1, 6), 36))))
    return out[:count]
