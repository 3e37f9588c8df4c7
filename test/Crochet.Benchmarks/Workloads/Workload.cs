namespace Crochet.Benchmarks.Workloads;

/// <summary>One thing that is measured; its name is what a filter chooses by.</summary>
internal abstract class Workload(string name)
{
    public string Name { get; } = name;

    public abstract void Run(Session session);
}
