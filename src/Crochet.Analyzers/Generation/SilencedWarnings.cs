using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Warnings that an interface gives whoever uses it, and that its users have had already.</summary>
internal static class SilencedWarnings
{
    // By attribute. Whoever calls the member, or gives it what it asks for, has the warning.
    private static readonly Dictionary<string, string[]> _others = new()
    {
        ["RequiresUnreferencedCodeAttribute"] = ["IL2026", "IL2046"],
        ["RequiresDynamicCodeAttribute"] = ["IL3050", "IL3051"],
        ["RequiresAssemblyFilesAttribute"] = ["IL3002", "IL3003"],
        ["DynamicallyAccessedMembersAttribute"] =
            ["IL2067", "IL2073", "IL2077", "IL2087", "IL2091", "IL2092", "IL2093", "IL2095", "IL2111"],
        ["RequiresPreviewFeaturesAttribute"] = ["CA2252"],
    };

    /// <summary>The ids, of all that the text names.</summary>
    public static EquatableArray<string> Of(IReadOnlyCollection<ISymbol> named)
    {
        var silenced = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var attribute in named.SelectMany(AttributesOf))
        {
            if (IsObsolete(attribute))
                silenced.UnionWith(["CS0612", "CS0618"]);
            if ((IsObsolete(attribute) || attribute.AttributeClass?.Name == "ExperimentalAttribute") && IdOf(attribute) is { } id)
                silenced.Add(id);
            if (attribute.AttributeClass is { } type && _others.TryGetValue(type.Name, out var ids))
                silenced.UnionWith(ids);
        }

        return new([.. silenced]);
    }

    /// <summary>Whether the trimmer or the native compiler gives the warning too, which read no #pragma.</summary>
    public static bool IsOfTheTrimmer(string id) => id.StartsWith("IL", StringComparison.Ordinal);

    /// <summary>
    /// The attribute by which a class's method asks something of its callers for the trimmer, who call the member and see none; null where
    /// there is no such.
    /// </summary>
    public static string? AskedUnseen(IMethodSymbol method, IMethodSymbol member)
    {
        var asked = AskingOf(method).Except(AskingOf(member)).FirstOrDefault();
        return asked?.Substring(0, asked.Length - nameof(Attribute).Length);
    }

    /// <summary>Whether something is named that only what is obsolete itself may use.</summary>
    public static bool NeedObsolete(IReadOnlyCollection<ISymbol> named) => named.Any(IsForbidden);

    /// <summary>Whether [Obsolete] makes each use an error.</summary>
    public static bool IsForbidden(ISymbol symbol) => symbol.GetAttributes().Any(static attribute =>
        IsObsolete(attribute) && attribute.ConstructorArguments.ElementAtOrDefault(1).Value is true);

    /// <summary>Whether attributes promise what the compiler cannot see in a proxy, which hands on what it gets.</summary>
    public static bool PromiseNullness(IReadOnlyCollection<ISymbol> named) => named.SelectMany(AttributesOf)
        .Any(static attribute => attribute.AttributeClass is { } type
            && (type.Name.Contains("Null") || type.Name.StartsWith("DoesNotReturn", StringComparison.Ordinal))
            && type.ContainingNamespace.ToDisplayString() == "System.Diagnostics.CodeAnalysis");

    private static IEnumerable<AttributeData> AttributesOf(ISymbol symbol) => symbol is IMethodSymbol method
        ? method.GetAttributes().Concat(method.GetReturnTypeAttributes()) : symbol.GetAttributes();

    // What a method promises of what it gives asks nothing of anyone.
    private static IEnumerable<string> AskingOf(IMethodSymbol method) => method.Parameters
        .Concat<ISymbol>(method.TypeParameters)
        .Concat([method, method.AssociatedSymbol ?? method])
        .SelectMany(static symbol => symbol.GetAttributes())
        .Select(static attribute => attribute.AttributeClass!.Name)
        .Where(static name => _others.TryGetValue(name, out var ids) && ids.Any(IsOfTheTrimmer));

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
