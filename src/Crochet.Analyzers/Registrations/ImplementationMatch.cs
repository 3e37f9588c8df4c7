using System.Collections.Immutable;
using Crochet.Analyzers.Interfaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Registrations;

/// <summary>Finds the method of a class that stands for a member of an interface.</summary>
internal sealed class ImplementationMatch(CrochetSymbols symbols)
{
    private const string Suffix = "Async";

    // The same parameters; those and a token last; those without the member's own token. Then each of them with an IProgress.
    private static readonly (int Tokens, bool Reports)[] _ofUnmarked = [(0, false), (1, false), (-1, false)];
    private static readonly (int Tokens, bool Reports)[] _ofBlocking =
        [(0, false), (1, false), (-1, false), (0, true), (1, true), (-1, true)];

    // Where somebody can read what is reported, one that reports is nearer; what would lose the caller's token comes last all the same.
    private static readonly (int Tokens, bool Reports)[] _ofResults =
        [(0, true), (1, true), (0, false), (1, false), (-1, true), (-1, false)];

    public bool Implements(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        ImplementedFor(implementation, contract) is not null;

    /// <summary>Whether the class is called by the interface, as any other: it implements it, and reports no progress.</summary>
    public bool IsCalledByInterface(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        Implements(implementation, contract)
        && !contract.CallableMembers().Any(member =>
            FindReporting(member, implementation, Mark.Of(member, contract, symbols)) is not null);

    /// <summary>The class's method for the member, by interface or by shape; null if there is none, or more than one.</summary>
    public IMethodSymbol? Find(IMethodSymbol member, INamedTypeSymbol implementation, Mark? mark)
    {
        if (ImplementedFor(implementation, member.ContainingType) is { } implemented)
        {
            var own = implemented.GetMembers(member.Name).Single(one =>
                SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, member.OriginalDefinition));
            return implementation.FindImplementationForInterfaceMember(own) as IMethodSymbol;
        }

        var methods = FindByShape(member, implementation, mark);
        return methods.Count == 1 ? methods[0] : null;
    }

    /// <summary>
    /// The methods that fit the member and are nearest to it: first by its name, and then by its parameters. The member's name is nearer
    /// than that with Async, or without where the member has it; the same parameters are nearer than those and a token last, and these than
    /// those without the member's own token. But what would lose the caller's token is not nearer than what takes it under another name.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="implementation">The class.</param>
    /// <param name="mark">
    /// The member's mark; null for an unmarked one, whose method cannot have an IProgress that the member lacks.
    /// </param>
    public IReadOnlyList<IMethodSymbol> FindByShape(IMethodSymbol member, INamedTypeSymbol implementation, Mark? mark)
    {
        var shapes = mark is null ? _ofUnmarked : mark.RunInReactor is null ? _ofBlocking : _ofResults;
        return Nearest(member, implementation, NamesFor(member.Name), shapes);
    }

    /// <summary>
    /// For a class that implements the member itself: its method of the member's own name that reports progress besides, where somebody can
    /// read that; null if there is none, or more than one.
    /// </summary>
    public IMethodSymbol? FindReporting(IMethodSymbol member, INamedTypeSymbol implementation, Mark? mark)
    {
        if (mark?.RunInReactor is null)
            return null;
        var methods = Nearest(member, implementation, [member.Name], [.. _ofResults.Where(shape => shape.Reports)])
            .Where(method => symbols.Takes(member.ReturnType, method.ReturnType))
            .ToList();
        return methods.Count == 1 ? methods[0] : null;
    }

    /// <summary>Which of the method's parameters is an IProgress that the member lacks; negative where none is.</summary>
    public int ProgressIn(IMethodSymbol method, IMethodSymbol member)
    {
        if (Count(method) <= Count(member))
            return -1;
        var last = method.Parameters.Length - 1;
        return CrochetSymbols.Is(method.Parameters[last].Type, symbols.Progress) ? last : last - 1;

        int Count(IMethodSymbol one) => one.Parameters.Count(parameter => !symbols.IsToken(parameter));
    }

    /// <summary>The interface, or one that C# takes for it: an IEnumerable of strings for one of objects.</summary>
    private INamedTypeSymbol? ImplementedFor(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        implementation.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default)
            ? contract
            : implementation.AllInterfaces.FirstOrDefault(one =>
                CrochetSymbols.Is(one, contract.OriginalDefinition) && symbols.IsAssignable(one, contract));

    private List<IMethodSymbol> Nearest(
        IMethodSymbol member, INamedTypeSymbol implementation, string[] names, (int Tokens, bool Reports)[] shapes)
    {
        var fits = (
            from name in names
            from parameters in Enumerable.Range(0, shapes.Length)
            from method in Methods(implementation, name)
            where method.Arity == member.Arity && AsksNoMore(method, member)
            let constructed = method.Arity == 0 ? method : method.Construct([.. member.TypeParameters])
            where shapes[parameters].Reports
                ? WithoutProgress(constructed.Parameters).Any(own => Fits(own, member.Parameters, shapes[parameters].Tokens))
                : Fits(constructed.Parameters, member.Parameters, shapes[parameters].Tokens)
            select (Method: constructed, Name: name == member.Name ? 0 : 1, Parameters: parameters)).ToList();
        return fits.Where(fit => !fits.Exists(other => IsNearer(other.Name, other.Parameters, fit.Name, fit.Parameters)))
            .Select(fit => fit.Method)
            .ToList();

        bool IsNearer(int name, int parameters, int otherName, int otherParameters) => name == otherName
            ? parameters < otherParameters
            : name < otherName && (shapes[parameters].Tokens != -1 || shapes[otherParameters].Tokens == -1);
    }

    /// <summary>Whether the member's type parameters are all that the method's have to be.</summary>
    private bool AsksNoMore(IMethodSymbol method, IMethodSymbol member)
    {
        return method.TypeParameters.Zip(member.TypeParameters, IsEnough).All(static isEnough => isEnough);

        bool IsEnough(ITypeParameterSymbol asked, ITypeParameterSymbol given) =>
            (!asked.HasReferenceTypeConstraint || given.IsReferenceType)
            && (!asked.HasValueTypeConstraint || given.IsValueType)
            && (!asked.HasUnmanagedTypeConstraint || given.HasUnmanagedTypeConstraint)
            && (!asked.HasConstructorConstraint || given.HasConstructorConstraint || given.IsValueType)
            && (!given.AllowsRefLikeType || asked.AllowsRefLikeType)
            && asked.ConstraintTypes.All(type =>
                symbols.Compilation.ClassifyCommonConversion(given, OfMember(type)) is { IsImplicit: true, IsUserDefined: false });

        ITypeSymbol OfMember(ITypeSymbol type) => type switch
        {
            ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } parameter => member.TypeParameters[parameter.Ordinal],
            INamedTypeSymbol { TypeArguments.IsEmpty: false } named =>
                named.ConstructedFrom.Construct([.. named.TypeArguments.Select(OfMember)]),
            IArrayTypeSymbol array => symbols.Compilation.CreateArrayTypeSymbol(OfMember(array.ElementType), array.Rank),
            _ => type,
        };
    }

