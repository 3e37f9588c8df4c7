namespace Crochet.Tests;

/// <summary>A test with a loop that runs, and that tells which failures it reported.</summary>
public abstract class LoopTest
{
    private readonly TaskCompletionSource<UnobservedFailureEventArgs> _reported = new();

    protected EventLoop Loop { get; private set; } = null!;

    /// <summary>Ends with the first failure that nobody retrieved.</summary>
    protected Task<UnobservedFailureEventArgs> Reported => _reported.Task;

    [TestInitialize]
    public void StartLoop()
    {
        Loop = new EventLoop(new EventLoopOptions { Name = "Test" });
        Loop.UnobservedFailure += (_, report) => _reported.TrySetResult(report);
        Loop.Start();
    }

    [TestCleanup]
    public void StopLoop() => Loop.Dispose();

    protected TInterface Proxy<TInterface>(object implementation) where TInterface : class =>
        CrochetProxy.Create<TInterface>(implementation, Loop);

    /// <summary>Holds the loop thread until the gate that it returns is opened.</summary>
    protected ManualResetEventSlim HoldLoop()
    {
        var gate = new ManualResetEventSlim();
        Loop.Post(gate.Wait);
        return gate;
    }
}
