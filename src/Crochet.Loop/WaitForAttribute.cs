namespace Crochet;

/// <summary>
/// On a member of an interface: calls run in the loop thread, and their result is there within the timeout. With a plain return type the
/// caller blocks for it; a <see cref="Task"/>, <see cref="Task{TResult}"/>, <see cref="ValueTask"/> or <see cref="ValueTask{TResult}"/> is
/// handed back at once, and ends with the result or with <see cref="CrochetTimeoutException"/>. A <see cref="CancellationToken"/> among the
/// parameters cancels the call; the implementation gets the call's own, which the timeout and the loop's stop signal too.
/// </summary>
/// <remarks>
/// On an interface it is the default for all methods and properties without a mark of their own, inherited ones too, but not for events.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface)]
public sealed class WaitForAttribute : Attribute
{
    /// <summary>Sets the timeout, in seconds.</summary>
    /// <param name="seconds">
    /// 0 or more, and finite. Anything else is reported as CRO002 where the interface is put to use, and never throws here.
    /// </param>
    public WaitForAttribute(double seconds) => Seconds = seconds;

    /// <summary>The timeout in seconds, as it was given.</summary>
    public double Seconds { get; }

    /// <summary>The timeout.</summary>
    /// <exception cref="OverflowException"><see cref="Seconds"/> is infinite, or more than a time span holds.</exception>
    /// <exception cref="ArgumentException"><see cref="Seconds"/> is not a number.</exception>
    public TimeSpan Timeout => TimeSpan.FromSeconds(Seconds);
}
