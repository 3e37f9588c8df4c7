using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>One mistake in an interface. Two of one kind about one symbol are equal, in every constructed interface.</summary>
internal sealed class Problem(ProblemDescriptor kind, ISymbol subject, Location location, params object[] arguments) : IEquatable<Problem>
{
    private readonly ISymbol _subject = subject.OriginalDefinition;

    /// <summary>Reported at the mistake itself if that interface is being checked, else at <paramref name="elsewhere"/>.</summary>
    public Diagnostic ToDiagnostic(INamedTypeSymbol declared, Location elsewhere)
    {
        var isOwn = SymbolEqualityComparer.Default.Equals(_subject as INamedTypeSymbol ?? _subject.ContainingType, declared);
        return kind.At(isOwn && location.IsInSource ? location : elsewhere, arguments);
    }

    /// <summary>Reported at the mistake itself if that is in the compilation, else at <paramref name="elsewhere"/>.</summary>
    public Diagnostic ToDiagnosticAtCause(Compilation compilation, Location elsewhere) =>
        kind.At(location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree) ? location : elsewhere, arguments);

    public Diagnostic ToDiagnostic(Location elsewhere) => kind.At(elsewhere, arguments);

    public ProblemDescriptor Kind => kind;

    public bool Equals(Problem? other) =>
        other is not null && Kind == other.Kind && SymbolEqualityComparer.Default.Equals(_subject, other._subject);
    public override bool Equals(object? obj) => Equals(obj as Problem);
    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(_subject);
}
