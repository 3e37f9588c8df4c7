using System.Collections.Concurrent;
using System.Diagnostics;

namespace Crochet.Tests;

/// <summary>
/// The implementation, which tells a test what it does. It has the interface's methods, and its tokens, without being told.
/// </summary>
public sealed class Desk(string name)
{
    private readonly ConcurrentQueue<string> _notes = new();
    private int _running;

    public IReadOnlyCollection<string> Notes => _notes;

    public int Running => Volatile.Read(ref _running);

    public int Size { get; set; }

    public Order? Ordered { get; private set; }

    internal Gate Started { get; } = new();

    internal Gate Cancelled { get; } = new();

    internal Gate Release { get; } = new();

    internal SemaphoreSlim GoOn { get; } = new(0);

    public int Add(int left, int right) => left + right;

    public Order Reorder(Order order, CancellationToken cancellationToken)
    {
        Ordered = order;
        return order with { Id = order.Id + 1, Lines = [.. order.Lines, name] };
    }

    public async Task<string> EchoAsync(string? text)
    {
        await Task.Yield();
        return $"{text}";
    }

    public ValueTask<int> CountAsync() => new(_notes.Count);

    public void Note(string text) => _notes.Enqueue(text);

    public void Drop(string text)
    {
        _notes.Enqueue(text);
        if (text.Length == 0)
            throw new InvalidOperationException("Nothing to drop.");
    }

    public EventualResult<string> Later(string text) => $"{text} from {name}";

    public string Where() => name;

    public string Where(string key) => name;

    public void Throw(string kind) => throw kind switch
    {
        "argument" => new ArgumentOutOfRangeException(nameof(kind), kind, "Not that one."),
        "null" => new ArgumentNullException(nameof(kind)),
        "key" => new KeyNotFoundException("No such key."),
        "file" => new FileNotFoundException("No such file."),
        "cancelled" => new TaskCanceledException("Given up."),
        "own" => new DeskException("Closed."),
        "mute" => new MuteException(),
        "overloaded" => new EventLoopOverloadedException("Other", "IOther.Call", 7),
        "stopped" => new EventLoopStoppedException("Other"),
        "timeout" => new CrochetTimeoutException("IOther.Call", TimeSpan.FromSeconds(3), isWithdrawn: true),
        "worker" => new WorkerLostException("there", "IOther.Call", neverRan: true),
        "nobody" => new NoWorkerException("IOther"),
        "json" => new System.Text.Json.JsonException("Not JSON."),
        _ => new InvalidOperationException("Not now."),
    };

    public Task Wait(CancellationToken cancellationToken) => HoldAsync(cancellationToken);

    public Task WaitTooLong(CancellationToken cancellationToken) => HoldAsync(cancellationToken);

    public Task WaitTooLongAsync(CancellationToken cancellationToken) => HoldAsync(cancellationToken);

    public Task Hold(CancellationToken cancellationToken) => HoldAsync(cancellationToken);

    public async Task<int> Report(string text, IProgress<Reported> progress, CancellationToken cancellationToken)
    {
        var words = text.Split(' ');
        foreach (var word in words)
        {
            if (word == "fail")
                throw new KeyNotFoundException("No such word.");
            progress.Report(new(word, word.Length));
            await GoOn.WaitAsync(cancellationToken);
        }

        progress.Report(new("all", words.Length));
        return words.Length;
    }

    public string? Trace() => Activity.Current?.TraceId.ToHexString();

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        Started.Open();
        try
        {
            await Release.Opened.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled.Open();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
