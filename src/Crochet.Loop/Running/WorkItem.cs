namespace Crochet.Running;

/// <summary>A work item that is no call's result: a posted callback, a continuation, a timer.</summary>
internal abstract class WorkItem : IWorkItem
{
    internal IWorkItem? Next;

    internal uint Ticket;

    ref IWorkItem? IWorkItem.Next => ref Next;

    ref uint IWorkItem.Ticket => ref Ticket;

    public abstract string GetName();

    public virtual uint GetQueuedAt(uint now) => now;

    public abstract void Execute(EventLoop loop);

    public abstract bool Drop();
}
