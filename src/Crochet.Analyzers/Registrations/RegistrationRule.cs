using Crochet.Analyzers.Generation;
using Crochet.Analyzers.Interfaces;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>Problems of an interface with its implementation, and those that only a construction of a generic interface shows.</summary>
internal sealed class RegistrationRule(CrochetSymbols symbols)
{
    private readonly InterfaceProblems _interfaces = new(symbols);
    private readonly CompiledProxies _compiled = new(symbols);
    private readonly Reach _reach = new(symbols.Compilation);
    private readonly ImplementationProblems _implementations = new(symbols);
    private readonly ThreadBoundProblems _threadBound = new(symbols);

    // Whether the program is published without code generation, so that DynamicProxy can make nothing.
    private bool _needsCompiled;

    public void Register(CompilationStartAnalysisContext start)
    {
        var options = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        _needsCompiled = IsTrue("PublishAot") || IsTrue("PublishTrimmed");
        start.RegisterOperationAction(Analyze, OperationKind.Invocation);

        bool IsTrue(string property) =>
            options.TryGetValue($"build_property.{property}", out var value)
                && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
    }

    private void Analyze(OperationAnalysisContext context)
    {
        if (Registration.Find((IInvocationOperation)context.Operation, symbols) is not { } registration)
            return;
        foreach (var diagnostic in Check(registration))
            context.ReportDiagnostic(diagnostic);
    }

    private IEnumerable<Diagnostic> Check(Registration registration)
    {
        var service = registration.Service;
        var name = service.ShortName();
        if (service.TypeKind != TypeKind.Interface)
            return [ProblemCatalog.NotAnInterface.At(registration.ServiceLocation, name, service.TypeKind.ToString().ToLowerInvariant())];
        if (service.IsUnboundGenericType)
            return [ProblemCatalog.OpenGenericRegistration.At(registration.ServiceLocation, service.OriginalDefinition.ShortName())];

        var diagnostics = ToldHereFirst(service).Select(problem => problem.ToDiagnostic(registration.ServiceLocation));
        var implementation = registration.Implementation is { TypeKind: not TypeKind.Interface } known ? known : null;
        // DynamicProxy has nothing to do with a compiled proxy.
        if (!_compiled.Serve(service, implementation))
        {
            diagnostics = _needsCompiled
                ? diagnostics.Append(ProblemCatalog.NoCompiledProxy.At(registration.ServiceLocation, name))
                : diagnostics.Concat(_reach.Of(service, registration.ServiceLocation));
        }

        if (registration.IsCrochets && !service.IsMarked(symbols))
            diagnostics = diagnostics.Append(ProblemCatalog.NothingMarked.At(registration.ServiceLocation, name));
        if (implementation is not null)
            diagnostics = diagnostics.Concat(_implementations.Of(service, implementation, registration.ImplementationLocation));
        return diagnostics.Concat(_threadBound.Of(registration));
    }

    private IEnumerable<Problem> ToldHereFirst(INamedTypeSymbol service)
    {
        var isWrittenHere = service.OriginalDefinition.Locations.Any(location => location.IsInSource);
        if (isWrittenHere && !service.IsGenericType)
            return [];
        var told = isWrittenHere ? _interfaces.Of(service.OriginalDefinition) : [];
        return _interfaces.Of(service).Except(told);
    }
}
