using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Crochet.Tests;

/// <summary>What the meter and the activity source "Crochet" tell whoever listens.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private readonly string _name = $"Loop {Guid.NewGuid()}";

    [TestMethod]
    public void Metrics_CallSucceeds_AreItsCountAndItsTimes()
    {
        using var metrics = new Metrics(_name);
        using var loop = TestLoop.Start(_name);

        loop.WaitFor(TestTimeouts.MustNotElapse, Work);

        var call = metrics.Of("crochet.calls").Single();
        Assert.AreEqual(1, call.Value);
        Assert.AreEqual("TelemetryTests.Work", call.Tags["crochet.call.name"]);
        Assert.AreEqual("succeeded", call.Tags["crochet.call.outcome"]);
        Assert.IsFalse(call.Tags.ContainsKey("error.type"));
        foreach (var time in new[] { "crochet.call.duration", "crochet.call.queue.duration", "crochet.call.run.duration" })
            Assert.IsInRange(0, TestTimeouts.MustNotElapse.TotalSeconds, metrics.Of(time).Single().Value);
    }

    [TestMethod]
    public void Metrics_Outcomes_AreToldApart()
    {
        using var metrics = new Metrics(_name);
        using var loop = TestLoop.Start(_name);

        Assert.ThrowsExactly<DivideByZeroException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => throw new DivideByZeroException()));
        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, NeverEnds));
        var release = loop.Hold();
        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, Work));
        var cancelled = loop.RunInReactor(Work);
        cancelled.Cancel();
        release.Open();
        var stopped = loop.RunInReactor(NeverEnds);
        loop.CatchUp();
        loop.Stop();
        stopped.UntilCompleted();

        var outcomes =
            metrics.Of("crochet.calls").Select(call => (call.Tags["crochet.call.outcome"], call.Tags.GetValueOrDefault("error.type")));
        CollectionAssert.AreEquivalent(
            new (object?, object?)[]
            {
                ("failed", "System.DivideByZeroException"),
                ("timed_out", "Crochet.CrochetTimeoutException"),
                ("timed_out", "Crochet.CrochetTimeoutException"),
                ("cancelled", "System.OperationCanceledException"),
                ("stopped", "Crochet.EventLoopStoppedException"),
            },
            outcomes.ToList());
    }

    [TestMethod]
    public void Metrics_CallThatNeverStarted_HasNoRunningTime()
    {
        using var metrics = new Metrics(_name);
        using var loop = TestLoop.Start(_name);
        var release = loop.Hold();

        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, Work));
        release.Open();

        Assert.IsEmpty(metrics.Of("crochet.call.run.duration"));
        Assert.IsGreaterThanOrEqualTo(TestTimeouts.MustElapse.TotalSeconds / 2, metrics.Of("crochet.call.queue.duration").Single().Value);
    }

    [TestMethod]
    public void Metrics_OfALoop_AreItsQueuePendingAbandonedAndStash()
    {
        using var metrics = new Metrics(_name);
        using var loop = TestLoop.Start(_name);
        var pending = loop.RunInReactor(NeverEnds);
        var abandoned = loop.RunInReactor(NeverEnds);
        loop.CatchUp();
        abandoned.Cancel();
        pending.Stash();
        loop.CatchUp();
        var release = loop.Hold();
        loop.Post(() => { });

        metrics.Observe();

        Assert.AreEqual(1, metrics.Of("crochet.loop.queue.length").Single().Value);
        Assert.AreEqual(2, metrics.Of("crochet.loop.pending_calls").Single().Value);
        Assert.AreEqual(1, metrics.Of("crochet.loop.abandoned_calls").Single().Value);
        Assert.AreEqual(1, metrics.Of("crochet.loop.stashed_results").Single().Value);
        Assert.AreEqual(0, metrics.Of("crochet.loop.slow_turns").Single().Value);
        release.Open();
    }

    [TestMethod]
    public void Metrics_OfAStoppedLoop_AreGone()
    {
        using var metrics = new Metrics(_name);
        TestLoop.Start(_name).Dispose();

        metrics.Observe();

        Assert.IsEmpty(metrics.Of("crochet.loop.queue.length"));
    }

    [TestMethod]
    public void Loop_StoppedWhileListenedTo_CanBeCollected()
    {
        using var metrics = new Metrics(_name);
        using var traces = new Traces(_name);
        var loop = UseAndDrop(_name);

        Wait.UntilCollected(() => !loop.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference UseAndDrop(string name)
        {
            // Not by a blocking call: its thread keeps that one's object, and so its loop, for the next.
            var loop = TestLoop.Start(name);
            loop.RunInReactor(Work).UntilEnded();
            loop.Dispose();
            return new WeakReference(loop);
        }
    }

    [TestMethod]
    public void Instruments_AreNamedWithUnitsAndBuckets()
    {
        var instruments = new ConcurrentDictionary<string, Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.TryAdd(instrument.Name, instrument) };
        listener.Start();

        var duration = (Histogram<double>)instruments["crochet.call.duration"];

        Assert.AreEqual("Crochet", duration.Meter.Name);
        Assert.AreEqual("s", duration.Unit);
        Assert.IsTrue(duration.Advice!.HistogramBucketBoundaries!.Zip(duration.Advice.HistogramBucketBoundaries!.Skip(1)).All(
            pair => pair.First < pair.Second));
        Assert.AreEqual("{call}", instruments["crochet.calls"].Unit);
    }

    [TestMethod]
    public void Span_OfACall_IsAChildOfTheCallersAndParentOfTheImplementations()
    {
        using var traces = new Traces(_name);
        using var loop = TestLoop.Start(_name);
        using var outer = traces.Source.StartActivity("outer")!;

        var inner = loop.WaitFor(TestTimeouts.MustNotElapse, () => traces.Source.StartActivity("inner")!);

        var span = traces.Ended.Single();
        Assert.AreEqual(outer.SpanId, span.ParentSpanId);
        Assert.AreEqual(span.SpanId, inner.ParentSpanId);
        Assert.AreEqual(ActivityStatusCode.Unset, span.Status);
        Assert.AreEqual("succeeded", span.GetTagItem("crochet.call.outcome"));
        Assert.AreEqual("crochet.call.started", span.Events.Single().Name);
        Assert.AreSame(outer, Activity.Current);
    }

    [TestMethod]
    public void Span_OfAnAsyncCall_EndsWithIt()
    {
        using var traces = new Traces(_name);
        using var loop = TestLoop.Start(_name);
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();
        Assert.HasCount(1, traces.Ended);

        work.SetResult();
        result.UntilEnded();

        Assert.HasCount(2, traces.Ended);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public void Span_OfACallThatFails_IsMarkedWithTheException()
    {
        using var traces = new Traces(_name);
        using var loop = TestLoop.Start(_name);

        Assert.ThrowsExactly<DivideByZeroException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => throw new DivideByZeroException("no eggs")));

        var span = traces.Ended.Single();
        Assert.AreEqual(ActivityStatusCode.Error, span.Status);
        Assert.AreEqual("no eggs", span.StatusDescription);
        Assert.AreEqual("System.DivideByZeroException", span.GetTagItem("error.type"));
        Assert.IsTrue(span.Events.Any(happened => happened.Name == "exception"));
    }

    [TestMethod]
    public void Span_OfACallThatTimesOut_EndsThenAndIsMarked()
    {
        using var traces = new Traces(_name);
        using var loop = TestLoop.Start(_name);
        var release = loop.Hold();

        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, Work));

        var span = traces.Ended.Single();
        Assert.AreEqual(ActivityStatusCode.Error, span.Status);
        Assert.AreEqual("timed_out", span.GetTagItem("crochet.call.outcome"));
        Assert.Contains("never started", span.StatusDescription!);
        release.Open();
    }

    [TestMethod]
    public void Listener_ThatThrows_IsReportedAndHarmsNoCall()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Name == "crochet.calls")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("broken listener"));
        listener.Start();
        using var loop = TestLoop.Start(_name);
        var reported = new ReportedFailures(loop);

        Assert.AreEqual(42, loop.WaitFor(TestTimeouts.MustNotElapse, () => 42));

        Assert.AreEqual("broken listener", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void Listener_ThatThrowsAtTheStart_IsReportedAndHarmsNoCall()
    {
        using var loop = TestLoop.Start(_name);
        var reported = new ReportedFailures(loop);
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Crochet",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => throw new InvalidOperationException("broken exporter"),
        };
        ActivitySource.AddActivityListener(listener);

        Assert.AreEqual(42, loop.WaitFor(TestTimeouts.MustNotElapse, () => 42));

        Assert.AreEqual("broken exporter", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void Call_NobodyListens_AllocatesNothingForIt()
    {
        using var loop = TestLoop.Start(_name);
        Func<int> work = static () => 1;
        for (var warmUp = 0; warmUp < 100; warmUp++)
            loop.WaitFor(TestTimeouts.MustNotElapse, work);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var call = 0; call < 100; call++)
            loop.WaitFor(TestTimeouts.MustNotElapse, work);

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Work()
    {
    }

    private static Task NeverEnds() => new TaskCompletionSource().Task;

    private sealed record Measured(double Value, IReadOnlyDictionary<string, object?> Tags);

    /// <summary>What is measured of one loop.</summary>
    private sealed class Metrics : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Instrument, Measured Measured)> _all = new();
        private readonly string _loop;

        public Metrics(string loop)
        {
            _loop = loop;
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Crochet")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IReadOnlyList<Measured> Of(string instrument) =>
            [.. _all.Where(one => one.Instrument == instrument).Select(one => one.Measured)];

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = new Dictionary<string, object?>(tags.ToArray());
            var isTestsOwn =
                (all.GetValueOrDefault("crochet.call.name") as string)?.StartsWith("TestLoop.", StringComparison.Ordinal) == true;
            if (!isTestsOwn && Equals(all["crochet.loop.name"], _loop))
                _all.Enqueue((instrument.Name, new Measured(value, all)));
        }
    }

    /// <summary>The spans of one loop's calls, and a source for others around them.</summary>
    private sealed class Traces : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Traces(string loop)
        {
            Source = new ActivitySource(loop);
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Crochet" || source == Source,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (Equals(activity.GetTagItem("crochet.loop.name"), loop))
                        _ended.Enqueue(activity);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ActivitySource Source { get; }

        public IReadOnlyList<Activity> Ended => [.. _ended];

        public void Dispose()
        {
            _listener.Dispose();
            Source.Dispose();
        }
    }
}
