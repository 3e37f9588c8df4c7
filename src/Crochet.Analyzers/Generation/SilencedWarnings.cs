using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Warnings that an interface gives whoever uses it, and that its users have had already.</summary>
internal static class SilencedWarnings
{
    private const string Attributes = "System.Diagnostics.CodeAnalysis";

    /// <summary>The ids, of all that the text names.</summary>
    public static EquatableArray<string> Of(IReadOnlyCollection<ISymbol> named)
    {
        var silenced = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var attribute in named.SelectMany(static symbol => symbol.GetAttributes()))
        {
            if (IsObsolete(attribute))
                silenced.UnionWith(["CS0612", "CS0618"]);
            if ((IsObsolete(attribute) || attribute.AttributeClass?.Name == "ExperimentalAttribute") && IdOf(attribute) is { } id)
                silenced.Add(id);
        }

        return new([.. silenced]);
    }

    /// <summary>Whether something is named that only what is obsolete itself may use.</summary>
    public static bool NeedObsolete(IReadOnlyCollection<ISymbol> named) => named.Any(IsForbidden);

    /// <summary>Whether [Obsolete] makes each use an error.</summary>
    public static bool IsForbidden(ISymbol symbol) => symbol.GetAttributes().Any(static attribute =>
        IsObsolete(attribute) && attribute.ConstructorArguments.ElementAtOrDefault(1).Value is true);

    /// <summary>Whether attributes promise what the compiler cannot see in a proxy, which hands on what it gets.</summary>
    public static bool PromiseNullness(IReadOnlyCollection<ISymbol> named) => named
        .SelectMany(static symbol => symbol is IMethodSymbol method
            ? method.GetAttributes().Concat(method.GetReturnTypeAttributes()) : symbol.GetAttributes())
        .Any(static attribute => attribute.AttributeClass is { } type
            && (type.Name.Contains("Null") || type.Name.StartsWith("DoesNotReturn", StringComparison.Ordinal))
            && type.ContainingNamespace.ToDisplayString() == Attributes);

    private static bool IsObsolete(AttributeData attribute) => attribute.AttributeClass is
    {
        Name: "ObsoleteAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
    };

    // [Obsolete(DiagnosticId = "...")], [Experimental("...")]
    private static string? IdOf(AttributeData attribute) =>
        IsObsolete(attribute)
            ? attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "DiagnosticId").Value.Value as string
            : attribute.ConstructorArguments.FirstOrDefault().Value as string;
}
