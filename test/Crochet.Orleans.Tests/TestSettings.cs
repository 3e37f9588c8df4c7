// A cluster is several hosts, each of which wants the machine's cores for itself.
[assembly: DoNotParallelize]
