namespace Crochet.Testing.InNUnit;

/// <summary>Reads, awaits, and writes what it has read: what others add meanwhile is lost.</summary>
public sealed class HastyCounter
{
    private int _count;

    public async Task Add()
    {
        var count = _count;
        await Task.Yield();
        _count = count + 1;
    }

    public Task<int> CountAsync() => Task.FromResult(_count);
}
