using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;
using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>What is wrong with [Prefetch], and return types that would do their work in the caller's thread.</summary>
internal static class StreamProblems
{
    public static void AddOf(Member member, List<CrochetProblem> problems)
    {
        var value = member.Return.Value;
        if (PrefetchOf(member) is { Items: var items })
        {
            if (!IsStream(value))
                problems.Add(ProblemCatalog.PrefetchWithoutStream.About(member.Name, CSharpName.Of(member.Method.ReturnType)));
            else if (items < 1)
                problems.Add(ProblemCatalog.PrefetchTooSmall.About(member.Name, items));
        }

        // A collection's own GetEnumerator is not its heir's to change.
        var declaring = member.Method.DeclaringType!;
        if (SequenceInsteadOf(value) is { } sequence && !IsStream(declaring) && declaring != typeof(IEnumerable))
            problems.Add(ProblemCatalog.CannotBeHelped.About(member.Name, CSharpName.Of(value), sequence));
    }

    /// <summary>
    /// A sequence that the loop goes on making after the call. Nobody could stand in for an object of another declared type.
    /// </summary>
    public static bool IsStream(Type type) => Is(type, typeof(IAsyncEnumerable<>)) || Is(type, typeof(IEnumerable<>));

    /// <summary>What a member should return instead of something that its caller would run; null where it may return the type.</summary>
    public static string? SequenceInsteadOf(Type type)
    {
        // An assembly of its own is loaded for IQueryable.
        if (type.IsAssignableTo(typeof(IEnumerable)) && type != typeof(string) && !type.IsArray && IsQueryable(type))
            return $"IEnumerable<{CSharpName.Of(ElementOf(type))}>";
        if (Is(type, typeof(IEnumerator<>)))
            return $"IEnumerable<{CSharpName.Of(type.GenericTypeArguments[0])}>";
        if (Is(type, typeof(IAsyncEnumerator<>)))
            return $"IAsyncEnumerable<{CSharpName.Of(type.GenericTypeArguments[0])}>";
        return type == typeof(IEnumerator) ? "IEnumerable<object>" : null;
    }

    private static bool IsQueryable(Type type) => type.IsAssignableTo(typeof(IQueryable));

    private static Type ElementOf(Type queryable) =>
        Is(queryable, typeof(IQueryable<>)) ? queryable.GenericTypeArguments[0]
        : RunTimeProxies.AreEnabled ? ElementOfInherited(queryable)
        : typeof(object);

    [RequiresUnreferencedCode(RunTimeProxies.Reason)]
    private static Type ElementOfInherited(Type queryable) =>
        queryable.GetInterfaces().FirstOrDefault(type => Is(type, typeof(IQueryable<>)))?.GenericTypeArguments[0] ?? typeof(object);

    /// <summary>A property's word is about its getter.</summary>
    public static PrefetchAttribute? PrefetchOf(Member member) =>
        member.Method.GetCustomAttribute<PrefetchAttribute>(inherit: false)
        ?? (member.Return.IsVoid ? null : (member.Owner as PropertyInfo)?.GetCustomAttribute<PrefetchAttribute>(inherit: false));

    private static bool Is(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
