using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>
/// Finds what ends a call with its implementation's return value: by the type that the member gives and by how the implementation hands it
/// back.
/// </summary>
internal static class ReturnAdapter
{
    /// <summary>The method that a compiled call ends with. It takes the member's name, the call and what was returned.</summary>
    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    public static MethodInfo MethodFor(ReturnShape member, ReturnShape method)
    {
        var name = method.Kind switch
        {
            ReturnKind.Plain => nameof(VoidReturn.Succeed),
            ReturnKind.Task => nameof(VoidReturn.FollowTask),
            ReturnKind.ValueTask => nameof(VoidReturn.FollowValueTask),
            _ => nameof(VoidReturn.FollowResult),
        };
        return TypeFor(member, method).GetMethod(name)!;
    }

    /// <summary>For a return value that comes as an object.</summary>
    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    public static Func<EventualResult?, object?, Task?> ForObject(string name, ReturnShape shape) =>
        TypeFor(shape, shape)
            .GetMethod(nameof(VoidReturn.ForObject))!
            .CreateDelegate<Func<string, ReturnKind, Func<EventualResult?, object?, Task?>>>()(name, shape.Kind);

    public static TTask NotNull<TTask>(string name, TTask? task) where TTask : class =>
        task ?? throw new InvalidOperationException(
            $"The implementation of {name} returned null where it must return {CSharpName.WithArticle(typeof(TTask))}.");

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static Type TypeFor(ReturnShape member, ReturnShape method) =>
        member.IsVoid ? typeof(VoidReturn) : typeof(ValueReturn<,>).MakeGenericType(member.Value, method.Value);
}
