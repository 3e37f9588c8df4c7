namespace Crochet.Testing.Driving;

/// <summary>Gets a thread out of what it is blocked in, while it runs somebody's code and never after: then it may run another's.</summary>
internal sealed class Interruption
{
    private const int Possible = 0;
    private const int Over = 1;
    private const int Begun = 2;

    private int _state;
    private volatile bool _hasCome;

    /// <summary>From any thread. Nothing where the code has been left.</summary>
    public void Interrupt(Thread thread)
    {
        // Pairs with Leave: one of the two comes first, and where this does, that waits for it.
        if (Interlocked.CompareExchange(ref _state, Begun, Possible) != Possible)
            return;
        thread.Interrupt();
        _hasCome = true;
    }

    /// <summary>On the thread itself: the code has been left. Where the thread was not blocked the interruption is used up here.</summary>
    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Over, Possible) == Possible)
            return;
        var spinner = new SpinWait();
        while (!_hasCome)
            spinner.SpinOnce(sleep1Threshold: -1);
        UseUp();
    }

    /// <summary>On a thread that has been interrupted, and may have been blocked or not.</summary>
    public static void UseUp()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
        }
    }
}
