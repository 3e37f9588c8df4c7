using System.Runtime.CompilerServices;

namespace Crochet.Live;

/// <summary>Snapshots, one a second for each reader, taken once for all of them; none while there is no reader.</summary>
internal sealed class SnapshotFeed(Func<byte[]> take)
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _freshness = _period / 2;

    private readonly Lock _lock = new();
    private byte[] _last = [];
    private long _takenAt;

    public async IAsyncEnumerable<byte[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return TakeOrShare();
            await Task.Delay(_period, cancellationToken).ConfigureAwait(false);
        }
    }

    private byte[] TakeOrShare()
    {
        lock (_lock)
        {
            if (_last.Length == 0 || TimeProvider.System.GetElapsedTime(_takenAt) > _freshness)
            {
                _last = take();
                _takenAt = TimeProvider.System.GetTimestamp();
            }

            return _last;
        }
    }
}
