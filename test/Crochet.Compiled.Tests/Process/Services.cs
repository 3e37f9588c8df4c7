using Crochet.Tests.Process;

[assembly: Crochet.GenerateProxy(typeof(ITripling), typeof(ShapedTripling))]

namespace Crochet.Tests.Process;

[GenerateProxy]
internal interface IAdding
{
    [WaitFor(15)]
    int Add(int one, int other);
}

[GenerateProxy]
internal interface IBoundAdding
{
    [WaitFor(15)]
    int Add(int one, int other);
}

[GenerateProxy]
internal interface IDoubling : IAsyncDisposable
{
    [WaitFor(15)]
    int Double(int value);
}

internal interface ITripling
{
    [WaitFor(15)]
    int Triple(int value);
}

internal sealed class Adding : IAdding, IBoundAdding
{
    public int Add(int one, int other) => one + other;
}

internal sealed class Doubling : IDoubling, IDisposable
{
    public int Double(int value) => 2 * value;

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;
}

internal sealed class ShapedTripling
{
    public async Task<int> TripleAsync(int value, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return 3 * value;
    }
}

public interface IUncompiled
{
    [WaitFor(15)]
    int Get();
}

public sealed class Uncompiled : IUncompiled
{
    public int Get() => 1;
}
