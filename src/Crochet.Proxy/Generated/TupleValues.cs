using System.Diagnostics.CodeAnalysis;

namespace Crochet.Generated;

/// <summary>Makes tuples of values that come in an array.</summary>
internal static class TupleValues
{
    private const int ItemsInATuple = 7;

    public static TTuple From<TTuple>(object?[] values) where TTuple : struct => (TTuple)Make(typeof(TTuple), values, 0);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The generated code names the tuple, and uses its fields.")]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A struct has a constructor without parameters.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "So has the rest of a long tuple.")]
    private static object Make(Type tuple, object?[] values, int start)
    {
        var made = Activator.CreateInstance(tuple)!;
        for (var item = 0; start + item < values.Length && item < ItemsInATuple; item++)
            tuple.GetField($"Item{item + 1}")!.SetValue(made, values[start + item]);
        if (tuple.GetField("Rest") is { } rest)
            rest.SetValue(made, Make(rest.FieldType, values, start + ItemsInATuple));
        return made;
    }
}
