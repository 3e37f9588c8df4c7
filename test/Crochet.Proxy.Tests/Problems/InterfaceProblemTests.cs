using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Problems;

/// <summary>What is wrong with an interface, whoever implements it.</summary>
[TestClass]
public sealed unsafe class InterfaceProblemTests : LoopTest
{
    [TestMethod]
    public void Cro001_RunInReactorWithAPlainReturnType()
    {
        Of<IImmediate>().AssertIs("CRO001", "IImmediate.Get", "int", "EventualResult<int>", "[WaitFor]");
    }

    [TestMethod]
    public void Cro001_RunInReactorOnAGetter_AndNotOnASetter()
    {
        Of<IImmediateProperty>().AssertIs("CRO001", "IImmediateProperty.Name", "string");
    }

    [TestMethod]
    public void Cro001_RunInReactorOnTheInterface()
    {
        Of<IImmediateInterface>().AssertIs("CRO001", "IImmediateInterface.Get", "List<int?>");
    }

    [TestMethod]
    public void Cro001_RunInReactorOnAGenericMethodsOwnType()
    {
        Of<IImmediateGeneric>().AssertIs("CRO001", "IImmediateGeneric.Get", "EventualResult<T>");
    }

    [TestMethod]
    public void Cro002_TimeoutsThatAreNone()
    {
        var problems = AllOf<ITimeless>();

        Assert.HasCount(5, problems);
        problems[0].AssertIs("CRO002", "ITimeless.Negative", "-1");
        problems[1].AssertIs("CRO002", "ITimeless.NotANumber", "NaN");
        problems[2].AssertIs("CRO002", "ITimeless.Infinite", "Infinity");
        problems[3].AssertIs("CRO002", "ITimeless.MinusInfinite", "-Infinity");
        problems[4].AssertIs("CRO002", "ITimeless.TooLarge", "1E+300");
    }

    [TestMethod]
    public void Cro002_OnTheInterface_IsToldOnce()
    {
        Of<ITimelessInterface>().AssertIs("CRO002", "ITimelessInterface", "-5");
    }

    [TestMethod]
    public void Cro003_BothAttributes()
    {
        Of<IContradictory>().AssertIs("CRO003", "IContradictory.Get");
        Of<IContradictoryProperty>().AssertIs("CRO003", "IContradictoryProperty.Name");
        Of<IContradictoryInterface>().AssertIs("CRO003", "IContradictoryInterface");
    }

    [TestMethod]
    public void Cro006_ByRefParametersWithoutBlocking()
    {
        var problems = AllOf<IByRef>();

        Assert.HasCount(4, problems);
        problems[0].AssertIs("CRO006", "IByRef.Ref", "'count'");
        problems[1].AssertIs("CRO006", "IByRef.Out", "'text'");
        problems[2].AssertIs("CRO006", "IByRef.In", "'number'");
        problems[3].AssertIs("CRO006", "IByRef.Void", "'value'");
    }

    [TestMethod]
    public void Cro007_TypesThatStayOnTheStack()
    {
        var problems = AllOf<IStackBound>();

        Assert.HasCount(8, problems);
        problems[0].AssertIs("CRO007", "IStackBound.Span", "parameter 'text' of type ReadOnlySpan<char>");
        problems[1].AssertIs("CRO007", "IStackBound.SpanReturn", "return type Span<byte>");
        problems[2].AssertIs("CRO007", "IStackBound.Pointer", "parameter 'value' of type int*");
        problems[3].AssertIs("CRO007", "IStackBound.PointerReturn", "return type void*");
        problems[4].AssertIs("CRO007", "IStackBound.RefReturn", "the ref return");
        problems[5].AssertIs("CRO007", "IStackBound.RefSpan", "parameter 'span' of type Span<int>");
        problems[6].AssertIs("CRO007", "IStackBound.RefStructArgument", "parameter 'value' of type T");
        problems[7].AssertIs("CRO007", "IStackBound.FunctionPointer", "parameter 'function'");
    }

    [TestMethod]
    public void Cro008_PrivateInterface()
    {
        Of<IPrivate>().AssertIs("CRO008", "IPrivate", "private", "[assembly: InternalsVisibleTo(\"DynamicProxyGenAssembly2\")]",
            "Crochet.Proxy.Tests");
    }

