#!/usr/bin/env python3
"""Compares `moa tokenize` with the tokenizers and sentencepiece libraries on random strings, for every kind of tokenizer
that is read: ids as they are, with what the post-processor adds, with special tokens spelled out, and the text decoded
back. Run by hand, with tokenizers and sentencepiece from PyPI:

    compare_tokens.py --moa build/release/bin/moa [--count 10000] [--seed 1] [--only NAME...] [--smollm2 FILE.gguf]

Prints a line for each kind and ends with 1 where anything differs; the first differences are kept in --work."""
import argparse
import json
import pathlib
import re
import subprocess
import sys

import sentencepiece
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

import random_text
import token_models

CHUNK = 2500
KEPT = 20  # differences of a kind that are written down


class Library:
    """A tokenizer of the tokenizers library."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.specials = [t.content for t in tokenizer.get_added_tokens_decoder().values()]

    def encode(self, texts, mode):
        self.tokenizer.encode_special_tokens = mode == 'as-text'
        return [e.ids for e in self.tokenizer.encode_batch(texts, add_special_tokens=mode == 'special')]

    def decode(self, ids):
        return self.tokenizer.decode_batch(ids, skip_special_tokens=False)


class SentencePiece:
    """A SentencePiece model; in `plain` mode its control tokens are cut out of the text first, and every stretch between
    them is encoded by itself, as transformers' LlamaTokenizer does."""

    def __init__(self, processor, collapse=False):
        self.processor = processor
        pieces = range(processor.get_piece_size())
        self.reserved = {processor.id_to_piece(i): i for i in pieces
                         if processor.is_control(i) or processor.is_unknown(i)}
        self.specials = list(self.reserved)
        self.cut = re.compile('(' + '|'.join(map(re.escape, sorted(self.specials, key=len, reverse=True))) + ')')

    def encode(self, texts, mode):
        if mode == 'as-text':
            return self.processor.encode(texts)
        out = []
        for text in texts:
            ids = [self.processor.bos_id()] if mode == 'special' else []
            for part in self.cut.split(text):
                ids += [self.reserved[part]] if part in self.reserved else self.processor.encode(part)
            out.append(ids)
        return out

    def decode(self, ids):
        """None where a control token stands, which the library leaves out."""
        return [None if any(self.processor.is_control(i) for i in row) else self.processor.decode(row) for row in ids]


def tokenize(moa, model, texts, mode, work):
    answers = []
    for at in range(0, len(texts), CHUNK):
        batch = work / 'batch.json'
        batch.write_text(json.dumps(texts[at:at + CHUNK]), encoding='utf-8')
        flags = {'plain': [], 'special': ['--special'], 'as-text': ['--specials-as-text']}[mode]
        run = subprocess.run([moa, 'tokenize', model, '--batch', batch, '--json', *flags], capture_output=True)
        if run.returncode:
            sys.exit('%s: %s' % (model, run.stderr.decode()))
        answers += json.loads(run.stdout)['batch']
    return answers


def compare(name, model, reference, options, work):
    texts = random_text.strings('%s %s' % (options.seed, name), options.count, reference.specials)
    differing = []
    for mode in ['plain', 'special', 'as-text']:
        expected = reference.encode(texts, mode)
        decoded = reference.decode(expected) if mode != 'special' else [None] * len(texts)
        for text, ids, back, answer in zip(texts, expected, decoded, tokenize(options.moa, model, texts, mode, work)):
            if ids != answer['ids'] or back not in (None, answer['text']):
                differing.append({'mode': mode, 'text': text, 'ids': ids, 'decoded': back, 'moa': answer})
    print('%-36s %6d strings  %5d differences' % (name, len(texts), len(differing)), flush=True)
    if differing:
        (work / ('%s.differences.json' % name)).write_text(
            json.dumps(sorted(differing, key=lambda d: len(d['text']))[:KEPT], ensure_ascii=False, indent=1))
    return len(differing)


