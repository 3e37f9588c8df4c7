using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Containers;

/// <summary>What AddCrochet and AddProxied refuse.</summary>
[TestClass]
public sealed class RegistrationProblemTests
{
    private readonly ServiceCollection _services = new();

    [TestMethod]
    public void AddCrochet_SeveralWrongServices_TellsAllInOneException()
    {
        _services
            .AddSingleton<IImmediate, Immediate>()
            .AddSingleton(typeof(IShaped), typeof(object))
            .AddSingleton<INegative>(_ => throw new InvalidOperationException())
            .AddSingleton(typeof(IOpen<>), typeof(Open<>));

        var problems = Problem.AllOf(() => _services.AddCrochet());

        CollectionAssert.AreEquivalent(
            new[] { "CRO001 IImmediate.Get", "CRO004 IShaped.Get", "CRO002 INegative.Get", "CRO016 IOpen<T>" },
            problems.Select(problem => $"{problem.Id} {problem.Member}").ToArray());
    }

    [TestMethod]
    public void AddCrochet_AttributesOnARegisteredClass_AreTold()
    {
        _services.AddSingleton<MarkedClass>().AddSingleton<IPlain, MarkedClass>();

        Problem.Of(() => _services.AddCrochet()).AssertIs("CRO009", "MarkedClass.Get", "[WaitFor]");
    }

    [TestMethod]
    public void AddCrochet_Refused_LeavesTheRegistrationsAsTheyWere()
    {
        _services.AddSingleton<IFine, Fine>().AddSingleton<IImmediate, Immediate>();
        Problem.AllOf(() => _services.AddCrochet());

        using var provider = _services.BuildServiceProvider();

        Assert.IsInstanceOfType<Fine>(provider.GetRequiredService<IFine>());
    }

    [TestMethod]
    public void AddCrochet_OpenGenericWithoutMarks_IsLeftAlone()
    {
        _services.AddSingleton(typeof(IOpenUnmarked<>), typeof(OpenUnmarked<>)).AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.IsInstanceOfType<OpenUnmarked<int>>(provider.GetRequiredService<IOpenUnmarked<int>>());
    }

    [TestMethod]
    public void AddCrochet_ClosedGeneric_IsProxied()
    {
        _services.AddSingleton<IOpen<int>, Open<int>>().AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual(0, provider.GetRequiredService<IOpen<int>>().Get());
        Assert.IsTrue(CrochetProxy.IsProxy(provider.GetRequiredService<IOpen<int>>()));
    }

    [TestMethod]
    public void AddProxied_WrongPair_TellsAllInOneException()
    {
        var builder = _services.AddCrochet();

        var problems = Problem.AllOf(() => builder.AddProxied<IImmediate, object>());

        CollectionAssert.AreEquivalent(new[] { "CRO001", "CRO004" }, problems.Select(problem => problem.Id).ToArray());
    }

    [TestMethod]
    public void AddProxied_NoInterface_IsTold()
    {
        Problem.Of(() => _services.AddCrochet().AddProxied<Fine, Fine>()).AssertIs("CRO009", "Fine", "class");
    }

    [TestMethod]
    public void AddProxied_NothingMarked_IsTold()
    {
        Problem.Of(() => _services.AddCrochet().AddProxied<IPlain, Fine>()).AssertIs("CRO010", "IPlain");
    }

    [TestMethod]
    public void InheritedMarks_OfARegisteredInterface_Count()
    {
        _services.AddSingleton<IInheriting, Inheriting>().AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.IsTrue(CrochetProxy.IsProxy(provider.GetRequiredService<IInheriting>()));
    }

    public interface IFine
    {
        [WaitFor(15)]
        int Get();
    }

    public sealed class Fine : IFine, IPlain
    {
        public int Get() => 1;
    }

    public interface IInheriting : IFine;

    public sealed class Inheriting : IInheriting
    {
        public int Get() => 1;
    }

    public interface IPlain
    {
        int Get();
    }

    public sealed class MarkedClass : IPlain
    {
        [WaitFor(15)]
        public int Get() => 1;
    }

    public interface IImmediate
    {
        [RunInReactor]
        int Get();
    }

    public sealed class Immediate : IImmediate
    {
        public int Get() => 1;
    }

    public interface IShaped
    {
        [WaitFor(15)]
        int Get();
    }

    public interface INegative
    {
        [WaitFor(-15)]
        int Get();
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

    public interface IOpenUnmarked<T>;

    public sealed class OpenUnmarked<T> : IOpenUnmarked<T>;
}