    [TestMethod]
    public void Cro008_InternalInterface()
    {
        Of<IInternal>().AssertIs("CRO008", "IInternal", "internal", "[assembly: InternalsVisibleTo(\"DynamicProxyGenAssembly2\")]");
    }

    [TestMethod]
    public void Cro008_PublicInterfaceInAPrivateClass()
    {
        Of<Hidden.IInside>().AssertIs("CRO008", "IInside", "Hidden", "private");
    }

    [TestMethod]
    public void Cro008_TypeArgumentOutOfReach()
    {
        Of<IOfAnything<Hidden>>().AssertIs("CRO008", "IOfAnything<Hidden>", "Hidden", "private");
    }

    [TestMethod]
    public void Cro008_InternalMember()
    {
        Of<IInternalMember>().AssertIs("CRO008", "IInternalMember", "IInternalMember.Get", "internal");
    }

    [TestMethod]
    public void Cro008_StaticAbstractMember()
    {
        var services = new ServiceCollection().AddSingleton(typeof(IStaticAbstract), typeof(StaticAbstract));

        Problem.Of(() => services.AddCrochet()).AssertIs("CRO008", "IStaticAbstract", "Parse");
    }

    [TestMethod]
    public void Cro009_NoInterface()
    {
        Of<Whatever>().AssertIs("CRO009", "Whatever", "class");
        Of<Action>().AssertIs("CRO009", "Action", "delegate");
        Of<string>().AssertIs("CRO009", "string", "class");
    }

    [TestMethod]
    public void Cro010_NothingMarked()
    {
        Of<IUnmarked>().AssertIs("CRO010", "IUnmarked", "[WaitFor]");
        Of<IOnlyEvents>().AssertIs("CRO010", "IOnlyEvents");
    }

    [TestMethod]
    public void Cro011_SeveralTokens()
    {
        Of<IManyTokens>().AssertIs("CRO011", "IManyTokens.Get");
    }

    [TestMethod]
    public void Cro015_WaitForWithAnEventualResult()
    {
        Of<IWaitedEventual>().AssertIs("CRO015", "IWaitedEventual.Get", "EventualResult<int>", "[RunInReactor]");
        Of<IWaitedEventualInterface>().AssertIs("CRO015", "IWaitedEventualInterface.Do", "EventualResult");
    }

    [TestMethod]
    public void EverythingWrong_WithInterfaceAndImplementation_IsInOneException()
    {
        var exception = Assert.ThrowsExactly<CrochetConfigurationException>(() => Proxy<IAllWrong>(new AllWrong()));

        CollectionAssert.AreEquivalent(
            new[] { "CRO001", "CRO002", "CRO003", "CRO004", "CRO005", "CRO006", "CRO007", "CRO009", "CRO011", "CRO015" },
            exception.Problems.Select(problem => problem.Id).ToArray());
        var lines = exception.Message.Split(Environment.NewLine);
        Assert.HasCount(exception.Problems.Count + 1, lines);
        for (var index = 0; index < exception.Problems.Count; index++)
        {
            var problem = exception.Problems[index];
            Assert.StartsWith(problem.Id, lines[index + 1]);
            Assert.Contains(problem.Member, lines[index + 1]);
            Assert.EndsWith(problem.Message, lines[index + 1]);
        }
    }

    private CrochetProblem Of<TInterface>() where TInterface : class
    {
        var problems = AllOf<TInterface>();
        Assert.HasCount(1, problems, string.Join(Environment.NewLine, problems));
        return problems[0];
    }

    /// <summary>The problems of the interface, without those that come from nothing implementing it.</summary>
    private List<CrochetProblem> AllOf<TInterface>() where TInterface : class =>
        Problem.AllOf(() => Proxy<TInterface>(new Whatever())).Where(problem => problem.Id != "CRO004").ToList();

    public sealed class Whatever;

    public interface IImmediate
    {
        [RunInReactor]
        int Get();
    }

    public interface IImmediateProperty
    {
        [RunInReactor]
        string Name { get; set; }
    }

    [RunInReactor]
    public interface IImmediateInterface
    {
        List<int?> Get();
    }

    public interface IImmediateGeneric
    {
        [RunInReactor]
        T Get<T>();
    }

    public interface ITimeless
    {
        [WaitFor(-1)]
        void Negative();

