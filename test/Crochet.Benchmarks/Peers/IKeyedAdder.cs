namespace Crochet.Benchmarks.Peers;

/// <summary><see cref="Adder"/> with a key, which chooses a loop where there are several.</summary>
public interface IKeyedAdder
{
    [WaitFor(60)]
    int Add([LoopKey] int key, int a, int b);

    [RunInReactor]
    EventualResult<int> StartAdd([LoopKey] int key, int a, int b);
}