    private static string[] NamesFor(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length
        ? [name, name + Suffix, name.Substring(0, name.Length - Suffix.Length)]
        : [name, name + Suffix];

    // One that a derived class hides or overrides is left out.
    private static List<IMethodSymbol> Methods(INamedTypeSymbol type, string name)
    {
        var methods = new List<IMethodSymbol>();
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var method in level.GetMembers(name).OfType<IMethodSymbol>())
            {
                if (method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
                    && !methods.Exists(derived => HaveEqualParameters(derived, method)))
                {
                    methods.Add(method);
                }
            }
        }

        return methods;
    }

    private static bool HaveEqualParameters(IMethodSymbol one, IMethodSymbol other) =>
        one.Arity == other.Arity
        && one.Parameters.Select(Type).SequenceEqual(other.Parameters.Select(Type), SymbolEqualityComparer.Default);

    private static ITypeSymbol Type(IParameterSymbol parameter) => parameter.Type;

    // Last, or last before a token.
    private IEnumerable<ImmutableArray<IParameterSymbol>> WithoutProgress(ImmutableArray<IParameterSymbol> own)
    {
        var last = own.Length - 1;
        if (last >= 0 && CrochetSymbols.Is(own[last].Type, symbols.Progress))
            yield return own.RemoveAt(last);
        if (last >= 1 && symbols.IsToken(own[last]) && CrochetSymbols.Is(own[last - 1].Type, symbols.Progress))
            yield return own.RemoveAt(last - 1);
    }

    private bool Fits(ImmutableArray<IParameterSymbol> own, ImmutableArray<IParameterSymbol> wanted, int tokens)
    {
        var hasToken = wanted.Any(symbols.IsToken);
        switch (tokens)
        {
            case 1 when hasToken || own.Length != wanted.Length + 1 || !symbols.IsToken(own.Last()):
            case -1 when !hasToken:
                return false;
            case 1:
                own = own.RemoveAt(wanted.Length);
                break;
            case -1:
                wanted = wanted.Remove(wanted.First(symbols.IsToken));
                break;
        }

        return own.Length == wanted.Length && own.Zip(wanted, AreAlike).All(alike => alike);
    }

    private bool AreAlike(IParameterSymbol one, IParameterSymbol other) =>
        one.RefKind == other.RefKind && symbols.Compilation.ClassifyConversion(one.Type, other.Type).IsIdentity;
}
