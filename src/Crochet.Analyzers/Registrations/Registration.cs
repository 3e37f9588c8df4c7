using Crochet.Analyzers.Interfaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>A call that gives an interface, and perhaps a class, to Crochet or to a container.</summary>
internal sealed class Registration(IInvocationOperation call, INamedTypeSymbol service, Location serviceLocation)
{
    public IInvocationOperation Call => call;

    /// <summary>The interface, or what stands in its place.</summary>
    public INamedTypeSymbol Service => service;
    public Location ServiceLocation => serviceLocation;

    /// <summary>Null where the source does not tell.</summary>
    public INamedTypeSymbol? Implementation { get; private set; }
    public Location ImplementationLocation { get; private set; } = Location.None;

    /// <summary>The object that is given ready; null where the class or a factory is given.</summary>
    public IOperation? Instance { get; private set; }

    /// <summary>Told to Crochet, which wants marks; else to the container, and found because there are some.</summary>
    public bool IsCrochets { get; private set; }

    /// <summary>By its method's name; its class may be marked so as well.</summary>
    public bool IsOfThreadBound => call.TargetMethod.Name is "AddThreadBound" or "CreateThreadBound";

    public static Registration? Find(IInvocationOperation call, CrochetSymbols symbols)
    {
        var type = call.TargetMethod.ContainingType;
        return call.TargetMethod.Name switch
        {
            "AddProxied" or "AddThreadBound" when CrochetSymbols.Is(type, symbols.CrochetBuilder) =>
                OfTypeArguments(call, isCrochets: true),
            "Create" when CrochetSymbols.Is(type, symbols.CrochetProxy) => OfCreation(call),
            "CreateThreadBound" when CrochetSymbols.Is(type, symbols.CrochetProxy) => OfTypeArguments(call, isCrochets: true),
            _ when CrochetSymbols.Is(type, symbols.ServiceExtensions) => OfContainer(call, symbols),
            _ => null,
        };
    }

    private static Registration? OfContainer(IInvocationOperation call, CrochetSymbols symbols)
    {
        var registration = call.TargetMethod.IsGenericMethod ? OfTypeArguments(call, isCrochets: false) : OfTypes(call);
        return registration is { Service.TypeKind: TypeKind.Interface } && registration.Service.OriginalDefinition.IsMarked(symbols)
            ? registration : null;
    }

    private static Registration? OfTypeArguments(IInvocationOperation call, bool isCrochets)
    {
        var types = call.TargetMethod.TypeArguments;
        if (types[0] is not INamedTypeSymbol service)
            return null;
        return new(call, service, TypeArgument(call, 0))
        {
            Implementation = types.ElementAtOrDefault(1) as INamedTypeSymbol,
            ImplementationLocation = TypeArgument(call, types.Length > 1 ? 1 : 0),
            Instance = Unconverted(call.Argument("implementationInstance")),
            IsCrochets = isCrochets,
        };
    }

    private static Registration? OfCreation(IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments[0] is not INamedTypeSymbol service)
            return null;
        var argument = Unconverted(call.FirstArgument());
        return new(call, service, TypeArgument(call, 0))
        {
            // Another expression's class could have heirs, which have more methods.
            Implementation = argument is IObjectCreationOperation || argument?.Type is { IsSealed: true }
                ? argument.Type as INamedTypeSymbol : null,
            ImplementationLocation = (argument ?? call).Syntax.GetLocation(),
            Instance = argument,
            IsCrochets = true,
        };
    }

    private static Registration? OfTypes(IInvocationOperation call)
    {
        var types = call.Arguments.Select(argument => argument.Value).OfType<ITypeOfOperation>().ToList();
        if (types.FirstOrDefault()?.TypeOperand is not INamedTypeSymbol service)
            return null;
        var implementation = types.Last();
        return new(call, service, types[0].Syntax.GetLocation())
        {
            Implementation = implementation == types[0] ? null : implementation.TypeOperand as INamedTypeSymbol,
            ImplementationLocation = implementation.Syntax.GetLocation(),
            Instance = Unconverted(call.Argument("implementationInstance")),
        };
    }

    private static IOperation? Unconverted(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>Where a type argument of a call is written.</summary>
    public static Location TypeArgument(IInvocationOperation call, int index)
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
