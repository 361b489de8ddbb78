#!/usr/bin/env python3
"""The command needs no window: `moa` loads no library of Qt and not QCustomPlot, `moa-studio` does.

check_links.py MOA MOA_STUDIO
"""
import subprocess
import sys

WINDOW = ("libQt6", "libQCustomPlot", "libxcb", "libGL")


def loaded(program):
    answer = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in answer.splitlines() if line.strip()]


def of_window(libraries):
    return [name for name in libraries if name.startswith(WINDOW)]


command, studio = (loaded(path) for path in sys.argv[1:3])
if not any(name.startswith("libQt6Widgets") for name in studio):
    sys.exit("moa-studio loads no Qt: the check sees nothing")
if of_window(command):
    sys.exit("moa loads " + ", ".join(of_window(command)))
print(f"moa loads {len(command)} libraries, none of the window's")
