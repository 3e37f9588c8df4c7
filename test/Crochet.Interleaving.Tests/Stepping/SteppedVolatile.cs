using System.Diagnostics.CodeAnalysis;

namespace Crochet.Stepping;

internal static class SteppedVolatile
{
    public static T Read<T>(ref readonly T location)
    {
        Steps.Next();
        return location;
    }

    public static void Write<T>([NotNullIfNotNull(nameof(value))] ref T location, T value)
    {
        Steps.Next();
        location = value;
    }
}
