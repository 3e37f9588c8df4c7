using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Logging;

/// <summary>A log provider that keeps what it is given, and can be made to block in it.</summary>
internal sealed class BlockingProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Written> _written = new();
    private IExternalScopeProvider? _scopes;

    public sealed record Written(
        string Category, string Message, Thread Thread, IReadOnlyList<object?> Scopes, IReadOnlyDictionary<string, object?> Values,
        Activity? Activity);

    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public IReadOnlyList<Written> Entries => [.. _written];

    public IEnumerable<string> MessagesOf(string category) =>
        Entries.Where(entry => entry.Category == category).Select(entry => entry.Message);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(BlockingProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            provider.Gate.Wait(TestTimeouts.MustNotElapse);
            var scopes = new List<object?>();
            provider._scopes?.ForEachScope((scope, all) => all.Add(scope), scopes);
            var values = new Dictionary<string, object?>(state as IEnumerable<KeyValuePair<string, object?>> ?? []);
            provider._written.Enqueue(new(category, formatter(state, exception), Thread.CurrentThread, scopes, values, Activity.Current));
        }
    }
}
