using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>Finds [Callback] on parameters and events that cannot be called off the loop.</summary>
internal sealed class CallbackProblems(CrochetSymbols symbols)
{
    /// <summary>The problems of an interface with a marked member.</summary>
    public IEnumerable<Problem> Of(INamedTypeSymbol contract) =>
        contract.CallableMembers().SelectMany(member => OfParameters(member, Mark.Of(member, contract, symbols) is not null))
            .Concat(contract.AllInterfaces.Insert(0,
                contract).SelectMany(type => type.GetMembers()).OfType<IEventSymbol>().SelectMany(OfEvent));

    private IEnumerable<Problem> OfParameters(IMethodSymbol member, bool isMarked)
    {
        foreach (var parameter in member.Parameters)
        {
            if (parameter.Attribute(symbols.Callback) is { } callback && WhyNot(parameter, isMarked) is { } why)
            {
                yield return new(
                    ProblemCatalog.CallbackNotCallable, parameter, callback.SourceLocation(),
                    member.ShortName(), $"parameter '{parameter.Name}' of type {parameter.Type.ShortName()}", why);
            }
        }
    }

    private IEnumerable<Problem> OfEvent(IEventSymbol @event)
    {
        if (!@event.IsStatic && @event.Attribute(symbols.Callback) is { } callback && WhyNot(@event.Type) is { } why)
            yield return new(ProblemCatalog.CallbackNotCallable, @event, callback.SourceLocation(), @event.ShortName(), "the event", why);
    }

    private string? WhyNot(IParameterSymbol parameter, bool isMarked) =>
        !isMarked ? "the member is unmarked"
        : parameter.RefKind != RefKind.None ? "it is passed by reference"
        : WhyNot(parameter.Type);

    private string? WhyNot(ITypeSymbol type) => type switch
    {
        // The interface's own T may be one. Each constructed interface is checked by itself.
        ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type } => null,
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => WhyNot(invoke, "it"),
        INamedTypeSymbol { TypeKind: TypeKind.Interface } named => named.AllInterfaces.Insert(0, named)
            .SelectMany(level => level.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(method => Contract.IsOverridable(method) && method.DeclaredAccessibility != Accessibility.Private)
            .Select(method => WhyNot(method, method.ShortName()))
            .FirstOrDefault(why => why is not null),
        _ => "it is no delegate and no interface",
    };

    private string? WhyNot(IMethodSymbol method, string subject)
    {
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || !(method.ReturnsVoid || symbols.IsTask(method.ReturnType)))
            return $"{subject} returns {method.ReturnType.ShortName()}";
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
                return $"{subject} takes '{parameter.Name}' by reference";
            if (Crossing.IsImpossible(parameter.Type))
                return $"{subject} takes '{parameter.Name}' of type {parameter.Type.ShortName()}, which cannot leave its thread";
        }
        return null;
    }
}
