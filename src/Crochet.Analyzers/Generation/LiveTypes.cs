using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Which values of a member may live on in the loop, and what the run time must be told of their types for that.</summary>
internal sealed class LiveTypes(CrochetSymbols symbols)
{
    private static readonly string[] _lists = ["IReadOnlyList", "IReadOnlyCollection", "IList", "ICollection", "List"];

    /// <summary>Whether an argument may have to be readied for the loop: an object of an interface, a list of such, a callback.</summary>
    public bool MayNeedReadying(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None && (IsCallback(parameter) || MayLive(parameter.Type));

    public bool IsCallback(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => CrochetSymbols.Is(attribute.AttributeClass, symbols.Callback));

    /// <summary>The types that the run time's calls of the member are generic in: items, reports, and live values themselves.</summary>
    public IEnumerable<ITypeSymbol> KnownOf(IMethodSymbol member)
    {
        if (symbols.Unwrap(member.ReturnType) is { } value)
        {
            foreach (var type in ItemsIn(value))
                yield return type;
            if (MayLive(value))
                yield return value;
        }

        foreach (var parameter in member.Parameters)
        {
            foreach (var type in ItemsIn(parameter.Type).Concat(IsCallback(parameter) ? KnownOfCallback(parameter.Type) : []))
                yield return type;
        }
    }

    /// <summary>The same of the calls of a callback.</summary>
    public IEnumerable<ITypeSymbol> KnownOfCallback(ITypeSymbol callback)
    {
        if (CrochetSymbols.Is(callback, symbols.Progress))
            return [((INamedTypeSymbol)callback).TypeArguments[0]];
        return MethodsOf(callback).SelectMany(method => method.Parameters.SelectMany(parameter => ItemsIn(parameter.Type))
            .Concat(symbols.IsTask(method.ReturnType) && symbols.Unwrap(method.ReturnType) is { } value ? [value] : []));
    }

    private static IEnumerable<IMethodSymbol> MethodsOf(ITypeSymbol callback) => callback is INamedTypeSymbol named
        ? named.DelegateInvokeMethod is { } invoke
            ? [invoke]
            : named.AllInterfaces.Insert(0, named).SelectMany(level => level.GetMembers()).OfType<IMethodSymbol>()
                .Where(method => method.TypeParameters.IsEmpty)
        : [];

    private IEnumerable<ITypeSymbol> ItemsIn(ITypeSymbol type)
    {
        if (ItemOf(type) is not { } item)
            return [];
        return IsStream(type) || MayLive(item) ? ItemsIn(item).Prepend(item) : ItemsIn(item);
    }

    /// <summary>Null where the type is no array, list or sequence that is looked into.</summary>
    private ITypeSymbol? ItemOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when IsStream(named) || IsList(named) => named.TypeArguments[0],
        _ => null,
    };

    private bool IsStream(ITypeSymbol type) => symbols.IsStream(type);

    private static bool IsList(INamedTypeSymbol type) =>
        _lists.Contains(type.Name) && type.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic";

    private bool MayLive(ITypeSymbol type)
    {
        if (IsStream(type))
            return true;
        if (ItemOf(type) is { } item)
            return MayLive(item);
        return type.TypeKind == TypeKind.Interface || type is ITypeParameterSymbol { IsValueType: false };
    }
}
