namespace Crochet.Tests;

/// <summary>One that cannot say what it is about.</summary>
public sealed class MuteException : Exception
{
    public override string Message => throw new InvalidOperationException("No message.");

    public override string? StackTrace => throw new InvalidOperationException("No stack trace.");
}
