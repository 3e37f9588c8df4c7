namespace Crochet.Calls;

/// <summary>Where a call is between being made and having ended. It only goes forward; each step is a compare-and-swap that one thread wins.</summary>
internal static class CallState
{
    public const int Queued = 0;
    public const int Running = 1;
    public const int Awaiting = 2;

    /// <summary>One thread has won the right to end the call otherwise than by success, and writes down how.</summary>
    public const int Ending = 3;

    public const int Succeeded = 4;
    public const int Failed = 5;
    public const int Cancelled = 6;
}
