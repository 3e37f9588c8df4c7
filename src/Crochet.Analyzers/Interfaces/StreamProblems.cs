using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>Finds wrong uses of [Prefetch], and return types that would do their work in the caller's thread.</summary>
internal sealed class StreamProblems(CrochetSymbols symbols)
{
    /// <summary>The problems of a marked member.</summary>
    public IEnumerable<Problem> Of(IMethodSymbol member)
    {
        var name = member.ShortName();
        var subject = member.AssociatedSymbol ?? member;
        var value = symbols.Unwrap(member.ReturnType);
        // The interface's own T may be a stream. Each constructed interface is checked by itself.
        var mayBeAnything = value is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };
        if (PrefetchOf(member) is { } prefetch && !mayBeAnything)
        {
            if (value is null || !symbols.IsStream(value))
                yield return new(ProblemCatalog.PrefetchWithoutStream, subject, prefetch.SourceLocation(), name,
                    member.ReturnType.ShortName());
            else if (prefetch.Argument<int>() is < 1 and var items)
                yield return new(ProblemCatalog.PrefetchTooSmall, subject, prefetch.SourceLocation(), name, items);
        }

        // An interface that inherits a collection's GetEnumerator cannot change it.
        var declaring = member.ContainingType;
        var isOfSequence = symbols.IsStream(declaring) || declaring.SpecialType == SpecialType.System_Collections_IEnumerable;
        if (SequenceInsteadOf(value) is { } sequence && !isOfSequence)
            yield return new(ProblemCatalog.CannotBeHelped, subject, subject.TypeLocation(), name, value!.ShortName(), sequence);
    }

    /// <summary>The type that a member should return instead of one that its caller would run; null if the type is fine.</summary>
    public string? SequenceInsteadOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
            return null;
        var ancestry = named.AllInterfaces.Insert(0, named);
        if (ancestry.Any(one => CrochetSymbols.Is(one, symbols.Queryable)))
        {
            var typed = ancestry.FirstOrDefault(one => CrochetSymbols.Is(one, symbols.QueryableOfT));
            return $"IEnumerable<{typed?.TypeArguments[0].ShortName() ?? "object"}>";
        }

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerator_T)
            return $"IEnumerable<{named.TypeArguments[0].ShortName()}>";
        if (CrochetSymbols.Is(named, symbols.AsyncEnumerator))
            return $"IAsyncEnumerable<{named.TypeArguments[0].ShortName()}>";
        return named.SpecialType == SpecialType.System_Collections_IEnumerator ? "IEnumerable<object>" : null;
    }

    /// <summary>An attribute on a property counts for its getter.</summary>
    private AttributeData? PrefetchOf(IMethodSymbol member) =>
        member.Attribute(symbols.Prefetch) ?? (member.ReturnsVoid ? null : member.AssociatedSymbol?.Attribute(symbols.Prefetch));
}
