using System.Diagnostics;
using System.Net;
using Crochet.Calling;
using Crochet.Wire;

namespace Crochet.Tests.Calling;

/// <summary>How calls are gathered into messages to a worker, and their answers come back.</summary>
[TestClass]
public sealed class WorkerLinkTests
{
    private readonly FakeService _worker = new();
    private readonly WorkerLink _link;

    public WorkerLinkTests() => _link = new(SiloAddress.New(IPAddress.Loopback, 1, 1), _worker);

    [TestMethod]
    public async Task Call_WhereNoOtherIsUnderWay_GoesAtOnceAndByItself()
    {
        var call = Ask(1);

        var message = _worker.Next();
        CollectionAssert.AreEqual(new[] { 1 }, message.Calls);
        message.End(1, 1);

        CollectionAssert.AreEqual(new[] { (byte)AnswerKind.Value }, await call);
        Assert.AreEqual(0, _worker.Count);
    }

    [TestMethod]
    public async Task Calls_WhileAsManyMessagesAreUnderWayAsMayBe_GoTogetherWithTheNext()
    {
        var calls = Enumerable.Range(1, 5).Select(number => Ask(number)).ToList();
        FakeService.Message first = _worker.Next(), second = _worker.Next();
        Assert.AreEqual(0, _worker.Count);

        first.End(7, 1, 2);

        var third = _worker.Next();
        CollectionAssert.AreEqual(new[] { 1 }, first.Calls);
        CollectionAssert.AreEqual(new[] { 2 }, second.Calls);
        CollectionAssert.AreEqual(new[] { 3, 4, 5 }, third.Calls);
        CollectionAssert.AreEqual(new[] { 7UL }, third.Received);
        await Task.WhenAll(calls.Take(2));
        third.End(8, 5, 3, 4);
        await Task.WhenAll(calls);
    }

    [TestMethod]
    public void Message_NamesTheOneBeforeItWhereThatIsUnderWay()
    {
        _ = Ask(1);
        _ = Ask(2);
        _ = Ask(3);
        FakeService.Message first = _worker.Next(), second = _worker.Next();
        first.Answer.SetResult([]);
        var third = _worker.Next();
        second.Answer.SetResult([]);
        third.End(1, 1, 2, 3);
        _ = Ask(4);
        var fourth = _worker.Next();

        Assert.AreEqual((1UL, 0UL), (first.Number, first.Before));
        Assert.AreEqual((2UL, 1UL), (second.Number, second.Before));
        Assert.AreEqual((3UL, 2UL), (third.Number, third.Before));
        Assert.AreEqual((4UL, 0UL), (fourth.Number, fourth.Before));
    }

    [TestMethod]
    public async Task Call_ThatGoesOnWhenTheLastMessageIsBack_HasAnEmptyOneFollow()
    {
        var call = Ask(1);
        _worker.Next().Answer.SetResult([]);

        var empty = _worker.Next();
        Assert.IsEmpty(empty.Calls);
        Assert.IsEmpty(empty.Received);
        empty.End(1, 1);

        await call;
        Assert.AreEqual(0, _worker.Count);
    }

    [TestMethod]
    public void Message_HasNoMoreCallsAndBytesThanItMay()
    {
        for (var call = 1; call <= CallBatch.Most + 3; call++)
            _ = Ask(call);
        _ = Ask(1_000, CallBatch.MostBytes + 1);
        _ = Ask(1_001);
        _worker.Next().Answer.SetResult([]);
        Assert.HasCount(1, _worker.Next().Calls);

        var full = _worker.Next();
        Assert.HasCount(CallBatch.Most, full.Calls);
        full.Answer.SetResult([]);
        var rest = _worker.Next();
        Assert.HasCount(1, rest.Calls);
        rest.Answer.SetResult([]);
        var large = _worker.Next();
        Assert.HasCount(1, large.Calls);
        large.Answer.SetResult([]);
        Assert.HasCount(1, _worker.Next().Calls);
    }

    [TestMethod]
    public void Call_ThatIsGivenUpBeforeItIsSent_IsNeverSent()
    {
        _ = Ask(1);
        _ = Ask(2);
        var waiting = new LinkedCall(3, new byte[4], progress: null);
        _ = _link.AskAsync(waiting);
        _ = Ask(4);

        Assert.IsTrue(_link.TryWithdraw(waiting));
        _worker.Next().Answer.SetResult([]);
        _worker.Next();

        CollectionAssert.AreEqual(new[] { 4 }, _worker.Next().Calls);
    }

