using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>What is wrong with [Prefetch], and return types that would do their work in the caller's thread.</summary>
internal sealed class StreamProblems(CrochetSymbols symbols)
{
    /// <summary>Of a marked member.</summary>
    public IEnumerable<Problem> Of(IMethodSymbol member)
    {
        var name = member.ShortName();
        var subject = member.AssociatedSymbol ?? member;
        var value = symbols.Unwrap(member.ReturnType);
        // An interface's own T may turn out to be a stream; a construction of it is judged by itself.
        var mayBeAnything = value is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };
        if (PrefetchOf(member) is { } prefetch && !mayBeAnything)
        {
            if (value is null || !symbols.IsStream(value))
                yield return new(ProblemCatalog.PrefetchWithoutStream, subject, prefetch.SourceLocation(), name, member.ReturnType.ShortName());
            else if (prefetch.Argument<int>() is < 1 and var items)
                yield return new(ProblemCatalog.PrefetchTooSmall, subject, prefetch.SourceLocation(), name, items);
        }

        // A collection's own GetEnumerator is not its heir's to change.
        var declaring = member.ContainingType;
        var isOfSequence = symbols.IsStream(declaring) || declaring.SpecialType == SpecialType.System_Collections_IEnumerable;
        if (SequenceInsteadOf(value) is { } sequence && !isOfSequence)
            yield return new(ProblemCatalog.CannotBeHelped, subject, subject.TypeLocation(), name, value!.ShortName(), sequence);
    }

    /// <summary>What a member should return instead of something that its caller would run; null where it may return the type.</summary>
    public string? SequenceInsteadOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
            return null;
        var ancestry = named.AllInterfaces.Insert(0, named);
        if (ancestry.Any(one => CrochetSymbols.Is(one, symbols.Queryable)))
            return $"IEnumerable<{ancestry.FirstOrDefault(one => CrochetSymbols.Is(one, symbols.QueryableOfT))?.TypeArguments[0].ShortName() ?? "object"}>";
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerator_T)
            return $"IEnumerable<{named.TypeArguments[0].ShortName()}>";
        if (CrochetSymbols.Is(named, symbols.AsyncEnumerator))
            return $"IAsyncEnumerable<{named.TypeArguments[0].ShortName()}>";
        return named.SpecialType == SpecialType.System_Collections_IEnumerator ? "IEnumerable<object>" : null;
    }

    /// <summary>A property's word is about its getter.</summary>
    private AttributeData? PrefetchOf(IMethodSymbol member) =>
        member.Attribute(symbols.Prefetch) ?? (member.ReturnsVoid ? null : member.AssociatedSymbol?.Attribute(symbols.Prefetch));
}
