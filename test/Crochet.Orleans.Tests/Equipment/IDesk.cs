namespace Crochet.Tests;

/// <summary>Calls of all kinds.</summary>
public interface IDesk
{
    [WaitFor(seconds: 15)]
    int Add(int left, int right);

    [WaitFor(seconds: 15)]
    Order Reorder(Order order, CancellationToken cancellationToken);

    [WaitFor(seconds: 15)]
    Task<string> EchoAsync(string? text);

    [WaitFor(seconds: 15)]
    ValueTask<int> CountAsync();

    [WaitFor(seconds: 15)]
    void Note(string text);

    [RunInReactor]
    void Drop(string text);

    [RunInReactor]
    EventualResult<string> Later(string text);

    [WaitFor(seconds: 15)]
    string Where();

    [WaitFor(seconds: 15)]
    string Where([LoopKey] string key);

    [WaitFor(seconds: 15)]
    void Throw(string kind);

    [WaitFor(seconds: 15)]
    void Wait(CancellationToken cancellationToken);

    [WaitFor(seconds: 0.2)]
    void WaitTooLong();

    [WaitFor(seconds: 0.2)]
    Task WaitTooLongAsync();

    [RunInReactor]
    EventualResult Hold();

    [WaitFor(seconds: 15)]
    string? Trace();

    /// <summary>Reports each word, and goes on at the next pass of the gate.</summary>
    [RunInReactor]
    EventualResult<int> Report(string text);

    [WaitFor(seconds: 15)]
    int Size { get; set; }
}

/// <summary>What a call reports.</summary>
public sealed record Reported(string Word, int Count);

/// <summary>Something to hand over.</summary>
public record Order(int Id, string Name, decimal Price, DateTimeOffset At, List<string> Lines);

/// <summary>One of which the interface knows nothing.</summary>
public sealed record RushOrder(int Id, string Name, decimal Price, DateTimeOffset At, List<string> Lines, string Courier)
    : Order(Id, Name, Price, At, Lines);
