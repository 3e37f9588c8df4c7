using System.Collections.Concurrent;
using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Results;

/// <summary>
/// Finds blocking waits in async functions and in code that runs in the loop: a lambda that is given to an EventLoop, or the method for a
/// marked member in a class that this program registers as the implementation.
/// </summary>
internal sealed class BlockingWaitRule(CrochetSymbols symbols)
{
    private const string InAsync = "an async method";
    private const string InLoop = "the loop thread, where it throws EventLoopDeadlockException or holds up every other call";

    private readonly ImplementationMatch _match = new(symbols);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _loopMethods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentQueue<(IMethodSymbol Method, BlockingWait Wait)> _waitsInMethods = [];

    public void Register(CompilationStartAnalysisContext start)
    {
        start.RegisterOperationAction(Analyze, OperationKind.Invocation, OperationKind.PropertyReference);
        start.RegisterOperationAction(NoteImplementation, OperationKind.Invocation);
        start.RegisterCompilationEndAction(ReportImplementations);
    }

    private void Analyze(OperationAnalysisContext context)
    {
        if (BlockingWait.Find(context.Operation, symbols) is not { } wait || TestDoubles.IsAboutOne(context.Operation))
            return;
        var lambda = Function(context.Operation) as IAnonymousFunctionOperation;
        var function = Function(context.Operation) switch
        {
            IAnonymousFunctionOperation { Symbol: var symbol } => symbol,
            ILocalFunctionOperation { Symbol: var symbol } => symbol,
            _ => context.ContainingSymbol as IMethodSymbol,
        };

        if (lambda is not null && GoesToLoop(lambda))
            context.ReportDiagnostic(ProblemCatalog.BlocksWhereItMustNot.At(wait.Location, wait.Name, InLoop, wait.WayOut));
        else if (function is { IsAsync: true } && !wait.ReturnsAtOnce)
            context.ReportDiagnostic(ProblemCatalog.BlocksWhereItMustNot.At(wait.Location, wait.Name, InAsync, wait.WayOut));
        else if (function is { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) })
            _waitsInMethods.Enqueue((function, wait));
    }

    private static IOperation? Function(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
            parent = parent.Parent;
        return parent;
    }

    private bool GoesToLoop(IAnonymousFunctionOperation lambda) =>
        lambda.GivenTo() is { } call && CrochetSymbols.Is(call.TargetMethod.ContainingType, symbols.EventLoop);

    private void NoteImplementation(OperationAnalysisContext context)
    {
        var registration = Registration.Find((IInvocationOperation)context.Operation, symbols);
        if (registration is not { Service: { TypeKind: TypeKind.Interface, IsUnboundGenericType: false } service }
            || registration.Implementation is not { } implementation)
        {
            return;
        }

        foreach (var member in service.CallableMembers())
        {
            if (Mark.Of(member, service, symbols) is { } mark && _match.Find(member, implementation, mark) is { } method)
                _loopMethods.TryAdd(method.OriginalDefinition, true);
        }
    }

    private void ReportImplementations(CompilationAnalysisContext context)
    {
        foreach (var (method, wait) in _waitsInMethods.Where(found => _loopMethods.ContainsKey(found.Method.OriginalDefinition)))
            context.ReportDiagnostic(
                Diagnostic.Create(ProblemDiagnostics.BlocksInImplementation, wait.Location, wait.Name, InLoop, wait.WayOut));
    }
}
