namespace Crochet.Testing.Driving;

/// <summary>One that runs on the driver's own thread, and holds it meanwhile.</summary>
internal abstract class HostedActor(string name) : Actor
{
    /// <summary>Names it in steps.</summary>
    public string Name { get; } = name;

    /// <summary>Takes the next piece of work, and gives its name; null where there is none after all.</summary>
    public abstract string? Take();

    /// <summary>Runs what was taken.</summary>
    public abstract void Run();
}
