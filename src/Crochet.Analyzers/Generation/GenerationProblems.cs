using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Generation;

/// <summary>What keeps the generator from writing a proxy: what a class written in C# in this project cannot do.</summary>
internal sealed class GenerationProblems(CrochetSymbols symbols)
{
    private const int MostTypeParameters = 7;
    private const string SetWithInit = "is set with init, which only the making of an object can do";

    private readonly LiveTypes _live = new(symbols);
    private readonly ImplementationMatch _match = new(symbols);
    private readonly OverloadChoice _overloads = new(symbols);
    private readonly FrameworkNames _framework = new(symbols.Compilation);

    private bool IsUnsafe => symbols.Compilation.Options is CSharpCompilationOptions { AllowUnsafe: true };

    public IEnumerable<Problem> Of(GenerationTarget target)
    {
        var (contract, implementation) = (target.Contract, target.Implementation);
        if ((WhyNoType(contract) ?? WhyNoText(contract, implementation)) is { } why)
        {
            var cause = implementation is null ? contract.NameLocation() : Location.None;
            yield return Cannot(contract, cause, contract.ShortName(), why);
            yield break;
        }

        if (implementation is not null && (WhyNoType(implementation) ?? WhyNoClass(implementation, contract)) is { } whyNot)
            yield return Cannot(implementation, Location.None, contract.ShortName(), whyNot);

        var carriers = new MemberCarriers(symbols, contract, implementation);
        var told = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var member in contract.AllInterfaces.Insert(0, contract).SelectMany(type => type.GetMembers()))
        {
            if (WhyNoMember(member, contract, carriers) is { } reason)
                yield return Cannot(member, member.NameLocation(), member.ShortName(), reason);
            else if (member is IMethodSymbol method && carriers.IsProxied(method)
                && carriers.Of(method, carriers.MarkOf(method)) is var carrier)
            {
                var own = carrier.Method;
                if (WhyNoMethod(own, method) is { } whyNoMethod)
                    yield return Cannot(own, own.NameLocation(), member.ShortName(), $"{own.ShortName()} {whyNoMethod}");
                else if (_overloads.InPlaceOf(own, carrier.Owner) is { } taken && told.Add(taken))
                    yield return Cannot(taken, taken.NameLocation(), member.ShortName(), WhyNoCall(own, taken));
            }
        }
    }

    private static Problem Cannot(ISymbol subject, Location location, string name, string why) =>
        new(ProblemCatalog.CannotBeGenerated, subject, location, name, why);

    private string? WhyNoType(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.ContainingType)
        {
            if (level.IsUnboundGenericType || level.TypeArguments.Any(argument => argument is ITypeParameterSymbol))
            {
                return $"{type.OriginalDefinition.ShortName()} is open. Put [assembly: GenerateProxy(typeof(...), typeof(...))] on the "
                    + "assembly for each closed type instead";
            }
        }

        return WhyNotNamed(type) ?? (NamesIn(type).FirstOrDefault(SilencedWarnings.IsForbidden) is { } forbidden
            ? $"{forbidden.ShortName()} is obsolete, and nobody may use it" : null);
    }

    private string? WhyNoText(INamedTypeSymbol contract, INamedTypeSymbol? implementation) => _framework.WhyNoText()
        ?? (_framework.WhyNot(FrameworkNames.SuppressMessage) is { } why
            && SilencedWarnings.Of(NamedSymbols.Of(contract.AllInterfaces.Insert(0, contract), implementation, symbols))
                .Any(SilencedWarnings.IsOfTheTrimmer)
            ? why : null);

    private static IEnumerable<INamedTypeSymbol> NamesIn(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? NamesIn(outer) : [])
            .Append(type).Concat(type.TypeArguments.OfType<INamedTypeSymbol>().SelectMany(NamesIn));

    private string? WhyNoClass(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        implementation.TypeKind == TypeKind.Class || _match.Implements(implementation, contract) ? null
        : $"{implementation.ShortName()} is no class, and does not implement the interface";

    private string? WhyNoMember(ISymbol member, INamedTypeSymbol contract, MemberCarriers carriers)
    {
        if (member is { IsStatic: true, IsAbstract: true } and not IMethodSymbol { AssociatedSymbol: not null })
            return "a proxy has no static members";
        if (member is IPropertySymbol property)
            return WhyNoProperty(property, contract, carriers);
        if (member is not IMethodSymbol method || !Contract.IsOverridable(method) || method.MethodKind == MethodKind.EventRemove)
            return null;
        if (!symbols.Compilation.IsSymbolAccessibleWithin(method, symbols.Compilation.Assembly, contract))
        {
            return method.IsAbstract || method.DeclaredAccessibility != Accessibility.Protected
                ? $"it is {method.DeclaredAccessibility.Text()}, and the proxy calls it on the implementation"
                : null;
        }

        if (method.IsInitOnly)
            return $"it {SetWithInit}";
        if (method.IsVararg)
            return "it takes __arglist";
        if (method.TypeParameters.Length > MostTypeParameters)
            return $"it has more than {MostTypeParameters} type parameters";
        if (method.Parameters.Any(MemberText.IsUnscoped) && _framework.WhyNot(FrameworkNames.UnscopedRef) is { } whyNot)
            return whyNot;
        if (RunTimeNames.IsAmbiguous(method))
            return "another member has its name, and parameters whose types have the same names";
        var callbacks = method.AssociatedSymbol is IEventSymbol @event
            ? _live.IsCallback(@event) ? [@event.Type] : []
            : method.Parameters.Where(_live.IsCallback).Select(parameter => parameter.Type);
        return TypesIn(method).Select(WhyNotUsed).Concat(callbacks.Select(WhyNoCallback)).FirstOrDefault(why => why is not null);
    }

    /// <summary>Why the class's method for a member cannot be called.</summary>
    private static string? WhyNoMethod(IMethodSymbol own, IMethodSymbol member) =>
        own.IsInitOnly ? SetWithInit
        : SilencedWarnings.AskedUnseen(own, member) is { } asked
            ? $"has [{asked}], and the interface's member has not, so that nobody who calls it is warned: put it on both"
        : null;

    // A class has both accessors of an interface's property, or none.
    private string? WhyNoProperty(IPropertySymbol property, INamedTypeSymbol contract, MemberCarriers carriers)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>().Where(Contract.IsOverridable).ToList();
        return accessors.TrueForAll(accessor => WhyNoMember(accessor, contract, carriers) is null)
            && accessors.Exists(carriers.IsProxied) && !accessors.TrueForAll(carriers.IsProxied)
            ? "one of its accessors is left to the interface's own body, and the proxy cannot have the other alone" : null;
    }

    /// <summary>Why no class of this project can stand for objects of an interface that are called back.</summary>
    private string? WhyNoCallback(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke })
            return TypesIn(invoke).Select(WhyNotUsed).FirstOrDefault(why => why is not null);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Interface } contract || CrochetSymbols.Is(contract, symbols.Progress))
            return null;
        if (HasOpenArgument(contract))
            return $"objects of {contract.ShortName()} are called back, and only the method's callers know which type that is";
        var carriers = new MemberCarriers(symbols, contract, implementation: null);
        return contract.AllInterfaces.Insert(0, contract).SelectMany(level => level.GetMembers())
            .Select(member => WhyNoMember(member, contract, carriers) ?? WhyNoCall(member))
            .FirstOrDefault(why => why is not null) is { } inner
            ? $"objects of {contract.ShortName()} are called back, and {inner}" : null;
    }

    private string? WhyNoCall(ISymbol member) =>
        member is IMethodSymbol method && Contract.IsOverridable(method)
            && _overloads.InPlaceOf(method, method.ContainingType) is { } taken ? WhyNoCall(method, taken) : null;

    private static string WhyNoCall(IMethodSymbol method, ISymbol taken) =>
        $"its call of {SignatureOf(method.AssociatedSymbol ?? method)} would reach {SignatureOf(taken)}, which C# prefers";

    private static string SignatureOf(ISymbol symbol) => symbol is IMethodSymbol method
        ? method.ShortSignature()
        : $"this[{string.Join(", ", ((IPropertySymbol)symbol).Parameters.Select(static parameter => parameter.Type.ShortName()))}]";

    private static IEnumerable<ITypeSymbol> TypesIn(IMethodSymbol method) =>
        method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType);

    private static bool HasOpenArgument(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => HasOpenArgument(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasOpenArgument),
        _ => false,
    };

    private string? WhyNotUsed(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol =>
            IsUnsafe ? null : "it has a pointer, and the project does not allow unsafe code",
        IArrayTypeSymbol array => WhyNotUsed(array.ElementType),
        INamedTypeSymbol named => WhyNotNamed(named),
        _ => null,
    };

    /// <summary>Why code elsewhere in this project cannot name the type.</summary>
    private string? WhyNotNamed(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
            return $"{type.ShortName()} is not known";
        for (var level = type; level is not null; level = level.ContainingType)
        {
            if (level.IsFileLocal)
                return $"{level.ShortName()} is known in its file alone";
            if (!symbols.Compilation.IsSymbolAccessibleWithin(level, symbols.Compilation.Assembly))
                return $"{level.ShortName()} is {level.DeclaredAccessibility.Text()}";
            if (level.TypeArguments.Select(WhyNotUsed).FirstOrDefault(why => why is not null) is { } inner)
                return inner;
        }

        if (type.IsTupleType || type.IsAnonymousType)
            return null;
        // A type that another assembly has too, or that only an extern alias reaches, has no name here.
        return IsTheOnly(type.OriginalDefinition) ? null : FrameworkNames.Several(type.OriginalDefinition);
    }

    private bool IsTheOnly(INamedTypeSymbol type)
    {
        var outermost = type;
        while (outermost.ContainingType is { } outer)
            outermost = outer;
        if (outermost.SpecialType != SpecialType.None
            || SymbolEqualityComparer.Default.Equals(outermost.ContainingAssembly, symbols.Compilation.Assembly))
            return true;
        var name = outermost.ContainingNamespace.IsGlobalNamespace
            ? outermost.MetadataName : $"{outermost.ContainingNamespace.ToDisplayString()}.{outermost.MetadataName}";
        return symbols.Compilation.GetTypesByMetadataName(name)
            .Count(known => symbols.Compilation.IsSymbolAccessibleWithin(known, symbols.Compilation.Assembly)) <= 1
            && IsInGlobalNamespace(outermost.ContainingAssembly);
    }

    private bool IsInGlobalNamespace(IAssemblySymbol assembly) =>
        symbols.Compilation.GetMetadataReference(assembly)?.Properties.Aliases is not { IsEmpty: false } aliases
            || aliases.Contains(MetadataReferenceProperties.GlobalAlias);
}
