namespace Crochet.Tests;

/// <summary>How a call ended, as its caller saw it.</summary>
public enum CallEnd
{
    Value,
    Failure,
    Timeout,
    Cancelled,
    Stopped,
    Refused,
}
