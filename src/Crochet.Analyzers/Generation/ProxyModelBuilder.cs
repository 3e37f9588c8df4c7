using System.Text;
using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Makes the model of a proxy from symbols.</summary>
internal sealed class ProxyModelBuilder(CrochetSymbols symbols)
{
    private readonly InterfaceProblems _interfaces = new(symbols);
    private readonly ImplementationProblems _implementations = new(symbols);
    private readonly ImplementationMatch _match = new(symbols);
    private readonly GenerationProblems _generation = new(symbols);

    /// <summary>Null where there is a problem, of which the analyzer tells.</summary>
    public ProxyModel? Build(GenerationTarget target)
    {
        var (contract, implementation) = (target.Contract, target.Implementation);
        if (contract.TypeKind != TypeKind.Interface
            || _generation.Of(target).Any()
            || _interfaces.Of(contract).Any()
            || !contract.IsMarked(symbols)
            || (implementation is not null && _implementations.Of(contract, implementation, Location.None).Any()))
        {
            return null;
        }

        if (implementation is not null && _match.IsCalledByInterface(implementation, contract))
            implementation = null;
        var ancestry = contract.AllInterfaces.Insert(0, contract);
        var named = NamedSymbols.Of(ancestry, implementation, symbols);
        var builder = new MemberModelBuilder(symbols, new(symbols, contract, implementation));
        var members = ancestry.SelectMany(type => type.GetMembers()).Select(builder.Build).OfType<MemberModel>().ToList();
        return new(
            NameOf(contract, implementation),
            contract.BareText(),
            contract.ShortName(),
            implementation?.BareText(),
            AddsDispose: ancestry.Any(type => CrochetSymbols.Is(type, symbols.AsyncDisposable))
                && !ancestry.Any(type => CrochetSymbols.Is(type, symbols.Disposable)),
            IsUnsafe: named.Any(static symbol => symbol is IPointerTypeSymbol or IFunctionPointerTypeSymbol),
            IsObsolete: SilencedWarnings.NeedObsolete(named),
            // A class that only matches the interface may say otherwise of nulls.
            TrustsNullness: implementation is not null || SilencedWarnings.PromiseNullness(named),
            SilencedWarnings.Of(named),
            new([.. builder.Known.Distinct()]),
            new([.. builder.Callbacks]),
            new([.. members]));
    }

    /// <summary>"Shop_IOrders"; where that could be another's name too, with a number that is its own.</summary>
    private string NameOf(INamedTypeSymbol contract, INamedTypeSymbol? implementation)
    {
        var full = implementation is null
            ? contract.ToDisplayString() : $"{contract.ToDisplayString()} of {implementation.ToDisplayString()}";
        var name = new StringBuilder(full.Length);
        foreach (var character in full)
            name.Append(char.IsLetterOrDigit(character) ? character : '_');
        if (full.Any(character => character != '.' && !char.IsLetterOrDigit(character)))
            name.Append('_').Append($"{HashOf(full):x8}");
        // A friendly assembly may have a proxy of the same interface.
        while (!symbols.Compilation.GetTypesByMetadataName($"{ProxyWriter.Namespace}.{name}").IsEmpty)
            name.Append('_');
        return name.ToString();
    }

    // The same in every build, unlike a string's own.
    private static uint HashOf(string text) =>
        text.Aggregate(2166136261u, static (hash, character) => unchecked((hash ^ character) * 16777619u));
}
