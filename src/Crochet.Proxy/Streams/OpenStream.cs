using Crochet.Running;
using Crochet.Scopes;

namespace Crochet.Streams;

/// <summary>
/// One reading of a stream, on the loop's side: its iterator, from its first step to its disposal. All of it is the loop thread's, unless
/// a member says otherwise.
/// </summary>
/// <remarks>
/// <para>The iterator is made by the first step and disposed of once: by the step that finds the end or fails; else when the reader
/// leaves or the loop stops; where a step runs at that moment, when that step has ended.</para>
/// <para>It does not know its reader, so that the collector may take a reader that nobody holds; its finalizer then leaves for it.</para>
/// </remarks>
internal abstract class OpenStream<T>(EventLoop loop, string name, StreamOrigin<T> origin) : IBoundObject, IOpenStream
{
    private IAsyncEnumerator<T>? _iterator;
    private IStreamHolder? _holder;
    private Task? _disposal;

    public EventLoop Loop { get; } = loop;

    public string Name { get; } = name;

    public StreamOrigin<T> Origin { get; } = origin;

    /// <summary>The reading among the calls of its container's scope; null where its implementation belongs to none.</summary>
    public ScopeCall? Scope { get; init; }

    /// <summary>Of the token that the implementation gets.</summary>
    private CancellationTokenSource Cancellation { get; } = new();

    /// <summary>The iterator makes an item right now.</summary>
    protected bool IsMoving { get; private set; }

    /// <summary>Nobody wants another item.</summary>
    protected bool IsLeft { get; private set; }

    /// <summary>The iterator has been disposed of, or is being.</summary>
    protected bool IsOver => _disposal is not null;

    /// <summary>What the next step fails with, since its object was given up.</summary>
    protected Failure? Failure { get; private set; }

    /// <summary>Whether items are made that no step waits for.</summary>
    protected virtual bool MakesAhead => false;

    /// <summary>Reader, in any thread: takes an item without a step, where one was made ahead.</summary>
    public abstract bool TryTake(out T item);

    /// <summary>Reader, after a step that said there is an item: takes it.</summary>
    public abstract T Take(StreamStep<T> step);

    /// <summary>Ends the call with whether there is an item, now or later.</summary>
    public abstract void Step(EventualResult<StreamStep<T>> call);

    /// <summary>Keeps what the stream is read from.</summary>
    public void Hold(IStreamHolder? holder)
    {
        if (Scope?.TryBegin(this) == false)
            throw new OperationCanceledException($"{Name} never ran, since the scope of its implementation has ended.");
        holder?.Enter(this);
        _holder = holder;
        // After what holds it, so that the stop disposes of it before that.
        Loop.BoundObjects.Add(this);
    }

    public void Fail(Exception failure)
    {
        if (IsOver)
            return;
        Failure ??= new Failure(failure);
        IsLeft = true;
        OnLeft();
        if (IsMoving && MakesAhead)
            Loop.Turns.Signal(Cancellation, Name);
        if (!IsMoving)
            _ = DisposeReportingAsync();
    }

    public void EndWithScope()
    {
        Fail(new OperationCanceledException($"{Name} was cancelled, since the scope of its implementation has ended."));
        if (!IsMoving)
            return;
        Origin.OnCancelled();
        Loop.Turns.Signal(Cancellation, Name);
    }

    /// <summary>The reader goes. Ends with the iterator's disposal, where nothing runs that takes no notice.</summary>
    public Task LeaveAsync()
    {
        if (IsOver || IsLeft)
            return Task.CompletedTask;
        IsLeft = true;
        OnLeft();
        if (IsMoving)
            Loop.Turns.Signal(Cancellation, Name);
        return IsMoving ? Task.CompletedTask : DisposeOnceAsync();
    }

    /// <summary>Any thread: the reader has gone without waiting.</summary>
    public void PostLeave() =>
        Loop.SynchronizationContext.Post(static self => ((OpenStream<T>)self!).LeaveQuietly(), this);

    /// <summary>The reader goes, on the loop's own thread, which cannot wait; what the disposal throws in place comes out.</summary>
    public void LeaveInPlace()
    {
        if (!Loop.IsInLoopThread)
        {
            PostLeave();
            return;
        }

        var leaving = LeaveAsync();
        if (leaving.IsCompleted)
            leaving.GetAwaiter().GetResult();
        else
            _ = ReportAsync(leaving);
    }

    public ValueTask DisposeOnLoopAsync()
    {
        if (_disposal is { } begun)
            return new(EndQuietlyAsync(begun));
        IsLeft = true;
        OnLeft();
        Origin.OnCancelled();
        Loop.Turns.Signal(Cancellation, Name);
        return IsMoving ? default : new(DisposeReportingAsync());
    }

