using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>One reading of a stream of another process. Where it is dropped before its end, the collector leaves for it.</summary>
internal abstract class RemoteReader<T>(RemoteSource<T> source)
{
    private RemoteCall? _first;
    private ulong _step;

    ~RemoteReader() => LeaveAsync();

    /// <summary>The item that the reader is at.</summary>
    public T Current { get; private set; } = default!;

    protected RemoteSource<T> Source => source;

    /// <summary>Whether no step follows: the stream has ended, a step has failed, or the reader has left.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>The step to send.</summary>
    protected RemoteCall CreateStep()
    {
        _step++;
        return _first is null ? _first = source.CreateFirst() : source.CreateNext(_first, _step);
    }

    protected bool OnStepped(Step<T> step)
    {
        Current = step.Item;
        IsOver = step.IsEnd;
        return !step.IsEnd;
    }

    /// <summary>Whatever the step has heard or told: who leaves twice does no harm.</summary>
    protected void OnFailed()
    {
        _ = LeaveAsync();
        IsOver = true;
    }

    /// <summary>The reader goes. Ends with the iterator's disposal.</summary>
    protected Task LeaveAsync()
    {
        Current = default!;
        if (IsOver || _first is not { Worker: { } worker } first)
            return Task.CompletedTask;
        IsOver = true;
        var cluster = source.Member.Cluster;
        return cluster.At(worker).LeaveStream(cluster.Own, first.Number).AsTask();
    }
}
