// The switches are the process's.
[assembly: DoNotParallelize]
