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

    /// <summary>Whether a caller can have it before the call has ended.</summary>
    public bool IsThereAtOnce => Kind != ReturnKind.Plain || IsVoid;

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
    public bool Takes(ReturnShape other) => IsVoid || other.IsVoid ? IsVoid && other.IsVoid : Value.IsAssignableFrom(other.Value);
}
