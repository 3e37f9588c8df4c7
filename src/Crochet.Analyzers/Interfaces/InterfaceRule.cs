using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Interfaces;

/// <summary>Problems of an interface, where it is written. What a base interface is told itself is not said again of those that inherit it.</summary>
internal sealed class InterfaceRule(CrochetSymbols symbols)
{
    private readonly InterfaceProblems _problems = new(symbols);

    public void Register(CompilationStartAnalysisContext start) => start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);

    private void Analyze(SymbolAnalysisContext context)
    {
        if (context.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Interface } contract)
            return;
        var told = contract.AllInterfaces
            .Select(type => type.OriginalDefinition)
            .Where(type => type.Locations.Any(location => location.IsInSource))
            .SelectMany(_problems.Of);
        foreach (var problem in _problems.Of(contract).Except(told))
            context.ReportDiagnostic(problem.ToDiagnostic(contract, contract.NameLocation()));
    }
}
