using System.Collections.Immutable;
using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Makes the models of one interface's members.</summary>
internal sealed class MemberModelBuilder(CrochetSymbols symbols, INamedTypeSymbol contract, INamedTypeSymbol? implementation)
{
    private readonly HashSet<string> _fields =
        ["Members", "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize"];
    private readonly ImplementationMatch _match = new(symbols);

    /// <summary>Null for what a proxy leaves as it is: accessors by themselves, static members, the interface's own bodies.</summary>
    public MemberModel? Build(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method when IsProxied(method) => OfMethod(method),
        IPropertySymbol property when (property.GetMethod ?? property.SetMethod) is { } accessor && IsProxied(accessor) =>
            OfProperty(property),
        IEventSymbol { AddMethod: { } add } @event when IsProxied(add) => OfEvent(@event),
        _ => null,
    };

    private bool IsProxied(IMethodSymbol method) =>
        Contract.IsOverridable(method)
        && method.ExplicitInterfaceImplementations.IsEmpty
        && symbols.Compilation.IsSymbolAccessibleWithin(method, symbols.Compilation.Assembly, contract)
        // The interface's own body runs on the proxy where the class has none.
        && (method.IsAbstract || ByInterface(method) || Mark.Of(method, contract, symbols) is not null
            || _match.Find(method, implementation!) is not null);

    private bool ByInterface(IMethodSymbol member) =>
        implementation is null || ImplementationMatch.Implements(implementation, member.ContainingType);

    private MemberModel OfMethod(IMethodSymbol method)
    {
        var types = method.TypeParameters.IsEmpty
            ? "" : $"<{string.Join(", ", method.TypeParameters.Select(type => TypeText.Identifier(type.Name)))}>";
        var name = $"{method.ContainingType.Text()}.{TypeText.Identifier(method.Name)}";
        var head = $"{ReturnText(method)} {name}{types}({Parameters(method.Parameters)})";
        var constraints = string.Concat(method.TypeParameters.Where(type => IsAnnotated(method, type))
            .Select(type => $" where {TypeText.Identifier(type.Name)} : {Constraint(type)}"));
        return new(head + constraints, new([Body("", method)]));
    }

    private MemberModel OfProperty(IPropertySymbol property)
    {
        var name = property.IsIndexer ? $"this[{Parameters(property.Parameters)}]" : TypeText.Identifier(property.Name);
        var refKind = property.ReturnsByRefReadonly ? "ref readonly " : property.ReturnsByRef ? "ref " : "";
        var bodies = ImmutableArray.CreateBuilder<AccessorModel>();
        if (property.GetMethod is { } get)
            bodies.Add(Body("get", get));
        if (property.SetMethod is { } set)
            bodies.Add(Body("set", set));
        return new($"{refKind}{property.Type.Text()} {property.ContainingType.Text()}.{name}", new(bodies.ToImmutable()));
    }

    private MemberModel OfEvent(IEventSymbol @event) => new(
        $"event {@event.Type.Text()} {@event.ContainingType.Text()}.{TypeText.Identifier(@event.Name)}",
        new([Body("add", @event.AddMethod!), Body("remove", @event.RemoveMethod!)]));

    private AccessorModel Body(string keyword, IMethodSymbol method)
    {
        var call = method.AssociatedSymbol is not IEventSymbol && Mark.Of(method, contract, symbols) is not null ? OfCall(method) : null;
        return new(
            keyword,
            method.ReturnsVoid,
            IsDisposal: CrochetSymbols.Is(method.ContainingType, symbols.Disposable)
                || CrochetSymbols.Is(method.ContainingType, symbols.AsyncDisposable),
            First: call is null ? FirstOfStraight(method) : "",
            Straight: call is null ? OfStraight(method) : "",
            call);
    }

    private string OfStraight(IMethodSymbol member)
    {
        var (method, invocation) = Straightly(member);
        if (symbols.Compilation.ClassifyCommonConversion(method.ReturnType, member.ReturnType) is { IsImplicit: true, IsUserDefined: false }
            && !NeedsReshaping(member, method))
            return RefText(member) + invocation;
        var (to, from) = (ReturnForm.Of(member.ReturnType, symbols), ReturnForm.Of(method.ReturnType, symbols));
        if (from.Kind == "Nothing")
            return $"global::Crochet.Generated.StraightReturn.Ended(global::Crochet.Generated.MemberReturn.{to.MemberText})";
        return $"global::Crochet.Generated.StraightReturn.From(\"{member.ShortName()}\", {invocation}, "
            + $"global::Crochet.Generated.MethodReturn.{from.MethodText(to)}, global::Crochet.Generated.MemberReturn.{to.MemberText})";
    }

