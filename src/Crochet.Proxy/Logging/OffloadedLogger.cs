using Microsoft.Extensions.Logging;

namespace Crochet.Logging;

/// <summary>Hands what is logged on a loop thread to the writer; what is logged elsewhere goes straight through.</summary>
internal sealed class OffloadedLogger(ILogger inner, LogWriter writer) : ILogger
{
    // Scopes are kept in the ExecutionContext, which goes with each entry.
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!EventLoop.IsOnOwnThread)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        else if (inner.IsEnabled(logLevel))
        {
            // Formatted here, where the values are what they are now.
            var text = new OffloadedState(formatter(state, exception), state);
            writer.Write(new OffloadedEntry(inner, logLevel, eventId, text, exception, ExecutionContext.Capture()));
        }
    }
}
