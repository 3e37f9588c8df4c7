using System.Reflection;
using Crochet.Interfaces;

namespace Crochet.Implementations;

/// <summary>Finds the method of a class, or of a service's interface, that stands for a member of an interface which it does not implement.</summary>
internal static class MethodMatch
{
    private const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private static readonly string[] _suffixes = ["", "Async"];
    private static readonly bool[] _withToken = [false, true];

    /// <summary>By the member's name, then by that and Async; with the same parameters, then with those and a token last.</summary>
    public static MethodInfo? Find(Type type, Member member)
    {
        var methods = Levels(type).SelectMany(level => level.GetMethods(Public)).ToList();
        return
            (from suffix in _suffixes
             from token in _withToken
             from method in methods
             where method.Name == member.Method.Name + suffix
             select Fit(method, member, token)).FirstOrDefault(method => method is not null);
    }

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
    private static MethodInfo? Fit(MethodInfo method, Member member, bool withToken)
    {
        if (Construct(method, member.Method) is not { } constructed)
            return null;
        var parameters = constructed.GetParameters();
        var own = member.Parameters;
        var isFit = parameters.Length == own.Length + (withToken ? 1 : 0)
            && own.Zip(parameters).All(pair => AreAlike(pair.First, pair.Second))
            && (!withToken || (member.TokenIndex < 0 && Member.IsToken(parameters[^1])));
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
