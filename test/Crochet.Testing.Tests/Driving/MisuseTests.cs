namespace Crochet.Tests.Driving;

[TestClass]
public class MisuseTests
{
    [TestMethod]
    public void TestLoop_WithATimeProviderOfTheOptions_SaysWhatToDo()
    {
        var options = new EventLoopOptions { TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider() };

        var failure = Assert.ThrowsExactly<ArgumentException>(() => new TestLoop(options: options));

        StringAssert.Contains(failure.Message, "its Time");
        Assert.AreEqual("options", failure.ParamName);
    }

    [TestMethod]
    public void TestLoop_WithOptions_TakesTheOthersAndLeavesThemAsTheyAre()
    {
        var options = new EventLoopOptions { Name = "Under test", QueueLimit = 1 };

        using var test = new TestLoop(options: options);

        Assert.AreEqual("Under test", test.Loop.Name);
        Assert.AreSame(TimeProvider.System, options.TimeProvider);
        _ = test.Loop.RunInReactor(() => { });
        Assert.ThrowsExactly<EventLoopOverloadedException>(() => test.Loop.RunInReactor(() => { }));
    }

    [TestMethod]
    public void TestLoop_WithWrongOptions_ListsThem()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new TestLoop(options: new EventLoopOptions { Name = " " }));
        Assert.ThrowsExactly<ArgumentException>(() => new TestLoop(options: new EventLoopOptions { TimeProvider = null! }));
    }

    [TestMethod]
    public async Task Driving_OnAnotherThread_SaysWhatToDo()
    {
        using var test = new TestLoop();

        foreach (var drive in WaysToDrive(test))
        {
            var failure = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => Task.Factory.StartNew(
                drive, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            StringAssert.Contains(failure.Message, "the thread that made it");
        }
    }

    [TestMethod]
    public void Driving_InATurn_SaysWhatToDo()
    {
        using var test = new TestLoop();

        foreach (var drive in WaysToDrive(test).Append(test.Dispose))
        {
            var call = test.Loop.RunInReactor(drive);
            test.RunUntilIdle();
            var failure = Assert.ThrowsExactly<InvalidOperationException>(() => Rethrow(call));
            StringAssert.Contains(failure.Message, "drive in the test");
        }
    }

    [TestMethod]
    public void Driving_ByACaller_SaysWhatToDo()
    {
        using var test = new TestLoop();

        foreach (var drive in WaysToDrive(test).Append(test.Dispose))
        {
            test.AddCaller(drive);
            var failure = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);
            Assert.IsInstanceOfType<InvalidOperationException>(failure.InnerException);
            StringAssert.Contains(failure.Message, "the test drives");
        }
    }

    [TestMethod]
    public void Driving_AfterDisposal_Throws()
    {
        var test = new TestLoop();
        test.Dispose();

        foreach (var drive in WaysToDrive(test).Append(() => test.AddCaller(() => { })))
            Assert.ThrowsExactly<ObjectDisposedException>(drive);
    }

    [TestMethod]
    public void AddCaller_Null_Throws()
    {
        using var test = new TestLoop();

        Assert.ThrowsExactly<ArgumentNullException>(() => test.AddCaller((Action)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => test.AddCaller((Func<Task>)null!));
    }

    private static IEnumerable<Action> WaysToDrive(TestLoop test) =>
    [
        () => test.RunUntilIdle(),
        () => test.Advance(TimeSpan.FromSeconds(1)),
        () => test.AdvanceToNext(),
        () => test.Run(() => Task.CompletedTask),
        () => test.Run(() => Task.FromResult(1)),
        test.RunToEnd,
    ];

    private static void Rethrow(EventualResult call)
    {
        if (call.OriginalFailure() is { } failure)
            failure.Throw();
    }
}
