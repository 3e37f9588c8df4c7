using System.ComponentModel;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>
/// How a call ends with what the implementation's method returns, by the method's return type. For generated code alone; it may
/// change with any version.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MethodReturn
{
    /// <summary>A method that returns nothing.</summary>
    public static MethodReturn<Nothing> OfNothing() => new(ReturnKind.Plain, static (name, call, _) => VoidReturn.Succeed(name, call));

    /// <summary>A method that returns a <see cref="System.Threading.Tasks.Task"/>.</summary>
    public static MethodReturn<Task> OfTask() => new(ReturnKind.Task, VoidReturn.FollowTask);

    /// <summary>A method that returns a <see cref="System.Threading.Tasks.ValueTask"/>.</summary>
    public static MethodReturn<ValueTask> OfValueTask() => new(ReturnKind.ValueTask, VoidReturn.FollowValueTask);

    /// <summary>A method that returns an <see cref="EventualResult"/>.</summary>
    public static MethodReturn<EventualResult> OfResult() => new(ReturnKind.EventualResult, VoidReturn.FollowResult);

    /// <summary>A method that returns the value itself.</summary>
    /// <typeparam name="T">The member's value.</typeparam>
    /// <typeparam name="TFrom">The method's value.</typeparam>
    public static MethodReturn<TFrom> OfValue<T, TFrom>() => new(ReturnKind.Plain, ValueReturn<T, TFrom>.Succeed);

    /// <summary>A method that returns a <see cref="Task{TResult}"/>.</summary>
    /// <inheritdoc cref="OfValue{T, TFrom}"/>
    public static MethodReturn<Task<TFrom>> OfTask<T, TFrom>() => new(ReturnKind.Task, ValueReturn<T, TFrom>.FollowTask);

    /// <summary>A method that returns a <see cref="ValueTask{TResult}"/>.</summary>
    /// <inheritdoc cref="OfValue{T, TFrom}"/>
    public static MethodReturn<ValueTask<TFrom>> OfValueTask<T, TFrom>() =>
        new(ReturnKind.ValueTask, ValueReturn<T, TFrom>.FollowValueTask);

    /// <summary>A method that returns an <see cref="EventualResult{T}"/>.</summary>
    /// <inheritdoc cref="OfValue{T, TFrom}"/>
    public static MethodReturn<EventualResult<TFrom>> OfResult<T, TFrom>() =>
        new(ReturnKind.EventualResult, ValueReturn<T, TFrom>.FollowResult);
}
