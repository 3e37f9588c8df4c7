using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>
/// Turns what an implementation's method hands back into what an unmarked member does, without waiting for it. For generated code
/// alone; it may change with any
/// version.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StraightReturn
{
    /// <summary>Of a method that hands something back.</summary>
    /// <param name="name">The member, for an error.</param>
    /// <param name="returned">What the method handed back.</param>
    /// <param name="implementation">What the method hands back.</param>
    /// <param name="member">What the member hands back.</param>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The method's return type.</typeparam>
    public static TReturn From<TReturn, TMethodReturn>(
        string name, TMethodReturn returned, MethodReturn<TMethodReturn> implementation, MemberReturn<TReturn> member)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        ArgumentNullException.ThrowIfNull(member);
        return member.FromTask(implementation.End(name, null, returned)!);
    }

    /// <summary>Of a method that returned nothing.</summary>
    /// <param name="member">What the member hands back.</param>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    public static TReturn Ended<TReturn>(MemberReturn<TReturn> member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.FromTask(Task.CompletedTask);
    }
}
