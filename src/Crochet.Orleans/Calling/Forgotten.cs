using Crochet.Waiting;

namespace Crochet.Calling;

/// <summary>Reports the failure of a call whose result nobody gets.</summary>
internal sealed class Forgotten(RemoteMember member) : IWaiter
{
    public bool KeepsResult => true;

    public void OnEnded(EventualResult result)
    {
        if (result.FailureOfEnd is not { } record)
            return;
        record.MarkRetrieved();
        if (record.Failure.Exception is not OperationCanceledException)
            member.Home.Report(record.Failure, member.Member.Name);
    }
}
