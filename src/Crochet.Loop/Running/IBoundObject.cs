namespace Crochet.Running;

/// <summary>An object that belongs to a loop: its stop disposes of it, on the loop thread.</summary>
internal interface IBoundObject
{
    /// <summary>What logs call it.</summary>
    string Name { get; }

    /// <summary>
    /// Called once at most, on the loop thread, in the loop's SynchronizationContext. The stop waits for the task for 5 s.
    /// </summary>
    ValueTask DisposeOnLoopAsync();
}
