namespace Crochet;

/// <summary>
/// On a marked member that returns a stream: how many items the loop makes before the reader asks for them. Without it, the loop makes each
/// item only when the reader asks for it.
/// </summary>
/// <remarks>
/// The timeout of <see cref="WaitForAttribute"/> is then how long the reader waits for the next item. A failure, or the loop's stop,
/// reaches the reader after the items that were made before. A reader that leaves cancels the item that is being made. Less than 1, or a
/// member that returns no stream, is reported as CRO026 where the interface is put to use.
/// </remarks>
/// <param name="items">How many items, 1 or more.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class PrefetchAttribute(int items) : Attribute
{
    /// <summary>How many items the loop makes ahead, as it was given.</summary>
    public int Items { get; } = items;
}
