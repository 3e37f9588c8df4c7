namespace Crochet.Invoking;

/// <summary>Arguments in an array, where the loop also writes what by-ref parameters come out as.</summary>
internal sealed class ArrayArguments : CallArguments
{
    public ArrayArguments(object target, object?[] values)
    {
        Target = target;
        Values = values;
    }

    /// <summary>Read and written by compiled code.</summary>
    public object?[] Values { get; }

    public override object? this[int index] => Values[index];

    public override object?[] ToArray() => Values;

    public override CallArguments CopyFor(object target) => CopyProxyTo(new ArrayArguments(target, [.. Values]));
}
