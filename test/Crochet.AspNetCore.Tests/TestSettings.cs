// Some of the tests watch process-wide things, such as the thread pool.
[assembly: DoNotParallelize]
