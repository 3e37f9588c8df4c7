using System.Reflection;
using Crochet.Interfaces;

namespace Crochet.Implementations;

/// <summary>
/// Finds the method of a class, or of a service's interface, that stands for a member of an interface which it does not implement.
/// </summary>
internal static class MethodMatch
{
    private const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private const string Suffix = "Async";

    /// <summary>
    /// By the member's name, then by that with Async, or without where the member has it; with the same parameters, then with those and a
    /// token last, or without the member's own token.
    /// </summary>
    public static MethodInfo? Find(Type type, Member member)
    {
        var methods = Levels(type).SelectMany(level => level.GetMethods(Public)).ToList();
        return
            (from name in NamesFor(member.Method.Name)
             from tokens in new[] { 0, 1, -1 }
             from method in methods
             where method.Name == name
             select Fit(method, member, tokens)).FirstOrDefault(method => method is not null);
    }

    /// <summary>Whether the method has no parameter for the member's token.</summary>
    public static bool LeavesTokenOut(Member member, ParameterInfo[] parameters) =>
        member.TokenIndex >= 0 && parameters.Length < member.Parameters.Length;

    private static string[] NamesFor(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length
        ? [name, name + Suffix, name[..^Suffix.Length]]
        : [name, name + Suffix];

    private static IEnumerable<Type> Levels(Type type)
    {
        if (type.IsInterface)
            return type.GetInterfaces().Prepend(type);
        var levels = new List<Type>();
        for (var level = type; level is not null; level = level.BaseType)
            levels.Add(level);
        return levels;
    }

    /// <summary>The method with the member's type arguments, where its parameters fit; else null.</summary>
    /// <param name="method">The method.</param>
    /// <param name="member">The member.</param>
    /// <param name="tokens">1: it has a token that the member lacks; -1: it lacks the member's.</param>
    private static MethodInfo? Fit(MethodInfo method, Member member, int tokens)
    {
        if ((tokens == 1 && member.TokenIndex >= 0) || (tokens == -1 && member.TokenIndex < 0))
            return null;
        if (Construct(method, member.Method) is not { } constructed)
            return null;
        var parameters = constructed.GetParameters();
        var own = tokens == -1 ? member.Parameters.Where(parameter => parameter.Position != member.TokenIndex).ToArray()
            : member.Parameters;
        var isFit = parameters.Length == own.Length + Math.Max(tokens, 0)
            && own.Zip(parameters).All(pair => AreAlike(pair.First, pair.Second))
            && (tokens != 1 || Member.IsToken(parameters[^1]));
        return isFit ? constructed : null;
    }

    private static MethodInfo? Construct(MethodInfo method, MethodInfo member)
    {
        if (!member.IsGenericMethod)
            return method.IsGenericMethod ? null : method;
        if (method.GetGenericArguments().Length != member.GetGenericArguments().Length)
            return null;
        try
        {
            return method.MakeGenericMethod(member.GetGenericArguments());
        }
        catch (ArgumentException)
        {
            // The method asks more of its type arguments than the member does.
            return null;
        }
    }

    private static bool AreAlike(ParameterInfo one, ParameterInfo other) =>
        one.ParameterType == other.ParameterType && one.IsOut == other.IsOut && one.IsIn == other.IsIn;
}
