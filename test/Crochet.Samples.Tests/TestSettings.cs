// Each test starts programs of its own; two at a time would only slow each other.
[assembly: DoNotParallelize]
