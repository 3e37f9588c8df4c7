using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;

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
    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    public bool Takes(ReturnShape other) => IsVoid || other.IsVoid ? IsVoid && other.IsVoid : IsAssignable(Value, other.Value);

    /// <summary>
    /// As C# has it: the run time takes a uint[] for an int[] too, and an array of an enum for one of its numbers, also among the type
    /// arguments of other types.
    /// </summary>
    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    public static bool IsAssignable(Type target, Type value)
    {
        if (!target.IsAssignableFrom(value))
            return false;
        if (value.IsArray)
            return ItemOf(target) is not { } item || value.GetElementType() is not { } own || IsAssignableItem(item, own);
        if (!target.IsGenericType)
            return true;
        var definition = target.GetGenericTypeDefinition();
        var forms = value.GetInterfaces().Append(value)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == definition).ToList();
        return forms.Count == 0 || forms.Exists(form => TakesArguments(definition, target, form));
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static bool TakesArguments(Type definition, Type target, Type value)
    {
        var (wanted, own) = (target.GetGenericArguments(), value.GetGenericArguments());
        return definition.GetGenericArguments().All(parameter =>
        {
            var (one, other) = (wanted[parameter.GenericParameterPosition], own[parameter.GenericParameterPosition]);
            return (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
            {
                GenericParameterAttributes.Covariant => IsAssignableItem(one, other),
                GenericParameterAttributes.Contravariant => IsAssignableItem(other, one),
                _ => one == other,
            };
        });
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static bool IsAssignableItem(Type target, Type value) =>
        target == value || (!target.IsValueType && !target.IsPointer && IsAssignable(target, value));

    // The generic interfaces of an array are those of its items.
    private static Type? ItemOf(Type target) =>
        target.IsArray ? target.GetElementType() : target.GenericTypeArguments is [var item] ? item : null;
}