        [WaitFor(double.NaN)]
        void NotANumber();

        [WaitFor(double.PositiveInfinity)]
        void Infinite();

        [WaitFor(double.NegativeInfinity)]
        void MinusInfinite();

        [WaitFor(1e300)]
        void TooLarge();

        [WaitFor(0)]
        void Zero();
    }

    [WaitFor(-5)]
    public interface ITimelessInterface
    {
        void One();

        void Two();
    }

    public interface IContradictory
    {
        [WaitFor(1)]
        [RunInReactor]
        Task Get();
    }

    public interface IContradictoryProperty
    {
        [WaitFor(1)]
        [RunInReactor]
        Task<string> Name { get; set; }
    }

    [WaitFor(1)]
    [RunInReactor]
    public interface IContradictoryInterface
    {
        Task Get();
    }

    public interface IByRef
    {
        [RunInReactor]
        EventualResult Ref(ref int count);

        [WaitFor(1)]
        Task Out(out string text);

        [WaitFor(1)]
        ValueTask<int> In(in int number);

        [RunInReactor]
        void Void(ref int value);

        [WaitFor(1)]
        void Fine(ref int count);
    }

    public interface IStackBound
    {
        [WaitFor(1)]
        int Span(ReadOnlySpan<char> text);

        [WaitFor(1)]
        Span<byte> SpanReturn();

        [RunInReactor]
        void Pointer(int* value);

        [WaitFor(1)]
        void* PointerReturn();

        [WaitFor(1)]
        ref int RefReturn();

        [WaitFor(1)]
        void RefSpan(ref Span<int> span);

        [WaitFor(1)]
        void RefStructArgument<T>(T value) where T : allows ref struct;

        [WaitFor(1)]
        void FunctionPointer(delegate*<int, int> function);
    }

    private interface IPrivate
    {
        [WaitFor(1)]
        int Get();
    }

    internal interface IInternal
    {
        [WaitFor(1)]
        int Get();
    }

    private sealed class Hidden
    {
        public interface IInside
        {
            [WaitFor(1)]
            int Get();
        }
    }

    public interface IOfAnything<T>
    {
        [WaitFor(1)]
        T Get();
    }

    public interface IInternalMember
    {
        [WaitFor(1)]
        internal int Get();
    }

    public interface IStaticAbstract
    {
        static abstract int Parse(string text);

        [WaitFor(1)]
        int Get();
    }

    public sealed class StaticAbstract : IStaticAbstract
    {
        public static int Parse(string text) => 1;

        public int Get() => 1;
    }

    public interface IUnmarked
    {
        int Get();
    }

    [WaitFor(1)]
    public interface IOnlyEvents
    {
        event EventHandler Changed;
    }

    public interface IManyTokens
    {
        [WaitFor(1)]
        int Get(CancellationToken one, CancellationToken? other);

        int Unmarked(CancellationToken one, CancellationToken other);
    }

    public interface IWaitedEventual
    {
        [WaitFor(1)]
        EventualResult<int> Get();
    }

    [WaitFor(1)]
    public interface IWaitedEventualInterface
    {
        EventualResult Do();
    }

    public interface IAllWrong
    {
        [RunInReactor]
        int Cro001();

        [WaitFor(-1)]
        int Cro002();

        [WaitFor(1)]
        [RunInReactor]
        Task Cro003();

        [WaitFor(1)]
        int Cro004();

        [WaitFor(1)]
        int Cro005();

        [RunInReactor]
        EventualResult Cro006(ref int value);

        [WaitFor(1)]
        int Cro007(Span<int> span);

        [WaitFor(1)]
        int Cro011(CancellationToken one, CancellationToken two);

        [WaitFor(1)]
        EventualResult Cro015();
    }

    public sealed class AllWrong
    {
        public int Cro001() => 1;

        public int Cro002() => 1;

        public Task Cro003() => Task.CompletedTask;

        public string Cro005() => "";

        public EventualResult Cro006(ref int value) => EventualResult.Completed;

        public int Cro007(Span<int> span) => 1;

        [WaitFor(1)]
        public int Cro009() => 1;

        public int Cro011(CancellationToken one, CancellationToken two) => 1;

        public EventualResult Cro015() => EventualResult.Completed;
    }
}
