using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Which interfaces have compiled proxies, of this project and of the assemblies that it refers to.</summary>
internal sealed class CompiledProxies(CrochetSymbols symbols)
{
    private readonly ImplementationMatch _match = new(symbols);
    private readonly Lazy<List<GenerationTarget>> _known = new(() => [.. Here(symbols), .. Elsewhere(symbols)]);

    /// <summary>Whether one serves the class; whether there is any, where the class is not known.</summary>
    public bool Serve(INamedTypeSymbol contract, INamedTypeSymbol? implementation)
    {
        return IsAskedForHere(contract) || _known.Value.Exists(one => AreSame(one.Contract, contract) && Serves(one.Implementation));

        bool IsAskedForHere(INamedTypeSymbol one) =>
            one.Attribute(symbols.GenerateProxy) is not null && AreSame(one.ContainingAssembly, symbols.Compilation.Assembly)
                && Serves(only: null);

        bool Serves(INamedTypeSymbol? only)
        {
            if (implementation is null)
                return true;
            if (only is null)
                return _match.Implements(implementation, contract);
            var level = implementation;
            while (level is not null && !AreSame(level, only))
                level = level.BaseType;
            return level is not null;
        }
    }

    // A class that is called by the interface shares its proxy with all that implement it.
    private static IEnumerable<GenerationTarget> Here(CrochetSymbols symbols)
    {
        var match = new ImplementationMatch(symbols);
        return symbols.Compilation.Assembly.GetAttributes()
            .Where(attribute => CrochetSymbols.Is(attribute.AttributeClass, symbols.GenerateProxy))
            .Select(GenerationTarget.OfPair)
            .OfType<GenerationTarget>()
            .Select(pair => match.IsCalledByInterface(pair.Implementation!, pair.Contract)
                ? new(pair.Contract, implementation: null) : pair);
    }

    private static IEnumerable<GenerationTarget> Elsewhere(CrochetSymbols symbols) =>
        symbols.Compilation.SourceModule.ReferencedAssemblySymbols
            .SelectMany(static assembly => assembly.GetAttributes())
            .Where(attribute => CrochetSymbols.Is(attribute.AttributeClass, symbols.CompiledProxy))
            .Select(static attribute => attribute.ConstructorArguments)
            .Select(static arguments => arguments[0].Value is INamedTypeSymbol contract
                ? new GenerationTarget(contract, arguments[2].Value as INamedTypeSymbol) : null)
            .OfType<GenerationTarget>();

    private static bool AreSame(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
