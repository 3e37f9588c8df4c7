using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.ThreadBound;

/// <summary>Objects that check their thread in every member, under callers, scopes, recreations and a stop, all at once.</summary>
[TestClass]
public sealed class ThreadBoundStressTests
{
    private const int Threads = 8;
    private const int Rounds = 150;
    private const int Stops = 20;

    [TestMethod]
    public async Task Objects_UnderEverythingAtOnce_AreTouchedByTheirLoopAlone()
    {
        var services = new ServiceCollection();
        services.AddCrochet()
            .AddLoop("Other")
            .AddLoopGroup("Group", 2)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(), configure: options => options.Lifetime = ServiceLifetime.Scoped)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(), "Other", Recreated("other"))
            .AddThreadBound<IEngine, Engine>(_ => new Engine(), "Group", Recreated("group"));
        await using var provider = services.BuildServiceProvider();
        var engines = new[] { provider.GetRequiredKeyedService<IEngine>("other"), provider.GetRequiredKeyedService<IEngine>("group") };

        var callers = Enumerable.Range(0, Threads).Select(seed => Task.Factory.StartNew(
            () => Call(provider, engines, new Random(seed)), TaskCreationOptions.LongRunning)).ToList();
        await Task.WhenAll(callers).WaitAsync(TestTimeouts.MustNotElapse * 4);
        var late = engines.Select(engine => engine.NextLaterAsync()).ToList();
        await provider.DisposeAsync();

        foreach (var call in late)
            await call.ContinueWith(static ended => ended.Exception, TaskScheduler.Default).WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Objects_StoppedUnderTheirCallers_AreTouchedByTheirLoopAlone()
    {
        Watched.Reset();
        for (var round = 0; round < Stops; round++)
        {
            var services = new ServiceCollection();
            services.AddCrochet(static options => options.DrainTimeout = TimeSpan.FromMilliseconds(5))
                .AddLoop("Other")
                .AddLoopGroup("Group", 2)
                .AddThreadBound<IWatched, Watched>(configure: options => options.Lifetime = ServiceLifetime.Scoped)
                .AddThreadBound<IWatched, Watched>("Other", Recreated("other"))
                .AddThreadBound<IWatched, Watched>("Group", Recreated("group"));
            var provider = services.BuildServiceProvider();
            var objects = new[] { "other", "group" }.Select(key => provider.GetRequiredKeyedService<IWatched>(key)).ToArray();
            using var underWay = new CountdownEvent(Threads);
            var callers = Enumerable.Range(0, Threads).Select(seed => Task.Factory.StartNew(
                () => CallUntilTheStop(provider, objects, new Random(seed), underWay), TaskCreationOptions.LongRunning)).ToList();

            underWay.Wait(TestTimeouts.MustNotElapse);
            if (round % 2 == 0)
                await provider.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);
            else
                await Task.Run(provider.Dispose).WaitAsync(TestTimeouts.MustNotElapse);
            await Task.WhenAll(callers).WaitAsync(TestTimeouts.MustNotElapse);
        }

        Assert.AreEqual(0, Watched.TouchedElsewhere);
        Assert.AreEqual(0, Watched.TouchedAfterItsEnd);
        Assert.AreEqual(Watched.Made, Watched.Disposed);
    }

    private static void CallUntilTheStop(ServiceProvider provider, IWatched[] objects, Random random, CountdownEvent underWay)
    {
        try
        {
            for (var call = 0; ; call++)
            {
                if (call == 10)
                    underWay.Signal();
                CallOnce(provider, objects[random.Next(objects.Length)], random);
            }
        }
        catch (Exception exception) when (exception is EventLoopStoppedException or ObjectDisposedException or OperationCanceledException)
        {
            // The stop.
        }
    }

    private static void CallOnce(ServiceProvider provider, IWatched watched, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                try
                {
                    watched.Fail();
                }
                catch (FormatException)
                {
                    // Has it made anew.
                }

                break;
            case 1:
                watched.NextLaterAsync(default).GetAwaiter().GetResult();
                break;
            case 2:
                watched.Forget();
                break;
            case 3:
                using (var scope = provider.CreateScope())
                    scope.ServiceProvider.GetRequiredService<IWatched>().Count++;
                break;
            default:
                watched.Count++;
                break;
        }
    }

    private static Action<ThreadBoundOptions> Recreated(string key) => options =>
    {
        options.ServiceKey = key;
        options.RecreateWhen = static exception => exception is FormatException;
    };

    private static void Call(ServiceProvider provider, IEngine[] engines, Random random)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var engine = engines[random.Next(engines.Length)];
            switch (random.Next(4))
            {
                case 0:
                    Assert.ThrowsExactly<FormatException>(() => engine.Fail(new FormatException()));
                    break;
                case 1:
                    Assert.IsGreaterThan(0, engine.NextLaterAsync().GetAwaiter().GetResult());
                    break;
                case 2:
                    using (var scope = provider.CreateScope())
                        Assert.AreEqual(1, scope.ServiceProvider.GetRequiredService<IEngine>().Next());
                    break;
                default:
                    Assert.IsGreaterThan(0, engine.Next());
                    break;
            }
        }
    }
}
