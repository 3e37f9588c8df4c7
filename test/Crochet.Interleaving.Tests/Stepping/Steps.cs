namespace Crochet.Stepping;

/// <summary>Where the code under test lets the schedule choose who goes on. On threads that no schedule runs these do nothing.</summary>
internal static class Steps
{
    [ThreadStatic]
    private static Side? _current;

    /// <summary>What a lock statement of the sources became: <c>using (Steps.Hold | gate)</c>.</summary>
    public static Holder Hold => default;

    public static Side? Current
    {
        get => _current;
        set => _current = value;
    }

    public static void Next() => _current?.Step();

    /// <summary>Looks at something of the code under test as if no schedule were.</summary>
    public static bool Without(Func<bool> condition)
    {
        var side = _current;
        _current = null;
        var holds = condition();
        _current = side;
        return holds;
    }

    /// <summary>Blocks the side until the condition holds.</summary>
    public static void Until(Func<bool> condition) => _current!.BlockUntil(condition);
}
