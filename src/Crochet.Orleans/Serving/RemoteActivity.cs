using System.Diagnostics;
using Crochet.Diagnostics;

namespace Crochet.Serving;

/// <summary>
/// Makes the caller's activity the parent of what a call does here. The activity goes on when this is disposed of, and stops with the call.
/// </summary>
internal readonly struct RemoteActivity : IDisposable
{
    private readonly OuterActivity _outer;

    private RemoteActivity(OuterActivity outer, Activity? started)
    {
        _outer = outer;
        Started = started;
    }

    /// <summary>Null where the caller has none.</summary>
    public Activity? Started { get; }

    public static RemoteActivity Enter(string name, string parent, string state)
    {
        var outer = new OuterActivity();
        if (parent.Length == 0 || !ActivityContext.TryParse(parent, state.Length == 0 ? null : state, isRemote: true, out var context))
            return new(outer, started: null);
        // Where nobody listens, the ids are handed on all the same: the implementation may log them, and call others.
        var started = Telemetry.Source.StartActivity(name, ActivityKind.Server, context)
            ?? new Activity(name) { TraceStateString = context.TraceState }
                .SetParentId(context.TraceId, context.SpanId, context.TraceFlags)
                .Start();
        return new(outer, started);
    }

    /// <summary>Stops what was started. Listeners are user code: what they throw must not keep the caller from its answer.</summary>
    public static void Stop(Activity? started, string name, EventLoop? loop)
    {
        try
        {
            started?.Stop();
        }
        catch (Exception thrown)
        {
            loop?.Report(new Failure(thrown), $"A listener to '{Telemetry.Name}', at the end of {name},");
        }
    }

    public void Dispose() => _outer.Dispose();
}
