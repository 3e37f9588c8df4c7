// One schedule at a time: the threads of two would not disturb each other, but the machine's cores are few.
[assembly: DoNotParallelize]
