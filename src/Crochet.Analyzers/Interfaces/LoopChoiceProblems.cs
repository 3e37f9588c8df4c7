using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>Finds wrong uses of [LoopKey] and [OnEveryLoop], which choose the loop of a group.</summary>
internal sealed class LoopChoiceProblems(CrochetSymbols symbols)
{
    /// <summary>The problems of a marked member.</summary>
    public IEnumerable<Problem> Of(IMethodSymbol member)
    {
        var name = member.ShortName();
        var keys = member.Parameters.Select(parameter => parameter.Attribute(symbols.LoopKey)).OfType<AttributeData>().ToList();
        if (keys.Count > 1)
            yield return new(ProblemCatalog.SeveralLoopKeys, member, keys[1].SourceLocation(), name);

        if (member.Attribute(symbols.OnEveryLoop) is not { } onEveryLoop)
            yield break;
        if (symbols.Unwrap(member.ReturnType) is { } value)
            yield return new(ProblemCatalog.OnEveryLoopWithValue, member, onEveryLoop.SourceLocation(), name, value.ShortName());
        if (keys.Count > 0)
            yield return new(ProblemCatalog.OnEveryLoopWithKey, member, onEveryLoop.SourceLocation(), name);
    }
}
