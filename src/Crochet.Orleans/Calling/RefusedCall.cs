using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What becomes of a call that a worker did not run.</summary>
internal static class RefusedCall
{
    public static bool IsRefusal(ReadOnlySpan<byte> answer) => answer[0] == (byte)AnswerKind.Refused;

    /// <summary>Null where another worker may take it; what to throw where no other does.</summary>
    public static Exception? Judge(RemoteMember member, SiloAddress worker, ReadOnlySpan<byte> answer)
    {
        var reader = new FrameReader(answer[1..]);
        var refusal = Refusal.Read(ref reader);
        switch (refusal.Reason)
        {
            case RefusalReason.Full:
                return new EventLoopOverloadedException(refusal.Text, member.Member.Name, refusal.Limit);
            case RefusalReason.UnknownMember:
                return MissingMember(member, worker, refusal.Text);
            case RefusalReason.NotOffered or RefusalReason.Stopping:
                member.Workers.Withdraw(worker);
                return null;
            default:
                return null;
        }
    }

    private static MissingMethodException MissingMember(RemoteMember member, SiloAddress worker, string has)
    {
        var instead = has.Length == 0 ? "" : $" It has {has} instead.";
        return new(
            $"{member.Member.Name} cannot be called: the process {Cluster.NameOf(worker)} has another version of {member.Contract}, "
            + $"without {member.Codec.Name}.{instead} The call never ran. Bring the processes to one version.");
    }
}
