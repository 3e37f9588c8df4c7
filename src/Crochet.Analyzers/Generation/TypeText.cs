using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Types as generated code writes them: in full, so that no using and no nearby name changes what they mean.</summary>
internal static class TypeText
{
    /// <summary>Where the types are that generated code calls.</summary>
    public const string Library = "global::Crochet.Generated.";

    private static readonly SymbolDisplayFormat _annotated =
        SymbolDisplayFormat.FullyQualifiedFormat
            .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>With the question marks of nullable references.</summary>
    public static string Text(this ITypeSymbol type) => type.ToDisplayString(_annotated);

    /// <summary>The type of a value that is kept: what is dynamic to its users is an object to those who carry it.</summary>
    public static string KeptText(this ITypeSymbol type) => type.TypeKind != TypeKind.Dynamic
        ? type.Text()
        : type.NullableAnnotation == NullableAnnotation.Annotated ? "object?" : "object";

    /// <summary>As typeof takes it.</summary>
    public static string PlainText(this ITypeSymbol type) =>
        type.TypeKind == TypeKind.Dynamic ? "object" : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>A name that may be a keyword.</summary>
    public static string Identifier(string name) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? name : "@" + name;

    /// <summary>A tuple type of any number of types.</summary>
    public static string Tuple(IReadOnlyList<string> types) => types.Count switch
    {
        0 => "global::System.ValueTuple",
        1 => $"global::System.ValueTuple<{types[0]}>",
        _ => $"({string.Join(", ", types)})",
    };

    /// <summary>A tuple of any number of values.</summary>
    public static string TupleOf(string tuple, IReadOnlyList<string> values) => values.Count switch
    {
        0 => "default",
        1 => $"new {tuple}({values[0]})",
        _ => $"({string.Join(", ", values)})",
    };
}
