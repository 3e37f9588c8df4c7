using System.Diagnostics;

namespace Crochet.Load;

/// <summary>One loop from its start to its stop, under all threads.</summary>
internal sealed class Round(int seed, Tally tally) : IDisposable
{
    private const int Threads = 16;
    private const int QueueLimit = 64;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    private readonly List<FollowedCall>[] _calls = [.. Enumerable.Range(0, Threads).Select(static _ => new List<FollowedCall>())];
    private readonly EventLoop _loop = new(
        new EventLoopOptions { Name = "Load", QueueLimit = QueueLimit, LoggerFactory = new ThrowingLoggerFactory() });

    private int _posted;
    private int _postsRun;
    private int _postsThrown;
    private int _postsReported;

    public void Run()
    {
        _loop.UnobservedFailure += OnUnobserved;
        _loop.Start();
        var random = new Random(seed);
        var time = TimeSpan.FromMilliseconds(random.Next(100, 3_000));
        var stopper = random.Next(Threads);
        var threads = Enumerable.Range(0, Threads)
            .Select(index => new Thread(() => Work(index, time, index == stopper)) { IsBackground = true }).ToList();
        threads.ForEach(static thread => thread.Start());
        if (!threads.TrueForAll(thread => thread.Join(_patience)) || !_loop.Completion.Wait(_patience))
            tally.Lost.Add($"A thread or the loop never ended: {_loop.GetSnapshot()}");

        foreach (var call in _calls.SelectMany(static calls => calls))
            call.Judge(tally);
        if (_postsReported != _postsThrown)
            tally.Lost.Add($"{_postsThrown} posts threw, and {_postsReported} were reported.");
        tally.Count("loops");
        tally.Count("posts that ran", _postsRun);
        tally.Count("posts dropped by the stop", _posted - _postsRun);
    }

    public void Dispose() => _loop.Dispose();

    // One of them stops the loop in the second half of the time, while the others go on.
    private void Work(int index, TimeSpan time, bool isStopper)
    {
        var random = new Random(seed + index);
        var own = isStopper ? time * (0.5 + (random.NextDouble() / 2)) : time;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < own;)
        {
            try
            {
                Act(random, _calls[index]);
            }
            catch (EventLoopStoppedException)
            {
                // From Post: what makes calls writes its own down.
                return;
            }
        }

        if (isStopper)
            Stop(random);
    }

    private void Stop(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                _loop.Stop();
                break;
            case 1:
                _loop.Dispose();
                break;
            case 2:
                _ = _loop.StopAsync(TimeSpan.FromMilliseconds(random.Next(100)));
                break;
            default:
                _loop.Post(_loop.Stop);
                break;
        }
    }

    private void Act(Random random, List<FollowedCall> calls)
    {
        var kind = random.Next(9);
        if (kind == 0)
        {
            Post(throws: random.Next(4) == 0);
            return;
        }

        var call = new FollowedCall();
        calls.Add(call);
        var pause = TimeSpan.FromMilliseconds(random.Next(3));
        var timeout = TimeSpan.FromMilliseconds(random.Next(20));
        try
        {
            switch (kind)
            {
                case 1:
                    _loop.WaitFor(timeout, call.Run);
                    break;
                case 2:
                    _loop.WaitFor(timeout, token => RunAsync(call, pause, token));
                    break;
                case 3:
                    call.Result = _loop.RunInReactor(() => call.Run());
                    break;
                case 4:
                    call.Result = _loop.RunInReactor(token => RunAsync(call, pause, token));
                    if (random.Next(2) == 0)
                        call.Result.Cancel();
                    break;
                case 5:
                    call.Result = _loop.RunInReactor(() => Throw(call));
                    break;
                case 6:
                    call.Result = _loop.RunInReactor(() => call.Run());
                    call.Result.TryWait(timeout);
                    break;
                case 7:
                    var result = _loop.RunInReactor(token => RunAsync(call, pause, token));
                    call.Result = _loop.Stash.Retrieve(result.Stash());
                    break;
                default:
                    call.Result = _loop.RunInReactor(_ => RunAsync(call, pause, CancellationToken.None));
                    call.Result.Cancel();
                    call.Result.TryWait(_patience);
                    break;
            }
        }
        catch (Exception exception) when (exception is CrochetTimeoutException or EventLoopStoppedException or EventLoopOverloadedException
            or OperationCanceledException)
        {
            call.Thrown = exception;
        }
    }

    private void Post(bool throws)
    {
        _loop.Post(() =>
        {
            Interlocked.Increment(ref _postsRun);
            if (!throws)
                return;
            Interlocked.Increment(ref _postsThrown);
            throw new PostFailedException();
        });
        Interlocked.Increment(ref _posted);
    }

    private static async Task<int> RunAsync(FollowedCall call, TimeSpan pause, CancellationToken cancellationToken)
    {
        call.Run();
        await Task.Delay(pause, cancellationToken);
        return call.Runs;
    }

    private static int Throw(FollowedCall call)
    {
        call.Run();
        throw new FormatException();
    }

    private void OnUnobserved(object? sender, UnobservedFailureEventArgs report)
    {
        if (report.Failure.Exception is PostFailedException)
            Interlocked.Increment(ref _postsReported);
        throw new InvalidOperationException("No handler.");
    }

    private sealed class PostFailedException : Exception;
}
