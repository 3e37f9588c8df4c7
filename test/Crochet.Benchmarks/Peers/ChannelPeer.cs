using System.Threading.Channels;

namespace Crochet.Benchmarks.Peers;

/// <summary>An unbounded channel with one reader, and a completion source per call.</summary>
internal sealed class ChannelPeer : Peer
{
    private readonly Adder _adder;
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _reader;

    public ChannelPeer(Adder adder) : base(PeerNames.Channel)
    {
        _adder = adder;
        _reader = Task.Run(ReadAsync);
    }

    public override int Add(int a, int b) => Write(a, b).GetAwaiter().GetResult();

    public override object Post(int a, int b) => Write(a, b);

    public override void Dispose()
    {
        _calls.Writer.Complete();
        _reader.GetAwaiter().GetResult();
    }

    private Task<int> Write(int a, int b)
    {
        var completion = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Writer.TryWrite(new Call(a, b, completion));
        return completion.Task;
    }

    private async Task ReadAsync()
    {
        await foreach (var (a, b, completion) in _calls.Reader.ReadAllAsync())
        {
            try
            {
                completion.SetResult(_adder.Add(a, b));
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        }
    }

    private readonly record struct Call(int A, int B, TaskCompletionSource<int> Completion);
}
