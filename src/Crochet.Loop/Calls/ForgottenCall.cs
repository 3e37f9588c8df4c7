namespace Crochet.Calls;

/// <summary>A call whose result nobody gets. Its failure is reported at once.</summary>
internal sealed class ForgottenCall(EventLoop loop) : EventualResult(loop)
{
    private protected override void OnFailed(FailureRecord record) => record.ReportUnlessRetrieved(Loop!.Report);
}
