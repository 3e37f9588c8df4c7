using System.Runtime.ExceptionServices;
using Crochet.Diagnostics;
using Crochet.Waiting;

namespace Crochet.Running;

/// <summary>
/// A thread that does nothing but run a loop: one that Start makes, or the one that has called Run. It sleeps when there is nothing to do.
/// </summary>
internal sealed class OwnThread(EventLoop loop)
{
    private Parker? _parker;

    /// <summary>Runs the loop on a new thread. Where that cannot be started the loop ends, and what it threw comes from here.</summary>
    public void Start(EventLoopOptions options)
    {
        try
        {
            options.StartThread(options.MakeThread(RunAndReport));
        }
        catch
        {
            loop.Lifetime.EndWithoutThread();
            throw;
        }
    }

    /// <summary>
    /// Runs the loop on the calling thread until it has stopped. What escapes from the loop's own code ends the loop as a stop does, and
    /// comes from here.
    /// </summary>
    public void Run()
    {
        var outerContext = SynchronizationContext.Current;
        ExceptionDispatchInfo? failure = null;
        var isOver = false;
        try
        {
            // Pairs with Wake, which comes after the exchange that queued something: a fence here, so that one of the two sees the other.
            Interlocked.Exchange(ref _parker, Parker.Current);
            loop.Enter();
            try
            {
                RunTurns();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
                loop.Lifetime.Stop();
                RunTurns();
            }

            isOver = true;
        }
        catch (Exception exception)
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
        }

        EventLoop.Leave(null, outerContext);
        if (isOver)
            loop.Lifetime.Complete();
        else
            loop.Lifetime.EndWithoutThread();
        failure?.Throw();
    }

    public void Wake() => Volatile.Read(ref _parker)?.Wake();

    private void RunAndReport()
    {
        Telemetry.Prepare();
        try
        {
            Run();
        }
        catch (Exception exception)
        {
            loop.Report(new Failure(exception), $"The thread of the loop '{loop.Name}'");
        }
    }

    private void RunTurns()
    {
        loop.Watch.OnAwake();
        while (true)
        {
            loop.Turns.RunRound();
            var lifetime = loop.Lifetime;
            if (lifetime.IsStopping && lifetime.Advance())
                return;
            if (loop.Turns.HasWork)
            {
                if (loop.Turns.HasMoreThanARound)
                    QuickHandOver.Shared.TryPassOnUnused();
                continue;
            }

            if (lifetime.IsClosed || !Spin.TryAwaitWork(new NextPost(loop)))
                Sleep();
        }
    }

    private void Sleep()
    {
        if (!loop.Turns.TrySleep())
            return;
        // A wake-up that comes from here on makes Park return at once, so nothing that is checked before it can be missed.
        var milliseconds = loop.SleepLimit.Until(loop.Timers.NextDue);
        if (milliseconds != 0)
            _parker!.Park(milliseconds);
        loop.Turns.OnAwake();
        loop.Watch.OnAwake();
    }

    private readonly struct NextPost(EventLoop loop) : IWaiting
    {
        public bool IsOver => !loop.Queue.IsEmpty || loop.Lifetime.IsClosed;
    }
}
