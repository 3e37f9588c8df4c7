using System.Collections.Concurrent;
using Crochet.Analyzers.Interfaces;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>
/// Registrations that name a loop which the program does not add, or a group which cannot take them. A program that adds loops under names
/// which its source does not tell, or that has no AddCrochet, is left alone.
/// </summary>
internal sealed class LoopNameRule(CrochetSymbols symbols)
{
    private readonly ThreadBoundProblems _threadBound = new(symbols);
    private readonly ConcurrentDictionary<string, bool> _loops = new();
    private readonly ConcurrentDictionary<string, bool> _groups = new();
    private readonly ConcurrentQueue<(Registration Registration, string Loop, Location Location)> _uses = [];
    private volatile bool _isComposed;
    private volatile bool _isOpen;

    public void Register(CompilationStartAnalysisContext start)
    {
        start.RegisterOperationAction(context => Note((IInvocationOperation)context.Operation), OperationKind.Invocation);
        start.RegisterCompilationEndAction(Report);
    }

    private void Note(IInvocationOperation call)
    {
        if (symbols.IsAddCrochet(call))
            NoteOwnLoop(call);
        else if (CrochetSymbols.Is(call.TargetMethod.ContainingType, symbols.CrochetBuilder))
            NoteLoop(call);

        if (Registration.Find(call, symbols) is { Service.TypeKind: TypeKind.Interface } registration)
            NoteUse(registration);
    }

    private void NoteOwnLoop(IInvocationOperation addCrochet)
    {
        _isComposed = true;
        foreach (var (name, _) in addCrochet.ConstantsFor(symbols.EventLoopOptions, "Name"))
            _loops.TryAdd((string)name, true);
    }

    private void NoteLoop(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("AddLoop" or "AddLoopGroup" or "UseLoop") || call.Argument("name") is not { } argument)
            return;
        if (argument.ConstantValue is { HasValue: true, Value: string name })
            (call.TargetMethod.Name == "AddLoopGroup" ? _groups : _loops).TryAdd(name, true);
        else
            _isOpen = true;
    }

    private void NoteUse(Registration registration)
    {
        var argument = registration.Call.Argument("loop");
        if (argument?.ConstantValue is { HasValue: true, Value: string named })
            _uses.Enqueue((registration, named, argument.Syntax.GetLocation()));
        else if (argument is null or { ConstantValue: { HasValue: true, Value: null } }
            && registration.Call.TargetMethod.Name is not ("Create" or "CreateThreadBound")
            && registration.Service.Attribute(symbols.OnLoop)?.ConstructorArguments.FirstOrDefault().Value is string marked)
            _uses.Enqueue((registration, marked, registration.ServiceLocation));
    }

    private void Report(CompilationAnalysisContext context)
    {
        if (!_isComposed || _isOpen)
            return;
        foreach (var (registration, loop, location) in _uses)
        {
            var service = registration.Service.ShortName();
            if (!_groups.ContainsKey(loop))
            {
                if (!_loops.ContainsKey(loop) && loop != OwnLoopNameRule.DefaultName)
                    context.ReportDiagnostic(ProblemCatalog.UnknownLoop.At(location, service, loop));
            }
            else if (!_threadBound.IsThreadBound(registration))
                context.ReportDiagnostic(ProblemCatalog.GroupNeedsThreadBound.At(location, service, loop));
            else if (LifetimeOf(registration) is { } lifetime)
                context.ReportDiagnostic(ProblemCatalog.GroupNeedsSingleton.At(location, service, loop, lifetime));
        }
    }

    /// <summary>Null for a singleton, and where the source does not tell.</summary>
    private string? LifetimeOf(Registration registration)
    {
        var method = registration.Call.TargetMethod.Name;
        if (method is "AddScoped" or "AddKeyedScoped")
            return "Scoped";
        if (method is "AddTransient" or "AddKeyedTransient")
            return "Transient";
        var lifetime = registration.Call.Argument("lifetime")?.ConstantValue.Value
            ?? registration.Call.ConstantsFor(symbols.ThreadBoundOptions, "Lifetime").LastOrDefault().Value;
        return lifetime switch
        {
            1 => "Scoped",
            2 => "Transient",
            _ => null,
        };
    }
}
