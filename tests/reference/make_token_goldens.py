#!/usr/bin/env python3
"""Writes tests/data/tokenizer: small tokenizers of the kinds that the fixtures lack, with the ids and texts that the
tokenizers and sentencepiece libraries give. The texts are random, and those for which an earlier version differed. Needs
tokenizers 0.23 and sentencepiece 0.2.3."""
import json

import sentencepiece

import compare_tokens
import random_text
import token_models

KINDS = ['gpt2-prefix-space', 'digits-in-rows', 'o200k', 'llama2-unknown', 'llama2-unknown-single',
         'mistral-metaspace', 'metaspace-always', 'gemma', 'added-tokens', 'split-merged_with_next',
         'split-contiguous-inverted', 'qwen2']
SENTENCEPIECE = ['sp-unknown', 'sp-collapsed', 'sp-user-defined', 'sp-no-prefix']
# Marks whose order Unicode 9 does not know; U+11938, which it does not take apart; digits of Unicode 16 and 17, letters
# of 15 and 16; U+180E, which is no white space any more; unknown text in front; marks that stand in the text.
PICKED = ['a\u0898\u0301\u08ee\u0a3c\u08dd', '\U00011935\U00011930\U00011938', '\U00010d40\U00016ff6\U00011de07',
          '\U00010ec2\U0002ebf0 \U00010d50', 'a\u180eb \u180e c', '<unk>  0777', ' ▁ ▁ ▁😀', 'end▁▁▁▁', '▁', ' ▁ ',
          '<s><s> </s>', 'a <|lr|> b', '  <|l|>\n\n\n<|r|>  word sword word', 'QUICK quick Quick', "I'LL 'ſ DON'T",
          '<|endoftext|', 'quick▁▁ qu<sep>▁ <ctl>', '\x00\x01', '　全角　', 'ЖЩ жщa']
OUT = token_models.ROOT / 'tests/data/tokenizer'


def write(name, reference):
    texts = [t for t in random_text.strings('golden ' + name, 200, reference.specials) if len(t) < 60][:30] + PICKED
    ids = reference.encode(texts, 'plain')
    rows = [dict(zip(['text', 'ids', 'special', 'as_text', 'decoded'], row)) for row in zip(
        texts, ids, reference.encode(texts, 'special'), reference.encode(texts, 'as-text'), reference.decode(ids))]
    lines = ',\n'.join(json.dumps(row, ensure_ascii=True) for row in rows)
    (OUT / name / 'tokens.json').write_text('[\n%s\n]\n' % lines)


def main():
    token_models.LIMIT = 400
    texts = random_text.strings('training', 200, [])
    kinds = token_models.json_kinds(texts)
    for name in KINDS:
        (OUT / name).mkdir(parents=True, exist_ok=True)
        tokenizer = kinds[name]()
        (OUT / name / 'tokenizer.json').write_text(json.dumps(json.loads(tokenizer.to_str())) + '\n')
        write(name, compare_tokens.Library(tokenizer))
    for name in SENTENCEPIECE:
        (OUT / name).mkdir(parents=True, exist_ok=True)
        model = token_models.sentencepiece_model([], **token_models.sentencepiece_kinds()[name])
        (OUT / name / 'tokenizer.model').write_bytes(model)
        write(name, compare_tokens.SentencePiece(sentencepiece.SentencePieceProcessor(model_proto=model)))


if __name__ == '__main__':
    main()
