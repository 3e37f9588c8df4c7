using Xunit;
using Xunit.Sdk;

namespace Crochet.Testing.InXunit;

public sealed class CounterTests
{
    #region explore
    [Fact]
    public void Additions_InManyOrders_AreAllCounted() => Schedules.Explore(test => AddTwice(test, new Counter()));

    private static void AddTwice(TestLoop test, object implementation)
    {
        var counter = CrochetProxy.Create<ICounter>(implementation, test.Loop);
        test.AddCaller(counter.Add);
        test.AddCaller(counter.Add);
        test.RunToEnd();
        test.AddCaller(async () => Assert.Equal(2, await counter.CountAsync()));
    }
    #endregion

    [Fact]
    public void AdditionsToTheHastyCounter_GetLost()
    {
        static void Scenario(TestLoop test) => AddTwice(test, new HastyCounter());

        var failure = Assert.Throws<ScheduleException>(() => Schedules.Explore(Scenario));
        var replayed = Assert.Throws<ScheduleException>(() => Schedules.Replay(Scenario, failure.Seed));

        Assert.IsType<EqualException>(failure.InnerException);
        Assert.Equal(failure.Message, replayed.Message);
    }

    [Fact]
    public async Task AsyncTest_MakesItsTestLoopAfterItsAwaits()
    {
        await Task.Yield();
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();

        test.Run(() => Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider));

        Assert.Equal(TimeSpan.FromHours(1), test.Time.GetUtcNow() - began);
    }

    [Fact]
    public async Task AwaitsOfARun_ResumeInTheLoop()
    {
        await Task.Yield();
        using var test = new TestLoop();
        var thread = Thread.CurrentThread;

        var resumed = test.Run(async () =>
        {
            await Task.Yield();
            return Thread.CurrentThread;
        });

        Assert.Same(thread, resumed);
    }
}
