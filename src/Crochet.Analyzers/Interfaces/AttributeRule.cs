using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Interfaces;

/// <summary>Finds [WaitFor] and [RunInReactor] on members of classes and structs, where nothing reads them.</summary>
internal sealed class AttributeRule(CrochetSymbols symbols)
{
    public void Register(CompilationStartAnalysisContext start) =>
        start.RegisterSymbolAction(Analyze, SymbolKind.Method, SymbolKind.Property);

    private void Analyze(SymbolAnalysisContext context)
    {
        var member = context.Symbol;
        if (member.ContainingType.TypeKind == TypeKind.Interface || Mark.At(member, symbols) is not { } mark)
            return;
        if (mark.WaitFor is { } waitFor)
            context.ReportDiagnostic(ProblemCatalog.AttributeWithoutEffect.At(waitFor.SourceLocation(), member.ShortName(), "WaitFor"));
        if (mark.RunInReactor is { } runInReactor)
            context.ReportDiagnostic(
                ProblemCatalog.AttributeWithoutEffect.At(runInReactor.SourceLocation(), member.ShortName(), "RunInReactor"));
    }
}
