namespace Crochet;

// A loop that the application has lent to containers. A container disposes of whatever its factories give it, and so of this loop too; that is not meant.
public sealed partial class EventLoop
{
    private List<IServiceProvider>? _borrowers;

    /// <summary>One disposal is going to be none: that by this container, in the course of its own.</summary>
    internal void LendTo(IServiceProvider container)
    {
        lock (_stateLock)
            (_borrowers ??= []).Add(container);
    }

    /// <summary>Whether this disposal is a container's.</summary>
    private bool IsGivenBack()
    {
        if (_borrowers is not { } borrowers)
            return false;
        lock (_stateLock)
        {
            var index = borrowers.FindIndex(IsDisposed);
            if (index >= 0)
                borrowers.RemoveAt(index);
            return index >= 0;
        }
    }

    // A container refuses all from the beginning of its disposal on.
    private static bool IsDisposed(IServiceProvider container)
    {
        try
        {
            container.GetService(typeof(IServiceProvider));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
