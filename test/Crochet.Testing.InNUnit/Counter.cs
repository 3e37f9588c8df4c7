namespace Crochet.Testing.InNUnit;

public sealed class Counter
{
    private int _count;

    public async Task Add()
    {
        await Task.Yield();
        _count++;
    }

    public Task<int> CountAsync() => Task.FromResult(_count);
}
