namespace Crochet.Tests.Running;

/// <summary>What is posted to a loop's context.</summary>
[TestClass]
public sealed class LoopSynchronizationContextTests
{
    private readonly AsyncLocal<string?> _local = new();

    [TestMethod]
    public void Post_FromOutside_RunsInThePostersExecutionContext()
    {
        using var loop = TestLoop.Start();
        var seen = new TaskCompletionSource<string?>();
        _local.Value = "poster's";

        loop.SynchronizationContext.Post(_ => seen.SetResult(_local.Value), null);

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual("poster's", seen.Task.Result);
    }

    [TestMethod]
    public void Post_WithTheFlowSuppressed_RunsInTheLoopsOwnContext()
    {
        using var loop = TestLoop.Start();
        var seen = new TaskCompletionSource<string?>();
        _local.Value = "poster's";

        using (ExecutionContext.SuppressFlow())
            loop.SynchronizationContext.Post(_ => seen.SetResult(_local.Value), null);

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Task.Result);
    }

    [TestMethod]
    public void Post_FromTheLoopThread_NothingFlowsIntoTheNextTurn()
    {
        using var loop = TestLoop.Start();
        var seen = new TaskCompletionSource<(string?, string?)>();
        loop.Post(() =>
        {
            string? first = null;
            loop.Post(() => first = "unset");
            _local.Value = "first";
            loop.SynchronizationContext.Post(_ => (first, _local.Value) = (_local.Value, "changed"), null);
            using (ExecutionContext.SuppressFlow())
                loop.SynchronizationContext.Post(_ => seen.SetResult((first, _local.Value)), null);
        });

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(("first", null), seen.Task.Result);
    }

    [TestMethod]
    public void Await_ResumedByAThreadWithAnotherContext_KeepsItsOwn()
    {
        using var loop = TestLoop.Start();
        var source = new TaskCompletionSource();
        _local.Value = "awaiter's";
        var result = loop.RunInReactor(async () =>
        {
            await source.Task;
            return _local.Value;
        });
        loop.CatchUp();

        _local.Value = "resumer's";
        source.SetResult();

        Assert.AreEqual("awaiter's", result.Value());
    }
}
