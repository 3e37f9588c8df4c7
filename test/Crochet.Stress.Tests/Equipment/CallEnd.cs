namespace Crochet.Stress;

internal enum CallEnd
{
    None,
    Value,
    Failure,
    Cancelled,
    Stopped,
    TimedOut,
}
