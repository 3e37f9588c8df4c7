using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Interfaces;

/// <summary>[Callback].</summary>
[TestClass]
public sealed class CallbackTests
{
    private const string Listeners = """
        public delegate int Asking();
        public delegate void Filling(ref int value);
        public delegate void Reading(ReadOnlySpan<char> text);
        public interface IListener { void Heard(string text); Task<int> AskAsync(int id); }
        public interface IAsking { void Heard(string text); int Ask(); }
        public interface IHeir : IAsking { }
        public interface INamed { string Name { get; } }
        public interface IFilling { ValueTask FillAsync(string name, in int value); }

        """;

    [TestMethod]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] int count);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] string text);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] Delegate any);")]
    [DataRow("[WaitFor(5)] void Listen<T>([{|CRO020:Callback|}] T any);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] Func<int> ask);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] Func<EventualResult> ask);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] Asking ask);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] Filling fill);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] Reading read);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] ref Action heard);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] IAsking asking);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] IHeir asking);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] INamed named);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] IFilling filling);")]
    [DataRow("[WaitFor(5)] void Listen([{|CRO020:Callback|}] IEnumerable<int> numbers);")]
    [DataRow("[WaitFor(5)] int Get(); void Unmarked([{|CRO020:Callback|}] Action heard);")]
    [DataRow("[WaitFor(5)] int Get(); [{|CRO020:Callback|}] event Func<int> Asked;")]
    [DataRow("[WaitFor(5)] int Get(); [{|CRO020:Callback|}] event Filling Filled;")]
    public Task Callback_CannotBeCalledOffTheLoop_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] void Listen([Callback] Action heard);")]
    [DataRow("[RunInReactor] void Listen([Callback] Action<string>? heard);")]
    [DataRow("[WaitFor(5)] void Listen([Callback] Func<string, Task> heard, [Callback] Func<ValueTask<int>> ask);")]
    [DataRow("[WaitFor(5)] void Listen([Callback] IProgress<int> progress);")]
    [DataRow("[WaitFor(5)] void Listen([Callback] IListener listener);")]
    [DataRow("[WaitFor(5)] void Listen<T>([Callback] Action<T> heard);")]
    [DataRow("[WaitFor(5)] int Get(); [Callback] event EventHandler<string> Heard;")]
    [DataRow("[WaitFor(5)] int Get(); event Func<int> Asked;")]
    public Task Callback_CanBeCalledOffTheLoop_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    public Task Callback_OfUnmarkedInterface_Clean() =>
        Verify.ProblemsAsync("public interface IService { void Listen([Callback] int count); }");

    [TestMethod]
    [DataRow("IAsking asking", "parameter 'asking' of type IAsking does not work: IAsking.Ask returns int")]
    [DataRow("INamed named", "parameter 'named' of type INamed does not work: INamed.Name returns string")]
    [DataRow("IFilling filling",
        "parameter 'filling' of type IFilling does not work: IFilling.FillAsync takes 'value' by reference")]
    [DataRow("Func<int> ask", "parameter 'ask' of type Func<int> does not work: it returns int")]
    [DataRow("Reading read",
        "parameter 'read' of type Reading does not work: it takes 'text' of type ReadOnlySpan<char>, which cannot leave its thread")]
    [DataRow("int count", "parameter 'count' of type int does not work: it is no delegate and no interface")]
    public Task Message_SaysWhyAndWhereItMayBe(string parameter, string why) => Verify.MessageAsync(
        $"IService.Listen: [Callback] on {why}. Use it in a marked member, on a delegate, IProgress<T> or interface whose methods return "
            + "void, a Task or "
        + "a ValueTask and take no by-ref parameters.",
        $"{Listeners} public interface IService {{ [WaitFor(5)] void Listen([{{|CRO020:Callback|}}] {parameter}); }}");

    // The other interfaces are unmarked.
    private static Task OfMemberAsync(string member) =>
        Verify.ProblemsAndRegistrationAsync($"{Listeners}public interface IService {{ {member} }}");
}
