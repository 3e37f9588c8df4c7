using System.Collections.Concurrent;
using Crochet.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Crochet.Logging;

/// <summary>
/// Writes log entries on a thread of its own, in the order they came. Never blocks who hands them over: where too many wait, further ones
/// are dropped, and the log says in their place how many.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly ILogger _own;
    private readonly BlockingCollection<OffloadedEntry> _entries;
    private readonly Thread _thread;
    private int _dropped;
    private long _written;

    public LogWriter(ILogger own, int capacity)
    {
        _own = own;
        _entries = new BlockingCollection<OffloadedEntry>(capacity);
        _thread = new Thread(WriteAll) { Name = "Crochet log writer", IsBackground = true };
        _thread.UnsafeStart();
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public void Write(OffloadedEntry entry)
    {
        entry.DroppedBefore = Interlocked.Exchange(ref _dropped, 0);
        try
        {
            if (!_entries.TryAdd(entry))
                Interlocked.Add(ref _dropped, entry.DroppedBefore + 1);
        }
        catch (InvalidOperationException)
        {
            // Disposed of: nobody will come for it.
            entry.Write();
        }
    }

    /// <summary>
    /// Returns when all has been written; or when a single entry takes too long, so that a provider that hangs does not keep the process.
    /// </summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _entries.CompleteAdding();
        if (Thread.CurrentThread == _thread)
            return;
        long before;
        do
        {
            before = Volatile.Read(ref _written);
            if (_thread.Join(_patience))
                return;
        }
        while (Volatile.Read(ref _written) != before);

        StandardError.Write($"A log provider hangs: {_entries.Count + 1} entries that were logged in a loop thread are lost.");
    }

    private void OnProcessExit(object? sender, EventArgs args) => Dispose();

    private void WriteAll()
    {
        foreach (var entry in _entries.GetConsumingEnumerable())
        {
            TellOfDropped(entry.DroppedBefore);
            try
            {
                entry.Write();
            }
            catch (Exception exception)
            {
                StandardError.Write($"A log provider failed to write \"{entry.State}\": {exception}");
            }

            Volatile.Write(ref _written, _written + 1);
        }

        TellOfDropped(Interlocked.Exchange(ref _dropped, 0));
    }

    private void TellOfDropped(int dropped)
    {
        if (dropped > 0)
            LoopLog.EntriesDropped(new QuietLogger(_own), dropped);
    }
}
