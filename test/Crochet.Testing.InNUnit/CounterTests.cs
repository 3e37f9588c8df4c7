using NUnit.Framework;

namespace Crochet.Testing.InNUnit;

[TestFixture]
public sealed class CounterTests
{
    #region explore
    [Test]
    public void Additions_InManyOrders_AreAllCounted() => Schedules.Explore(test => AddTwice(test, new Counter()));

    private static void AddTwice(TestLoop test, object implementation)
    {
        var counter = CrochetProxy.Create<ICounter>(implementation, test.Loop);
        test.AddCaller(counter.Add);
        test.AddCaller(counter.Add);
        test.RunToEnd();
        test.AddCaller(async () => Assert.That(await counter.CountAsync(), Is.EqualTo(2)));
    }
    #endregion

    [Test]
    public void AdditionsToTheHastyCounter_GetLost()
    {
        static void Scenario(TestLoop test) => AddTwice(test, new HastyCounter());

        var failure = Assert.Throws<ScheduleException>(() => Schedules.Explore(Scenario));
        var replayed = Assert.Throws<ScheduleException>(() => Schedules.Replay(Scenario, failure!.Seed));

        Assert.That(failure!.InnerException, Is.TypeOf<AssertionException>());
        Assert.That(replayed!.Message, Is.EqualTo(failure!.Message));
    }

    [Test]
    public async Task AsyncTest_MakesItsTestLoopAfterItsAwaits()
    {
        await Task.Yield();
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();

        test.Run(() => Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider));

        Assert.That(test.Time.GetUtcNow() - began, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
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

        Assert.That(resumed, Is.SameAs(thread));
    }
}
