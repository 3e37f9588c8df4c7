namespace Crochet.Testing.InXunit;

public interface ICounter
{
    [WaitFor(seconds: 5)]
    void Add();

    [WaitFor(seconds: 5)]
    Task<int> CountAsync();
}
