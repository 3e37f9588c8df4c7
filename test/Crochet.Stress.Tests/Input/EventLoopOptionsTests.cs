using FsCheck;
using FsCheck.Fluent;

namespace Crochet.Stress.Input;

[TestClass]
public sealed class EventLoopOptionsTests
{
    private static Gen<TimeSpan> AnyTime { get; } = Gen.OneOf(
        Gen.Elements(TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, Timeout.InfiniteTimeSpan, TimeSpan.FromTicks(1),
            TimeSpan.FromTicks(-1), TimeSpan.FromDays(50)),
        from ticks in ArbMap.Default.GeneratorFor<long>() select TimeSpan.FromTicks(ticks));

    private static Gen<EventLoopOptions> AnyOptions { get; } =
        from name in ArbMap.Default.GeneratorFor<string>()
        from lifetime in AnyTime
        from slow in AnyTime
        from pool in Gen.OneOf(Gen.Choose(-2, 2), Gen.Elements(int.MinValue, int.MaxValue, 1000))
        select new EventLoopOptions { Name = name, StashLifetime = lifetime, SlowTurnThreshold = slow, MaxPoolCompensation = pool };

    [TestMethod]
    public void EventLoop_AnyOptions_RunsOrIsRefused() => Prop.ForAll(AnyOptions.ToArbitrary(), static options =>
    {
        EventLoop loop;
        try
        {
            loop = new EventLoop(options);
        }
        catch (ArgumentException refused)
        {
            Assert.StartsWith("The options of an event loop are wrong", refused.Message);
            return;
        }

        using (loop)
        {
            loop.Start();
            Assert.AreEqual(1, loop.WaitFor(TestTimeouts.MustNotElapse, static () => 1));
            if (options.StashLifetime > TimeSpan.FromSeconds(60) || options.StashLifetime < TimeSpan.Zero)
                Assert.IsTrue(loop.Stash.TryRetrieve(loop.Stash.Store(EventualResult.Completed), out _), $"{options.StashLifetime}");
        }

        loop.UntilStopped();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithQuietOnSuccess(true));
}
