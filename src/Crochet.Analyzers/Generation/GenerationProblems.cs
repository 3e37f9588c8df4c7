using Crochet.Analyzers.Interfaces;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Generation;

/// <summary>What keeps the generator from writing a proxy: what a class written in C# in this project cannot do.</summary>
internal sealed class GenerationProblems(CrochetSymbols symbols)
{
    private const int MostTypeParameters = 7;

    private readonly LiveTypes _live = new(symbols);

    private bool IsUnsafe => symbols.Compilation.Options is CSharpCompilationOptions { AllowUnsafe: true };

    public IEnumerable<Problem> Of(GenerationTarget target)
    {
        var contract = target.Contract;
        if (WhyNoType(contract) is { } why)
        {
            yield return Cannot(contract, contract.NameLocation(), contract.ShortName(), why);
            yield break;
        }

        if (target.Implementation is { } implementation && WhyNoType(implementation) is { } whyNot)
            yield return Cannot(implementation, Location.None, contract.ShortName(), whyNot);

        foreach (var member in contract.AllInterfaces.Insert(0, contract).SelectMany(type => type.GetMembers()))
        {
            if (WhyNoMember(member, contract) is { } reason)
                yield return Cannot(member, member.NameLocation(), member.ShortName(), reason);
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

        return WhyNotNamed(type);
    }

    private string? WhyNoMember(ISymbol member, INamedTypeSymbol contract)
    {
        if (member is { IsStatic: true, IsAbstract: true })
            return "a proxy has no static members";
        if (member is not IMethodSymbol method || !Contract.IsOverridable(method) || method.MethodKind == MethodKind.EventRemove)
            return null;
        if (!symbols.Compilation.IsSymbolAccessibleWithin(method, symbols.Compilation.Assembly, contract))
        {
            return method.IsAbstract || method.DeclaredAccessibility != Accessibility.Protected
                ? $"it is {method.DeclaredAccessibility.ToString().ToLowerInvariant()}, and the proxy calls it on the implementation"
                : null;
        }

        if (method.IsInitOnly)
            return "it is set with init, which only the making of an object can do";
        if (method.IsVararg)
            return "it takes __arglist";
        if (method.TypeParameters.Length > MostTypeParameters)
            return $"it has more than {MostTypeParameters} type parameters";
        if (RunTimeNames.IsAmbiguous(method))
            return "another member has its name, and parameters whose types have the same names";
        return method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).Select(WhyNotUsed)
            .Concat(method.Parameters.Where(_live.IsCallback).Select(parameter => WhyNoCallback(parameter.Type)))
            .FirstOrDefault(why => why is not null);
    }

    /// <summary>Why no class of this project can stand for objects of an interface that are called back.</summary>
    private string? WhyNoCallback(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Interface } contract || CrochetSymbols.Is(contract, symbols.Progress))
            return null;
        if (HasOpenArgument(contract))
            return $"objects of {contract.ShortName()} are called back, and only the method's callers know which type that is";
        return contract.AllInterfaces.Insert(0, contract).SelectMany(level => level.GetMembers())
            .Select(member => WhyNoMember(member, contract))
            .FirstOrDefault(why => why is not null) is { } inner
            ? $"objects of {contract.ShortName()} are called back, and {inner}" : null;
    }

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
                return $"{level.ShortName()} is {level.DeclaredAccessibility.ToString().ToLowerInvariant()}";
            if (level.TypeArguments.Select(WhyNotUsed).FirstOrDefault(why => why is not null) is { } inner)
                return inner;
        }

        if (type.IsTupleType || type.IsAnonymousType)
            return null;
        // A type that another assembly has too, or that only an extern alias reaches, has no name here.
        return IsTheOnly(type.OriginalDefinition) ? null : $"more than one assembly has a type {type.OriginalDefinition.ToDisplayString()}";
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
