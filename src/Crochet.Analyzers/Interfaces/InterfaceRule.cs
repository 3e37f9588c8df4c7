using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Interfaces;

/// <summary>
/// Reports an interface's problems where it is written. Problems of a base interface are reported there, not again at its heirs.
/// </summary>
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
