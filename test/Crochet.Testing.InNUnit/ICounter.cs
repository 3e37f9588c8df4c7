namespace Crochet.Testing.InNUnit;

public interface ICounter
{
    [WaitFor(seconds: 5)]
    void Add();

    [WaitFor(seconds: 5)]
    Task<int> CountAsync();
}
