namespace Crochet.WebLoad;

/// <summary>How the jobs of one server ended. Each that was begun has to be among them when the server ends.</summary>
internal sealed class JobEnds
{
    private int _begun;
    private int _succeeded;
    private int _failed;
    private int _cancelled;
    private int _stopped;

    public void Count(EventualResult<int> job)
    {
        Interlocked.Increment(ref _begun);
        _ = CountEndAsync(job);
    }

    public override string ToString()
    {
        var ended = _succeeded + _failed + _cancelled + _stopped;
        return $"{_begun} jobs begun, {ended} ended: {_succeeded} succeeded, {_failed} failed, {_cancelled} cancelled, {_stopped} stopped";
    }

    private async Task CountEndAsync(EventualResult<int> job)
    {
        try
        {
            await job;
            Interlocked.Increment(ref _succeeded);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
        }
        catch (EventLoopStoppedException)
        {
            Interlocked.Increment(ref _stopped);
        }
        catch (InvalidDataException)
        {
            Interlocked.Increment(ref _failed);
        }
    }
}
