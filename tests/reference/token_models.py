"""Tokenizers of every kind that is read, trained small, in folders and GGUF files that open as models."""
import io
import json
import pathlib
import shutil
import struct

import sentencepiece
from tokenizers import (AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
                        trainers)

ROOT = pathlib.Path(__file__).resolve().parents[2]
TINY = ROOT / 'tests/data/tiny'
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
QWEN2 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|"
         r"\s+")
LLAMA3 = QWEN2.replace(r'|\p{N}|', r'|\p{N}{1,3}|')
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
BYTES = ['<0x%02X>' % b for b in range(256)]
LIMIT = 10_000  # tokens of a vocabulary; goldens have fewer


def corpus(texts):
    prose = (ROOT / 'resources/sample/text.txt').read_text(encoding='utf-8')[:200_000]
    return [line for line in prose.split('\n') if line] + list(texts)


def byte_level(texts, size, pre, specials=(), normalizer=None, ignore_merges=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(corpus(texts), trainers.BpeTrainer(
        vocab_size=min(size, LIMIT), special_tokens=list(specials), show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return tokenizer


def split(expression, *more):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(expression), 'isolated'), *more,
                                    pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def plain_bytes(prefix=False):
    return pre_tokenizers.ByteLevel(add_prefix_space=prefix)


def llama2(texts, fallback=True, fuse=True, steps=None, pre=None, decoder=None):
    """BPE over characters; bytes as tokens, or an unknown token."""
    trained = Tokenizer(models.BPE(unk_token='<unk>'))
    trained.normalizer = normalizers.Replace(' ', '▁')
    trained.pre_tokenizer = pre_tokenizers.Split('▁', 'merged_with_next')
    trained.train_from_iterator(corpus(texts)[:4000], trainers.BpeTrainer(
        vocab_size=min(1200, LIMIT), special_tokens=['<unk>', '<s>', '</s>'] + (BYTES if fallback else []), show_progress=False,
        limit_alphabet=min(300, LIMIT // 6)))
    model = json.loads(trained.to_str())['model']
    tokenizer = Tokenizer(models.BPE(vocab=model['vocab'], merges=[tuple(m) for m in model['merges']],
                                     unk_token='<unk>', fuse_unk=fuse, byte_fallback=fallback))
    tokenizer.add_special_tokens(['<unk>', '<s>', '</s>'])
    if steps is not None:
        tokenizer.normalizer = normalizers.Sequence(steps)
    if pre is not None:
        tokenizer.pre_tokenizer = pre
    tokenizer.decoder = decoder or decoders.Sequence(
        [decoders.Replace('▁', ' '), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(' ', 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(single='<s> $A', pair='<s> $A <s> $B',
                                                             special_tokens=[('<s>', 1)])
    return tokenizer


def added_tokens(texts):
    """Added tokens of every sort, behind normalizers that change their texts."""
    tokenizer = byte_level(texts, 900, plain_bytes(), ['<|endoftext|>'],
                           normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase(), normalizers.Strip()]))
    tokenizer.add_special_tokens([AddedToken('<|l|>', lstrip=True, special=True),
                                  AddedToken('<|r|>', rstrip=True, special=True),
                                  AddedToken('<|lr|>', lstrip=True, rstrip=True, special=True)])
    tokenizer.add_tokens([AddedToken('word', single_word=True, normalized=False), AddedToken('Quick', normalized=True),
                          AddedToken('<|endof', normalized=False), AddedToken('  ', normalized=False),
                          AddedToken('\n\n', normalized=False), AddedToken('ЖЩ', normalized=True, single_word=True)])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single='<|l|> $A <|r|>', special_tokens=[
            ('<|l|>', tokenizer.token_to_id('<|l|>')), ('<|r|>', tokenizer.token_to_id('<|r|>'))])])
    return tokenizer


def json_kinds(texts):
    """Name -> function that makes the tokenizer."""
    llama2_steps = [normalizers.Prepend('▁'), normalizers.Replace(' ', '▁')]
    template = processors.TemplateProcessing(single='<|begin_of_text|> $A', pair='$A $B',
                                             special_tokens=[('<|begin_of_text|>', 0)])

    def llama3():
        tokenizer = byte_level(texts, 1500, split(LLAMA3), ['<|begin_of_text|>', '<|eot_id|>', '<|end_of_text|>'],
                               ignore_merges=True)
        tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), template])
        return tokenizer

    def qwen2():
        tokenizer = byte_level(texts, 1500, split(QWEN2), ['<|endoftext|>', '<|im_start|>', '<|im_end|>'],
                               normalizers.NFC())
        tokenizer.add_tokens([AddedToken('<tool_call>', normalized=False), AddedToken('<think>', normalized=False)])
        return tokenizer

    kinds = {
        'gpt2': lambda: byte_level(texts, 1500, plain_bytes(), ['<|endoftext|>']),
        'gpt2-prefix-space': lambda: byte_level(texts, 1500, plain_bytes(True), ['<|endoftext|>']),
        'llama3': llama3,
        'qwen2': qwen2,
        'smollm': lambda: byte_level(texts, 1500, pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(True), plain_bytes()]), ['<|endoftext|>', '<|im_start|>', '<|im_end|>']),
        'digits-in-rows': lambda: byte_level(texts, 900, pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(False), plain_bytes()])),
        'o200k': lambda: byte_level(texts, 1500, split(O200K), ['<|endoftext|>']),
        'words': lambda: byte_level(texts, 900, split(r'\w+|\W')),
        'llama2': lambda: llama2(texts, steps=llama2_steps),
        'llama2-unknown': lambda: llama2(texts, fallback=False, steps=llama2_steps),
        'llama2-unknown-single': lambda: llama2(texts, fallback=False, fuse=False, steps=llama2_steps),
        'mistral-metaspace': lambda: llama2(texts, pre=pre_tokenizers.Metaspace('▁', 'first', False)),
        'metaspace-always': lambda: llama2(texts, fallback=False, pre=pre_tokenizers.Metaspace('▁', 'always', True),
                                           decoder=decoders.Metaspace('▁', 'always', True)),
        'metaspace-never': lambda: llama2(texts, pre=pre_tokenizers.Metaspace('▁', 'never', True),
                                          decoder=decoders.Metaspace('▁', 'never', True)),
        'gemma': lambda: llama2(texts, steps=[normalizers.Replace(' ', '▁')],
                                pre=pre_tokenizers.Split('▁', 'merged_with_previous')),
        'added-tokens': lambda: added_tokens(texts),
    }
    for behavior in ['removed', 'merged_with_previous', 'merged_with_next', 'contiguous']:
        for invert in [False, True]:
            kinds['split-%s%s' % (behavior, '-inverted' * invert)] = lambda b=behavior, i=invert: byte_level(
                texts, 700, pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(r'[aeiou\s]'), b, i),
                                                     pre_tokenizers.ByteLevel(add_prefix_space=False,
                                                                              use_regex=False)]))
    return kinds


