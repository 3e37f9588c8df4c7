using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>Turns what an implementation's method hands back into what an unmarked member does, without waiting for it.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal static class UnmarkedReturn
{
    private delegate object Shaping(string name, ReturnKind from, ReturnKind to, object? result);

    /// <summary>Null where the result goes as it is.</summary>
    public static Func<object?, object?>? Between(Member member, MethodInfo method)
    {
        if (member.Method.ReturnType.IsAssignableFrom(method.ReturnType))
            return null;
        var from = ReturnShape.Of(method.ReturnType);
        var to = member.Return;
        Shaping shaping = to.IsVoid
            ? OfVoid
            : typeof(UnmarkedReturn).GetMethod(nameof(OfValue), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(to.Value, from.Value)
                .CreateDelegate<Shaping>();
        return result => shaping(member.Name, from.Kind, to.Kind, result);
    }

    private static object OfVoid(string name, ReturnKind from, ReturnKind to, object? result)
    {
        var task = from switch
        {
            ReturnKind.Plain => Task.CompletedTask,
            ReturnKind.Task => ReturnAdapter.NotNull(name, (Task?)result),
            ReturnKind.ValueTask => ((ValueTask)result!).AsTask(),
            _ => ReturnAdapter.NotNull(name, (EventualResult?)result).AsTask(),
        };
        return to switch
        {
            ReturnKind.Task => task,
            ReturnKind.ValueTask => new ValueTask(task),
            _ => EventualResult.FromTask(task),
        };
    }

    private static object OfValue<T, TFrom>(string name, ReturnKind from, ReturnKind to, object? result)
    {
        var task = ValueReturn<T, TFrom>.Convert(from switch
        {
            ReturnKind.Plain => Task.FromResult((TFrom)result!),
            ReturnKind.Task => ReturnAdapter.NotNull(name, (Task<TFrom>?)result),
            ReturnKind.ValueTask => ((ValueTask<TFrom>)result!).AsTask(),
            _ => ReturnAdapter.NotNull(name, (EventualResult<TFrom>?)result).AsTask(),
        });
        return to switch
        {
            ReturnKind.Task => task,
            ReturnKind.ValueTask => new ValueTask<T>(task),
            _ => EventualResult.FromTask(task),
        };
    }
}
