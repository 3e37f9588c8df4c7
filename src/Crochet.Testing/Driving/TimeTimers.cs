using Crochet.Testing.Time;

namespace Crochet.Testing.Driving;

/// <summary>The timers that were made on the test's time itself.</summary>
internal sealed class TimeTimers(EventLoop loop, TestTime time) : HostedActor("timer")
{
    private TestTimer? _next;

    public override bool IsReady => time.NextDue <= time.GetTimestamp();

    public override string? Take()
    {
        _next = time.TakeDue();
        return _next?.Name;
    }

    public override void Run()
    {
        var outer = EventLoop.Current;
        var outerContext = SynchronizationContext.Current;
        // Such a timer calls from nowhere: in no loop, and in no context that would send what it resumes to the thread pool.
        EventLoop.Leave(null, null);
        try
        {
            _next!.Call();
        }
        catch (Exception exception)
        {
            loop.Reports.Report(new Failure(exception), _next!.Name);
        }
        finally
        {
            EventLoop.Leave(outer, outerContext);
        }
    }
}
