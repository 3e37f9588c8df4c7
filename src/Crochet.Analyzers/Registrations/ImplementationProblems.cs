using System.Collections.Immutable;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Registrations;

/// <summary>Whether a class can serve an interface: by implementing it, else by methods of the same shape.</summary>
internal sealed class ImplementationProblems(CrochetSymbols symbols)
{
    public const string MemberProperty = "Member";

    public IEnumerable<Diagnostic> Of(INamedTypeSymbol contract, INamedTypeSymbol implementation, Location location)
    {
        foreach (var member in MatchedByShape(contract, implementation))
        {
            var name = member.ShortName();
            if (Match(member, implementation) is not { } method)
            {
                var properties = ImmutableDictionary<string, string?>.Empty
                    .Add(MemberProperty, (member.AssociatedSymbol ?? member).OriginalDefinition.GetDocumentationCommentId());
                yield return Diagnostic.Create(
                    ProblemCatalog.MemberNotImplemented.ToRule(), location, properties, name, implementation.ShortName(), Describe(member));
            }
            else if (!Fits(method.ReturnType, member.ReturnType))
            {
                yield return ProblemCatalog.ReturnMismatch.At(
                    location, name, method.ShortName(), method.ReturnType.ShortName(), member.ReturnType.ShortName());
            }
        }
    }

    /// <summary>The method that a call of the member ends in; null where there is none.</summary>
    public IMethodSymbol? Serve(IMethodSymbol member, INamedTypeSymbol implementation) =>
        Implements(implementation, member.ContainingType)
            ? implementation.FindImplementationForInterfaceMember(member) as IMethodSymbol
            : Match(member, implementation);

    private static IEnumerable<IMethodSymbol> MatchedByShape(INamedTypeSymbol contract, INamedTypeSymbol implementation) =>
        contract.AllInterfaces.Insert(0, contract)
            .Where(type => !Implements(implementation, type))
            .SelectMany(type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(method => method is { IsAbstract: true, IsStatic: false });

    private static bool Implements(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        implementation.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    private IMethodSymbol? Match(IMethodSymbol member, INamedTypeSymbol implementation)
    {
        var isAccessor = member.AssociatedSymbol is not null;
        var candidates = Methods(implementation, member.Name).Concat(isAccessor ? [] : Methods(implementation, member.Name + "Async"))
            .Where(method => method.Arity == member.Arity)
            .Select(method => method.Arity == 0 ? method : method.Construct([.. member.TypeParameters]))
            .ToList();
        return candidates.FirstOrDefault(method => Takes(method, member.Parameters))
            ?? (isAccessor ? null : candidates.FirstOrDefault(method => TakesWithToken(method, member.Parameters)));
    }

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type, string name)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var method in level.GetMembers(name).OfType<IMethodSymbol>())
            {
                if (method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public })
                    yield return method;
            }
        }
    }

    private bool TakesWithToken(IMethodSymbol method, ImmutableArray<IParameterSymbol> parameters) =>
        method.Parameters.Length == parameters.Length + 1
        && CrochetSymbols.Is(method.Parameters.Last().Type, symbols.CancellationToken)
        && Takes(method.Parameters.RemoveAt(parameters.Length), parameters);

    private bool Takes(IMethodSymbol method, ImmutableArray<IParameterSymbol> parameters) => Takes(method.Parameters, parameters);

    private bool Takes(ImmutableArray<IParameterSymbol> own, ImmutableArray<IParameterSymbol> wanted) =>
        own.Length == wanted.Length
        && own.Zip(wanted, (one, other) => one.RefKind == other.RefKind && Conversion(one.Type, other.Type).IsIdentity).All(same => same);

    private bool Fits(ITypeSymbol returned, ITypeSymbol wanted)
    {
        var (value, target) = (symbols.Unwrap(returned), symbols.Unwrap(wanted));
        if (value is null || target is null)
            return value is null && target is null;
        var conversion = Conversion(value, target);
        return conversion.IsIdentity || (conversion.IsImplicit && (conversion.IsReference || conversion.IsBoxing));
    }

    private Conversion Conversion(ITypeSymbol from, ITypeSymbol to) => symbols.Compilation.ClassifyConversion(from, to);

    private static string Describe(IMethodSymbol member) => member.MethodKind switch
    {
        MethodKind.PropertyGet => $"getter of {member.AssociatedSymbol!.Name}",
        MethodKind.PropertySet => $"setter of {member.AssociatedSymbol!.Name}",
        MethodKind.EventAdd or MethodKind.EventRemove => $"event {member.AssociatedSymbol!.Name}",
        _ => $"method {member.ShortSignature()}",
    };
}
