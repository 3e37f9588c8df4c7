using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>What keeps the members of an interface from being called in another process.</summary>
internal sealed class ProcessProblems(CrochetSymbols symbols)
{
    private const string ReturnStream = "Return a stream or a list instead";
    private const string MarkIt = "Mark it [WaitFor] or [RunInReactor], or move it to an interface of its own";

    public IEnumerable<Problem> Of(INamedTypeSymbol contract) =>
        contract.CallableMembers().Where(member => !IsDisposal(member)).SelectMany(member => OfMember(member, contract))
            .Concat(Events(contract).Select(OfEvent))
            .Distinct();

    private IEnumerable<Problem> OfMember(IMethodSymbol member, INamedTypeSymbol contract)
    {
        var isMarked = Mark.Of(member, contract, symbols) is not null;
        if (!isMarked)
            yield return About(member, "it is unmarked", MarkIt);
        if (member.IsGenericMethod)
            yield return About(member, "it is generic", "Declare a member for each type that it is used with");
        if (member.Attribute(symbols.OnEveryLoop) is not null)
            yield return About(member, "[OnEveryLoop] is about the loops of one process", "Remove [OnEveryLoop]");
        if (isMarked && symbols.Unwrap(member.ReturnType) is { } value && LiveValueIn(value) is { } live)
        {
            yield return About(
                member, $"it hands back {live.ShortName()}, an interface whose object would stay in the other process",
                "Return values, and offer that interface too");
        }

        foreach (var parameter in member.Parameters)
        {
            if (OfParameter(member, parameter) is { } problem)
                yield return problem;
        }
    }

    private Problem? OfParameter(IMethodSymbol member, IParameterSymbol parameter)
    {
        if (parameter.Attribute(symbols.Callback) is not null)
            return About(member, $"parameter '{parameter.Name}' is a [Callback], which would have to be called back", ReturnStream);
        if (parameter.Type.TypeKind == TypeKind.Delegate)
            return About(member, $"parameter '{parameter.Name}' is a delegate", ReturnStream);
        if (parameter.RefKind != RefKind.None && !symbols.IsToken(parameter))
            return About(member, $"parameter '{parameter.Name}' is passed by reference", "Pass and return values");
        return LiveValueIn(parameter.Type) is { } live
            ? About(member, $"parameter '{parameter.Name}' takes {live.ShortName()}, an object of this process", "Pass values")
            : null;
    }

    private Problem OfEvent(IEventSymbol member) => member.Attribute(symbols.Callback) is not null
        ? About(member, "it is an event with [Callback], whose handlers live in the caller's process", ReturnStream)
        : About(member, "it is unmarked", MarkIt);

    // The interface itself, or the items of an array, a list or a stream of it.
    private ITypeSymbol? LiveValueIn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => LiveValueIn(array.ElementType),
        INamedTypeSymbol { TypeKind: TypeKind.Interface } contract when contract.IsMarked(symbols) => contract,
        INamedTypeSymbol named => named.TypeArguments.Select(LiveValueIn).FirstOrDefault(live => live is not null),
        _ => null,
    };

    private bool IsDisposal(IMethodSymbol member) =>
        CrochetSymbols.Is(member.ContainingType, symbols.Disposable) || CrochetSymbols.Is(member.ContainingType, symbols.AsyncDisposable);

    private static IEnumerable<IEventSymbol> Events(INamedTypeSymbol contract) => contract.AllInterfaces.Insert(0, contract)
        .SelectMany(type => type.GetMembers())
        .OfType<IEventSymbol>()
        .Where(one => one is { IsStatic: false } and ({ IsAbstract: true } or { IsVirtual: true }));

    // One member may have several, of one kind: each is about the part that the message names.
    private static Problem About(ISymbol member, string why, string wayOut) => new(
        ProblemCatalog.CannotCrossProcesses, (member as IMethodSymbol)?.AssociatedSymbol ?? member, Location.None, member.ShortName(), why,
        wayOut);
}
