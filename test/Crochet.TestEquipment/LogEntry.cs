using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

internal sealed record LogEntry(
    string Category, LogLevel Level, EventId Id, string Message, Exception? Exception, IReadOnlyList<object?> Scopes);
