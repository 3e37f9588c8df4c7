namespace Crochet.Calls;

/// <summary>A call whose result nobody gets: its failure is reported as soon as it happens.</summary>
internal sealed class ForgottenCall(EventLoop loop) : EventualResult(loop)
{
    private protected override void OnFailed(FailureRecord record) => record.ReportUnlessRetrieved(Loop!);
}