    /// <summary>The reader's step has been cancelled, or has timed out: it is the last.</summary>
    protected void Cancel(EventualResult call)
    {
        IsLeft = true;
        OnLeft();
        _holder?.OnFailure(call.FailureOfEnd?.Failure.Exception ?? new OperationCanceledException($"A step of {Name} was cancelled."));
        Origin.OnCancelled();
        Loop.Turns.Signal(Cancellation, Name);
        if (!IsMoving)
            _ = DisposeReportingAsync();
    }

    /// <summary>
    /// Cancels the iterator's step when the call is: asked for after the turn's own part, since what ends in its turn needs no token.
    /// </summary>
    protected void CancelWith(EventualResult call) => call.GetToken().UnsafeRegister(
        static state =>
        {
            var (self, call) = ((OpenStream<T>, EventualResult))state!;
            self.Cancel(call);
        },
        (this, call));

    /// <summary>Has the iterator make an item. At its end, and where it fails, disposes of it.</summary>
    /// <param name="call">The reader's step, where one waits. The first always does.</param>
    protected ValueTask<StreamStep<T>> MoveAsync(EventualResult? call)
    {
        IsMoving = true;
        try
        {
            if (_iterator is not { } iterator)
                return MoveLaterAsync(OpenAndMoveAsync(call!));
            var moving = iterator.MoveNextAsync();
            if (!moving.IsCompletedSuccessfully)
                return MoveLaterAsync(moving);
            return moving.Result ? new(Moved(Origin.ItemOf(iterator.Current))) : MoveLaterAsync(new(false));
        }
        catch (Exception exception)
        {
            return MoveLaterAsync(ValueTask.FromException<bool>(exception));
        }
    }

    /// <summary>The item was made for a step that had ended before: the reader has given up.</summary>
    protected void OnNotTaken(EventualResult call)
    {
        if (!IsOver)
            Cancel(call);
    }

    /// <summary>No more items are wanted.</summary>
    protected virtual void OnLeft()
    {
    }

    /// <summary>Disposes of the iterator, and reports what that throws.</summary>
    protected async Task DisposeReportingAsync()
    {
        if (!IsOver)
            await ReportAsync(DisposeOnceAsync()).ConfigureAwait(true);
    }

    private async ValueTask<bool> OpenAndMoveAsync(EventualResult call)
    {
        _iterator = await Origin.OpenAsync(this, call, Cancellation.Token).ConfigureAwait(true);
        var moving = _iterator.MoveNextAsync();
        if (!moving.IsCompleted)
            Loop.Turns.UseOwnSynchronizationContext();
        return await moving.ConfigureAwait(true);
    }

    /// <summary>The move goes on, has found the end, or has failed.</summary>
    private async ValueTask<StreamStep<T>> MoveLaterAsync(ValueTask<bool> moving)
    {
        T item;
        try
        {
            if (!moving.IsCompleted)
                Loop.Turns.UseOwnSynchronizationContext();
            if (!await moving.ConfigureAwait(true))
            {
                IsMoving = false;
                await DisposeOnceAsync().ConfigureAwait(true);
                return default;
            }

            item = Origin.ItemOf(_iterator!.Current);
        }
        catch (Exception exception) when (IsMoving)
        {
            IsMoving = false;
            // A cancellation or a timeout has been asked about already.
            if (!Cancellation.IsCancellationRequested)
                _holder?.OnFailure(exception);
            await DisposeReportingAsync().ConfigureAwait(true);
            throw;
        }

        return Moved(item);
    }

    private StreamStep<T> Moved(T item)
    {
        IsMoving = false;
        if (IsLeft)
            _ = DisposeReportingAsync();
        return new(true, item);
    }

    private async Task ReportAsync(Task disposal)
    {
        try
        {
            await disposal.ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            Loop.Report(new Failure(exception), $"The disposal of a stream of {Name}");
        }
    }

    private void LeaveQuietly()
    {
        if (IsOver || IsLeft)
            return;
        IsLeft = true;
        OnLeft();
        if (IsMoving)
            Loop.Turns.Signal(Cancellation, Name);
        else
            _ = DisposeReportingAsync();
    }

    private static async Task EndQuietlyAsync(Task disposal) =>
        await disposal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private Task DisposeOnceAsync() => _disposal ??= DisposeAsync();

    private async Task DisposeAsync()
    {
        // Set before the iterator's own code runs, which might come back here.
        _disposal = Task.CompletedTask;
        try
        {
            if (_iterator is { } iterator)
            {
                var disposing = iterator.DisposeAsync();
                if (!disposing.IsCompleted)
                    Loop.Turns.UseOwnSynchronizationContext();
                await disposing.ConfigureAwait(true);
            }
        }
        finally
        {
            _iterator = null;
            Loop.BoundObjects.Remove(this);
            _holder?.Leave(this);
            _holder = null;
            Scope?.End();
        }
    }
}
