using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Warnings that an interface gives whoever uses it, and that its users have had already.</summary>
internal static class SilencedWarnings
{
    private static readonly string[] _obsolete = ["CS0612", "CS0618"];

    // What [MaybeNull] and its like promise is the interface's word; the proxy hands on what it gets.
    private static readonly string[] _nullness = ["CS8600", "CS8601", "CS8603", "CS8604", "CS8766", "CS8767", "CS8768", "CS8769"];

    public static EquatableArray<string> Of(IEnumerable<INamedTypeSymbol> ancestry, INamedTypeSymbol? implementation)
    {
        var levels = implementation is null ? ancestry : ancestry.Append(implementation);
        var places = levels.SelectMany(type => type.GetMembers().Concat(TypesIn(type)).Append(type)).SelectMany(PartsOf).ToList();
        var attributes = places.SelectMany(place => place.Attributes).Select(attribute => attribute.AttributeClass)
            .OfType<INamedTypeSymbol>().ToList();
        var silenced = new SortedSet<string>(StringComparer.Ordinal);
        if (attributes.Any(type => type.Name == "ObsoleteAttribute"))
            silenced.UnionWith(_obsolete);
        if (attributes.Any(type => type.ContainingNamespace.ToDisplayString() == "System.Diagnostics.CodeAnalysis"
            && type.Name.Contains("Null")))
            silenced.UnionWith(_nullness);
        foreach (var attribute in places.SelectMany(place => place.Attributes))
        {
            if (attribute.AttributeClass?.Name == "ExperimentalAttribute"
                && attribute.ConstructorArguments.FirstOrDefault().Value is string id)
                silenced.Add(id);
        }

        return new([.. silenced]);
    }

    private static IEnumerable<ISymbol> TypesIn(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>()
        .SelectMany(method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType));

    private static IEnumerable<(ISymbol Symbol, ImmutableArray<AttributeData> Attributes)> PartsOf(ISymbol symbol)
    {
        yield return (symbol, symbol.GetAttributes());
        if (symbol is not IMethodSymbol method)
            yield break;
        yield return (method, method.GetReturnTypeAttributes());
        foreach (var parameter in method.Parameters)
            yield return (parameter, parameter.GetAttributes());
    }
}
