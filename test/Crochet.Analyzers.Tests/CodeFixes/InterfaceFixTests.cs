using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.CodeFixes;

/// <summary>ReturnEventualResultFix and KeepOneAttributeFix.</summary>
[TestClass]
public sealed class InterfaceFixTests
{
    [TestMethod]
    public Task ReturnEventualResult_ChangesImplementationsToo() => Verify.FixAsync<ReturnEventualResultFix>(
        "Return EventualResult<string?>",
        """
        public interface IService { [RunInReactor] {|CRO001:string?|} Find(int id); }
        public class Service : IService { public string? Find(int id) => null; }
        public class Explicit : IService { string? IService.Find(int id) { return id.ToString(); } }
        """,
        """
        public interface IService { [RunInReactor] EventualResult<string?> Find(int id); }
        public class Service : IService { public EventualResult<string?> Find(int id) => null; }
        public class Explicit : IService { EventualResult<string?> IService.Find(int id) { return id.ToString(); } }
        """);

    [TestMethod]
    public Task ReturnEventualResult_OfProperty() => Verify.FixAsync<ReturnEventualResultFix>(
        "Return EventualResult<int>",
        "public interface IService { [RunInReactor] {|CRO001:int|} Latest { get; } }",
        "public interface IService { [RunInReactor] EventualResult<int> Latest { get; } }");

    [TestMethod]
    public Task ReturnEventualResult_WhereItIsOnlyRegistered_NotOffered() => Verify.FixAsync<ReturnEventualResultFix>(
        "Return EventualResult<IRepository<int>>",
        """
        public interface IRepository<T> { [RunInReactor] T Find(int id); }
        class Startup { object Make(object x) => CrochetProxy.Create<{|CRO001:IRepository<int>|}>(x); }
        """,
        null);

    [TestMethod]
    [DataRow("Keep [WaitFor]", "[WaitFor(5)] int Get();")]
    [DataRow("Keep [RunInReactor]", "[RunInReactor] {|CRO001:int|} Get();")]
    public Task KeepOneAttribute_DropsTheOther(string title, string expected) => Verify.FixAsync<KeepOneAttributeFix>(
        title,
        "public interface IService { [WaitFor(5), {|CRO003:RunInReactor|}] int Get(); }",
        $"public interface IService {{ {expected} }}");

    [TestMethod]
    public Task KeepOneAttribute_InListsOfTheirOwn() => Verify.FixAsync<KeepOneAttributeFix>(
        "Keep [RunInReactor]",
        """
        public interface IService
        {
            /// <summary>Documented.</summary>
            [Crochet.WaitFor(5)]
            [{|CRO003:RunInReactor|}]
            void Get();
        }
        """,
        """
        public interface IService
        {
            /// <summary>Documented.</summary>
            [RunInReactor]
            void Get();
        }
        """);
}
