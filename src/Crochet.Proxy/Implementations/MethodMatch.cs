using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Implementations;

/// <summary>
/// Finds the method of a class, or of a service's interface, that stands for a member of an interface which it does not implement.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal static class MethodMatch
{
    private const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private const string Suffix = "Async";

    /// <summary>
    /// The methods that fit the member and are nearest to it: first by its name, and then by its parameters. The member's name is nearer
    /// than that with Async, or without where the member has it. But a method that would lose the caller's token is not nearer than one of
    /// another name that takes it. More than one: nothing says which of them is meant.
    /// </summary>
    public static IReadOnlyList<MethodInfo> Find(Type type, Member member)
    {
        var methods = Levels(type).SelectMany(level => level.GetMethods(Public)).ToList();
        var shapes = ParameterMap.ShapesOf(member);
        var fits =
            (from name in NamesFor(member.Method.Name)
             from parameters in Enumerable.Range(0, shapes.Count)
             from method in methods
             where method.Name == name
             let constructed = Fit(method, member, shapes[parameters].Tokens, shapes[parameters].Reports)
             where constructed is not null
             select new Candidate(
                 constructed, Name: name == member.Method.Name ? 0 : 1, parameters, LosesToken: shapes[parameters].Tokens == -1)).ToList();
        return Nearest(fits);
    }

    /// <summary>
    /// The methods of the member's own name that report progress besides, for a class that implements the member itself.
    /// </summary>
    public static IReadOnlyList<MethodInfo> FindReporting(Type type, Member member)
    {
        var shapes = ParameterMap.ShapesOf(member).Where(static shape => shape.Reports).ToList();
        var fits =
            (from parameters in Enumerable.Range(0, shapes.Count)
             from level in Levels(type)
             from method in level.GetMethods(Public)
             where method.Name == member.Method.Name
             let constructed = Fit(method, member, shapes[parameters].Tokens, reports: true)
             where constructed is not null && member.Return.Takes(ReturnShape.Of(constructed.ReturnType))
             select new Candidate(constructed, Name: 0, parameters, LosesToken: shapes[parameters].Tokens == -1)).ToList();
        return Nearest(fits);
    }

    private static List<MethodInfo> Nearest(List<Candidate> fits)
    {
        var nearest = fits.Where(fit => !fits.Exists(other => other.IsNearerThan(fit))).ToList();
        return nearest.Where(fit => !nearest.Exists(other => other.Hides(fit))).Select(static fit => fit.Method).ToList();
    }

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

    /// <summary>The method with the member's type arguments, where its parameters are of the shape; else null.</summary>
    private static MethodInfo? Fit(MethodInfo method, Member member, int tokens, bool reports) =>
        Construct(method, member.Method) is { } constructed
            && ParameterMap.Find(member, constructed.GetParameters(), tokens, reports) is not null
            ? constructed
            : null;

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

    private sealed record Candidate(MethodInfo Method, int Name, int Parameters, bool LosesToken)
    {
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
