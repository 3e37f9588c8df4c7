namespace Crochet.Benchmarks.Peers;

/// <summary>Counts for as long as somebody reads.</summary>
public sealed class Counter
{
    public int Next(int last) => last + 1;

    public int NextLater(int last) => last + 1;

    public IEnumerable<int> Numbers()
    {
        for (var number = 1; ; number++)
            yield return number;
    }

    public IEnumerable<int> NumbersAhead() => Numbers();

    public async IAsyncEnumerable<int> Items()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        for (var number = 1; ; number++)
            yield return number;
    }

    public IAsyncEnumerable<int> ItemsAhead() => Items();
}
