"""What the CUDA kernels are held against, measured with PyTorch on the same GPU in the same run: copy and matrix rates,
cuDNN's and flash attention, FlexAttention with one window per head, decode over dense caches. One JSON line each.

    python3 tests/bench/peers/attention_peers.py [rates] [dense] [backward] [flex] [decode] [long]
"""
import json
import math
import sys

import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.attention.flex_attention import create_block_mask, flex_attention

DEVICE = "cuda"
BF16 = torch.bfloat16


def median_ms(run, repeats=20, warm=3):
    for _ in range(warm):
        run()
    events = [(torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)) for _ in range(repeats)]
    for start, stop in events:
        start.record()
        run()
        stop.record()
    torch.cuda.synchronize()
    times = sorted(start.elapsed_time(stop) for start, stop in events)
    return times[len(times) // 2]


def show(**figures):
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}), flush=True)


def heads(count, n, dim, batch=1, grad=False):
    return torch.randn(batch, count, n, dim, device=DEVICE, dtype=BF16, requires_grad=grad)


def windows(count, n, density):
    """One window per kv head, as benchWindows of tests/bench/cuda/benches.h."""
    shares = [math.modf(0.5 + g * 0.6180339887498949)[0] for g in range(count)]
    scale = density * count / sum(shares)
    clipped = [1 if density >= 1 else min(1, max(0.02, s * scale)) for s in shares]
    return torch.tensor([math.floor(c * n / 64 + 0.5) * 64 for c in clipped], device=DEVICE)


def rates():
    x = torch.empty(2 << 30, dtype=torch.uint8, device=DEVICE)
    y = torch.empty_like(x)
    show(what="copy", GBs=2 * x.numel() / median_ms(lambda: y.copy_(x)) / 1e6)
    show(what="read", GBs=x.numel() / median_ms(lambda: x.view(torch.float32).sum()) / 1e6)
    a, b = (torch.randn(8192, 8192, device=DEVICE, dtype=BF16) for _ in range(2))
    show(what="matrix product 8192 bf16", TFLOPs=2 * 8192**3 / median_ms(lambda: a @ b) / 1e9)


def dense_case(dim, count, kv, n, backend, backward=False):
    q, k, v = heads(count, n, dim, grad=backward), heads(kv, n, dim, grad=backward), heads(kv, n, dim, grad=backward)
    flops = 2 * count * n * n * dim
    with sdpa_kernel(backend):
        def forward():
            return F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=kv != count)
        ms = median_ms(forward)
        figures = dict(what="sdpa forward", backend=backend.name, D=dim, H=count, HK=kv, N=n, ms=ms, TFLOPs=flops / ms / 1e9)
        if backward:
            out = forward()
            step = torch.randn_like(out)
            both = median_ms(lambda: torch.autograd.grad(forward(), (q, k, v), step), repeats=7)
            figures |= dict(both_ms=both, both_TFLOPs=3.5 * flops / both / 1e9)
        show(**figures)


def dense():
    for dim in (128, 64):
        for n in (8192, 16384, 32768):
            dense_case(dim, 32, 32, n, SDPBackend.CUDNN_ATTENTION)
        dense_case(dim, 32, 32, 16384, SDPBackend.FLASH_ATTENTION)
    dense_case(128, 32, 8, 16384, SDPBackend.CUDNN_ATTENTION)


def backward():
    for dim in (128, 64):
        dense_case(dim, 32, 32, 16384, SDPBackend.CUDNN_ATTENTION, backward=True)


def long():
    dense_case(128, 32, 32, 131072, SDPBackend.CUDNN_ATTENTION)


def flex_case(dim, n, density):
    count, block = 32, 128
    span = windows(count, n, density)
    compiled = torch.compile(flex_attention, dynamic=False)

    def keep(b, h, i, j):
        return (i >= j) & ((i - j < span[h]) | (j < 64))

    mask = create_block_mask(keep, 1, count, n, n, device=DEVICE, BLOCK_SIZE=block, _compile=True)
    kept = int(mask.kv_num_blocks.sum()) + int(mask.full_kv_num_blocks.sum())
    q, k, v = (heads(count, n, dim) for _ in range(3))
    ms = median_ms(lambda: compiled(q, k, v, block_mask=mask))
    show(what="flex", D=dim, H=count, N=n, density=density, ms=ms, kept=kept / (count * (n // block) * (n // block + 1) / 2),
         TFLOPs_computed=4 * kept * block * block * dim / ms / 1e9)


def flex():
    for dim, n, density in ((128, 16384, 0.5), (64, 16384, 0.5)):
        flex_case(dim, n, density)


def decode_case(batch, count, kv, n, dim):
    q, k, v = heads(count, 1, dim, batch), heads(kv, n, dim, batch), heads(kv, n, dim, batch)
    for backend in (SDPBackend.CUDNN_ATTENTION, SDPBackend.FLASH_ATTENTION):
        with sdpa_kernel(backend):
            ms = median_ms(lambda: F.scaled_dot_product_attention(q, k, v, enable_gqa=kv != count), repeats=50)
        show(what="sdpa decode", backend=backend.name, batch=batch, H=count, HK=kv, N=n, D=dim, us=ms * 1e3,
             GBs=4 * k.numel() / ms / 1e6)


def decode():
    for case in ((8, 32, 8, 16384, 128), (32, 32, 32, 4096, 128), (8, 32, 32, 8192, 128), (1, 32, 32, 16384, 128), (8, 9, 3, 8192, 64)):
        decode_case(*case)


def main():
    torch.manual_seed(0)
    print(json.dumps(dict(what="device", name=torch.cuda.get_device_name(), torch=torch.__version__, cudnn=torch.backends.cudnn.version())), flush=True)
    parts = dict(rates=rates, dense=dense, backward=backward, flex=flex, decode=decode, long=long)
    for name in sys.argv[1:] or parts:
        try:
            parts[name]()
        except Exception as error:  # one peer that fails must not hide the others
            show(what=name, error=str(error)[:300])
        torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
