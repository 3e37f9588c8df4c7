using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers;

/// <summary>Names as messages show them: as C# writes them, without namespace or outer type.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat _short = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>
    /// "IRepository&lt;Order&gt;" for a type, "IRepository&lt;Order&gt;.Find" for a member, "IClock.Now" for its accessors too.
    /// </summary>
    public static string ShortName(this ISymbol symbol) => symbol switch
    {
        ITypeSymbol type => type.ToDisplayString(_short),
        IMethodSymbol { AssociatedSymbol: { } property } => property.ShortName(),
        { ContainingType: { } type } => $"{type.ShortName()}.{symbol.Name}",
        _ => symbol.Name,
    };

    /// <summary>"Find&lt;T&gt;(string, out T)".</summary>
    public static string ShortSignature(this IMethodSymbol method)
    {
        var types = method.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", method.TypeParameters.Select(type => type.Name))}>";
        var parameters = method.Parameters.Select(parameter => RefKindText(parameter.RefKind) + parameter.Type.ShortName());
        return $"{method.Name}{types}({string.Join(", ", parameters)})";
    }

    /// <summary>As C# writes it.</summary>
    public static string Text(this Accessibility accessibility) => accessibility switch
    {
        Accessibility.Private => "private",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.ProtectedOrInternal => "protected internal",
        _ => "internal",
    };

    private static string RefKindText(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.None => "",
        _ => "in ",
    };
}
