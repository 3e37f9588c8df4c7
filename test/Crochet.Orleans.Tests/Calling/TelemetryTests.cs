using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Calling;

/// <summary>Spans and metrics of calls to another process.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private const string WorkersLoop = "telemetry-worker";
    private const string CallersLoop = "telemetry-caller";

    private static TestCluster _cluster = null!;
    private static IDesk _remote = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _cluster = await TestCluster.StartAsync(
            worker => Named(worker, WorkersLoop).AddProxied<IDesk, Desk>(_ => new("first")).Offer<IDesk>(),
            caller => Named(caller, CallersLoop).AddRemote<IDesk>());
        _remote = _cluster.Get<IDesk>(1);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestMethod]
    public void Call_UnderASpan_HasASpanHereOneAtItsWorkerAndOneInItsLoop()
    {
        using var spans = new Spans();
        using (var request = spans.Source.StartActivity("request"))
            _remote.Add(1, 2);

        Wait.Until(() => spans.Ended.Count == 4);
        var all = spans.Ended.ToDictionary(static span => span.SpanId);
        var loops = spans.Ended.Single(static span => Equals(span.GetTagItem("crochet.loop.name"), WorkersLoop));
        var workers = all[loops.ParentSpanId];
        var callers = all[workers.ParentSpanId];
        Assert.AreEqual((ActivityKind.Server, "IDesk.Add"), (workers.Kind, workers.OperationName));
        Assert.AreEqual((ActivityKind.Client, "IDesk.Add"), (callers.Kind, callers.OperationName));
        Assert.AreEqual("request", all[callers.ParentSpanId].OperationName);
        Assert.AreNotEqual(ActivityStatusCode.Error, callers.Status);
    }

    [TestMethod]
    public void Call_ThatFails_HasASpanHereThatSaysSo()
    {
        using var spans = new Spans();
        using (var request = spans.Source.StartActivity("request"))
            Assert.ThrowsExactly<KeyNotFoundException>(() => _remote.Throw("key"));

        Wait.Until(() => spans.Ended.Count == 4);
        Assert.AreEqual(ActivityStatusCode.Error, spans.Ended.Single(static span => span.Kind == ActivityKind.Client).Status);
    }

    [TestMethod]
    public void Calls_InOneMessage_EachHaveTheSpanOfTheirOwnCaller()
    {
        using var spans = new Spans();
        var ids = new List<string>();
        var calls = new List<Task<string?>>();
        for (var call = 0; call < 50; call++)
        {
            using var request = spans.Source.StartActivity("request")!;
            ids.Add(request.Id!);
            calls.Add(_remote.EchoAsync("x")!);
        }

        Assert.IsTrue(Task.WaitAll([.. calls], TestTimeouts.MustNotElapse));

        var parents = spans.Ended.Where(static span => span.Kind == ActivityKind.Client).Select(static span => span.ParentId!).ToList();
        CollectionAssert.AreEquivalent(ids, parents);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public void Listener_ThatThrows_KeepsNoCallFromItsEnd()
    {
        var reported = new TaskCompletionSource<string>();
        _cluster.Get<EventLoop>(0).UnobservedFailure += (_, failure) => reported.TrySetResult(failure.Failure.Exception.Message);
        using var source = new ActivitySource("tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => listened.Name == "Crochet" || listened == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = static span =>
            {
                if (span.Kind == ActivityKind.Server)
                    throw new InvalidOperationException("broken exporter");
            },
        };
        ActivitySource.AddActivityListener(listener);

        using (var request = source.StartActivity("request"))
            Assert.AreEqual(3, _remote.Add(1, 2));

        Assert.IsTrue(reported.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual("broken exporter", reported.Task.Result);
    }

    [TestMethod]
    public void Call_ThatRunsElsewhere_IsCountedByItsWorkersLoopAlone()
    {
        var counted = new ConcurrentQueue<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Crochet", Name: "crochet.calls" })
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary();
            if (Equals(all["crochet.call.name"], "IDesk.Where"))
                counted.Enqueue($"{all["crochet.loop.name"]} {all["crochet.call.outcome"]}");
        });
        listener.Start();

        for (var call = 0; call < 3; call++)
            _remote.Where();

        Wait.Until(() => counted.Count == 3);
        CollectionAssert.AreEqual(Enumerable.Repeat($"{WorkersLoop} succeeded", 3).ToList(), counted.ToList());
    }

    private static CrochetBuilder Named(CrochetBuilder crochet, string loop) =>
        crochet.Services.AddCrochet(options => options.Loop.Name = loop);

    /// <summary>The spans that have ended, of Crochet's and of the test's own source.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Crochet" || source == Source,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ActivitySource Source { get; } = new("tests");

        public ConcurrentQueue<Activity> Ended { get; } = new();

        public void Dispose()
        {
            _listener.Dispose();
            Source.Dispose();
        }
    }
}
