using System.Runtime.CompilerServices;

namespace Crochet.Invoking;

/// <summary>
/// Arguments as values. The caller unpacks them from its invocation, where they are still in its processor's cache; the loop would have to
/// fetch the invocation, its array and each box from there, one after the other.
/// </summary>
/// <typeparam name="T">A value tuple of the parameters' types.</typeparam>
internal sealed class PackedArguments<T> : CallArguments where T : struct, ITuple
{
    // A thread is in one blocking call at a time, so one is enough.
    [ThreadStatic]
    private static PackedArguments<T>? _spare;

    /// <summary>Filled and read by compiled code.</summary>
    public T Values;

    private bool _isRented;

    public override object? this[int index] => Values[index];

    public static PackedArguments<T> New(object target) => new() { Target = target };

    /// <summary>For a call that blocks its caller, who hands the object back.</summary>
    public static PackedArguments<T> Rent(object target)
    {
        var arguments = _spare ?? new() { _isRented = true };
        _spare = null;
        arguments.Target = target;
        return arguments;
    }

    public override object?[] ToArray()
    {
        var values = new object?[Values.Length];
        for (var index = 0; index < values.Length; index++)
            values[index] = Values[index];
        return values;
    }

    public override CallArguments CopyFor(object target) => CopyProxyTo(new PackedArguments<T> { Target = target, Values = Values });

    public override void Return()
    {
        if (!_isRented)
            return;
        Clear();
        Values = default;
        _spare = this;
    }
}
