namespace Crochet;

/// <summary>How far a call has come.</summary>
public enum CallPhase
{
    /// <summary>In the loop's queue; nothing of it has run.</summary>
    Queued,

    /// <summary>Its code holds the loop thread.</summary>
    Running,

    /// <summary>It has returned a task that has not ended: the loop thread is free meanwhile.</summary>
    Awaiting,
}
