using Crochet.Driving;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Running;

namespace Crochet.Objects;

/// <summary>
/// An object that lives in its loop: made there by the first call, called and disposed of there. Everything but the request to dispose of
/// it is the loop thread's.
/// </summary>
/// <remarks>
/// It is idle, or being made, or made, or being disposed of. Calls that find it otherwise than made wait, in their order. Settle, after
/// each change, decides what comes next.
/// </remarks>
internal sealed class BoundObject(EventLoop loop, BoundSettings settings, MakeInstance make) : BoundTarget
{
    private readonly BoundMaker _maker = new(settings.Contract, make);
    private readonly BoundWaitList _waiting = new(loop);
    private readonly TaskCompletionSource _disposed = new(Schedule.TaskOptionsOf(loop));
    private BoundInstance? _instance;
    private bool _isMaking;
    private bool _isDisposing;
    private bool _isHandingOut;
    private bool _isUsed;
    private int _isDisposeRequested;
    private long _place;

    public EventLoop Loop { get; } = loop;

    public bool AsksOfFailures => settings.RecreateWhen is not null;

    public override string Name => $"{settings.Contract.Name} in the loop '{Loop.Name}'";

    public string NameOfMaking => $"The making of {Name}";

    public override string Description =>
        $"{settings.ClassName ?? (Made is { } made ? CSharpName.Of(made.GetType()) : "what is not made yet")} in the loop '{Loop.Name}'";

    public override object? Made => Volatile.Read(ref _instance) is { IsRetired: false } instance ? instance.Value : null;

    public override ILoopOwner? Owner => settings.Owner;

    public override IReadOnlyList<BoundObject> All => [this];

    /// <summary>Its proxy has been disposed of, and the loop knows.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>The instance that is there, whether or not it takes calls.</summary>
    public BoundInstance? Instance => _instance;

    /// <summary>The instance that takes calls now; null where a call has to wait for one.</summary>
    public BoundInstance? Ready => _instance is { IsRetired: false } instance && _waiting.IsEmpty ? instance : null;

    /// <summary>When the making of the last instance ended, in the order of all loops' objects; 0 before. From any thread.</summary>
    public long Place => Volatile.Read(ref _place);

    /// <summary>Whether the object is the instance that is there. From any thread.</summary>
    public bool Holds(object value) => Volatile.Read(ref _instance) is { } instance && ReferenceEquals(instance.Value, value);

    /// <summary>For a call that goes to it, from any thread: gives itself.</summary>
    /// <exception cref="ObjectDisposedException">Its proxy has been disposed of.</exception>
    public BoundObject Use()
    {
        ThrowIfDisposed();
        // Only once: callers and the loop read what is beside it for each call.
        if (!Volatile.Read(ref _isUsed))
            Volatile.Write(ref _isUsed, true);
        return this;
    }

    /// <summary>
    /// What it is now; null once it has been disposed of. From any thread, so that one part may be a moment older than the next.
    /// </summary>
    public BoundObjectSnapshot? GetSnapshot()
    {
        if (_disposed.Task.IsCompleted)
            return null;
        var instance = Volatile.Read(ref _instance);
        var state = Volatile.Read(ref _isMaking) ? BoundObjectState.Making
            : instance is null ? BoundObjectState.NotMade
            : !instance.IsRetired ? BoundObjectState.Made
            : Loop.State == EventLoopState.Stopped ? BoundObjectState.Disposed
            : BoundObjectState.Disposing;
        return new(settings.Contract.Name, Loop.Name, state, _waiting.CallCount + (instance?.InFlight ?? 0));
    }

    /// <summary>The instance, now or when it is made.</summary>
    /// <param name="call">The call that waits; without one nothing limits the wait.</param>
    /// <param name="arguments">Of the call, by which it can be withdrawn while it waits; null for what is no member's call.</param>
    /// <param name="name">The call's name.</param>
    /// <param name="clock">What <see cref="ThreadBoundOptions.CreationTimeout"/> follows.</param>
    /// <param name="token">Ends the wait.</param>
    public Task<BoundInstance> GetAsync(
        EventualResult? call, CallArguments? arguments, string name, TimeProvider clock, CancellationToken token)
    {
        if (IsClosing && !_isMaking && _waiting.IsEmpty)
            throw DisposedException();
        var wait = new BoundWait(this, call, name, settings.CreationTimeout) { IsCall = true };
        arguments?.Wait = wait;
        return WaitAsync(wait, clock, token);
    }

