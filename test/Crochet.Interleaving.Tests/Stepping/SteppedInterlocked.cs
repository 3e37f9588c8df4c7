namespace Crochet.Stepping;

internal static class SteppedInterlocked
{
    public static T Exchange<T>(ref T location, T value)
    {
        Steps.Next();
        var before = location;
        location = value;
        return before;
    }

    public static T CompareExchange<T>(ref T location, T value, T comparand)
    {
        Steps.Next();
        var before = location;
        if (typeof(T).IsValueType ? EqualityComparer<T>.Default.Equals(before, comparand) : ReferenceEquals(before, comparand))
            location = value;
        return before;
    }

    public static int Increment(ref int location) => Add(ref location, 1);

    public static long Increment(ref long location) => Add(ref location, 1);

    public static int Decrement(ref int location) => Add(ref location, -1);

    public static long Decrement(ref long location) => Add(ref location, -1);

    public static int Add(ref int location, int value)
    {
        Steps.Next();
        return location += value;
    }

    public static long Add(ref long location, long value)
    {
        Steps.Next();
        return location += value;
    }

    public static void MemoryBarrier() => Steps.Next();

    public static void MemoryBarrierProcessWide() => Steps.Next();
}