def sentencepiece_model(texts, **options):
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(t for t in corpus(texts[:60]) if '\0' not in t), model_writer=out, model_type='bpe',
        vocab_size=min(1500, LIMIT), normalization_rule_name='identity', minloglevel=2, hard_vocab_limit=False,
        max_sentence_length=100_000, num_threads=2, **options)
    return out.getvalue()


def sentencepiece_kinds():
    """Name -> options of the trainer."""
    llama = dict(byte_fallback=True, remove_extra_whitespaces=False, allow_whitespace_only_pieces=True,
                 split_digits=True, character_coverage=0.99)
    return {
        'sp-llama': llama,
        'sp-unknown': dict(llama, byte_fallback=False),
        'sp-collapsed': dict(byte_fallback=True, character_coverage=0.99),
        'sp-no-prefix': dict(llama, add_dummy_prefix=False),
        'sp-user-defined': dict(llama, user_defined_symbols=['<sep>', 'quick', '▁▁', 'qu'], control_symbols=['<ctl>']),
    }


def folder(base, name):
    """A model folder without tokenizer."""
    path = base / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    for file in ['config.json', 'model.safetensors']:
        shutil.copy(TINY / 'llama_mha' / file, path / file)
    return path


def gguf(path, metadata):
    """A llama of one layer with zeros for weights, and the metadata given: text, int, bool, lists of text or numbers."""
    vocabulary = len(metadata['tokenizer.ggml.tokens'])
    shapes = {'token_embd.weight': [32, vocabulary], 'output_norm.weight': [32], 'blk.0.attn_norm.weight': [32],
              'blk.0.ffn_norm.weight': [32], 'blk.0.ffn_gate.weight': [32, 32], 'blk.0.ffn_up.weight': [32, 32],
              'blk.0.ffn_down.weight': [32, 32]}
    shapes.update({'blk.0.attn_%s.weight' % m: [32, 32] for m in ['q', 'k', 'v', 'output']})
    metadata = {'general.architecture': 'llama', 'llama.block_count': 1, 'llama.attention.head_count': 1,
                'llama.attention.head_count_kv': 1, 'llama.embedding_length': 32, 'llama.feed_forward_length': 32,
                'llama.context_length': 64, **metadata}

    def text(value):
        data = value.encode()
        return struct.pack('<Q', len(data)) + data

    def value(item):
        if isinstance(item, bool):
            return struct.pack('<I?', 7, item)
        if isinstance(item, int):
            return struct.pack('<II', 4, item)
        if isinstance(item, str):
            return struct.pack('<I', 8) + text(item)
        kind = 8 if isinstance(item[0], str) else 6 if isinstance(item[0], float) else 5
        data = b''.join(text(x) for x in item) if kind == 8 else struct.pack('<%d%s' % (len(item), 'f' if kind == 6
                                                                                        else 'i'), *item)
        return struct.pack('<IIQ', 9, kind, len(item)) + data

    out = b'GGUF' + struct.pack('<IQQ', 3, len(shapes), len(metadata))
    out += b''.join(text(k) + value(v) for k, v in metadata.items())
    offset = 0
    for name, shape in shapes.items():
        out += text(name) + struct.pack('<I%dQIQ' % len(shape), len(shape), *shape, 0, offset)
        size = 4
        for n in shape:
            size *= n
        offset += (size + 31) // 32 * 32
    path.write_bytes(out + bytes(-len(out) % 32 + offset))
    return path


