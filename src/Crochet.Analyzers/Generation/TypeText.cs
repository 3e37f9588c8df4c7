using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
    public static string Text(this ITypeSymbol type) => Write(type.ToDisplayParts(_annotated));

    /// <summary>The same, but for the question mark of the type itself, which typeof, casts and bases do not take.</summary>
    public static string BareText(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).Text();

    /// <summary>A name that may be a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A type's name: of small letters alone it may be a keyword, now or with the next version of C#.</summary>
    public static string TypeName(string name) => name.All(letter => letter is >= 'a' and <= 'z') ? "@" + name : name;

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

    private static string Write(ImmutableArray<SymbolDisplayPart> parts) => string.Concat(parts.Select(part => part switch
    {
        // What is dynamic to its users is an object to those who carry it.
        { Kind: SymbolDisplayPartKind.Keyword, Symbol: IDynamicTypeSymbol } => "object",
        { Kind: not SymbolDisplayPartKind.Keyword, Symbol: ITypeSymbol } => TypeName(part.ToString()),
        _ => part.ToString(),
    }));
}
