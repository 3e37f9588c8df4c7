using System.Diagnostics;
using Crochet.Calls;

namespace Crochet.Diagnostics;

/// <summary>
/// One call that somebody listens for: its times, and its span. Stands in for the invoker of the call, so that a call which nobody listens
/// for carries nothing of it.
/// </summary>
internal sealed class ObservedCall : CallInvoker
{
    private readonly EventLoop _loop;
    private readonly CallInvoker _invoker;
    private readonly string _name;
    private readonly Activity? _span;
    private readonly long _queuedAt = Stopwatch.GetTimestamp();
    private long _startedAt;
    private long _leftAt;
    private int _ended;

    /// <summary>Starts the span, which is then the calling thread's current activity.</summary>
    public ObservedCall(EventLoop loop, CallInvoker invoker, object body)
    {
        _loop = loop;
        _invoker = invoker;
        _name = invoker.GetName(body);
        ReportsProgress = invoker.ReportsProgress;
        GoesOn = invoker.GoesOn;
        _span = StartSpan();
    }

    public override CallProgress CreateProgress() => _invoker.CreateProgress();

    public override bool TakesToken => _invoker.TakesToken;

    public override string GetName(object body) => _name;

    public override string? GetArguments(object body) => _invoker.GetArguments(body);

    public override bool TryWithdraw(object body) => _invoker.TryWithdraw(body);

    public override object GetPendingBody(object body) => _invoker.GetPendingBody(body);

    public override void OnNeverRan(EventualResult call, object body) => _invoker.OnNeverRan(call, body);

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        _span?.AddEvent(new ActivityEvent("crochet.call.started"));
        try
        {
            _invoker.Invoke(call, body, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _leftAt, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>
    /// The call has ended, with this exception or well. The first end counts: a caller gives up before the loop has cancelled the call.
    /// </summary>
    public void End(Exception? exception)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        try
        {
            var now = Stopwatch.GetTimestamp();
            var outcome = OutcomeOf(exception);
            var error = exception?.GetType().FullName;
            RecordTimes(now, outcome, error);
            EndSpan(outcome, error, exception);
        }
        catch (Exception thrown)
        {
            // Listeners are user code: what they throw must not keep the call from ending.
            _loop.Report(new Failure(thrown), $"A listener to '{Telemetry.Name}', at the end of {_name},");
        }
    }

    private Activity? StartSpan()
    {
        try
        {
            return Telemetry.Source.StartActivity(_name)?.SetTag(Telemetry.LoopTag, _loop.Name).SetTag(Telemetry.CallTag, _name);
        }
        catch (Exception thrown)
        {
            // Nor must it keep the call from being made.
            _loop.Report(new Failure(thrown), $"A listener to '{Telemetry.Name}', told of the start of {_name},");
            return null;
        }
    }

    private static string OutcomeOf(Exception? exception) => exception switch
    {
        null => "succeeded",
        CrochetTimeoutException => "timed_out",
        OperationCanceledException => "cancelled",
        EventLoopStoppedException => "stopped",
        EventLoopOverloadedException => "refused",
        _ => "failed",
    };

    private void RecordTimes(long now, string outcome, string? error)
    {
        var startedAt = Volatile.Read(ref _startedAt);
        var leftAt = Volatile.Read(ref _leftAt);
        TimeSpan? running = startedAt == 0 ? null : Stopwatch.GetElapsedTime(startedAt, leftAt == 0 ? now : leftAt);
        var queued = Stopwatch.GetElapsedTime(_queuedAt, startedAt == 0 ? now : startedAt);
        Telemetry.Record(_loop.Name, _name, outcome, error, queued, running, Stopwatch.GetElapsedTime(_queuedAt, now));
    }

    private void EndSpan(string outcome, string? error, Exception? exception)
    {
        if (_span is null)
            return;
        _span.SetTag(Telemetry.OutcomeTag, outcome);
        if (exception is not null)
            _span.SetTag(Telemetry.ErrorTag, error);
        if (exception is not (null or OperationCanceledException))
        {
            _span.SetStatus(ActivityStatusCode.Error, exception.Message);
            _span.AddException(exception);
        }

        using (new OuterActivity())
            _span.Stop();
    }
}
