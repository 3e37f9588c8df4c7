using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Generation;

/// <summary>
/// Whether C# takes the overload that is meant. Generated code calls a method by its name, with arguments of the types that its parameters
/// have: without [OverloadResolutionPriority], and among methods of one class, no other overload is nearer.
/// </summary>
internal sealed class OverloadChoice(CrochetSymbols symbols)
{
    private const string PriorityAttribute = "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute";

    /// <summary>The method or indexer that C# takes in place of this one; null where it takes this one.</summary>
    /// <param name="called">The method or accessor.</param>
    /// <param name="owner">The type that it is called by.</param>
    public ISymbol? InPlaceOf(IMethodSymbol called, INamedTypeSymbol owner)
    {
        var meant = called.AssociatedSymbol ?? called;
        if (meant is IEventSymbol or IPropertySymbol { IsIndexer: false })
            return null;
        var declared = meant;
        while (OverriddenBy(declared) is { } overridden)
            declared = overridden;
        for (var level = owner; level is not null; level = level.BaseType)
        {
            // What a nearer class declares is taken wherever it can be, but an override counts as its base's.
            var isLast = SymbolEqualityComparer.Default.Equals(level, declared.ContainingType);
            var taken = level.GetMembers(meant.Name).FirstOrDefault(other => other is { IsStatic: false, IsOverride: false }
                && !SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, declared.OriginalDefinition)
                && (!isLast || PriorityOf(other) > PriorityOf(declared))
                && symbols.Compilation.IsSymbolAccessibleWithin(other, symbols.Compilation.Assembly)
                && Takes(other, meant));
            if (taken is not null || isLast)
                return taken;
        }

        return null;
    }

    private static ISymbol? OverriddenBy(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static int PriorityOf(ISymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(static data => data.AttributeClass?.ToDisplayString() == PriorityAttribute)
            ?.ConstructorArguments.FirstOrDefault().Value as int? ?? 0;

    /// <summary>Whether the other can be called with arguments for the one that is meant.</summary>
    private bool Takes(ISymbol other, ISymbol meant)
    {
        var (parameters, arguments) = (ParametersOf(other), ParametersOf(meant));
        var arity = ArityOf(meant);
        if (arity > 0 && ArityOf(other) != arity)
            return false;
        var isOpen = parameters.LastOrDefault() is { IsParams: true };
        if (arguments.Length > parameters.Length && !isOpen)
            return false;
        return parameters.Skip(arguments.Length).All(static parameter => parameter.IsOptional || parameter.IsParams)
            && arguments.Select((argument, index) => TakesArgument(parameters[Math.Min(index, parameters.Length - 1)], argument))
                .All(static isTaken => isTaken);
    }

    private bool TakesArgument(IParameterSymbol parameter, IParameterSymbol argument)
    {
        if (argument.RefKind is RefKind.Ref or RefKind.Out || parameter.RefKind is RefKind.Ref or RefKind.Out)
            return parameter.RefKind == argument.RefKind && (DependsOnCall(parameter.Type) || IsSame());
        if (argument.RefKind != RefKind.None && parameter.RefKind == RefKind.None)
            return false;
        // What type parameters become, and what is gathered for params, is not asked here.
        return parameter.IsParams || DependsOnCall(parameter.Type)
            || symbols.Compilation.ClassifyConversion(argument.Type, parameter.Type).IsImplicit;

        bool IsSame() => symbols.Compilation.ClassifyConversion(argument.Type, parameter.Type).IsIdentity;
    }

    private static bool DependsOnCall(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } => true,
        IArrayTypeSymbol array => DependsOnCall(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(DependsOnCall),
        _ => false,
    };

    private static ImmutableArray<IParameterSymbol> ParametersOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    private static int ArityOf(ISymbol symbol) => symbol is IMethodSymbol method ? method.Arity : 0;
}
