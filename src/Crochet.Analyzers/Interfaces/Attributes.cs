using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

internal static class Attributes
{
    /// <summary>The attribute of that type on the symbol itself; null where there is none.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, INamedTypeSymbol? type) =>
        type is null ? null : symbol.GetAttributes().FirstOrDefault(attribute => CrochetSymbols.Is(attribute.AttributeClass, type));

    /// <summary>The attribute's only argument, if it is a T.</summary>
    public static T? Argument<T>(this AttributeData attribute) where T : struct =>
        attribute.ConstructorArguments.FirstOrDefault().Value is T value ? value : null;
}
