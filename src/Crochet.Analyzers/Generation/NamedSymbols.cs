using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>All that the text of a proxy names: members, and the types in them to the last type argument, with their assemblies.</summary>
internal sealed class NamedSymbols
{
    private readonly HashSet<ISymbol> _found = new(SymbolEqualityComparer.Default);
    private readonly LiveTypes _live;

    private NamedSymbols(LiveTypes live) => _live = live;

    public static IReadOnlyCollection<ISymbol> Of(
        IEnumerable<INamedTypeSymbol> ancestry, INamedTypeSymbol? implementation, CrochetSymbols symbols)
    {
        var named = new NamedSymbols(new(symbols));
        foreach (var level in ancestry)
            named.AddWithMembers(level);
        for (var level = implementation; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
            named.AddWithMembers(level);
        return named._found;
    }

    private void AddWithMembers(INamedTypeSymbol type)
    {
        AddType(type);
        foreach (var member in type.GetMembers())
            AddMember(member);
    }

    private void AddMember(ISymbol member)
    {
        if (!_found.Add(member))
            return;
        if (member is IEventSymbol @event && _live.IsCallback(@event))
            AddCallback(@event.Type);
        if (member is not IMethodSymbol method)
            return;
        AddType(method.ReturnType);
        _found.UnionWith(method.TypeParameters);
        foreach (var parameter in method.Parameters)
        {
            _found.Add(parameter);
            AddType(parameter.Type);
            if (_live.IsCallback(parameter))
                AddCallback(parameter.Type);
        }
    }

    private void AddCallback(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke })
            AddMember(invoke);
        else if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract)
            contract.AllInterfaces.Insert(0, contract).ToList().ForEach(AddWithMembers);
    }

    private void AddType(ITypeSymbol type)
    {
        if (!_found.Add(type))
            return;
        switch (type)
        {
            case IArrayTypeSymbol array:
                AddType(array.ElementType);
                break;
            case IPointerTypeSymbol pointer:
                AddType(pointer.PointedAtType);
                break;
            case IFunctionPointerTypeSymbol function:
                AddMember(function.Signature);
                break;
            case INamedTypeSymbol named:
                _found.Add(named.ContainingAssembly);
                _found.Add(named.ContainingModule);
                if (named.ContainingType is { } outer)
                    AddType(outer);
                foreach (var argument in named.TypeArguments)
                    AddType(argument);
                break;
        }
    }
}
