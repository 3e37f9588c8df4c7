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

    // The same parameters are the nearest, then those and a token last, then those without the member's own token.
    private static readonly int[] _tokens = [0, 1, -1];

    /// <summary>
    /// The methods that fit the member and are nearest to it: first by its name, and then by its parameters. The member's name is nearer
    /// than that with Async, or without where the member has it. But a method that would lose the caller's token is not nearer than one of
    /// another name that takes it. More than one: nothing says which of them is meant.
    /// </summary>
    public static IReadOnlyList<MethodInfo> Find(Type type, Member member)
    {
        var methods = Levels(type).SelectMany(level => level.GetMethods(Public)).ToList();
        var fits =
            (from name in NamesFor(member.Method.Name)
             from parameters in Enumerable.Range(0, _tokens.Length)
             from method in methods
             where method.Name == name
             let constructed = Fit(method, member, _tokens[parameters])
             where constructed is not null
             select new Candidate(constructed, Name: name == member.Method.Name ? 0 : 1, parameters)).ToList();
        var nearest = fits.Where(fit => !fits.Exists(other => other.IsNearerThan(fit))).ToList();
        return nearest.Where(fit => !nearest.Exists(other => other.Hides(fit))).Select(static fit => fit.Method).ToList();
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

    private sealed record Candidate(MethodInfo Method, int Name, int Parameters)
    {
        private bool LosesToken => _tokens[Parameters] == -1;

        public bool IsNearerThan(Candidate other) =>
            Name == other.Name ? Parameters < other.Parameters : Name < other.Name && (!LosesToken || other.LosesToken);

        /// <summary>Whether it stands in a derived type for the same method of a base.</summary>
        public bool Hides(Candidate other)
        {
            var (own, hidden) = (Method.DeclaringType!, other.Method.DeclaringType!);
            return own != hidden && hidden.IsAssignableFrom(own) && Method.Name == other.Method.Name
                && Method.GetParameters().Select(static parameter => parameter.ParameterType)
                    .SequenceEqual(other.Method.GetParameters().Select(static parameter => parameter.ParameterType));
        }
    }
}
