using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.CodeFixes;

/// <summary>TakeResultFix and AwaitFix.</summary>
[TestClass]
public sealed class ResultFixTests
{
    [TestMethod]
    [DataRow("loop.Post(() => {|CRO013:Task.Delay(5)|});", "_ = loop.RunInReactor(() => Task.Delay(5));")]
    public Task UseRunInReactor_FollowsTheTask(string before, string after) =>
        InMethodAsync<TakeResultFix>("Use RunInReactor", before, after);

    [TestMethod]
    [DataRow("loop.Post(() => {|CRO013:Task.Delay(5)|});", "loop.Post(() => _ = Task.Delay(5));")]
    public Task Drop_PostedTask_KeepsPost(string before, string after) =>
        InMethodAsync<TakeResultFix>("Drop it on purpose", before, after);

    [TestMethod]
    [DataRow("Await it", "{|CRO013:loop.RunInReactor(() => 3)|};", "await loop.RunInReactor(() => 3);")]
    [DataRow("Drop it on purpose", "{|CRO013:loop.RunInReactor(() => 3)|};", "_ = loop.RunInReactor(() => 3);")]
    public Task TakeResult_InAsyncMethod(string title, string before, string after) =>
        InAsyncMethodAsync<TakeResultFix>(title, before, after);

    [TestMethod]
    [DataRow(
        "Assign it and wait",
        "{ {|CRO013:loop.RunInReactor(() => 3)|}; }",
        "{ var result = loop.RunInReactor(() => 3); result.Wait(TimeSpan.FromSeconds(5)); }")]
    [DataRow(
        "Drop it on purpose",
        "loop.Post(() => {|CRO013:loop.RunInReactor(() => 3)|});",
        "loop.Post(() => _ = loop.RunInReactor(() => 3));")]
    public Task TakeResult_InBlockingMethod(string title, string before, string after) =>
        InMethodAsync<TakeResultFix>(title, before, after);

    [TestMethod]
    public Task TakeResult_NameIsTaken_AnotherIsFound() => Verify.FixAsync<TakeResultFix>(
        "Assign it and wait",
        """
        class Caller
        {
            void Call(EventLoop? loop, int result)
            {
                {|CRO013:loop?.RunInReactor(() => result)|};
            }
        }
        """,
        """
        class Caller
        {
            void Call(EventLoop? loop, int result)
            {
                var result2 = loop?.RunInReactor(() => result);
                result2?.Wait(TimeSpan.FromSeconds(5));
            }
        }
        """);

    [TestMethod]
    [DataRow("if (loop.IsInLoopThread) {|CRO013:loop.RunInReactor(() => 3)|};")]
    [DataRow("loop.Post(() => {|CRO013:loop.RunInReactor(() => 3)|});")]
    public Task TakeResult_NoRoomForTwoStatements_AssignNotOffered(string statement) =>
        InMethodAsync<TakeResultFix>("Assign it and wait", statement, null);

    [TestMethod]
    [DataRow("{|CRO014:result.Wait(TimeSpan.FromSeconds(5))|};", "await result.AsTask().WaitAsync(TimeSpan.FromSeconds(5));")]
    [DataRow("{|CRO014:result.Wait(TimeSpan.FromSeconds(5), token)|};", "await result.AsTask().WaitAsync(TimeSpan.FromSeconds(5), token);")]
    [DataRow("{|CRO014:result.Wait(cancellationToken: token, timeout: TimeSpan.MaxValue)|};",
        "await result.AsTask().WaitAsync(cancellationToken: token, timeout: TimeSpan.MaxValue);")]
    [DataRow("{|CRO014:result.Wait(Timeout.InfiniteTimeSpan)|};", "await result;")]
    [DataRow("var sum = {|CRO014:result.Wait(TimeSpan.FromSeconds(5))|} + 3;",
        "var sum = await result.AsTask().WaitAsync(TimeSpan.FromSeconds(5)) + 3;")]
    [DataRow("var text = {|CRO014:result.Wait(Timeout.InfiniteTimeSpan)|}.ToString();", "var text = (await result).ToString();")]
    public Task Await_KeepsTheTimeLimit(string before, string after) => InAsyncMethodAsync<AwaitFix>("Await it", before, after);

    [TestMethod]
    [DataRow("{|CRO014:result.TryWait(TimeSpan.FromSeconds(5))|};")]
    [DataRow("{|CRO014:loop.WaitFor(TimeSpan.FromSeconds(5), () => 3)|};")]
    public Task Await_NotAWaitForAResult_NotOffered(string statement) => InAsyncMethodAsync<AwaitFix>("Await it", statement, null);

    [TestMethod]
    public Task Await_FunctionIsNotAsync_NotOffered() =>
        InMethodAsync<AwaitFix>("Await it", "loop.Post(() => {|CRO014:EventualResult.Completed.Wait(TimeSpan.FromSeconds(5))|});", null);

    [TestMethod]
    public Task Await_InTopLevelStatements() => Verify.FixAsync<AwaitFix>(
        "Await it",
        "await Task.Yield();\n{|CRO014:EventualResult.Completed.Wait(TimeSpan.FromSeconds(5))|};\n",
        "await Task.Yield();\nawait EventualResult.Completed.AsTask().WaitAsync(TimeSpan.FromSeconds(5));\n");

    private static Task InMethodAsync<TFix>(string title, string before, string? after)
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new() =>
        Verify.FixAsync<TFix>(title, In(before), after is null ? null : In(after));

    private static Task InAsyncMethodAsync<TFix>(string title, string before, string? after)
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new() =>
        Verify.FixAsync<TFix>(title, InAsync(before), after is null ? null : InAsync(after));

    private static string In(string statement) => $"class Caller {{ void Call(EventLoop loop) {{ {statement} }} }}";

    private static string InAsync(string statement) =>
        $"class Caller {{ async Task CallAsync(EventLoop loop, EventualResult<int> result, CancellationToken token) {{ await Task.Yield(); "
            + $"{statement} }} }}";
}
