namespace Crochet.Tests;

internal static class TestLoop
{
    public static EventLoop Start(EventLoopOptions? options = null)
    {
        var loop = new EventLoop(options ?? new EventLoopOptions());
        loop.Start();
        return loop;
    }

    public static EventLoop Start(string name) => Start(new EventLoopOptions { Name = name });

    /// <summary>A loop whose time the test moves: its own, and that of drains and of the bounds of a stop.</summary>
    public static EventLoop Start(TimeProvider time) => Start(new EventLoopOptions { TimeProvider = time, RealTime = time });

    /// <summary>
    /// Returns when the loop has run all that was queued before, and has ended the turn that says so: time that moves now passes in no
    /// turn.
    /// </summary>
    public static void CatchUp(this EventLoop loop)
    {
        loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        Wait.Until(() => loop.GetSnapshot().Running?.Call.Contains(nameof(CatchUp), StringComparison.Ordinal) is not true);
    }

    /// <summary>Holds the loop thread in a callback until the gate that is returned opens; returns when the thread is held.</summary>
    public static Gate Hold(this EventLoop loop)
    {
        var isHeld = new Gate();
        var release = new Gate();
        loop.Post(() =>
        {
            isHeld.Open();
            release.Pass();
        });
        isHeld.Pass();
        return release;
    }

    public static void UntilStopped(this EventLoop loop)
    {
        if (!loop.Completion.Wait(TestTimeouts.MustNotElapse))
            throw new AssertFailedException("The loop had not stopped when the hang guard elapsed.");
    }

    /// <summary>The value, by a wait that fails the test where it elapses.</summary>
    public static T Value<T>(this EventualResult<T> result) => result.Wait(TestTimeouts.MustNotElapse);

    public static void UntilEnded(this EventualResult result) => result.Wait(TestTimeouts.MustNotElapse);

    /// <summary>Like <see cref="UntilEnded"/>, whatever the end was, and without retrieving a failure.</summary>
    public static void UntilCompleted(this EventualResult result) => Wait.Until(() => result.IsCompleted);

    /// <summary>Returns when a loop that drains has had turns since, and so has looked whether it may end.</summary>
    public static void UntilItHasLooked(this EventLoop loop)
    {
        for (var turn = 0; turn < 2; turn++)
        {
            var looked = new Gate();
            loop.SynchronizationContext.Post(_ => looked.Open(), null);
            looked.Pass();
        }
    }
}
