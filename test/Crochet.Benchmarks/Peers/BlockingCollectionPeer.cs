using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Crochet.Benchmarks.Peers;

/// <summary>A thread that consumes a blocking collection, and an event per call.</summary>
internal sealed class BlockingCollectionPeer : Peer
{
    private readonly Adder _adder;
    private readonly BlockingCollection<Call> _calls = [];
    private readonly Thread _thread;

    public BlockingCollectionPeer(Adder adder) : base(PeerNames.BlockingCollection)
    {
        _adder = adder;
        _thread = new Thread(Consume) { IsBackground = true, Name = Name };
        _thread.Start();
    }

    public override int Add(int a, int b) => Collect(Post(a, b));

    public override object Post(int a, int b)
    {
        var call = new Call(a, b);
        _calls.Add(call);
        return call;
    }

    public override int Collect(object posted)
    {
        using var call = (Call)posted;
        call.Done.Wait();
        call.Failure?.Throw();
        return call.Sum;
    }

    public override void Dispose()
    {
        _calls.CompleteAdding();
        _thread.Join();
        _calls.Dispose();
    }

    private void Consume()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
        {
            try
            {
                call.Sum = _adder.Add(call.A, call.B);
            }
            catch (Exception exception)
            {
                call.Failure = ExceptionDispatchInfo.Capture(exception);
            }
            call.Done.Set();
        }
    }

    private sealed class Call(int a, int b) : IDisposable
    {
        public readonly int A = a;
        public readonly int B = b;
        public readonly ManualResetEventSlim Done = new();
        public int Sum;
        public ExceptionDispatchInfo? Failure;

        public void Dispose() => Done.Dispose();
    }
}
