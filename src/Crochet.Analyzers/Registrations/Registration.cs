using Crochet.Analyzers.Interfaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>A call that gives an interface, and perhaps a class, to Crochet or to a container.</summary>
internal sealed class Registration(
    INamedTypeSymbol service, Location serviceLocation, INamedTypeSymbol? implementation, Location implementationLocation, bool isCrochets)
{
    /// <summary>The interface, or what stands in its place.</summary>
    public INamedTypeSymbol Service => service;
    public Location ServiceLocation => serviceLocation;

    /// <summary>Null where the source does not tell.</summary>
    public INamedTypeSymbol? Implementation => implementation;
    public Location ImplementationLocation => implementationLocation;

    /// <summary>Told to Crochet, which wants marks; else to the container, and found because there are some.</summary>
    public bool IsCrochets => isCrochets;

    public static Registration? Find(IInvocationOperation call, CrochetSymbols symbols)
    {
        var type = call.TargetMethod.ContainingType;
        return call.TargetMethod.Name switch
        {
            "AddProxied" when CrochetSymbols.Is(type, symbols.CrochetBuilder) => OfTypeArguments(call, isCrochets: true),
            "Create" when CrochetSymbols.Is(type, symbols.CrochetProxy) => OfCreation(call),
            _ when CrochetSymbols.Is(type, symbols.ServiceExtensions) => OfContainer(call, symbols),
            _ => null,
        };
    }

    private static Registration? OfContainer(IInvocationOperation call, CrochetSymbols symbols)
    {
        var registration = call.TargetMethod.IsGenericMethod ? OfTypeArguments(call, isCrochets: false) : OfTypes(call);
        return registration is { Service.TypeKind: TypeKind.Interface } && registration.Service.OriginalDefinition.IsMarked(symbols) ? registration : null;
    }

    private static Registration? OfTypeArguments(IInvocationOperation call, bool isCrochets)
    {
        var types = call.TargetMethod.TypeArguments;
        if (types[0] is not INamedTypeSymbol service)
            return null;
        return new(service, TypeArgument(call, 0), types.ElementAtOrDefault(1) as INamedTypeSymbol, TypeArgument(call, 1), isCrochets);
    }

    private static Registration? OfCreation(IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments[0] is not INamedTypeSymbol service)
            return null;
        var argument = call.FirstArgument();
        while (argument is IConversionOperation conversion)
            argument = conversion.Operand;
        // Another expression's class could have heirs, which have more methods.
        var implementation = argument is IObjectCreationOperation || argument?.Type is { IsSealed: true } ? argument.Type as INamedTypeSymbol : null;
        return new(service, TypeArgument(call, 0), implementation, (argument ?? call).Syntax.GetLocation(), isCrochets: true);
    }

    private static Registration? OfTypes(IInvocationOperation call)
    {
        var types = call.Arguments.Select(argument => argument.Value).OfType<ITypeOfOperation>().ToList();
        if (types.FirstOrDefault()?.TypeOperand is not INamedTypeSymbol service)
            return null;
        var implementation = types.Last();
        return new(
            service, types[0].Syntax.GetLocation(),
            implementation == types[0] ? null : implementation.TypeOperand as INamedTypeSymbol, implementation.Syntax.GetLocation(), isCrochets: false);
    }

    private static Location TypeArgument(IInvocationOperation call, int index)
    {
        var name = (call.Syntax as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            SimpleNameSyntax simple => simple,
            _ => null,
        };
        // Where type arguments are inferred there is nothing to point at but the call.
        var arguments = (name as GenericNameSyntax)?.TypeArgumentList.Arguments;
        return (index < arguments?.Count ? arguments.Value[index] : call.Syntax).GetLocation();
    }
}
