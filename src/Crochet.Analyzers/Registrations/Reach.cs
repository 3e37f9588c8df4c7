using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Registrations;

/// <summary>The type that keeps DynamicProxy from an interface: it, an outer type or a type argument.</summary>
internal sealed class Reach(INamedTypeSymbol type, string friend)
{
    private const string DynamicAssembly = "DynamicProxyGenAssembly2";

    public Diagnostic ToDiagnostic(INamedTypeSymbol service, Location location) => ProblemCatalog.OutOfReach.At(
        location, service.ShortName(), type.ShortName(), Describe(type.DeclaredAccessibility), friend, type.ContainingAssembly.Name);

    public static Reach? Find(INamedTypeSymbol service, Compilation compilation)
    {
        for (var type = service; type is not null; type = type.ContainingType)
        {
            if (!IsReachable(type))
                return new(type, Friend(type, compilation));
        }
        return service.TypeArguments.OfType<INamedTypeSymbol>().Select(argument => Find(argument, compilation)).FirstOrDefault(reach => reach is not null);
    }

    private static bool IsReachable(INamedTypeSymbol type) => type.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.NotApplicable => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => IsFriendly(type.ContainingAssembly),
        _ => false,
    };

    private static bool IsFriendly(IAssemblySymbol assembly) => assembly.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "InternalsVisibleToAttribute"
        && attribute.ConstructorArguments.FirstOrDefault().Value is string friend
        && friend.Split(',')[0].Trim() == DynamicAssembly);

    /// <summary>A signed assembly can only befriend a key, which DynamicProxy has ready in a constant.</summary>
    private static string Friend(INamedTypeSymbol type, Compilation compilation) =>
        type.ContainingAssembly.Identity.HasPublicKey
        && compilation.GetTypeByMetadataName("Castle.Core.Internal.InternalsVisible") is { } constants
        && constants.GetMembers("ToDynamicProxyGenAssembly2").FirstOrDefault() is IFieldSymbol { ConstantValue: string signed }
            ? signed
            : DynamicAssembly;

    private static string Describe(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Private => "private",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.ProtectedOrInternal => "protected internal",
        _ => "internal",
    };
}
