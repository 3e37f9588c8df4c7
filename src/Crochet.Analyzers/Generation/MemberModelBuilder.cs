using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Makes the models of one interface's members.</summary>
internal sealed class MemberModelBuilder(CrochetSymbols symbols, MemberCarriers carriers)
{
    private readonly HashSet<string> _fields =
        ["Members", "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize"];
    private readonly ImplementationMatch _match = new(symbols);
    private readonly LiveTypes _live = new(symbols);
    private readonly CallbackModelBuilder _callbacks = new(symbols);
    private readonly List<string> _known = [];

    /// <summary>What is told of types before the members are made. Complete when all members have been built.</summary>
    public IEnumerable<string> Known => _known;

    /// <summary>The classes that stand for objects of callbacks. Complete when all members have been built.</summary>
    public IEnumerable<CallbackModel> Callbacks => _callbacks.Models;

    /// <summary>Null for what a proxy leaves as it is: accessors by themselves, static members, the interface's own bodies.</summary>
    public MemberModel? Build(ISymbol member) => MemberText.Of(member, carriers.IsProxied, Body);

    private AccessorModel Body(string keyword, IMethodSymbol method)
    {
        if (method.AssociatedSymbol is IEventSymbol @event && _live.IsCallback(@event))
            return OfCallbackEvent(keyword, method, @event);
        var call = method.AssociatedSymbol is not IEventSymbol && carriers.MarkOf(method) is not null ? OfCall(method) : null;
        return new(
            keyword,
            method.ReturnsVoid,
            IsDisposal: CrochetSymbols.Is(method.ContainingType, symbols.Disposable)
                || CrochetSymbols.Is(method.ContainingType, symbols.AsyncDisposable),
            First: call is null ? FirstOfStraight(method) : "",
            Straight: call is null ? OfStraight(method) : "",
            call,
            Event: null);
    }

    private AccessorModel OfCallbackEvent(string keyword, IMethodSymbol member, IEventSymbol @event)
    {
        _known.AddRange(Tell(_live.KnownOfCallback(@event.Type), [@event.Type]));
        var (method, owner) = carriers.Of(member, mark: null);
        var field = FieldFor(member);
        var accessor = new EventModel(
            field, member.ContainingType.BareText(), member.Name, @event.Type.BareText(),
            MemberText.Invocation("target", owner, method, ["handler"]));
        return new(
            keyword, IsVoid: true, IsDisposal: false, First: "",
            Straight: $"this._members.{field}.Send(this, value)", Call: null, accessor);
    }

    /// <summary>What the run time is told of types and of callbacks: "KnowType&lt;int&gt;()".</summary>
    private IEnumerable<string> Tell(IEnumerable<ITypeSymbol> types, IEnumerable<ITypeSymbol> callbacks) => types
        .Select(type => $"KnowType<{type.BareText()}>()")
        .Concat(callbacks.Select(_callbacks.Tell).OfType<string>())
        .Distinct();

    private string OfStraight(IMethodSymbol member)
    {
        var (method, invocation) = Straightly(member);
        if (symbols.Compilation.ClassifyCommonConversion(method.ReturnType, member.ReturnType) is { IsImplicit: true, IsUserDefined: false }
            && !NeedsReshaping(member, method))
            return RefText(member) + invocation;
        var (to, from) = (ReturnForm.Of(member.ReturnType, symbols), ReturnForm.Of(method.ReturnType, symbols));
        if (from.Kind == "Nothing")
            return $"{TypeText.Library}StraightReturn.Ended({TypeText.Library}MemberReturn.{to.MemberText})";
        return $"{TypeText.Library}StraightReturn.From(\"{member.ShortName()}\", {invocation}, "
            + $"{TypeText.Library}MethodReturn.{from.MethodText(to)}, {TypeText.Library}MemberReturn.{to.MemberText})";
    }

    /// <summary>What comes before; a method that gives nothing is called where the member hands back a task.</summary>
    private string FirstOfStraight(IMethodSymbol member)
    {
        var (method, invocation) = Straightly(member);
        return method.ReturnsVoid && !member.ReturnsVoid ? invocation : "";
    }

    private (IMethodSymbol Method, string Invocation) Straightly(IMethodSymbol member)
    {
        var values = member.Parameters
            .Select(parameter => MemberText.Direction(parameter.RefKind) + TypeText.Identifier(parameter.Name))
            .ToList();
        var (method, owner) = carriers.Of(member, mark: null);
        // A token that the member lacks is signalled by nobody.
        var arguments = Arrange(member, method, values, static parameter => $"default({parameter.Type.Text()})");
        return (method, MemberText.Invocation("this.Target", owner, method, arguments));
    }

    private bool NeedsReshaping(IMethodSymbol member, IMethodSymbol method) =>
        ReturnForm.Of(member.ReturnType, symbols).Kind != ReturnForm.Of(method.ReturnType, symbols).Kind
        && (symbols.IsHandedBackAtOnce(member.ReturnType) || symbols.IsHandedBackAtOnce(method.ReturnType))
        && member.ReturnType.SpecialType != SpecialType.System_Object;

