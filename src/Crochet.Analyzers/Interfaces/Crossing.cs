using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>Finds types that cannot go to another thread or through an interceptor.</summary>
internal static class Crossing
{
    /// <summary>The parameters of such types, and the return type, each as messages name it.</summary>
    public static IEnumerable<(IParameterSymbol? Parameter, string Why)> Problems(IMethodSymbol member)
    {
        foreach (var parameter in member.Parameters.Where(parameter => IsImpossible(parameter.Type)))
            yield return (parameter, $"parameter '{parameter.Name}' of type {parameter.Type.ShortName()}");
        if (member.ReturnsByRef || member.ReturnsByRefReadonly)
            yield return (null, "the ref return");
        else if (IsImpossible(member.ReturnType))
            yield return (null, $"return type {member.ReturnType.ShortName()}");
    }

    public static bool IsImpossible(ITypeSymbol type) =>
        type.IsRefLikeType || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol or ITypeParameterSymbol { AllowsRefLikeType: true };
}
