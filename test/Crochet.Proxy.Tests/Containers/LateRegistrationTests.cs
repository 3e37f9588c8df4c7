using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.Containers;

/// <summary>A marked service that is registered after AddCrochet would go without a proxy.</summary>
[TestClass]
public sealed class LateRegistrationTests
{
    private readonly ServiceCollection _services = new();

    [TestMethod]
    public void LateService_LoopResolved_IsAnError()
    {
        AddLate();
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO012", "ILate", "AddCrochet");
    }

    [TestMethod]
    public void LateService_AnotherProxyResolved_IsAnError()
    {
        AddLate();
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<IEarly>()).AssertIs("CRO012", "ILate");
        Problem.Of(() => provider.GetRequiredService<IEarly>()).AssertIs("CRO012", "ILate");
    }

    [TestMethod]
    public void LateService_WithALoopOfTheApplications_IsAnErrorAtFirstUse()
    {
        using var loop = new EventLoop();
        loop.Start();
        _services.AddSingleton<IEarly, Early>().AddCrochet().UseLoop(loop);
        _services.AddSingleton<ILate, Late>();
        using (var provider = _services.BuildServiceProvider())
        {
            Problem.Of(() => provider.GetRequiredService<IEarly>()).AssertIs("CRO012", "ILate");
            Problem.Of(() => provider.GetRequiredService<IEarly>()).AssertIs("CRO012", "ILate");
        }

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task LateService_HostStarted_IsAnError(bool hasLoop)
    {
        using var loop = new EventLoop();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var crochet = builder.Services.AddCrochet();
        if (hasLoop)
            crochet.UseLoop(loop);
        builder.Services.AddSingleton<ILate, Late>();
        using var host = builder.Build();

        var exception = await Assert.ThrowsExactlyAsync<CrochetConfigurationException>(() => host.StartAsync());

        exception.Problems.Single().AssertIs("CRO012", "ILate");
    }

    [TestMethod]
    public void LateService_FollowedByAddCrochet_IsFine()
    {
        AddLate();
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.IsTrue(CrochetProxy.IsProxy(provider.GetRequiredService<ILate>()));
    }

    [TestMethod]
    public void LateService_OfEveryKind_IsTold()
    {
        _services.AddSingleton<IEarly, Early>().AddCrochet();
        _services.AddKeyedScoped<ILate, Late>("key");
        _services.Replace(ServiceDescriptor.Singleton<IEarly, Early>());
        _services.AddSingleton(typeof(IOpen<>), typeof(Open<>));
        using var provider = _services.BuildServiceProvider();

        var problems = Problem.AllOf(() => provider.GetRequiredService<EventLoop>());

        CollectionAssert.AreEquivalent(
            new[] { "CRO012 ILate", "CRO012 IEarly", "CRO016 IOpen<T>" },
            problems.Select(problem => $"{problem.Id} {problem.Member}").ToArray());
    }

    [TestMethod]
    public void LateInstance_ThatIsAProxy_IsFine()
    {
        using var loop = new EventLoop();
        loop.Start();
        _services.AddCrochet();
        _services.AddSingleton(CrochetProxy.Create<ILate>(new Late(), loop));
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual(EventLoopState.Running, provider.GetRequiredService<EventLoop>().State);
    }

    [TestMethod]
    public void LateService_Unmarked_IsFine()
    {
        _services.AddCrochet();
        _services.AddSingleton<IUnmarked, Unmarked>();
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual(EventLoopState.Running, provider.GetRequiredService<EventLoop>().State);
    }

    private void AddLate()
    {
        _services.AddSingleton<IEarly, Early>().AddCrochet();
        _services.AddSingleton<ILate, Late>();
    }

    public interface IEarly
    {
        [WaitFor(15)]
        int Get();
    }

    public sealed class Early : IEarly
    {
        public int Get() => 1;
    }

    public interface ILate
    {
        [WaitFor(15)]
        int Get();
    }

    public sealed class Late : ILate
    {
        public int Get() => 1;
    }

    public interface IOpen<T>
    {
        [WaitFor(15)]
        T Get();
    }

    public sealed class Open<T> : IOpen<T>
    {
        public T Get() => default!;
    }

    public interface IUnmarked;

    public sealed class Unmarked : IUnmarked;
}
