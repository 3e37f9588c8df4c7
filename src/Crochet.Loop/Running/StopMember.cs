namespace Crochet.Running;

/// <summary>One loop of a <see cref="JointStop"/>, whose lock guards these.</summary>
internal sealed class StopMember(EventLoop loop)
{
    public EventLoop Loop { get; } = loop;

    /// <summary>How many batches its queue had given out when it last had nothing left to do in the drain; null while it has.</summary>
    public long? IdleSince { get; set; }

    /// <summary>Its calls have ended, or have had their time.</summary>
    public bool HasEnded { get; set; }

    /// <summary>A turn holds its thread: the others go on without it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Nothing is in flight in it, and nothing has come since it said so.</summary>
    public bool IsIdle => Loop.Lifetime.IsClosed || (IdleSince is { } batches && Loop.Queue.IsUntouchedSince(batches));

    /// <summary>Its objects can be disposed of.</summary>
    public bool MayDispose => HasEnded && !IsHeld;
}
