namespace Crochet.Tests;

/// <summary>An older version of the interface of this name in the tests.</summary>
internal interface IVersioned
{
    [WaitFor(seconds: 30)]
    Task<string> KeptAsync(int number);

    [WaitFor(seconds: 30)]
    Task<string> ChangedAsync(int number);

    [WaitFor(seconds: 30)]
    Task<string> RemovedAsync();
}
