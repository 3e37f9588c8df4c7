using Microsoft.Extensions.Logging;

namespace Crochet.Diagnostics;

/// <summary>
/// Tells whoever listens of failures that no code can retrieve any more: the log, the handlers and, where there is neither, standard error. From any thread.
/// Nothing that a listener throws comes out of here.
/// </summary>
/// <param name="loop">Whose failures they are.</param>
/// <param name="logger">Never throws.</param>
/// <param name="isLogged">Whether somebody reads that log.</param>
internal sealed class FailureReports(EventLoop loop, ILogger logger, bool isLogged)
{
    public event EventHandler<UnobservedFailureEventArgs>? Handlers;

    public void Report(Failure failure, string source)
    {
        Log.UnobservedFailure(logger, source, loop.Name, failure.Exception);
        var handlers = Handlers;
        if (handlers is null)
        {
            if (!isLogged)
                StandardError.Write($"{OneLine.Of(source)} failed in the loop '{OneLine.Of(loop.Name)}', and nobody retrieved its failure:{Environment.NewLine}{failure.Traceback}");
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
                Log.HandlerFailed(logger, loop.Name, exception);
            }
        }
    }
}
