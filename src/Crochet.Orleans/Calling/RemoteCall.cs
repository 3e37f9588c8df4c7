using System.Diagnostics;
using Crochet.Diagnostics;
using Crochet.Waiting;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>
/// One call that runs in another process: finds it a worker, follows it to its end, and tells the worker when the caller gives it up.
/// </summary>
/// <remarks>
/// At most one worker runs it. It goes to the next only where one has said that it did not run it, or where it was never sent. The caller's
/// end, by a timeout or a cancellation, is told to the worker that has it: <see cref="RunAsync"/> notes the worker and then looks whether
/// the result has ended, and <see cref="IWaiter.OnEnded"/>, which comes after the end, looks for the worker. One of the two sees the other.
/// </remarks>
internal class RemoteCall : IWaiter
{
    private readonly RemoteMember _member;
    private readonly byte[]? _key;
    private readonly SiloAddress? _only;
    private readonly Activity? _span;
    private readonly RemoteProgress? _progress;
    private SiloAddress? _worker;
    private LinkedCall? _linked;
    private bool _hasAnswered;

    /// <param name="member">What is called.</param>
    /// <param name="arguments">Its arguments' JSON.</param>
    /// <param name="key">Its [LoopKey]'s JSON; null where it has none.</param>
    public RemoteCall(RemoteMember member, byte[] arguments, byte[]? key)
    {
        _member = member;
        _key = key;
        Number = member.Cluster.NextCall();
        using (new OuterActivity())
        {
            _span = Telemetry.Source.StartActivity(member.Member.Name, ActivityKind.Client);
            var current = Activity.Current;
            Request = new CallRequest
            {
                Call = Number,
                Interface = member.Interface,
                Member = member.Codec.Name,
                TraceParent = current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : "",
                TraceState = current?.TraceStateString ?? "",
                Arguments = arguments,
                WantsProgress = member.ShowsProgress,
            }.Write();
        }

        Result = member.Codec.CreateResult(member.Invoker, body: this);
        if (member.ShowsProgress)
            Result.Attach(_progress = new(member.Json));
    }

    /// <summary>For what goes on at a worker that has been found.</summary>
    protected RemoteCall(RemoteMember member, ulong number, SiloAddress worker)
    {
        _member = member;
        _only = worker;
        Number = number;
        Request = CallRequest.OfTrace(number);
        Result = member.Codec.CreateResult(member.Invoker, body: this);
    }

    /// <summary>Who has it, or had it last.</summary>
    public SiloAddress? Worker => Volatile.Read(ref _worker);

    /// <summary>The call's number, among those of this process.</summary>
    public ulong Number { get; }

    protected byte[] Request { get; }

    protected SiloAddress Own => _member.Cluster.Own;

    protected RemoteMember Member => _member;

    protected ICrochetService At(SiloAddress worker) => _member.Cluster.At(worker);

    public EventualResult Result { get; }

    bool IWaiter.KeepsResult => true;

