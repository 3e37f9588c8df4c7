namespace Crochet;

/// <summary>
/// On a member of an interface: calls run in the loop thread, and their result is there within the timeout. With a plain return type the
/// caller blocks for it; a <see cref="Task"/>, <see cref="Task{TResult}"/>, <see cref="ValueTask"/> or <see cref="ValueTask{TResult}"/> is
/// handed back at once, and ends with the result or with <see cref="CrochetTimeoutException"/>. A <see cref="CancellationToken"/> among the
/// parameters cancels the call; the implementation gets the call's own, which the timeout and the loop's stop signal too.
/// </summary>
/// <remarks>
/// <para>
/// On an interface it is the default for all methods and properties without a mark of their own, inherited ones too, but not for events.
/// </para>
/// <para>
/// Of a stream (<see cref="IAsyncEnumerable{T}"/>, or an <see cref="IEnumerable{T}"/> that is no collection; also inside a task) each step
/// of the reader runs in the loop thread, with the timeout for itself, and so does the disposal of the iterator, however the reader leaves.
/// A step that fails, times out or is cancelled is the last. A member that returns an <see cref="IAsyncEnumerable{T}"/> runs with the first
/// step of each reading.
/// </para>
/// <para>
/// An object whose declared type is an interface with these attributes comes out as a proxy on the same loop, alone or in an array, a list
/// or a stream: the same proxy for the same object, while somebody holds it. Handed back in, to a member that runs in that loop, it goes in
/// as the object. The disposal of what is declared as such an interface, as <see cref="IDisposable"/> or as
/// <see cref="IAsyncDisposable"/> runs in the loop.
/// </para>
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
