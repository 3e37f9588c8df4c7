namespace Crochet.Benchmarks.Peers;

public interface IPages
{
    [WaitFor(600)]
    string Get();
}
