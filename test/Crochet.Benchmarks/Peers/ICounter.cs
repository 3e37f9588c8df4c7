namespace Crochet.Benchmarks.Peers;

/// <summary>Numbers, by calls and as streams.</summary>
public interface ICounter
{
    [WaitFor(60)]
    int Next(int last);

    [WaitFor(60)]
    Task<int> NextLater(int last);

    [WaitFor(60)]
    IEnumerable<int> Numbers();

    [WaitFor(60), Prefetch(64)]
    IEnumerable<int> NumbersAhead();

    [WaitFor(60)]
    IAsyncEnumerable<int> Items();

    [WaitFor(60), Prefetch(64)]
    IAsyncEnumerable<int> ItemsAhead();
}
