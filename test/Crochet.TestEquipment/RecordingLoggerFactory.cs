using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>Keeps every entry, with the scopes that were open where it was written.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private readonly LoggerExternalScopeProvider _scopes = new();

    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public IEnumerable<LogEntry> At(LogLevel level) => Entries.Where(entry => entry.Level == level);

    /// <summary>The first entry that fits, waited for: what is logged is often logged a moment after what caused it.</summary>
    public LogEntry Next(Func<LogEntry, bool> fits)
    {
        Wait.Until(() => _entries.Any(fits));
        return _entries.First(fits);
    }

    public ILogger CreateLogger(string categoryName) => new RecordingLogger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class RecordingLogger(RecordingLoggerFactory factory, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => factory._scopes.Push(state);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<object?>();
            factory._scopes.ForEachScope((scope, all) => all.Add(scope), scopes);
            factory._entries.Enqueue(new(category, logLevel, eventId, formatter(state, exception), exception, scopes));
        }
    }
}
