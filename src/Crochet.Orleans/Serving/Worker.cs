using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Crochet.Membership;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Serving;

/// <summary>
/// Runs calls for other processes: takes or refuses them, cancels those of callers that are gone, and drains before this process leaves.
/// </summary>
internal sealed class Worker : IDisposable
{
    private const int MostNames = 10;

    private static readonly TimeSpan _sweepEach = TimeSpan.FromSeconds(0.5);

    // How long an end is kept that was sent, in case it was lost on its way; and a cancellation that came before its call.
    private static readonly TimeSpan _keepFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SiloAddress, CallerLink> _links = new();
    private readonly ClusterView _view;
    private readonly Admission _admission;
    private readonly EarlyEnds _early;
    private readonly ServedStreams _streams;
    private readonly TimeSpan _longestSilence;
    private readonly JsonSerializerOptions _json;
    private readonly ILogger _logger;
    private readonly Timer _sweep;

    public Worker(
        ClusterView view, Admission admission, EarlyEnds early, ServedStreams streams, ClusterOptions options, ILogger<Worker> logger)
    {
        _view = view;
        _admission = admission;
        _early = early;
        _streams = streams;
        _longestSilence = options.LongestSilence;
        _json = options.Json;
        _logger = logger;
        view.Left += CancelCallsOf;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _sweep = new(static worker => ((Worker)worker!).Sweep(), this, _sweepEach, _sweepEach);
    }

    /// <summary>Starts the calls of a message, or refuses them. What it takes back is for any of the caller's calls.</summary>
    public async ValueTask<byte[]> BatchAsync(SiloAddress caller, ulong message, ulong before, byte[] calls)
    {
        var link = _links.TryGetValue(caller, out var known) ? known : _links.GetOrAdd(caller, new CallerLink(caller, _admission));
        await link.UntilReadAsync(before, _longestSilence).ConfigureAwait(false);
        try
        {
            // Orleans has one thread at a time for all such messages.
            if (calls.Length < CallBatch.Large)
                Begin(link, calls);
            else
                await Task.Run(() => Begin(link, calls)).ConfigureAwait(false);
        }
        finally
        {
            link.OnRead(message);
        }

        return await link.AnswerAsync().ConfigureAwait(false);
    }

    /// <summary>The end of a call that goes on, or its next report, or that it still goes on.</summary>
    public ValueTask<byte[]> FollowAsync(SiloAddress caller, ulong call, ulong reported) =>
        _links.TryGetValue(caller, out var link) && link.Find(call) is { } known
            ? known.FollowAsync(reported)
            : new([(byte)AnswerKind.Unknown]);

    public void Cancel(SiloAddress caller, ulong call)
    {
        var key = new CallKey(caller, call);
        var known = _links.TryGetValue(caller, out var link) ? link.Remove(call) : null;
        known?.Cancel();
        // It may still be on its way. One that has ended leaves a mark that the sweep takes away.
        if (!_streams.Release(key) && known is null)
            _early.Mark(key);
    }

    /// <summary>Takes no more calls and lets those that run end; gives up what is left.</summary>
    /// <param name="drain">How long.</param>
    /// <param name="hurry">Ends the drain at once.</param>
    public async Task DrainAsync(TimeSpan drain, CancellationToken hurry)
    {
        var start = Stopwatch.GetTimestamp();
        _admission.Close();
        // What a caller sends before it has heard of the stop comes before its answer does: it is refused, and sent elsewhere.
        await _view.StopOfferingAsync().ConfigureAwait(false);
        _admission.LookForTheLast();
        var left = drain - Stopwatch.GetElapsedTime(start);
        try
        {
            await _admission.Drained.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, hurry).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            GiveUp(drain);
        }

        foreach (var link in _links.Values)
            link.Release(long.MaxValue);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _view.Left -= CancelCallsOf;
    }

    private void Begin(CallerLink link, ReadOnlySpan<byte> calls)
    {
        var reader = new FrameReader(calls);
        reader.ReadByte();
        for (var left = reader.ReadNumber(); left > 0; left--)
            link.OnReceived(reader.ReadNumber());
        for (var left = reader.ReadNumber(); left > 0; left--)
            Begin(link, CallRequest.Read(reader.ReadBytes()));
    }

    private void Begin(CallerLink link, in CallRequest request)
    {
        var key = new CallKey(link.Caller, request.Call);
        var refusal = _early.TryTake(key)
            ? new Refusal(RefusalReason.Cancelled)
            : _admission.Admit(request, out var offered, out var codec) ?? Begin(link, key, offered!, codec!, request);
        if (refusal is { } reason)
            link.Say(new RefusalAnswer(key, reason));
    }

    private Refusal? Begin(CallerLink link, CallKey key, OfferedInterface offered, MemberCodec codec, in CallRequest request)
    {
        AsyncServiceScope? scope = null;
        Activity? activity = null;
        EventualResult result;
        try
        {
            result = Start(offered, codec, request, out activity, out scope);
        }
        catch (EventLoopOverloadedException full)
        {
            return Refuse(new(RefusalReason.Full, full.LoopName, full.QueueLimit), activity, scope);
        }
        catch (EventLoopStoppedException)
        {
            return Refuse(new(RefusalReason.Stopping), activity, scope);
        }
        catch (Exception exception)
        {
            result = EventualResult.FromException(exception);
        }

        var served = new ServedCall(
            link, _admission, _streams, key, codec, request.WantsProgress ? _json : null, result, scope, activity);
        link.Add(served);
        served.Begin();
        // Pairs with CancelCallsOf, which looks for the calls of a process after it has left.
        if (_view.HasLeft(key.Caller))
        {
            _links.TryRemove(key.Caller, out _);
            link.Close();
        }

        return null;
    }

    private static EventualResult Start(
        OfferedInterface offered, MemberCodec codec, in CallRequest request, out Activity? activity, out AsyncServiceScope? scope)
    {
        (activity, scope) = (null, null);
        using var entered = RemoteActivity.Enter(codec.Member.Name, request.TraceParent, request.TraceState);
        activity = entered.Started;
        return offered.Start(codec, codec.ReadArguments(request.Arguments), out scope);
    }

    private Refusal Refuse(Refusal refusal, Activity? activity, AsyncServiceScope? scope)
    {
        _admission.Leave();
        activity?.Stop();
        if (scope is { } own)
            _ = own.DisposeAsync().AsTask();
        return refusal;
    }

    private void GiveUp(TimeSpan drain)
    {
        var calls = _links.Values.SelectMany(static link => link.Running).ToList();
        var names = calls.Select(static call => call.Name).Concat(_streams.Names).Take(MostNames).ToList();
        calls.ForEach(static call => call.GiveUp());
        var count = calls.Count + _streams.Close(caller: null);
        if (count > 0)
            ClusterLog.GivenUp(_logger, count, drain.TotalSeconds, string.Join(", ", names));
    }

    private void CancelCallsOf(SiloAddress process)
    {
        var count = _links.TryRemove(process, out var link) ? link.Close() : 0;
        count += _streams.Close(process);
        if (count > 0)
            ClusterLog.CallerLeft(_logger, process, count);
    }

    private void Sweep()
    {
        var now = Environment.TickCount64;
        var kept = now - (long)_keepFor.TotalMilliseconds;
        foreach (var link in _links.Values)
        {
            link.Release(heldSince: now - (long)_longestSilence.TotalMilliseconds);
            link.Forget(endedBefore: kept);
        }

        _early.Forget(markedBefore: kept);
    }
}