def smollm2_library(path):
    """SmolLM2's tokenizer from the metadata of its GGUF file, by the tokenizers library."""
    import gguf
    fields = gguf.GGUFReader(path).fields

    def texts(key):
        field = fields[key]
        return [bytes(field.parts[i]).decode() for i in field.data]

    tokens = texts('tokenizer.ggml.tokens')
    types = [int(fields['tokenizer.ggml.token_type'].parts[i][0]) for i in fields['tokenizer.ggml.token_type'].data]
    tokenizer = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)},
                                     merges=[tuple(m.split(' ', 1)) for m in texts('tokenizer.ggml.merges')]))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(True),
                                                       pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([t for t, kind in zip(tokens, types) if kind == 3])
    return tokenizer


def cases(options, work):
    """(name, function that gives model and reference) of every kind."""
    texts = random_text.strings('training', 3000, [])
    made = {}

    def from_json(name, make):
        path = token_models.folder(work, name)
        made[name] = make()
        made[name].save(str(path / 'tokenizer.json'))
        return path, Library(Tokenizer.from_file(str(path / 'tokenizer.json')))

    def from_sentencepiece(name, settings):
        path = token_models.folder(work, name)
        (path / 'tokenizer.model').write_bytes(token_models.sentencepiece_model(texts, **settings))
        return path, SentencePiece(sentencepiece.SentencePieceProcessor(model_file=str(path / 'tokenizer.model')))

    kinds = token_models.json_kinds(texts)
    for name, make in kinds.items():
        yield name, lambda n=name, m=make: from_json(n, m)
    for name, settings in token_models.sentencepiece_kinds().items():
        yield name, lambda n=name, s=settings: from_sentencepiece(n, s)

    def gguf_gpt2(name, pre):
        tokenizer = made.get(name) or kinds[name]()
        path = token_models.gguf_gpt2(work / ('gguf-%s.gguf' % name), tokenizer, pre, 0 if name == 'llama3' else None)
        return path, Library(tokenizer)

    for name, pre in [('gpt2', 'gpt-2'), ('llama3', 'llama-bpe'), ('smollm', 'smollm')]:
        yield 'gguf-' + name, lambda n=name, p=pre: gguf_gpt2(n, p)

    def gguf_llama(name, prefix):
        model = token_models.sentencepiece_model(texts, **token_models.sentencepiece_kinds()[name])
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        return token_models.gguf_llama(work / ('gguf-%s.gguf' % name), processor, prefix), SentencePiece(processor)

    for name, prefix in [('sp-llama', True), ('sp-no-prefix', False), ('sp-unknown', True)]:
        yield 'gguf-' + name, lambda n=name, p=prefix: gguf_llama(n, p)

    for name in ['llama_mha', 'llama_gqa_llama3rope', 'qwen2']:
        path = token_models.TINY / name
        yield 'fixture-' + name, lambda p=path: (p, Library(Tokenizer.from_file(str(p / 'tokenizer.json'))))
    sample = token_models.ROOT / 'resources/sample/model'
    yield 'sample', lambda: (sample, Library(Tokenizer.from_file(str(sample / 'tokenizer.json'))))

    def fixture_model():
        path = token_models.folder(work, 'fixture-model')
        (path / 'tokenizer.model').write_bytes((token_models.TINY / 'llama_mha/tokenizer.model').read_bytes())
        return path, SentencePiece(sentencepiece.SentencePieceProcessor(model_file=str(path / 'tokenizer.model')))

    yield 'fixture-llama_mha-model', fixture_model
    if options.smollm2:
        yield 'smollm2-gguf', lambda: (options.smollm2, Library(smollm2_library(options.smollm2)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--moa', required=True)
    parser.add_argument('--count', type=int, default=10_000)
    parser.add_argument('--seed', default='1')
    parser.add_argument('--only', nargs='*')
    parser.add_argument('--smollm2', help='SmolLM2-135M-Instruct.Q4_1.gguf (needs the gguf package)')
    parser.add_argument('--work', type=pathlib.Path, default=pathlib.Path('token-comparison'))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    total = 0
    for name, prepare in cases(options, options.work):
        if not options.only or name in options.only:
            total += compare(name, *prepare(), options, options.work)
    print('%d differences' % total)
    sys.exit(1 if total else 0)


if __name__ == '__main__':
    main()
