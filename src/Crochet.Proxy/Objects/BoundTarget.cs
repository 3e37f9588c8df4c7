using Crochet.Running;

namespace Crochet.Objects;

/// <summary>What a thread-bound proxy stands for: an object that its loop makes, or one for each loop of a group.</summary>
internal abstract class BoundTarget
{
    /// <summary>"IEngine in the loop 'Engines'".</summary>
    public abstract string Name { get; }

    /// <summary>The implementation's class, where it is known, and where it lives: "LuaEngine in the loop 'Engines'".</summary>
    public abstract string Description { get; }

    /// <summary>The made implementation; null before. Of a group it throws.</summary>
    public abstract object? Made { get; }

    /// <summary>The container that disposes of the object with all its others, at its own end; null without one.</summary>
    public abstract ILoopOwner? Owner { get; }

    /// <summary>All objects, in the order of their loops.</summary>
    public abstract IReadOnlyList<BoundObject> All { get; }

    /// <summary>Has the implementation disposed of on its loop when its calls in flight have ended; the task ends with that.</summary>
    public abstract Task DisposeAsync();
}