    [TestMethod]
    public void Call_ThatIsGivenUpAfterItWasSent_IsNotAskedForAnyMore()
    {
        var sent = new LinkedCall(1, new byte[4], progress: null);
        _ = _link.AskAsync(sent);

        Assert.IsFalse(_link.TryWithdraw(sent));
        _worker.Next().Answer.SetResult([]);

        Assert.AreEqual(0, _worker.Count);
    }

    [TestMethod]
    public async Task Message_ThatTimesOut_LeavesItsCallsAndTheOthersToBeAskedFor()
    {
        var calls = new[] { Ask(1), Ask(2), Ask(3) };
        var first = _worker.Next();
        _worker.Next();

        first.Answer.SetException(new TimeoutException());

        CollectionAssert.AreEqual(new[] { 3 }, _worker.Next().Calls);
        CollectionAssert.AreEqual(new[] { (byte)AnswerKind.GoesOn }, await calls[0]);
        CollectionAssert.AreEqual(new[] { (byte)AnswerKind.GoesOn }, await calls[1]);
        Assert.IsFalse(calls[2].IsCompleted);
    }

    [TestMethod]
    public async Task Message_ThatWasNeverSent_SaysSoOfItsOwnCallsAlone()
    {
        var calls = new[] { Ask(1), Ask(2) };
        _worker.Next();

        _worker.Next().Answer.SetException(Make<OrleansMessageRejectionException>());

        Assert.IsEmpty(await calls[1]);
        CollectionAssert.AreEqual(new[] { (byte)AnswerKind.GoesOn }, await calls[0]);
    }

    [TestMethod]
    public async Task Worker_ThatIsGone_LosesTheCallsThatItHadAndNoOthers()
    {
        var calls = new[] { Ask(1), Ask(2), Ask(3), Ask(4) };

        _worker.Next().Answer.SetException(Make<SiloUnavailableException>());

        await Assert.ThrowsExactlyAsync<SiloUnavailableException>(() => calls[0]);
        await Assert.ThrowsExactlyAsync<SiloUnavailableException>(() => calls[1]);
        Assert.IsEmpty(await calls[2]);
        Assert.IsEmpty(await calls[3]);
    }

    [TestMethod]
    public void Message_OfWhoeverSendsIt_CarriesNothingOfTheirContext()
    {
        using var activity = new Activity("caller").Start();
        RequestContext.Set("who", "caller");

        _ = Ask(1);

        var message = _worker.Next();
        Assert.IsNull(message.Activity);
        Assert.IsNull(message.Context);
        Assert.AreEqual("caller", RequestContext.Get("who"));
        Assert.AreSame(activity, Activity.Current);
    }

    [TestMethod]
    public async Task Calls_OfManyThreads_AllEndAndAreNumberedInEachThreadsOrder()
    {
        const int Threads = 4, Each = 500;
        var seen = new SortedDictionary<ulong, List<int>>();
        var count = 0;
        var answering = Task.Run(() =>
        {
            while (count < Threads * Each)
            {
                var message = _worker.Next();
                seen.Add(message.Number, message.Calls);
                count += message.Calls.Count;
                message.End(message.Number, [.. message.Calls]);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
            Task.WhenAll(Enumerable.Range(0, Each).Select(call => Ask((thread * Each) + call)).ToList()))));
        await answering.WaitAsync(TestTimeouts.MustNotElapse);

        var calls = seen.Values.SelectMany(static message => message).ToList();
        Assert.HasCount(Threads * Each, calls.Distinct());
        foreach (var thread in calls.GroupBy(static number => number / Each))
            CollectionAssert.AreEqual(thread.Order().ToList(), thread.ToList());
    }

    private Task<byte[]> Ask(int number, int length = 4)
    {
        var request = new byte[length];
        BitConverter.TryWriteBytes(request, number);
        return _link.AskAsync(new((ulong)number, request, progress: null)).WaitAsync(TestTimeouts.MustNotElapse);
    }

    // Orleans lets nobody else make them.
    private static T Make<T>() where T : Exception =>
        (T)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(T));
}