def gguf_gpt2(path, tokenizer, pre, begin=None):
    """A byte-level tokenizer of the tokenizers library as a GGUF file of kind gpt2."""
    data = json.loads(tokenizer.to_str())
    tokens = {**{i: t for t, i in data['model']['vocab'].items()}, **{a['id']: a['content']
                                                                      for a in data['added_tokens']}}
    special = {a['id']: 3 if a['special'] else 4 for a in data['added_tokens']}
    metadata = {'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': pre,
                'tokenizer.ggml.tokens': [tokens[i] for i in range(len(tokens))],
                'tokenizer.ggml.token_type': [special.get(i, 1) for i in range(len(tokens))],
                'tokenizer.ggml.merges': [' '.join(m) for m in data['model']['merges']]}
    if begin is not None:
        metadata.update({'tokenizer.ggml.bos_token_id': begin, 'tokenizer.ggml.add_bos_token': True})
    return gguf(path, metadata)


def gguf_llama(path, processor, space_prefix=True):
    """A SentencePiece model as a GGUF file of kind llama."""
    ids = range(processor.get_piece_size())
    types = [2 if processor.is_unknown(i) else 3 if processor.is_control(i) else 6 if processor.is_byte(i) else 1
             for i in ids]
    return gguf(path, {'tokenizer.ggml.model': 'llama',
                       'tokenizer.ggml.tokens': [processor.id_to_piece(i) for i in ids],
                       'tokenizer.ggml.scores': [float(processor.get_score(i)) for i in ids],
                       'tokenizer.ggml.token_type': types, 'tokenizer.ggml.bos_token_id': 1,
                       'tokenizer.ggml.eos_token_id': 2, 'tokenizer.ggml.unknown_token_id': 0,
                       'tokenizer.ggml.add_space_prefix': space_prefix})
