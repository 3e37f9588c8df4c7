using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Packaging.Tests.PublicApi;

/// <summary>What users of a library can name, a line each, as C# writes it: types with their namespaces, and below each its members.</summary>
internal static class PublicApiListing
{
    private static readonly SymbolDisplayFormat _memberFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat _typeFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: _memberFormat.GenericsOptions,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword);

    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static IReadOnlyList<string> Of(string library)
    {
        var compilation = CSharpCompilation.Create("Reader", references: _references);
        var assembly = compilation.SourceModule.ReferencedAssemblySymbols.Single(symbol => symbol.Name == library);
        return
        [
            .. TypesIn(assembly.GlobalNamespace)
                .Where(IsVisible)
                .OrderBy(type => $"{type.ContainingNamespace}.{type.MetadataName}", StringComparer.Ordinal)
                .SelectMany(type => MembersOf(type).Select(member => $"    {member}").Prepend(Describe(type))),
        ];
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => TypesIn(inner),
        INamedTypeSymbol type => TypesIn(type).Prepend(type),
        _ => [],
    });

    private static string Describe(INamedTypeSymbol type)
    {
        var modifier = type.TypeKind != TypeKind.Class ? "" : type.IsStatic ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "";
        IEnumerable<INamedTypeSymbol> ancestors = type.BaseType is { SpecialType: SpecialType.None } parent ? [parent, .. type.Interfaces] : type.Interfaces;
        var inherited = string.Join(", ", ancestors.Where(IsVisible).Select(ancestor => ancestor.ToDisplayString(_memberFormat)));
        return $"{modifier}{type.ToDisplayString(_typeFormat)}{(inherited.Length == 0 ? "" : $" : {inherited}")}";
    }

    /// <summary>Without overrides, which add nothing to what is inherited, accessors, and what the compiler gives names of its own.</summary>
    private static IEnumerable<string> MembersOf(INamedTypeSymbol type) => type.GetMembers()
        .Where(member => IsVisible(member) && !member.IsOverride && member is not ITypeSymbol && !member.Name.Contains('<', StringComparison.Ordinal))
        .Where(member => member is not IMethodSymbol { AssociatedSymbol: not null } and not IMethodSymbol { IsImplicitlyDeclared: true })
        .Select(member => (member.Name, Text: member.ToDisplayString(_memberFormat)))
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .ThenBy(member => member.Text, StringComparer.Ordinal)
        .Select(member => member.Text);

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));
}
