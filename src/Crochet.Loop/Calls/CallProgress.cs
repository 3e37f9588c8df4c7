using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Driving;
using Crochet.Waiting;

namespace Crochet.Calls;

/// <summary>
/// What a call reports while it goes on: the last report, and a signal for those who wait for the next. No lock: a report is one exchange,
/// and a second one where somebody reads.
/// </summary>
internal abstract class CallProgress : CallCancellation
{
    private static readonly ProgressReport _none = new();

    private ProgressReport _last = _none;
    private TaskCompletionSource? _next;

    public sealed override CallProgress Progress => this;

    /// <summary>The last report; null where there is none.</summary>
    public ProgressReport? Last => Volatile.Read(ref _last) is { Number: > 0 } last ? last : null;

    public bool TryGet<TProgress>([MaybeNullWhen(false)] out TProgress progress) => Volatile.Read(ref _last).TryGet(out progress);

    /// <summary>What an implementation gets that reports values of this type.</summary>
    public IProgress<T> Of<T>() => this as IProgress<T> ?? new ProgressOfType<T>(this);

    /// <summary>Takes a report, from any thread; one that comes after the end is dropped.</summary>
    public void Add(ProgressReport report)
    {
        ProgressReport seen;
        do
        {
            seen = Volatile.Read(ref _last);
            if (seen.IsEnd)
                return;
            report.Number = seen.Number + 1;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _last, report, seen), seen));
        TellReaders();
    }

    /// <summary>The call has ended: the last report stays, and no more are taken.</summary>
    public void End()
    {
        ProgressReport seen;
        do
        {
            seen = Volatile.Read(ref _last);
            if (seen.IsEnd)
                return;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _last, seen.ToEnd(), seen), seen));
        TellReaders();
    }

    /// <summary>The reports as they come, the latest each time, until the end. Goes on off the loop thread.</summary>
    public async IAsyncEnumerable<TProgress> ReadAsync<TProgress>(
        EventualResult call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = new ProgressEnd(this);
        if (!call.TryAddWaiter(end))
            End();
        try
        {
            var number = 0L;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Pairs with TellReaders, which comes after the report: one of the two sees the other.
                var next = GetNext(call.Loop);
                var last = Volatile.Read(ref _last);
                if (last.Number != number)
                {
                    number = last.Number;
                    if (last.TryGet<TProgress>(out var progress))
                        yield return progress;
                }
                else if (last.IsEnd)
                {
                    yield break;
                }
                else
                {
                    // A test that drives the loop sees nothing of the thread pool.
                    await next.WaitAsync(cancellationToken).ConfigureAwait(call.Loop?.Schedule is not null);
                }
            }
        }
        finally
        {
            call.RemoveWaiter(end);
        }
    }

    private Task GetNext(EventLoop? loop)
    {
        if (Volatile.Read(ref _next) is { } existing)
            return existing.Task;
        var made = new TaskCompletionSource(Schedule.TaskOptionsOf(loop));
        return (Interlocked.CompareExchange(ref _next, made, null) ?? made).Task;
    }

    private void TellReaders()
    {
        if (Volatile.Read(ref _next) is not null)
            Interlocked.Exchange(ref _next, null)?.SetResult();
    }
}
