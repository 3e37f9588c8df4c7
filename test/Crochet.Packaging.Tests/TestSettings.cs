// The fresh projects share the machine's package folder.
[assembly: DoNotParallelize]
