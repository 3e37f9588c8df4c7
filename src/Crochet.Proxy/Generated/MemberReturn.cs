using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>What a member hands its callers, by its return type. For generated code alone; it may change with any version.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MemberReturn
{
    /// <summary>A member that returns nothing.</summary>
    public static MemberReturn<Nothing> OfNothing() => new NothingReturn();

    /// <summary>A member that returns a <see cref="System.Threading.Tasks.Task"/>.</summary>
    public static MemberReturn<Task> OfTask() => new VoidTaskMemberReturn();

    /// <summary>A member that returns a <see cref="System.Threading.Tasks.ValueTask"/>.</summary>
    public static MemberReturn<ValueTask> OfValueTask() => new VoidMemberReturn<ValueTask>(static task => new(task));

    /// <summary>A member that returns an <see cref="EventualResult"/>.</summary>
    public static MemberReturn<EventualResult> OfResult() => new VoidResultMemberReturn();

    /// <summary>A member that returns the value itself.</summary>
    /// <typeparam name="T">The member's value.</typeparam>
    public static MemberReturn<T> OfValue<T>() => new PlainMemberReturn<T>();

    /// <summary>A member that returns a <see cref="Task{TResult}"/>.</summary>
    /// <inheritdoc cref="OfValue{T}"/>
    public static MemberReturn<Task<T>> OfTask<T>() => new TaskMemberReturn<T>();

    /// <summary>A member that returns a <see cref="ValueTask{TResult}"/>.</summary>
    /// <inheritdoc cref="OfValue{T}"/>
    public static MemberReturn<ValueTask<T>> OfValueTask<T>() => new ValueMemberReturn<T, ValueTask<T>>(static task => new(task));

    /// <summary>A member that returns an <see cref="EventualResult{T}"/>.</summary>
    /// <inheritdoc cref="OfValue{T}"/>
    public static MemberReturn<EventualResult<T>> OfResult<T>() => new ResultMemberReturn<T>();
}
