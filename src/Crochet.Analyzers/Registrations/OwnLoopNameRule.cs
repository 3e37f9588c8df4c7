using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>The container's own loop named twice in a block, or another loop that is added under its name.</summary>
internal sealed class OwnLoopNameRule(CrochetSymbols symbols)
{
    /// <summary>What the container's own loop is called unless it is named.</summary>
    public const string DefaultName = "Crochet";

    private readonly ServicesPath _services = new(symbols);

    public void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.Enclosing<IBlockOperation>() is not { } block)
            return;
        if (symbols.IsAddCrochet(call))
            CompareNames(context, call, block);
        else if (call.TargetMethod.Name is "AddLoop" or "AddLoopGroup"
            && CrochetSymbols.Is(call.TargetMethod.ContainingType, symbols.CrochetBuilder))
            CompareWithOwn(context, call, block);
    }

    private void CompareNames(OperationAnalysisContext context, IInvocationOperation addCrochet, IBlockOperation block)
    {
        if (OwnNames(addCrochet).LastOrDefault() is not { Value: string name } named)
            return;
        var before = _services.CallsOnSame(addCrochet, block)
            .Where(other => symbols.IsAddCrochet(other) && other.Syntax.Span.End < addCrochet.Syntax.Span.End)
            .SelectMany(OwnNames)
            .Select(own => (string)own.Value)
            .FirstOrDefault(other => other != name);
        if (before is not null)
            context.ReportDiagnostic(ProblemCatalog.OwnLoopNamedTwice.At(named.Operation.Syntax.GetLocation(), "AddCrochet", before, name));
    }

    private void CompareWithOwn(OperationAnalysisContext context, IInvocationOperation addLoop, IBlockOperation block)
    {
        if (addLoop.Argument("name") is not { ConstantValue: { HasValue: true, Value: string name } } argument)
            return;
        var addCrochets = _services.CallsOnSame(addLoop, block).Where(symbols.IsAddCrochet).ToList();
        // A configuration may name it too.
        if (addCrochets.Count == 0 || addCrochets.Any(call => call.Argument("configuration") is not null))
            return;
        var own = addCrochets.SelectMany(OwnNames).Select(named => (string)named.Value).DefaultIfEmpty(DefaultName);
        if (own.Contains(name))
            context.ReportDiagnostic(ProblemCatalog.OwnLoopNameTaken.At(argument.Syntax.GetLocation(), addLoop.TargetMethod.Name, name));
    }

    private IEnumerable<(object Value, IOperation Operation)> OwnNames(IInvocationOperation addCrochet) =>
        addCrochet.Argument("configure")?.ConstantsFor(symbols.EventLoopOptions, "Name") ?? [];
}
