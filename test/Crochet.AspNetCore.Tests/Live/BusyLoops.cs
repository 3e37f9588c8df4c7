namespace Crochet.Tests.Live;

/// <summary>
/// Gives a loop something of everything to show: calls that await, one that waits for another loop, and what queues behind it.
/// </summary>
internal sealed class BusyLoops : IDisposable
{
    private readonly EventLoop _ledger = new(new EventLoopOptions { Name = "Ledger" });
    private readonly Gate _gate = new();

    public BusyLoops(EventLoop loop)
    {
        _ledger.Start();
        var imports = Enumerable.Range(0, 24).Select(_ => loop.RunInReactor(ImportAsync)).ToList();
        var book = loop.RunInReactor(Book);
        Wait.Until(() => loop.GetSnapshot() is { PendingCount: 24, Waits.Count: 1 });
        var queued = new[] { loop.RunInReactor(Count), loop.RunInReactor(Count) };
        GC.KeepAlive((imports, book, queued));
    }

    public void Dispose()
    {
        _gate.Open();
        _ledger.Dispose();
    }

    private Task ImportAsync() => _gate.Opened;

    private void Book() => _ledger.RunInReactor(WriteEntry).Wait(TestTimeouts.MustNotElapse);

    private void WriteEntry() => _gate.Pass();

    private static int Count() => 1;
}
