using Microsoft.Extensions.Logging;

namespace Crochet.Logging;

/// <summary>A log entry on its way to the writer.</summary>
/// <param name="Logger">Where it goes.</param>
/// <param name="Level">Its level.</param>
/// <param name="Id">Its event.</param>
/// <param name="State">What it says.</param>
/// <param name="Exception">Its exception.</param>
/// <param name="Context">The context it was logged in: scopes, activity, culture. Null where nothing flows.</param>
internal sealed record OffloadedEntry(
    ILogger Logger, LogLevel Level, EventId Id, OffloadedState State, Exception? Exception, ExecutionContext? Context)
{
    /// <summary>How many entries before this one were dropped.</summary>
    public int DroppedBefore { get; set; }

    public void Write()
    {
        if (Context is null)
            Log();
        else
            ExecutionContext.Run(Context, static entry => ((OffloadedEntry)entry!).Log(), this);
    }

    private void Log() => Logger.Log(Level, Id, State, Exception, static (state, _) => state.ToString());
}