    /// <summary>Has the instance made where it is not: at the start. Ends with the making.</summary>
    public async Task MakeAsync()
    {
        Volatile.Write(ref _isUsed, true);
        if (Ready is null)
        {
            var wait = new BoundWait(this, call: null, Name, settings.CreationTimeout);
            await WaitAsync(wait, TimeProvider.System, CancellationToken.None).ConfigureAwait(true);
        }
    }

    /// <summary>Asks whether the instance is to be made anew.</summary>
    public void OnFailure(BoundInstance instance, Exception failure)
    {
        if (instance.IsRetired || settings.RecreateWhen is not { } isReason)
            return;
        try
        {
            if (isReason(failure))
                instance.Retire(failure);
        }
        catch (Exception exception)
        {
            Loop.Report(new Failure(exception), $"{nameof(ThreadBoundOptions.RecreateWhen)} of {Name}");
        }

        Settle();
    }

    /// <summary>Does what the state asks for: make, hand out, dispose of.</summary>
    public void Settle()
    {
        if (_isMaking || _isDisposing || _isHandingOut)
            return;
        if (_instance is { } instance)
        {
            if (!instance.IsRetired && !_waiting.IsEmpty)
                HandOut(instance);
            if (instance.InFlight == 0 && (instance.IsRetired || (IsClosing && _waiting.IsEmpty)))
                _ = DisposeInstanceAsync(instance);
        }
        else if (!_waiting.IsEmpty)
        {
            _ = MakeInstanceAsync();
        }
        else if (IsClosing)
        {
            _disposed.TrySetResult();
        }
    }

    public override Task DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposeRequested, 1) == 0)
        {
            if (Volatile.Read(ref _isUsed))
                Loop.SynchronizationContext.Post(static self => ((BoundObject)self!).Close(), this);
            else
                _disposed.TrySetResult();
        }

        // A loop that stops disposes of what it has made, and drops what comes too late.
        return Task.WhenAny(_disposed.Task, Loop.Completion);
    }

    /// <summary>Nobody waits for its disposal any more. From any thread.</summary>
    public void LeaveBehind() => _disposed.TrySetResult();

    private Task<BoundInstance> WaitAsync(BoundWait wait, TimeProvider clock, CancellationToken token)
    {
        wait.StartLimits(clock, token);
        _waiting.Add(wait);
        Loop.Turns.UseOwnSynchronizationContext();
        Settle();
        return wait.Task;
    }

    private void Close()
    {
        IsClosing = true;
        Settle();
    }

    // In order, and in one turn: no call that came later gets in between.
    private void HandOut(BoundInstance instance)
    {
        _isHandingOut = true;
        while (!instance.IsRetired && _waiting.TryTake(out var wait))
        {
            Loop.Turns.UseOwnSynchronizationContext();
            wait.Succeed(instance);
        }

        _isHandingOut = false;
    }

    private async Task MakeInstanceAsync()
    {
        _isMaking = true;
        Exception? failure = null;
        try
        {
            _instance = await _maker.MakeAsync(this).ConfigureAwait(true);
            Volatile.Write(ref _place, Loop.BoundObjects.Add(_instance));
            _maker.Resubscribe(_instance, this);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _isMaking = false;
        if (failure is not null)
            Fail(failure);
        Settle();
    }

    /// <summary>All that wait get the failure; the next call tries again.</summary>
    private void Fail(Exception failure)
    {
        if (!_waiting.TryFail(failure) && failure is not OperationCanceledException)
            Loop.Report(new Failure(failure), NameOfMaking);
    }

    private async Task DisposeInstanceAsync(BoundInstance instance)
    {
        _isDisposing = true;
        await instance.DisposeOnLoopAsync().ConfigureAwait(true);
        Volatile.Write(ref _instance, null);
        _isDisposing = false;
        Settle();
    }

    private void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _isDisposeRequested) != 0 && Loop.State < EventLoopState.Stopping)
            throw DisposedException();
    }

    private ObjectDisposedException DisposedException() => new(settings.Contract.Name, $"{Name} has been disposed of.");
}
