namespace Crochet.Tests.Problems;

/// <summary>What is wrong with an implementation of an interface that is right.</summary>
[TestClass]
public sealed class ImplementationProblemTests : LoopTest
{
    [TestMethod]
    public void MissingMethod_InATrimmedApplication_SaysWhatToKeepAndHow()
    {
        const string trimmed = "Microsoft.Extensions.DependencyInjection.VerifyOpenGenericServiceTrimmability";
        AppContext.SetSwitch(trimmed, true);
        try
        {
            Problem.Of(() => CrochetProxy.Create<ITrimmed>(new Trimmed())).AssertIs(
                "CRO004", "ITrimmed.Get", "trimmed", "method Get(int)", "DynamicDependency", "typeof(Trimmed)",
                "<TrimmerRootAssembly Include=\"Crochet.Proxy.Tests\" />");
        }
        finally
        {
            AppContext.SetSwitch(trimmed, false);
        }

        Assert.DoesNotContain("trim", Problem.Of(() => CrochetProxy.Create<ITrimmed>(new NotTrimmed())).Message);
    }

    public interface ITrimmed
    {
        [WaitFor(15)]
        int Get(int number);
    }

    public sealed class Trimmed;

    public sealed class NotTrimmed;

    [TestMethod]
    public void Cro004_MethodMissing()
    {
        Problem.Of(() => Proxy<IFind>(new object())).AssertIs("CRO004", "IFind.Find", "object", "method Find(string, int)");
    }

    [TestMethod]
    [DataRow(typeof(FewerParameters))]
    [DataRow(typeof(OtherParameters))]
    [DataRow(typeof(NotPublic))]
    [DataRow(typeof(IsStatic))]
    [DataRow(typeof(IsGeneric))]
    [DataRow(typeof(TokenFirst))]
    public void Cro004_MethodThatDoesNotFit(Type type)
    {
        Problem.Of(() => Proxy<IFind>(Activator.CreateInstance(type)!)).AssertIs("CRO004", "IFind.Find", type.Name);
    }

    [TestMethod]
    public void Cro004_OutAndRef_AreNotTheSame()
    {
        Problem.Of(() => Proxy<IOut>(new RefForOut())).AssertIs("CRO004", "IOut.TryGet", "method TryGet(out int)");
    }

    [TestMethod]
    public void Cro004_GenericMethodThatAsksForMore()
    {
        Problem.Of(() => Proxy<IAny>(new Demanding())).AssertIs("CRO004", "IAny.Make", "method Make<T>(T)");
    }

    [TestMethod]
    public void Cro004_AccessorsAndEvents()
    {
        var problems = Problem.AllOf(() => Proxy<IMembers>(new ReadOnlyMembers()));

        Assert.HasCount(3, problems);
        problems[0].AssertIs("CRO004", "IMembers.Changed", "event Changed");
        problems[1].AssertIs("CRO004", "IMembers.Name", "setter of Name");
        problems[2].AssertIs("CRO004", "IMembers.this[]", "getter of this[]");
    }

    [TestMethod]
    public void Cro004_MarkedMemberWithADefault_StillNeedsAMethod()
    {
        Problem.Of(() => Proxy<IMarkedDefault>(new object())).AssertIs("CRO004", "IMarkedDefault.Get");
    }

    [TestMethod]
    public void Cro005_ReturnTypesThatDoNotAgree()
    {
        var problems = Problem.AllOf(() => Proxy<IReturns>(new OtherReturns()));

        Assert.HasCount(4, problems);
        problems[0].AssertIs("CRO005", "IReturns.Number", "OtherReturns.NumberAsync", "Task<string>", "int");
        problems[1].AssertIs("CRO005", "IReturns.Nothing", "OtherReturns.Nothing", "int", "void");
        problems[2].AssertIs("CRO005", "IReturns.Later", "OtherReturns.Later", "Task<int>", "Task");
        problems[3].AssertIs("CRO005", "IReturns.Derived", "OtherReturns.Derived", "object", "string");
    }

