using System.Collections.Concurrent;
using Crochet.Wire;

namespace Crochet.Tests;

/// <summary>A worker whose messages a test answers.</summary>
internal sealed class FakeService : ICrochetService
{
    private readonly BlockingCollection<Message> _messages = [];

    /// <summary>How many have come and were not taken.</summary>
    public int Count => _messages.Count;

    /// <summary>The next message, in the order in which they were sent.</summary>
    public Message Next() => _messages.TryTake(out var message, TestTimeouts.MustNotElapse)
        ? message : throw new AssertFailedException("No message came.");

    public ValueTask<byte[]> Batch(SiloAddress caller, ulong message, ulong before, byte[] calls)
    {
        var sent = new Message(message, before, calls);
        _messages.Add(sent);
        return new(sent.Answer.Task);
    }

    public ValueTask<byte[]> Follow(SiloAddress caller, ulong call, ulong reported) => throw new NotSupportedException();

    public ValueTask Cancel(SiloAddress caller, ulong call) => throw new NotSupportedException();

    public ValueTask<byte[]> Claim(SiloAddress claimer, ulong claim, string id, string type) => throw new NotSupportedException();

    public ValueTask<bool> EndClaim(SiloAddress claimer, ulong claim, bool hasValue) => throw new NotSupportedException();

    public ValueTask<byte[]> ReadProgress(string id, long after) => throw new NotSupportedException();

    public ValueTask<bool> CancelStashed(string id) => throw new NotSupportedException();

    public ValueTask<byte[]> Step(SiloAddress caller, ulong stream, ulong step, byte[] request) => throw new NotSupportedException();

    public ValueTask<byte[]> StepReturned(SiloAddress caller, ulong call, ulong stream, ulong step, byte[] request) =>
        throw new NotSupportedException();

    public ValueTask LeaveStream(SiloAddress caller, ulong stream) => throw new NotSupportedException();

    public ValueTask<byte[]> Exchange(SiloAddress from, byte[] offers) => throw new NotSupportedException();

    public sealed class Message
    {
        public Message(ulong number, ulong before, ReadOnlySpan<byte> calls)
        {
            (Number, Before) = (number, before);
            var reader = new FrameReader(calls);
            reader.ReadByte();
            for (var left = reader.ReadNumber(); left > 0; left--)
                Received.Add(reader.ReadNumber());
            for (var left = reader.ReadNumber(); left > 0; left--)
                Calls.Add(BitConverter.ToInt32(reader.ReadBytes()));
        }

        public ulong Number { get; }

        public ulong Before { get; }

        /// <summary>Each call's number, which a test writes as its request.</summary>
        public List<int> Calls { get; } = [];

        public List<ulong> Received { get; } = [];

        public string? Activity { get; } = System.Diagnostics.Activity.Current?.Id;

        public object? Context { get; } = RequestContext.Get("who");

        public TaskCompletionSource<byte[]> Answer { get; } = new();

        /// <summary>Says of each call that it ended without a value.</summary>
        public void End(ulong number, params int[] calls)
        {
            var writer = new FrameWriter();
            writer.WriteNumber(number);
            foreach (var call in calls)
            {
                writer.WriteNumber((ulong)call);
                writer.WriteBytes([(byte)AnswerKind.Value]);
            }

            Answer.SetResult(writer.ToArray());
        }
    }
}
