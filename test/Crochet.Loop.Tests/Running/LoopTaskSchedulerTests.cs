namespace Crochet.Tests.Running;

/// <summary>Tasks that run on the loop thread.</summary>
[TestClass]
public sealed class LoopTaskSchedulerTests
{
    [TestMethod]
    public async Task StartNew_FromOutside_RunsOnTheLoopThread()
    {
        using var loop = TestLoop.Start();

        var current = await Factory(loop).StartNew(() => (EventLoop.Current, TaskScheduler.Current)).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreSame(loop, current.Item1);
        Assert.AreSame(loop.TaskScheduler, current.Item2);
        Assert.AreEqual(1, loop.TaskScheduler.MaximumConcurrencyLevel);
    }

    [TestMethod]
    public async Task StartNew_SeveralTimes_RunsInOrderAmongTheLoopsTurns()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var order = new List<int>();
        _ = Factory(loop).StartNew(() => order.Add(1));
        loop.Post(() => order.Add(2));
        var last = Factory(loop).StartNew(() => order.Add(3));

        release.Open();
        await last.WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, order);
    }

    [TestMethod]
    public async Task Await_InATask_ResumesOnTheLoopThread()
    {
        using var loop = TestLoop.Start();

        var task = await Factory(loop).StartNew(async () =>
        {
            await Task.Run(() => { });
            return loop.IsInLoopThread;
        }).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.IsTrue(await task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Wait_OnTheLoopThread_RunsTheTaskThereAndThen()
    {
        using var loop = TestLoop.Start();

        var isInLoop = loop.WaitFor(TestTimeouts.MustNotElapse, () => Factory(loop).StartNew(() => loop.IsInLoopThread).Result);

        Assert.IsTrue(isInLoop);
        loop.CatchUp();
    }

    [TestMethod]
    public void Wait_OnAnotherThread_DoesNotRunTheTaskThere()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var task = Factory(loop).StartNew(() => EventLoop.Current);
        var waiter = Caller.Start(() => task.Result).UntilBlocked();

        release.Open();

        Assert.AreSame(loop, waiter.Join());
    }

    [TestMethod]
    public void RunSynchronously_OnAnotherThread_StillRunsOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var task = new Task<EventLoop?>(() => EventLoop.Current);

        var waiter = Caller.Start(() => task.RunSynchronously(loop.TaskScheduler));

        waiter.Join();
        Assert.AreSame(loop, task.Result);
    }

    [TestMethod]
    public void Stop_TasksAreQueued_TheyRunOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var task = Factory(loop).StartNew(() => loop.IsInLoopThread);

        loop.Stop();
        release.Open();
        loop.UntilStopped();

        Assert.IsTrue(task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(task.Result);
    }

    [TestMethod]
    public void StartNew_AfterTheStop_Fails()
    {
        using var loop = TestLoop.Start();
        loop.Stop();
        loop.UntilStopped();

        var thrown = Assert.ThrowsExactly<TaskSchedulerException>(() => Factory(loop).StartNew(() => { }));

        Assert.IsInstanceOfType<EventLoopStoppedException>(thrown.InnerException);
    }

    [TestMethod]
    public void ContinueWith_LoopStopsFirst_Ends()
    {
        using var loop = TestLoop.Start();
        var source = new TaskCompletionSource();
        var continuation = source.Task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, loop.TaskScheduler);
        loop.Stop();
        loop.UntilStopped();

        source.SetResult();

        Wait.Until(() => continuation.IsFaulted);
    }

    [TestMethod]
    public void StartNew_RacingWithTheStop_EveryTaskEnds()
    {
        for (var round = 0; round < 50; round++)
        {
            using var loop = TestLoop.Start();
            var starters = Caller.StartTogether(3, index =>
            {
                if (index == 0)
                {
                    loop.Stop();
                    return [];
                }

                var tasks = new List<Task>();
                try
                {
                    for (var i = 0; i < 100; i++)
                        tasks.Add(Factory(loop).StartNew(() => { }));
                }
                catch (TaskSchedulerException)
                {
                    // It has stopped.
                }

                return tasks;
            });

            var all = starters.SelectMany(starter => starter.Join()).ToArray();
            Assert.IsTrue(Task.WaitAll(all, TestTimeouts.MustNotElapse));
        }
    }

    private static TaskFactory Factory(EventLoop loop) => new(loop.TaskScheduler);
}
