using Microsoft.Extensions.Logging;

namespace Crochet.Diagnostics;

/// <summary>
/// A logger that never throws, since the loop's thread, the watch and the finalizer log where nobody could catch a sink's failure; and
/// whose messages are one line each, whatever is in a name.
/// </summary>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, (logged, thrown) => OneLine.Of(formatter(logged, thrown)));
        }
        catch (Exception)
        {
            // A log that cannot be written has nowhere to say so.
        }
    }
}