    [TestMethod]
    public void Cro005_UnmarkedMemberThatWouldHaveToWait()
    {
        Problem.Of(() => Proxy<IUnmarked>(new AsyncUnmarked())).AssertIs("CRO005", "IUnmarked.Get", "Task<int>");
    }

    [TestMethod]
    public void Cro007_UnmarkedSpan_WithAnImplementationMatchedByShape()
    {
        Problem.Of(() => Proxy<ISpan>(new ShapedSpan())).AssertIs("CRO007", "ISpan.Length");
        Assert.AreEqual(1, Proxy<ISpan>(new Span()).Length("x"));
    }

    [TestMethod]
    public void Cro009_AttributesOnTheClass()
    {
        var problems = Problem.AllOf(() => Proxy<IFind>(new MarkedClass()));

        CollectionAssert.AreEquivalent(
            new[] { "MarkedBase.Inherited", "MarkedClass.Find", "MarkedClass.Name" }, problems.Select(problem => problem.Member).ToArray());
        Assert.IsTrue(problems.All(problem => problem.Id == "CRO009"));
    }

    public interface IFind
    {
        [WaitFor(1)]
        string Find(string name, int number);
    }

    public sealed class FewerParameters
    {
        public string Find(string name) => name;
    }

    public sealed class OtherParameters
    {
        public string Find(string name, long number) => name;

        public string FindAsync(int number, string name) => name;
    }

    public sealed class NotPublic
    {
        internal string Find(string name, int number) => name;
    }

    public sealed class IsStatic
    {
        public static string Find(string name, int number) => name;
    }

    public sealed class IsGeneric
    {
        public string Find<T>(string name, int number) => name;
    }

    public sealed class TokenFirst
    {
        public string Find(CancellationToken cancellationToken, string name, int number) => name;
    }

    public interface IOut
    {
        [WaitFor(1)]
        bool TryGet(out int value);
    }

    public sealed class RefForOut
    {
        public bool TryGet(ref int value) => true;
    }

    public interface IAny
    {
        [WaitFor(1)]
        T Make<T>(T value);
    }

    public sealed class Demanding
    {
        public T Make<T>(T value) where T : class => value;
    }

    public interface IWithToken
    {
        [WaitFor(1)]
        string Get(string name, CancellationToken cancellationToken);
    }

    public sealed class WithoutToken
    {
        public string Get(string name) => name;
    }

    public interface IMembers
    {
        event EventHandler Changed;

        [WaitFor(1)]
        string Name { get; set; }

        int this[int index] { get; }
    }

    public sealed class ReadOnlyMembers
    {
        public string Name => "";
    }

    public interface IMarkedDefault
    {
        [WaitFor(1)]
        int Get() => 1;
    }

    public interface IReturns
    {
        [WaitFor(1)]
        int Number();

        [WaitFor(1)]
        void Nothing();

        [WaitFor(1)]
        Task Later();

        [WaitFor(1)]
        string Derived();
    }

    public sealed class OtherReturns
    {
        public Task<string> NumberAsync() => Task.FromResult("");

        public int Nothing() => 1;

        public Task<int> Later() => Task.FromResult(1);

        public object Derived() => "";
    }

    public interface IUnmarked
    {
        int Get();

        [WaitFor(1)]
        int Marked();
    }

    public sealed class AsyncUnmarked
    {
        public Task<int> GetAsync() => Task.FromResult(1);

        public int Marked() => 1;
    }

    public interface ISpan
    {
        int Length(ReadOnlySpan<char> text);

        [WaitFor(1)]
        int Marked();
    }

    public class ShapedSpan
    {
        public int Length(ReadOnlySpan<char> text) => text.Length;

        public int Marked() => 1;
    }

    public sealed class Span : ShapedSpan, ISpan;

    public class MarkedBase
    {
        [RunInReactor]
        private void Inherited()
        {
        }

        public void Use() => Inherited();
    }

    public sealed class MarkedClass : MarkedBase, IFind
    {
        [WaitFor(1)]
        public string Name => "";

        [WaitFor(1)]
        public string Find(string name, int number) => name;
    }
}
