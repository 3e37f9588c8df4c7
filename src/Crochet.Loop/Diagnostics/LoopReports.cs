using Crochet.Timing;
using Microsoft.Extensions.Logging;

namespace Crochet.Diagnostics;

/// <summary>
/// Tells whoever listens of what nobody waits for any more. Failures that no code can retrieve go to the log, to the handlers and, where
/// there is neither, to standard error; the rest goes to the log. From any thread. Nothing that a listener throws comes out of here.
/// </summary>
/// <param name="loop">Whose failures they are.</param>
/// <param name="logger">Never throws.</param>
/// <param name="isLogged">Whether somebody reads that log.</param>
internal sealed class LoopReports(EventLoop loop, ILogger logger, bool isLogged)
{
    public event EventHandler<UnobservedFailureEventArgs>? Handlers;

    public void Report(Failure failure, string source)
    {
        LoopLog.UnobservedFailure(logger, source, loop.Name, failure.Exception);
        var handlers = Handlers;
        if (handlers is null)
        {
            if (!isLogged)
            {
                StandardError.Write(
                    $"{OneLine.Of(source)} failed in the loop '{OneLine.Of(loop.Name)}', and nobody retrieved its failure:"
                    + $"{Environment.NewLine}{failure.Traceback}");
            }

            return;
        }

        var args = new UnobservedFailureEventArgs(loop, failure, source);
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(loop, args);
            }
            catch (Exception exception)
            {
                LoopLog.HandlerFailed(logger, loop.Name, exception);
            }
        }
    }

    /// <summary>A thread-bound object takes longer to dispose of than anybody waits.</summary>
    public void SlowDisposal(string name) => LoopLog.SlowDisposal(logger, name);

    /// <summary>Something holds up the loop's stop for too long: nobody waits for it any more.</summary>
    public void LeftBehind(string name, TimeSpan bound) => LoopLog.LeftBehind(logger, name, loop.Name, bound.TotalSeconds);

    /// <summary>A call has failed whose result had ended before.</summary>
    public void LateFailure(Exception exception, string call) => LoopLog.LateFailure(logger, call, loop.Name, exception);

    /// <summary>Loop thread: a call has gone on to its end without its result, which had ended before.</summary>
    /// <param name="call">Its name.</param>
    /// <param name="abandonedAt">When its result ended, by the loop's clock.</param>
    /// <param name="exception">What it ended with; null for none.</param>
    public void AbandonedEnded(string call, long abandonedAt, Exception? exception)
    {
        var ignored = LoopClock.Between(abandonedAt, loop.Clock.TotalMilliseconds);
        LoopLog.AbandonedEnded(logger, call, loop.Name, ignored.TotalSeconds, exception);
    }
}