    /// <summary>Sends the call. Nobody waits for the task: the result ends, whatever happens.</summary>
    public async Task RunAsync()
    {
        Result.TryAddWaiter(this);
        try
        {
            await RunAtMostOnceAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    void IWaiter.OnEnded(EventualResult result)
    {
        _span?.SetStatus(result.IsCompletedSuccessfully ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        using (new OuterActivity())
            _span?.Stop();
        if (!Volatile.Read(ref _hasAnswered) && Volatile.Read(ref _worker) is { } worker)
            _ = TellOfEndAsync(worker);
    }

    /// <summary>Sends the call, and ends with its answer; with nothing where it was never sent.</summary>
    protected virtual ValueTask<byte[]> BeginAsync(SiloAddress worker)
    {
        var call = new LinkedCall(Number, Request, _progress);
        Volatile.Write(ref _linked, call);
        return new(_member.Cluster.LinkTo(worker).AskAsync(call));
    }

    protected virtual ValueTask<byte[]> FollowAsync(SiloAddress worker) =>
        At(worker).Follow(Own, Number, _progress?.Heard ?? 0);

    protected virtual ValueTask CancelAsync(SiloAddress worker) =>
        Volatile.Read(ref _linked) is { } call && _member.Cluster.LinkTo(worker).TryWithdraw(call)
            ? default : At(worker).Cancel(Own, Number);

    /// <summary>The worker keeps the stream that the call has returned.</summary>
    protected virtual void SucceedWithStream(SiloAddress worker) =>
        Fail(new NotSupportedException($"{_member.Member.Name} gave a stream, and is declared to give none."));

    private async Task RunAtMostOnceAsync()
    {
        List<SiloAddress>? tried = null;
        Exception? refused = null;
        while (true)
        {
            var worker = _only ?? _member.Workers.Choose(_key, tried);
            if (worker is null && tried is null && _member.Workers.AskUnknown() is { } asking)
            {
                await asking.ConfigureAwait(false);
                worker = _member.Workers.Choose(_key, tried);
            }

            if (worker is null)
                throw refused ?? new NoWorkerException(_member.Contract);
            Interlocked.Exchange(ref _worker, worker);
            if (Result.IsCompleted)
                return;
            var answer = await AskAsync(worker).ConfigureAwait(false);
            if (answer is not null && !RefusedCall.IsRefusal(answer))
            {
                End(worker, answer);
                return;
            }

            var why = answer is null
                ? new WorkerLostException(Cluster.NameOf(worker), _member.Member.Name, neverRan: true)
                : RefusedCall.Judge(_member, worker, answer);
            // A key stays where it is for as long as its worker is a member that takes calls.
            if (_only is not null || (why is not null && _key is not null))
                throw why ?? new WorkerLostException(Cluster.NameOf(worker), _member.Member.Name);
            refused = why ?? refused;
            (tried ??= []).Add(worker);
        }
    }

    /// <summary>The answer, however long it takes; null where the call was never sent.</summary>
    private async ValueTask<byte[]?> AskAsync(SiloAddress worker)
    {
        var isSent = false;
        var answer = (byte[]?)null;
        while (true)
        {
            try
            {
                answer = isSent
                    ? await FollowAsync(worker).ConfigureAwait(false)
                    : await BeginAsync(worker).ConfigureAwait(false);
            }
            catch (OrleansMessageRejectionException rejection) when (!isSent && MessageRejections.WasNeverSent(rejection))
            {
                return null;
            }
            catch (TimeoutException) when (!isSent)
            {
                // The answer may have been lost: the worker says whether it knows the call.
                isSent = true;
                continue;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw new WorkerLostException(Cluster.NameOf(worker), _member.Member.Name);
            }

            isSent = true;
            if (answer is [])
                return null;
            if (answer is [(byte)AnswerKind.Progress, ..])
                _progress?.Hear(answer);
            else if (answer is not [(byte)AnswerKind.GoesOn])
                return answer;
            // The worker is told by who has ended it.
            if (Result.IsCompleted)
                return [(byte)AnswerKind.GoesOn];
        }
    }

    private void End(SiloAddress worker, byte[] answer)
    {
        var reader = new FrameReader(answer);
        var kind = (AnswerKind)reader.ReadByte();
        // The result has ended meanwhile, and the worker has been told.
        if (kind == AnswerKind.GoesOn)
            return;
        Volatile.Write(ref _hasAnswered, true);
        switch (kind)
        {
            case AnswerKind.Value or AnswerKind.Item:
                _member.Codec.Succeed(Result, reader.Rest);
                break;
            case AnswerKind.EndOfStream:
                _member.Codec.SucceedAtTheEnd(Result);
                break;
            case AnswerKind.Stream:
                SucceedWithStream(worker);
                break;
            case AnswerKind.Failed:
                Fail(FailureCodec.Read(ref reader));
                break;
            default:
                Fail(new WorkerLostException(Cluster.NameOf(worker), _member.Member.Name));
                break;
        }
    }

    private void Fail(Exception exception)
    {
        Volatile.Write(ref _hasAnswered, true);
        Result.EndWith(exception, report: true);
    }

    private async Task TellOfEndAsync(SiloAddress worker)
    {
        try
        {
            await CancelAsync(worker).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A worker that does not hear it is gone, or finds out that this process is.
        }
    }
}