    private CallModel OfCall(IMethodSymbol member)
    {
        var (method, owner) = carriers.Of(member, carriers.MarkOf(member));
        var progress = _match.ProgressIn(method, member);
        var known = Tell(
            _live.KnownOf(member), member.Parameters.Where(_live.IsCallback).Select(parameter => parameter.Type));
        if (member.TypeParameters.IsEmpty)
            _known.AddRange(known);
        var tuple = TypeText.Tuple([.. member.Parameters.Select(parameter => parameter.Type.Text())]);
        var names = member.Parameters.Select(parameter => TypeText.Identifier(parameter.Name)).ToList();
        var given = member.Parameters.Select((parameter, index) => parameter.RefKind == RefKind.Out
            ? $"default({parameter.Type.Text()})!" : names[index]).ToList();
        var items = member.Parameters.Select((parameter, index) => ItemText(parameter, index + 1)).ToList();
        var outs = member.Parameters
            .Select((parameter, index) => (parameter, index))
            .Where(pair => pair.parameter.RefKind is RefKind.Ref or RefKind.Out)
            .ToList();
        var suffix = "";
        var taken = member.Parameters.Concat<ISymbol>(member.TypeParameters).Select(symbol => symbol.Name).ToList();
        while (BodyWriter.Variables.Any(variable => taken.Contains(variable + suffix)))
            suffix += "_";
        var token = member.Parameters.FirstOrDefault(symbols.IsToken);
        var (to, from) = (ReturnForm.Of(member.ReturnType, symbols), ReturnForm.Of(method.ReturnType, symbols));
        return new(
            Field: FieldFor(member),
            Declaring: member.ContainingType.BareText(),
            Method: RunTimeNames.KeyOf(member),
            TypeArguments: member.TypeParameters.IsEmpty
                ? "" : TypeText.Tuple([.. member.TypeParameters.Select(type => TypeText.TypeName(type.Name))]),
            Arguments: tuple,
            Values: TypeText.TupleOf(tuple, given),
            Return: KeptReturn(member),
            MemberReturn: to.MemberText,
            MethodReturnType: KeptReturn(method),
            MethodReturn: from.MethodText(to),
            TakesToken: method.Parameters.Any(symbols.IsToken),
            Invocation: MemberText.Invocation("target", owner, method, Arrange(member, method, items, TokenText)),
            MethodIsVoid: method.ReturnsVoid,
            CallerToken: token is null ? "default" : IsNullable(token)
                ? $"{TypeText.Identifier(token.Name)} ?? default" : TypeText.Identifier(token.Name),
            Suffix: suffix,
            Progress: progress < 0 ? "" : ((INamedTypeSymbol)method.Parameters[progress].Type).TypeArguments[0].Text(),
            Known: member.TypeParameters.IsEmpty ? default : new([.. known]),
            Ready: new([.. member.Parameters.Where(_live.MayNeedReadying).Select(parameter =>
                $"arguments.Item{parameter.Ordinal + 1} = readying.Ready({parameter.Ordinal}, arguments.Item{parameter.Ordinal + 1});")]),
            Key: member.Parameters.FirstOrDefault(parameter => parameter.Attribute(symbols.LoopKey) is not null) is { } key
                ? $"global::System.Collections.Generic.EqualityComparer<{key.Type.Text()}>.Default"
                    + $".GetHashCode(arguments.Item{key.Ordinal + 1}!)"
                : "",
            WriteBacks: new([.. outs.Select(pair =>
                $"{names[pair.index]} = {BodyWriter.ArgumentsVariable}{suffix}.Item{pair.index + 1}")]));
    }

    /// <summary>The member's arguments as the method takes them: its token is the call's own, wherever it stands.</summary>
    private List<string> Arrange(IMethodSymbol member, IMethodSymbol method, List<string> values, Func<IParameterSymbol, string> added)
    {
        var arranged = new List<string>();
        var progress = _match.ProgressIn(method, member);
        var index = 0;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Ordinal == progress)
            {
                arranged.Add("progress");
                continue;
            }

            if (index < member.Parameters.Length && symbols.IsToken(member.Parameters[index]) && !symbols.IsToken(parameter))
                index++;
            arranged.Add(index < member.Parameters.Length ? values[index] : added(parameter));
            index++;
        }

        return arranged;
    }

    private string ItemText(IParameterSymbol parameter, int number)
    {
        if (symbols.IsToken(parameter))
            return TokenText(parameter);
        return $"{MemberText.Direction(parameter.RefKind)}arguments.Item{number}";
    }

    // Of the parameter's very type, so that no other overload is nearer.
    private static string TokenText(IParameterSymbol parameter) => IsNullable(parameter)
        ? $"({parameter.Type.Text()})token" : $"{MemberText.Direction(parameter.RefKind)}token";

    private string FieldFor(IMethodSymbol member)
    {
        var name = member.MethodKind switch
        {
            MethodKind.PropertyGet => $"Get{Capitalize(member.AssociatedSymbol!.MetadataName)}",
            MethodKind.PropertySet => $"Set{Capitalize(member.AssociatedSymbol!.MetadataName)}",
            MethodKind.EventAdd => $"Add{Capitalize(member.AssociatedSymbol!.MetadataName)}",
            MethodKind.EventRemove => $"Remove{Capitalize(member.AssociatedSymbol!.MetadataName)}",
            _ => Capitalize(member.Name),
        };
        var field = name;
        for (var number = 2; !_fields.Add(field); number++)
            field = $"{name}{number}";
        return field;
    }

    private static string Capitalize(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string KeptReturn(IMethodSymbol method) =>
        method.ReturnsVoid ? $"{TypeText.Library}Nothing" : method.ReturnType.Text();

    private static string RefText(IMethodSymbol method) => method.ReturnsByRef || method.ReturnsByRefReadonly ? "ref " : "";

    private static bool IsNullable(IParameterSymbol parameter) =>
        parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
}
