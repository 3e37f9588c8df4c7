using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>How a call ends with what its implementation returned. Compiled calls find the method by the name of the shape's kind.</summary>
internal static class Ending
{
    public static Type For(ReturnShape member, ReturnShape method) =>
        member.IsVoid ? typeof(VoidEnding) : typeof(ValueEnding<,>).MakeGenericType(member.Value, method.Value);

    /// <summary>For a return value that comes as an object.</summary>
    public static Action<EventualResult, object?> ByShape(string name, ReturnShape shape) =>
        For(shape, shape).GetMethod(nameof(VoidEnding.Any))!.CreateDelegate<Func<string, ReturnKind, Action<EventualResult, object?>>>()(name, shape.Kind);

    public static TTask NotNull<TTask>(string name, TTask? task) where TTask : class =>
        task ?? throw new InvalidOperationException($"The implementation of {name} returned null where it must return a {CSharpName.Of(typeof(TTask))}.");
}
