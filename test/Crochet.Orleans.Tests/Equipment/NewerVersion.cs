namespace Crochet.Tests;

/// <summary>What a newer worker runs.</summary>
public sealed class NewerVersion : IVersioned
{
    public Task<string> KeptAsync(int number) => Task.FromResult($"newer {number}");

    public Task<string> ChangedAsync(string text) => Task.FromResult($"newer {text}");

    public Task<string> AddedAsync(int number) => Task.FromResult($"newer {number}");
}
