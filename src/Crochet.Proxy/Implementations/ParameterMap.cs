using System.Reflection;
using Crochet.Interfaces;

namespace Crochet.Implementations;

/// <summary>Where the arguments of an implementation's method come from: which of the member's parameters, or the call itself.</summary>
internal sealed class ParameterMap
{
    private const int OfCallsToken = -1;
    private const int OfCallsProgress = -2;

    // 0: the same tokens as the member; 1: one that the member lacks; -1: without the member's.
    private static readonly (int Tokens, bool Reports)[] _shapes = [(0, false), (1, false), (-1, false)];
    private static readonly (int Tokens, bool Reports)[] _reportingLast =
        [(0, false), (1, false), (-1, false), (0, true), (1, true), (-1, true)];

    // What would lose the caller's token comes last all the same.
    private static readonly (int Tokens, bool Reports)[] _reportingFirst =
        [(0, true), (1, true), (0, false), (1, false), (-1, true), (-1, false)];

    private readonly int[] _sources;

    private ParameterMap(int[] sources) => _sources = sources;

    /// <summary>Which parameter takes the call's IProgress; negative where none does.</summary>
    public int ProgressIndex => Array.IndexOf(_sources, OfCallsProgress);

    /// <summary>
    /// The shapes that a method for the member may have, the nearest first: the same parameters, those and a token last, those without the
    /// member's own token; and each of them with an IProgress last, or last before the token. Where somebody can read what is reported, one
    /// that reports is nearer than one that does not.
    /// </summary>
    public static (int Tokens, bool Reports)[] ShapesOf(Member member) => member.Mode switch
    {
        CallMode.Straight => _shapes,
        CallMode.RunInReactor => _reportingFirst,
        _ => _reportingLast,
    };

    /// <summary>Of a method that was found to fit.</summary>
    public static ParameterMap Of(Member member, MethodInfo method)
    {
        var parameters = method.GetParameters();
        if (method == member.Method)
            return new([.. Enumerable.Range(0, parameters.Length)]);
        foreach (var (tokens, reports) in ShapesOf(member))
        {
            if (Find(member, parameters, tokens, reports) is { } map)
                return map;
        }

        throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} does not fit {member.Name}.");
    }

    /// <summary>Null where the parameters are not those of the shape.</summary>
    public static ParameterMap? Find(Member member, ParameterInfo[] parameters, int tokens, bool reports)
    {
        if ((tokens == 1 && member.TokenIndex >= 0) || (tokens == -1 && member.TokenIndex < 0))
            return null;
        var sources = new List<int>();
        for (var index = 0; index < member.Parameters.Length; index++)
        {
            if (tokens != -1 || index != member.TokenIndex)
                sources.Add(index);
        }

        if (tokens == 1)
            sources.Add(OfCallsToken);
        if (!reports)
            return Fits(sources, member, parameters) ? new([.. sources]) : null;
        var isTokenLast = sources.Count > 0 && (sources[^1] == OfCallsToken || sources[^1] == member.TokenIndex);
        foreach (var place in isTokenLast ? new[] { sources.Count - 1, sources.Count } : [sources.Count])
        {
            List<int> reporting = [.. sources[..place], OfCallsProgress, .. sources[place..]];
            if (Fits(reporting, member, parameters))
                return new([.. reporting]);
        }

        return null;
    }

    public bool IsProgress(int position) => _sources[position] == OfCallsProgress;

    /// <summary>Whether the member has no parameter for it.</summary>
    public bool IsCallsOwn(int position) => _sources[position] < 0;

    /// <summary>Which of the member's parameters it is.</summary>
    public int IndexOf(int position) => _sources[position];

    public static bool TakesProgress(ParameterInfo parameter) =>
        parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(IProgress<>);

    private static bool Fits(List<int> sources, Member member, ParameterInfo[] parameters)
    {
        if (parameters.Length != sources.Count)
            return false;
        for (var position = 0; position < parameters.Length; position++)
        {
            var parameter = parameters[position];
            var fits = sources[position] switch
            {
                OfCallsToken => Member.IsToken(parameter),
                OfCallsProgress => TakesProgress(parameter),
                var index => AreAlike(member.Parameters[index], parameter),
            };
            if (!fits)
                return false;
        }

        return true;
    }

    private static bool AreAlike(ParameterInfo one, ParameterInfo other) =>
        one.ParameterType == other.ParameterType && one.IsOut == other.IsOut && one.IsIn == other.IsIn;
}
