namespace Crochet.Interfaces;

internal enum ReturnKind
{
    Plain,
    Task,
    ValueTask,
    EventualResult,
}

/// <summary>A return type taken apart: how the value comes, and its type, which is void where there is none.</summary>
internal readonly record struct ReturnShape(ReturnKind Kind, Type Value)
{
    public bool IsVoid => Value == typeof(void);

    /// <summary>Whether the value is a sequence that the loop goes on making after the call.</summary>
    public bool IsStream => StreamProblems.IsStream(Value);

    /// <summary>
    /// Whether the type is an IAsyncEnumerable itself: the call is then made by each of its readers, with the first step.
    /// </summary>
    public bool IsAsyncStream =>
        Kind == ReturnKind.Plain && Value.IsGenericType && Value.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);

    /// <summary>Whether a caller can have it before the call has ended.</summary>
    public bool IsThereAtOnce => Kind != ReturnKind.Plain || IsVoid || IsAsyncStream;

    public static ReturnShape Of(Type type)
    {
        if (type == typeof(Task))
            return new(ReturnKind.Task, typeof(void));
        if (type == typeof(ValueTask))
            return new(ReturnKind.ValueTask, typeof(void));
        if (type == typeof(EventualResult))
            return new(ReturnKind.EventualResult, typeof(void));
        if (!type.IsGenericType)
            return new(ReturnKind.Plain, type);

        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(Task<>))
            return new(ReturnKind.Task, type.GenericTypeArguments[0]);
        if (definition == typeof(ValueTask<>))
            return new(ReturnKind.ValueTask, type.GenericTypeArguments[0]);
        if (definition == typeof(EventualResult<>))
            return new(ReturnKind.EventualResult, type.GenericTypeArguments[0]);
        return new(ReturnKind.Plain, type);
    }

    /// <summary>Whether a value that comes in the other shape can be handed back in this one.</summary>
    public bool Takes(ReturnShape other) => IsVoid || other.IsVoid ? IsVoid && other.IsVoid : IsAssignable(Value, other.Value);

    /// <summary>As C# has it: the run time takes a uint[] for an int[] too, and an array of an enum for one of its numbers.</summary>
    public static bool IsAssignable(Type target, Type value) =>
        target.IsAssignableFrom(value)
        && (!value.IsArray || ItemOf(target) is not { } item || value.GetElementType() is not { } own
            || (item.IsValueType ? item == own : IsAssignable(item, own)));

    // The generic interfaces of an array are those of its items.
    private static Type? ItemOf(Type target) =>
        target.IsArray ? target.GetElementType() : target.GenericTypeArguments is [var item] ? item : null;
}
