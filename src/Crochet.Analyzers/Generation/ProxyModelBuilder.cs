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
            || (implementation is not null
                && (implementation.TypeKind != TypeKind.Class || _implementations.Of(contract, implementation, Location.None).Any())))
        {
            return null;
        }

        // A class that implements the interface is called by it, as any other that does, but for what reports progress.
        if (implementation is not null && ImplementationMatch.Implements(implementation, contract)
            && !contract.CallableMembers().Any(member =>
                _match.FindReporting(member, implementation, Mark.Of(member, contract, symbols)) is not null))
            implementation = null;
        var ancestry = contract.AllInterfaces.Insert(0, contract);
        var builder = new MemberModelBuilder(symbols, contract, implementation);
        var members = ancestry.SelectMany(type => type.GetMembers()).Select(builder.Build).OfType<MemberModel>().ToList();
        return new(
            NameOf(contract, implementation),
            contract.PlainText(),
            contract.ShortName(),
            implementation?.PlainText(),
            AddsDispose: ancestry.Any(type => CrochetSymbols.Is(type, symbols.AsyncDisposable))
                && !ancestry.Any(type => CrochetSymbols.Is(type, symbols.Disposable)),
            IsUnsafe: ancestry.SelectMany(type => type.GetMembers()).OfType<IMethodSymbol>().Any(HasPointer),
            SilencedWarnings.Of(ancestry, implementation),
            new([.. builder.Known.Distinct()]),
            new([.. builder.Callbacks]),
            new([.. members]));
    }

    private static bool HasPointer(IMethodSymbol method) =>
        method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType)
            .Any(type => type is IPointerTypeSymbol or IFunctionPointerTypeSymbol or IArrayTypeSymbol { ElementType: IPointerTypeSymbol });

    /// <summary>"Shop_IOrders"; where that could be another's name too, with a number that is its own.</summary>
    private static string NameOf(INamedTypeSymbol contract, INamedTypeSymbol? implementation)
    {
        var full = implementation is null
            ? contract.ToDisplayString() : $"{contract.ToDisplayString()} of {implementation.ToDisplayString()}";
        var name = new StringBuilder(full.Length);
        foreach (var character in full)
            name.Append(char.IsLetterOrDigit(character) ? character : '_');
        return full.Any(character => character != '.' && !char.IsLetterOrDigit(character)) ? $"{name}_{HashOf(full):x8}" : name.ToString();
    }

    // The same in every build, unlike a string's own.
    private static uint HashOf(string text) =>
        text.Aggregate(2166136261u, static (hash, character) => unchecked((hash ^ character) * 16777619u));
}
