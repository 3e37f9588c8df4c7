using System.Diagnostics;
using System.Text;
using Crochet.Calling;
using Crochet.Membership;
using Crochet.Serving;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Serving;

/// <summary>What a worker answers to messages with calls, which the test writes itself.</summary>
[TestClass]
public sealed class CallerLinkTests
{
    private const int MostCalls = 3;
    private const string Add = "Add(System.Int32,System.Int32):System.Int32";
    private const string Hold = "Hold():System.Void";
    private const string Note = "Note(System.String):System.Void";
    private const string Report = "Report(System.String):System.Int32";

    private static TestCluster _cluster = null!;
    private static Desk _desk = null!;
    private static ICrochetService _worker = null!;
    private static readonly Dictionary<ulong, string> _answers = [];
    private static readonly List<Task<byte[]>> _underWay = [];
    private static List<ulong> _received = [];
    private static ulong _last;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _cluster = new();
        await _cluster.AddAsync(
            worker => worker.AddProxied<IDesk, Desk>(_ => Volatile.Read(ref _desk), lifetime: ServiceLifetime.Transient).Offer<IDesk>(),
            options => options.MaxCallsPerWorker = MostCalls);
        await _cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        _worker = _cluster.Get<Cluster>(1).At(_cluster.Get<ClusterView>(0).Own);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestInitialize]
    public void Begin() => Volatile.Write(ref _desk, new("first"));

    [TestCleanup]
    public void End() => Wait.Until(() => _cluster.Get<Admission>(0).Count == 0);

    [TestMethod]
    public async Task Message_WithSeveralCalls_StartsAllAndTheirAnswersComeBack()
    {
        var calls = new[] { Call(Add, "[1,2]"), Call(Add, "[3,4]"), Call(Add, "[5,6]") };

        Send(calls);
        await HearAllAsync(calls);

        CollectionAssert.AreEqual(new[] { "Value 3", "Value 7", "Value 11" }, Array.ConvertAll(calls, AnswerTo));
    }

    [TestMethod]
    public async Task Calls_OverTheLimitInOneMessage_AreRefusedEachByItself()
    {
        var calls = Enumerable.Range(0, MostCalls + 2).Select(_ => Call(Hold)).ToArray();

        Send(calls);
        await HearAllAsync(calls[MostCalls..]);

        Assert.IsTrue(calls[MostCalls..].All(static call => AnswerTo(call)!.StartsWith("Refused", StringComparison.Ordinal)));
        Assert.IsTrue(calls[..MostCalls].All(static call => AnswerTo(call) is null));
        _desk.Release.Open();
        await HearAllAsync(calls);
    }

    [TestMethod]
    public async Task Message_IsHeldUntilThereIsAnAnswerOrTheNextOneComes()
    {
        var held = Call(Hold);
        Send(held);
        var first = _underWay[^1];
        _desk.Started.Pass();
        Assert.IsFalse(first.IsCompleted);

        Send();
        var second = _underWay[^1];
        Assert.IsEmpty(await first);
        Assert.IsFalse(second.IsCompleted);
        _desk.Release.Open();

        await second;
        await HearAllAsync(held);
        Assert.AreEqual("Value ", AnswerTo(held));
    }

    [TestMethod]
    public async Task Message_ThatComesBeforeAnEarlierOne_WaitsForThat()
    {
        var early = Call(Note, "[\"later\"]");
        Send(_last + 2, before: _last + 1, early);
        // Whatever comes by another way has been answered when the early one has been there for long.
        Assert.AreEqual("Unknown ", await FollowAsync(early));
        Send(_last + 1, before: 0, Call(Note, "[\"earlier\"]"));
        _last += 2;

        await HearAllAsync(early);

        CollectionAssert.AreEqual(new[] { "earlier", "later" }, _desk.Notes.ToList());
    }

    [TestMethod]
    public async Task End_WhoseAnswerMayBeLost_CanBeAskedForUntilItHasCome()
    {
        var call = Call(Add, "[1,2]");
        Send(call);
        await HearAllAsync(call);

        Assert.AreEqual("Value 3", await FollowAsync(call));
        Send();

        await UntilUnknownAsync(call);
    }

    [TestMethod]
    public async Task End_OfACallThatReported_IsGoneWhenItHasCome()
    {
        var call = Call(Report, "[\"one\"]", wantsProgress: true);
        Send(call);
        await HearUntilAsync(() => AnswerTo(call)?.StartsWith("Progress", StringComparison.Ordinal) == true);
        _desk.GoOn.Release();
        await HearUntilAsync(() => AnswerTo(call) == "Value 1");

        Send();

        await UntilUnknownAsync(call);
    }

    [TestMethod]
    public async Task End_ThatNoMessageIsThereFor_IsAskedFor()
    {
        var call = await EndWithoutAMessageAsync();

        Assert.AreEqual("Value ", await FollowAsync(call));
    }

    [TestMethod]
    public async Task Call_ThatIsGivenUpWhenItHasEnded_CountsNoMore()
    {
        var call = await EndWithoutAMessageAsync();

        await _worker.Cancel(Own, call.Number);
    }

    private static SiloAddress Own => _cluster.Get<Cluster>(1).Own;

    // All messages have gone with the answers of others.
    private static async Task<LinkedCall> EndWithoutAMessageAsync()
    {
        var held = Call(Hold);
        Send(held);
        while (_underWay.Count > 0)
        {
            var other = Call(Add, "[1,2]");
            Send(other);
            await HearAllAsync(other);
        }

        _desk.Release.Open();
        Wait.Until(() => _desk.Running == 0);
        Assert.IsNull(AnswerTo(held));
        return held;
    }

    private static LinkedCall Call(string member, string arguments = "[]", bool wantsProgress = false)
    {
        var number = _cluster.Get<Cluster>(1).NextCall();
        var request = new CallRequest
        {
            Call = number,
            Interface = typeof(IDesk).FullName!,
            Member = $"{typeof(IDesk).FullName}.{member}",
            TraceParent = "",
            TraceState = "",
            Arguments = Encoding.UTF8.GetBytes(arguments),
            WantsProgress = wantsProgress,
        };
        return new(number, request.Write(), progress: null);
    }

    private static void Send(params LinkedCall[] calls) => Send(++_last, before: 0, calls);

    private static void Send(ulong message, ulong before, params LinkedCall[] calls)
    {
        var batch = new CallBatch(message, before, _received);
        _received = [];
        foreach (var call in calls)
            batch.Add(call);
        _underWay.Add(_worker.Batch(Own, message, before, batch.Write()).AsTask().WaitAsync(TestTimeouts.MustNotElapse));
    }

    private static Task HearAllAsync(params LinkedCall[] calls) =>
        HearUntilAsync(() => calls.All(static call => AnswerTo(call) is not null));

    private static async Task HearUntilAsync(Func<bool> isHeard)
    {
        while (!isHeard())
        {
            if (_underWay.Count == 0)
                Send();
            await HearAsync();
        }
    }

    private static async Task HearAsync()
    {
        var message = await Task.WhenAny(_underWay);
        _underWay.Remove(message);
        if (await message is { Length: > 0 } bytes)
            Hear(bytes);
    }

    private static void Hear(ReadOnlySpan<byte> bytes)
    {
        var reader = new FrameReader(bytes);
        _received.Add(reader.ReadNumber());
        while (!reader.Rest.IsEmpty)
        {
            var number = reader.ReadNumber();
            _answers[number] = Text(reader.ReadBytes());
        }
    }

    private static string? AnswerTo(LinkedCall call) => _answers.GetValueOrDefault(call.Number);

    // Of two messages, Orleans may bring the later one first.
    private static async Task UntilUnknownAsync(LinkedCall call)
    {
        var watch = Stopwatch.StartNew();
        while (await FollowAsync(call) != "Unknown ")
            Assert.IsLessThan(TestTimeouts.MustNotElapse, watch.Elapsed);
    }

    private static async Task<string> FollowAsync(LinkedCall call) => Text(await _worker.Follow(Own, call.Number, reported: 0));

    private static string Text(ReadOnlySpan<byte> answer) => $"{(AnswerKind)answer[0]} {Encoding.UTF8.GetString(answer[1..])}";
}