    /// <summary>What comes before; a method that gives nothing is called where the member hands back a task.</summary>
    private string FirstOfStraight(IMethodSymbol member)
    {
        var (method, invocation) = Straightly(member);
        return method.ReturnsVoid && !member.ReturnsVoid ? invocation : "";
    }

    private (IMethodSymbol Method, string Invocation) Straightly(IMethodSymbol member)
    {
        var values = member.Parameters.Select(parameter => Direction(parameter.RefKind) + TypeText.Identifier(parameter.Name)).ToList();
        if (ByInterface(member))
            return (member, Invocation("this.Target", member.ContainingType, member, values));
        var method = _match.Find(member, implementation!)!;
        // A token that the member lacks is signalled by nobody.
        return (method, Invocation("this.Target", implementation!, method, Arrange(member, method, values, "default")));
    }

    private bool NeedsReshaping(IMethodSymbol member, IMethodSymbol method) =>
        ReturnForm.Of(member.ReturnType, symbols).Kind != ReturnForm.Of(method.ReturnType, symbols).Kind
        && (symbols.IsHandedBackAtOnce(member.ReturnType) || symbols.IsHandedBackAtOnce(method.ReturnType))
        && member.ReturnType.SpecialType != SpecialType.System_Object;

    private CallModel OfCall(IMethodSymbol member)
    {
        var method = ByInterface(member) ? member : _match.Find(member, implementation!)!;
        var owner = ByInterface(member) ? member.ContainingType : implementation!;
        var tuple = TypeText.Tuple([.. member.Parameters.Select(parameter => parameter.Type.KeptText())]);
        var names = member.Parameters.Select(parameter => TypeText.Identifier(parameter.Name)).ToList();
        var given = member.Parameters.Select((parameter, index) => parameter.RefKind == RefKind.Out
            ? $"default({parameter.Type.KeptText()})!" : names[index]).ToList();
        var items = member.Parameters.Select((parameter, index) => ItemText(parameter, index + 1)).ToList();
        var outs = member.Parameters
            .Select((parameter, index) => (parameter, index))
            .Where(pair => pair.parameter.RefKind is RefKind.Ref or RefKind.Out)
            .ToList();
        var suffix = "";
        while (member.Parameters.Any(parameter => ProxyWriter.Variables.Any(variable => parameter.Name == variable + suffix)))
            suffix += "_";
        var token = member.Parameters.FirstOrDefault(symbols.IsToken);
        var (to, from) = (ReturnForm.Of(member.ReturnType, symbols), ReturnForm.Of(method.ReturnType, symbols));
        return new(
            Field: FieldFor(member),
            Declaring: member.ContainingType.PlainText(),
            Method: RunTimeNames.KeyOf(member),
            TypeArguments: member.TypeParameters.IsEmpty
                ? "" : TypeText.Tuple([.. member.TypeParameters.Select(type => TypeText.Identifier(type.Name))]),
            Arguments: tuple,
            Values: TypeText.TupleOf(tuple, given),
            Return: KeptReturn(member),
            MemberReturn: to.MemberText,
            MethodReturnType: KeptReturn(method),
            MethodReturn: from.MethodText(to),
            TakesToken: method.Parameters.Any(symbols.IsToken),
            Invocation: Invocation("target", owner, method, Arrange(member, method, items, "token")),
            MethodIsVoid: method.ReturnsVoid,
            CallerToken: token is null ? "default" : IsNullable(token)
                ? $"{TypeText.Identifier(token.Name)} ?? default" : TypeText.Identifier(token.Name),
            Suffix: suffix,
            WriteBacks: new([.. outs.Select(pair =>
                $"{names[pair.index]} = {ProxyWriter.ArgumentsVariable}{suffix}.Item{pair.index + 1}")]));
    }

    /// <summary>The member's arguments as the method takes them: its token is the call's own, wherever it stands.</summary>
    private List<string> Arrange(IMethodSymbol member, IMethodSymbol method, List<string> values, string added)
    {
        var arranged = new List<string>();
        var index = 0;
        foreach (var parameter in method.Parameters)
        {
            if (index < member.Parameters.Length && symbols.IsToken(member.Parameters[index]) && !symbols.IsToken(parameter))
                index++;
            arranged.Add(index < member.Parameters.Length ? values[index] : added);
            index++;
        }

        return arranged;
    }

