"""Times a reference: serve.py MODULE FOLDER. For every line on standard input runs MODULE.run(MODULE.prepare(FOLDER)) once
(prepared once, before) and prints the seconds it took, times MODULE.STANDS_FOR where a run is a known part of the work."""

import importlib
import sys
import time

module = importlib.import_module(sys.argv[1])
state = module.prepare(sys.argv[2])
stands_for = getattr(module, "STANDS_FOR", 1)
for _ in sys.stdin:
    start = time.perf_counter()
    module.run(state)
    print((time.perf_counter() - start) * stands_for, flush=True)
