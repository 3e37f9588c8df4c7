using Crochet.Tests;

namespace Crochet.Processes;

/// <summary>What an older worker runs.</summary>
internal sealed class OlderVersion : IVersioned
{
    public Task<string> KeptAsync(int number) => Task.FromResult($"older {number}");

    public Task<string> ChangedAsync(int number) => Task.FromResult($"older {number}");

    public Task<string> RemovedAsync() => Task.FromResult("older");
}