    private string ItemText(IParameterSymbol parameter, int number)
    {
        if (symbols.IsToken(parameter))
            return "token";
        var item = $"arguments.Item{number}";
        return parameter.Type.TypeKind == TypeKind.Dynamic && parameter.RefKind == RefKind.None
            ? $"({parameter.Type.KeptText()}){item}" : Direction(parameter.RefKind) + item;
    }

    private static string Invocation(string target, INamedTypeSymbol owner, IMethodSymbol method, List<string> values)
    {
        var instance = $"(({owner.PlainText()}){target})";
        var arguments = string.Join(", ", values);
        var types = method.TypeArguments.IsEmpty ? "" : $"<{string.Join(", ", method.TypeArguments.Select(type => type.Text()))}>";
        return method.AssociatedSymbol switch
        {
            IPropertySymbol { IsIndexer: true } => method.MethodKind == MethodKind.PropertyGet
                ? $"{instance}[{arguments}]"
                : $"{instance}[{string.Join(", ", values.Take(values.Count - 1))}] = {values[values.Count - 1]}",
            IPropertySymbol property => method.MethodKind == MethodKind.PropertyGet
                ? $"{instance}.{TypeText.Identifier(property.Name)}"
                : $"{instance}.{TypeText.Identifier(property.Name)} = {arguments}",
            IEventSymbol @event =>
                $"{instance}.{TypeText.Identifier(@event.Name)} {(method.MethodKind == MethodKind.EventAdd ? "+=" : "-=")} {arguments}",
            _ => $"{instance}.{TypeText.Identifier(method.Name)}{types}({arguments})",
        };
    }

    private string FieldFor(IMethodSymbol member)
    {
        var name = member.MethodKind switch
        {
            MethodKind.PropertyGet => $"Get{Capitalize(member.AssociatedSymbol!.MetadataName)}",
            MethodKind.PropertySet => $"Set{Capitalize(member.AssociatedSymbol!.MetadataName)}",
            _ => Capitalize(member.Name),
        };
        var field = name;
        for (var number = 2; !_fields.Add(field); number++)
            field = $"{name}{number}";
        return field;
    }

    private static string Capitalize(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string KeptReturn(IMethodSymbol method) =>
        method.ReturnsVoid ? "global::Crochet.Generated.Nothing" : method.ReturnType.KeptText();

    private static string ReturnText(IMethodSymbol method) =>
        (method.ReturnsByRefReadonly ? "ref readonly " : method.ReturnsByRef ? "ref " : "") + method.ReturnType.Text();

    private static string RefText(IMethodSymbol method) => method.ReturnsByRef || method.ReturnsByRefReadonly ? "ref " : "";

    private static string Parameters(ImmutableArray<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{Scope(parameter)}{Declared(parameter.RefKind)}{parameter.Type.Text()} {TypeText.Identifier(parameter.Name)}"));

    private static string Scope(IParameterSymbol parameter) =>
        parameter.ScopedKind == ScopedKind.ScopedValue || (parameter.ScopedKind == ScopedKind.ScopedRef && parameter.RefKind != RefKind.Out)
            ? "scoped " : "";

    private static string Declared(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In => "in ",
        RefKind.RefReadOnlyParameter => "ref readonly ",
        _ => "",
    };

    private static string Direction(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In or RefKind.RefReadOnlyParameter => "in ",
        _ => "",
    };

    private static bool IsNullable(IParameterSymbol parameter) =>
        parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    /// <summary>Whether the method has "T?", which an explicit implementation can say only with a constraint.</summary>
    private static bool IsAnnotated(IMethodSymbol method, ITypeParameterSymbol type) =>
        method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).Any(used => Annotates(used, type));

    private static bool Annotates(ITypeSymbol used, ITypeParameterSymbol type) => used switch
    {
        ITypeParameterSymbol parameter => parameter.NullableAnnotation == NullableAnnotation.Annotated && parameter.Name == type.Name,
        IArrayTypeSymbol array => Annotates(array.ElementType, type),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => true,
        INamedTypeSymbol named => named.TypeArguments.Any(argument => Annotates(argument, type)),
        _ => false,
    };

    private static string Constraint(ITypeParameterSymbol type) => type.IsReferenceType ? "class" : type.IsValueType ? "struct" : "default";
}
