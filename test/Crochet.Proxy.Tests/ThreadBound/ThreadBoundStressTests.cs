using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.ThreadBound;

/// <summary>Objects that check their thread in every member, under callers, scopes, recreations and a stop, all at once.</summary>
[TestClass]
public sealed class ThreadBoundStressTests
{
    private const int Threads = 8;
    private const int Rounds = 150;

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
        await Task.WhenAll(callers).WaitAsync(TestTimeouts.MustEnd * 4);
        var late = engines.Select(engine => engine.NextLaterAsync()).ToList();
        await provider.DisposeAsync();

        foreach (var call in late)
            await call.ContinueWith(static ended => ended.Exception, TaskScheduler.Default).WaitAsync(TestTimeouts.MustEnd);
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
