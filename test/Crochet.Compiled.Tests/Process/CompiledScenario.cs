using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Process;

/// <summary>Every way to a proxy, with compiled ones alone.</summary>
internal static class CompiledScenario
{
    /// <summary>What the calls gave, and what was loaded for it of Castle.</summary>
    public static string Run()
    {
        using var loop = new EventLoop();
        loop.Start();
        using var group = new EventLoopGroup(2);
        group.Start();
        var services = new ServiceCollection();
        services.AddSingleton<IDoubling, Doubling>();
        services.AddCrochet().AddLoop("other")
            .AddProxied<IAdding, Adding>()
            .AddProxied<ITripling, ShapedTripling>("other")
            .AddThreadBound<IBoundAdding, Adding>("other");
        using var provider = services.BuildServiceProvider();
        var created = CrochetProxy.Create<IAdding>(new Adding(), loop);
        List<int> results =
        [
            created.Add(1, 2),
            CrochetProxy.Unwrap<Adding>(created).Add(1, 2),
            CrochetProxy.CreateThreadBound<IBoundAdding>(loop, () => new Adding()).Add(1, 2),
            CrochetProxy.CreateThreadBound<IBoundAdding>(group, _ => new Adding()).Add(1, 2),
            provider.GetRequiredService<IAdding>().Add(1, 2),
            provider.GetRequiredService<IBoundAdding>().Add(1, 2),
            provider.GetRequiredService<IDoubling>().Double(2),
            provider.GetRequiredService<ITripling>().Triple(2),
        ];
        var castle = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!)
            .Where(name => name.StartsWith("Castle", StringComparison.Ordinal));
        return $"{string.Join(' ', results)}; Castle: {string.Join(' ', castle)}";
    }

    /// <summary>What is said of an interface without a compiled proxy, by each way to one.</summary>
    public static string Refuse()
    {
        using var loop = new EventLoop();
        Action[] ways =
        [
            () => CrochetProxy.Create<IUncompiled>(new Uncompiled(), loop),
            () => CrochetProxy.CreateThreadBound<IUncompiled>(loop, () => new Uncompiled()),
            () => new ServiceCollection().AddCrochet().AddProxied<IUncompiled, Uncompiled>(),
            () => new ServiceCollection().AddCrochet().AddThreadBound<IUncompiled, Uncompiled>(),
            () => new ServiceCollection().AddSingleton<IUncompiled, Uncompiled>().AddCrochet(),
        ];
        return string.Join(' ', ways.Select(ProblemsOf));
    }

    private static string ProblemsOf(Action way)
    {
        try
        {
            way();
            return "none";
        }
        catch (CrochetConfigurationException exception)
        {
            return string.Join(',', exception.Problems.Select(problem => problem.Id));
        }
    }
}
