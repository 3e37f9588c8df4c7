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
        var names = NamesFor(member.Method.Name);
        var fits = new List<Candidate>();
        foreach (var method in MethodsOf(type))
        {
            if (Array.IndexOf(names, method.Name) is >= 0 and var name)
                AddFits(method, member, Math.Min(name, 1), fits);
        }

        return Nearest(fits);
    }

    /// <summary>
    /// The methods of the member's own name that report progress besides, for a class that implements the member itself.
    /// </summary>
    public static IReadOnlyList<MethodInfo> FindReporting(Type type, Member member)
    {
        var fits = new List<Candidate>();
        foreach (var method in MethodsOf(type))
        {
            if (method.Name == member.Method.Name && Array.Exists(method.GetParameters(), ParameterMap.TakesProgress))
                AddFits(method, member, name: 0, fits);
        }

        fits.RemoveAll(fit => !fit.Reports || !member.Return.Takes(ReturnShape.Of(fit.Method.ReturnType)));
        return Nearest(fits);
    }

    private static void AddFits(MethodInfo method, Member member, int name, List<Candidate> fits)
    {
        if (Construct(method, member.Method) is not { } constructed)
            return;
        var shapes = ParameterMap.ShapesOf(member);
        for (var place = 0; place < shapes.Length; place++)
        {
            var (tokens, reports) = shapes[place];
            if (ParameterMap.Find(member, constructed.GetParameters(), tokens, reports) is not null)
                fits.Add(new(constructed, name, place, reports, LosesToken: tokens == -1));
        }
    }

    private static List<MethodInfo> Nearest(List<Candidate> fits)
    {
        if (fits.Count == 0)
            return [];
        var nearest = fits.Where(fit => !fits.Exists(other => other.IsNearerThan(fit))).ToList();
        return nearest.Where(fit => !nearest.Exists(other => other.Hides(fit))).Select(static fit => fit.Method).ToList();
    }

    private static string[] NamesFor(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length
        ? [name, name + Suffix, name[..^Suffix.Length]]
        : [name, name + Suffix];

    private static List<MethodInfo> MethodsOf(Type type)
    {
        var methods = new List<MethodInfo>();
        for (var level = type; level is not null; level = level.BaseType)
            methods.AddRange(level.GetMethods(Public));
        if (type.IsInterface)
        {
            foreach (var inherited in type.GetInterfaces())
                methods.AddRange(inherited.GetMethods(Public));
        }

        return methods;
    }

    /// <summary>The method with the member's type arguments; null where it cannot have them.</summary>
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

    /// <param name="Method">The method.</param>
    /// <param name="Name">0 for one of the member's name, 1 for another.</param>
    /// <param name="Parameters">The place of its parameters' shape among those that it may have.</param>
    /// <param name="Reports">Whether it takes an IProgress that the member lacks.</param>
    /// <param name="LosesToken">Whether it has no place for the caller's token.</param>
    private sealed record Candidate(MethodInfo Method, int Name, int Parameters, bool Reports, bool LosesToken)
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
