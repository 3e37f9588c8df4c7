namespace Crochet.Benchmarks.Peers;

/// <summary>One way to run all work in one place while other threads call it: written as its users would write it.</summary>
internal abstract class Peer(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Runs an addition in the peer's one place and blocks for the sum.</summary>
    public abstract int Add(int a, int b);

    /// <summary>Starts an addition and goes on; <see cref="Collect"/> takes what this gives.</summary>
    public abstract object Post(int a, int b);

    /// <summary>Blocks for the sum of an addition that was posted.</summary>
    public virtual int Collect(object posted) => ((Task<int>)posted).GetAwaiter().GetResult();

    public abstract void Dispose();
}
