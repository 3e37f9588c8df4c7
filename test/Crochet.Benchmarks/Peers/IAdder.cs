namespace Crochet.Benchmarks.Peers;

/// <summary>What Crochet's peer calls: <see cref="Adder"/> through a proxy, matched by shape.</summary>
public interface IAdder
{
    [WaitFor(60)]
    int Add(int a, int b);

    [WaitFor(60)]
    int AddYielding(int a, int b);

    [RunInReactor]
    EventualResult<int> StartAdd(int a, int b);

    [RunInReactor]
    EventualResult<int> StartAddYielding(int a, int b);

    /// <summary>Not marked: runs in the caller's thread, so all that it costs is DynamicProxy's.</summary>
    int AddHere(int a, int b);
}
