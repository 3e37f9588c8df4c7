using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Interfaces;

/// <summary>[WaitFor] and [RunInReactor] where nothing reads them: on a member of a class or a struct.</summary>
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
            context.ReportDiagnostic(ProblemCatalog.AttributeWithoutEffect.At(runInReactor.SourceLocation(), member.ShortName(), "RunInReactor"));
    }
}
