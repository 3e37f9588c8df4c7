"""The original on the same work. A line "callers seconds" on standard input asks for a slice, a line of JSON tells how it went."""
import json
import resource
import sys
import threading
import time

import crochet

crochet.setup()


@crochet.wait_for(timeout=60)
def add(a, b):
    return a + b


def call_until(deadline, calls, latencies):
    count = 0
    while (start := time.perf_counter()) < deadline:
        if add(count, 1) != count + 1:
            raise ArithmeticError("wrong sum")
        latencies.append(time.perf_counter() - start)
        count += 1
    calls.append(count)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


for line in sys.stdin:
    callers, seconds = line.split()
    calls, latencies = [], []
    start, cpu_start = time.perf_counter(), cpu()
    threads = [
        threading.Thread(target=call_until, args=(start + float(seconds), calls, latencies), daemon=True)
        for _ in range(int(callers))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, cpu_time = time.perf_counter() - start, cpu() - cpu_start
    latencies.sort()
    print(json.dumps({
        "calls": sum(calls),
        "elapsed": elapsed,
        "cpu": cpu_time,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[len(latencies) * 99 // 100],
        "fairness": min(calls) / max(calls) if max(calls) else 0,
    }), flush=True)
