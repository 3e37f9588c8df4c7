// Tests run one at a time: many of them watch process-wide things (the thread pool, the collector, the process's own loop).
[assembly: DoNotParallelize]
