using System.Runtime.CompilerServices;

namespace Crochet.Keeping;

/// <summary>What one reader is told of a result: its status now, and again at each change until its end.</summary>
internal sealed class StatusEvents(KeptResult kept, StatusWriter writer, PhaseWatch watch)
{
    public async IAsyncEnumerable<byte[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watching = watch.Watch(kept);
        byte[] last = [];
        while (true)
        {
            var changed = kept.Changed;
            var look = kept.Look();
            var status = writer.Write(look);
            if (!status.AsSpan().SequenceEqual(last))
                yield return status;
            if (look.HasEnded)
                yield break;
            last = status;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
