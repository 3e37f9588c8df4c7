using System.ComponentModel;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <inheritdoc cref="MethodReturn"/>
/// <typeparam name="TReturn">The method's return type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MethodReturn<TReturn>
{
    internal MethodReturn(ReturnKind kind, Func<string, EventualResult?, TReturn, Task?> end)
    {
        IsPlain = kind == ReturnKind.Plain;
        End = end;
    }

    internal bool IsPlain { get; }

    /// <summary>Ends the call, or has it follow the method's task. Without a call it gives a task of the member's value.</summary>
    internal Func<string, EventualResult?, TReturn, Task?> End { get; }
}
