using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>How an interface's members are implemented and called.</summary>
internal static class MemberText
{
    /// <summary>The member with its bodies; null where it has no body of its own, as an accessor by itself.</summary>
    /// <param name="member">The member.</param>
    /// <param name="isImplemented">Whether the class has a body for a method or accessor.</param>
    /// <param name="body">Gives it.</param>
    public static MemberModel? Of(
        ISymbol member, Func<IMethodSymbol, bool> isImplemented, Func<string, IMethodSymbol, AccessorModel> body) =>
        member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method when isImplemented(method) => OfMethod(method, body),
            IPropertySymbol property => OfProperty(property, isImplemented, body),
            IEventSymbol { AddMethod: { } add } @event when isImplemented(add) => OfEvent(@event, body),
            _ => null,
        };

    public static string Invocation(
        string target, INamedTypeSymbol owner, IMethodSymbol method, List<string> values)
    {
        var instance = $"(({owner.BareText()}){target})";
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

    /// <summary>Whether a reference to the parameter may leave the method.</summary>
    public static bool IsUnscoped(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "UnscopedRefAttribute" });

    public static string Direction(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In or RefKind.RefReadOnlyParameter => "in ",
        _ => "",
    };

    private static MemberModel OfMethod(IMethodSymbol method, Func<string, IMethodSymbol, AccessorModel> body)
    {
        var types = method.TypeParameters.IsEmpty
            ? "" : $"<{string.Join(", ", method.TypeParameters.Select(type => TypeText.TypeName(type.Name)))}>";
        var name = $"{method.ContainingType.Text()}.{TypeText.Identifier(method.Name)}";
        var head = $"{ReturnText(method)} {name}{types}({Parameters(method.Parameters)})";
        var constraints = string.Concat(method.TypeParameters.Where(type => IsAnnotated(method, type))
            .Select(type => $" where {TypeText.TypeName(type.Name)} : {Constraint(type)}"));
        return new(head + constraints, new([body("", method)]));
    }

    private static MemberModel? OfProperty(
        IPropertySymbol property, Func<IMethodSymbol, bool> isImplemented, Func<string, IMethodSymbol, AccessorModel> body)
    {
        var name = property.IsIndexer ? $"this[{Parameters(property.Parameters)}]" : TypeText.Identifier(property.Name);
        var refKind = property.ReturnsByRefReadonly ? "ref readonly " : property.ReturnsByRef ? "ref " : "";
        var bodies = ImmutableArray.CreateBuilder<AccessorModel>();
        if (property.GetMethod is { } get && isImplemented(get))
            bodies.Add(body("get", get));
        if (property.SetMethod is { } set && isImplemented(set))
            bodies.Add(body("set", set));
        if (bodies.Count == 0)
            return null;
        var head = $"{refKind}{property.Type.Text()} {property.ContainingType.Text()}.{name}";
        return new(head, new(bodies.ToImmutable()));
    }

    private static MemberModel OfEvent(IEventSymbol @event, Func<string, IMethodSymbol, AccessorModel> body) => new(
        $"event {@event.Type.Text()} {@event.ContainingType.Text()}.{TypeText.Identifier(@event.Name)}",
        new([body("add", @event.AddMethod!), body("remove", @event.RemoveMethod!)]));

    private static string ReturnText(IMethodSymbol method) =>
        (method.ReturnsByRefReadonly ? "ref readonly " : method.ReturnsByRef ? "ref " : "") + method.ReturnType.Text();

    private static string Parameters(ImmutableArray<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{Unscoped(parameter)}{Scope(parameter)}{Declared(parameter.RefKind)}{parameter.Type.Text()} "
            + TypeText.Identifier(parameter.Name)));

    private static string Unscoped(IParameterSymbol parameter) =>
        IsUnscoped(parameter) ? "[global::System.Diagnostics.CodeAnalysis.UnscopedRef] " : "";

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
