using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>
/// Signatures as the run time writes them, so that a method is found among several of its name: "Find(int, List&lt;string&gt;)".
/// </summary>
internal static class RunTimeNames
{
    /// <summary>The name alone where no other method of the interface has it.</summary>
    public static string KeyOf(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).Length == 1 ? method.Name : Signature(method);

    /// <summary>Whether another method of the interface has the same key.</summary>
    public static bool IsAmbiguous(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Count(other => Signature(other) == Signature(method)) > 1;

    private static string Signature(IMethodSymbol method)
    {
        var types = method.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", method.TypeParameters.Select(type => type.Name))}>";
        return $"{method.Name}{types}({string.Join(", ", method.Parameters.Select(Of))})";
    }

    private static string Of(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.None => "",
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        _ => "in ",
    } + Of(parameter.Type);

    private static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"{Of(array.ElementType)}[{new string(',', array.Rank - 1)}]",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Of(nullable.TypeArguments[0]) + "?",
        INamedTypeSymbol { IsTupleType: true, TupleUnderlyingType: { } underlying } => Of(underlying),
        INamedTypeSymbol { SpecialType: SpecialType.None or SpecialType.System_IntPtr or SpecialType.System_UIntPtr } named =>
            OfNamed(named),
        { TypeKind: TypeKind.Dynamic } => "object",
        ITypeParameterSymbol parameter => parameter.Name,
        { SpecialType: not SpecialType.None } => OfSpecial(type),
        _ => type.Name,
    };

    private static string OfNamed(INamedTypeSymbol named) =>
        named.SpecialType == SpecialType.System_IntPtr ? "nint"
        : named.SpecialType == SpecialType.System_UIntPtr ? "nuint"
        : named.TypeArguments.IsEmpty ? named.Name
        : $"{named.Name}<{string.Join(", ", named.TypeArguments.Select(Of))}>";

    // "int"; what has no keyword goes by its name.
    private static string OfSpecial(ITypeSymbol type) => type is INamedTypeSymbol { TypeArguments.IsEmpty: false } generic
        ? OfNamed(generic)
        : type.ToDisplayString(new SymbolDisplayFormat(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes));
}
