namespace Crochet.Interception;

/// <summary>
/// The target and the arguments of one blocking call, as values. The caller unpacks them from its invocation, where they are still in its processor's
/// cache; the loop would have to fetch the invocation, its array and each box from there, one after the other.
/// </summary>
internal abstract class PackedArguments
{
    public object Target { get; protected set; } = null!;

    /// <summary>For the thread's next call. Nobody else has it any more.</summary>
    public abstract void Return();
}

/// <inheritdoc/>
/// <typeparam name="T">A value tuple of the parameters' types.</typeparam>
internal sealed class PackedArguments<T> : PackedArguments where T : struct
{
    // A thread is in one blocking call at a time, so one is enough.
    [ThreadStatic]
    private static PackedArguments<T>? _spare;

    /// <summary>Filled and read by compiled code.</summary>
    public T Values;

    public static PackedArguments<T> Rent(object target)
    {
        var arguments = _spare ?? new();
        _spare = null;
        arguments.Target = target;
        return arguments;
    }

    public override void Return()
    {
        Target = null!;
        Values = default;
        _spare = this;
    }
}
