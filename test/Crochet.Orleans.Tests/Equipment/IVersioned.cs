namespace Crochet.Tests;

/// <summary>The newer version of the interface that Crochet.ClusterProcess has of this name.</summary>
public interface IVersioned
{
    [WaitFor(seconds: 30)]
    Task<string> KeptAsync(int number);

    [WaitFor(seconds: 30)]
    Task<string> ChangedAsync(string text);

    [WaitFor(seconds: 30)]
    Task<string> AddedAsync(int number);
}
