// Each test takes the whole machine, or watches process-wide things: the heap, the thread pool.
[assembly: DoNotParallelize]
