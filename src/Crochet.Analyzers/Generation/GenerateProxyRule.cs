using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Generation;

/// <summary>Says of each [GenerateProxy] why nothing is written for it.</summary>
internal sealed class GenerateProxyRule(CrochetSymbols symbols)
{
    private const string NamesNoPair = "on an assembly the attribute names an interface and a class, as in "
        + "[assembly: GenerateProxy(typeof(...), typeof(...))]";

    private readonly GenerationProblems _problems = new(symbols);
    private readonly InterfaceProblems _interfaces = new(symbols);
    private readonly ImplementationProblems _implementations = new(symbols);

    public void Register(CompilationStartAnalysisContext start)
    {
        start.RegisterSymbolAction(AnalyzeInterface, SymbolKind.NamedType);
        start.RegisterSyntaxNodeAction(AnalyzeAttribute, Microsoft.CodeAnalysis.CSharp.SyntaxKind.Attribute);
    }

    private void AnalyzeInterface(SymbolAnalysisContext context)
    {
        var contract = (INamedTypeSymbol)context.Symbol;
        if (contract.TypeKind != TypeKind.Interface || contract.Attribute(symbols.GenerateProxy) is not { } attribute)
            return;
        var here = attribute.SourceLocation();
        foreach (var problem in _problems.Of(new(contract, implementation: null)))
            context.ReportDiagnostic(problem.ToDiagnosticAtCause(symbols.Compilation, here));
        if (!contract.IsMarked(symbols))
            context.ReportDiagnostic(ProblemCatalog.NothingMarked.At(here, contract.ShortName()));
    }

    private void AnalyzeAttribute(SyntaxNodeAnalysisContext context)
    {
        if (context.Node.Parent is not AttributeListSyntax { Target.Identifier.ValueText: "assembly" })
            return;
        var attribute = context.Compilation.Assembly.GetAttributes().FirstOrDefault(
            data => CrochetSymbols.Is(data.AttributeClass, symbols.GenerateProxy)
                && data.ApplicationSyntaxReference is { } place && place.SyntaxTree == context.Node.SyntaxTree
                    && place.Span == context.Node.Span);
        if (attribute is null)
            return;
        var here = context.Node.GetLocation();
        var diagnostics = GenerationTarget.OfPair(attribute) is { } pair
            ? Check(pair, here) : [ProblemCatalog.CannotBeGenerated.At(here, "The assembly", NamesNoPair)];
        foreach (var diagnostic in diagnostics)
            context.ReportDiagnostic(diagnostic);
    }

    private IEnumerable<Diagnostic> Check(GenerationTarget pair, Location here)
    {
        var contract = pair.Contract;
        if (contract.TypeKind == TypeKind.Error || pair.Implementation!.TypeKind == TypeKind.Error)
            return [];
        if (contract.TypeKind != TypeKind.Interface)
            return [ProblemCatalog.NotAnInterface.At(here, contract.ShortName(), contract.TypeKind.ToString().ToLowerInvariant())];
        var problems = _problems.Of(pair).ToList();
        if (problems.Count > 0)
            return problems.Select(problem => problem.ToDiagnosticAtCause(symbols.Compilation, here));
        var isToldThere = contract.OriginalDefinition.Locations.Any(location => location.IsInSource);
        var diagnostics = _interfaces.Of(contract)
            .Except(isToldThere ? _interfaces.Of(contract.OriginalDefinition) : [])
            .Select(problem => problem.ToDiagnostic(here));
        if (!contract.IsMarked(symbols))
            diagnostics = diagnostics.Append(ProblemCatalog.NothingMarked.At(here, contract.ShortName()));
        return diagnostics.Concat(_implementations.Of(contract, pair.Implementation, here));
    }
}
