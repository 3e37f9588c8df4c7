using Crochet.Analyzers.Interfaces;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>Makes the models of what stands in the loop for callbacks, and the text that tells of them.</summary>
internal sealed class CallbackModelBuilder(CrochetSymbols symbols)
{
    private readonly Dictionary<string, CallbackModel> _models = [];

    /// <summary>The classes for the interfaces that were told of.</summary>
    public IEnumerable<CallbackModel> Models => _models.Values;

    /// <summary>"KnowDelegate&lt;...&gt;(...)", or the like of an interface; null where the run time needs no word.</summary>
    public string? Tell(ITypeSymbol callback) => callback is not INamedTypeSymbol named || CrochetSymbols.Is(named, symbols.Progress) ? null
        : named.DelegateInvokeMethod is { } invoke ? TellDelegate(named, invoke)
        : named.TypeKind == TypeKind.Interface ? TellInterface(named)
        : null;

    private static string TellDelegate(INamedTypeSymbol type, IMethodSymbol invoke)
    {
        var names = Enumerable.Range(1, invoke.Parameters.Length).Select(number => $"argument{number}").ToList();
        var back = invoke.ReturnsVoid ? "" : $"({invoke.ReturnType.Text()})";
        var call = $"handler({Values(invoke)})";
        return $"KnowDelegate<{type.BareText()}>(\n"
            + $"    new {TypeText.Library}CallbackMethod({Types(invoke)}),\n"
            + $"    static send => ({string.Join(", ", names)}) => {back}send({Array(names)}){(invoke.ReturnsVoid ? "" : "!")},\n"
            + $"    static (handler, values) => {Returning(invoke, call)})";
    }

    private string TellInterface(INamedTypeSymbol type)
    {
        var contract = type.BareText();
        if (!_models.TryGetValue(contract, out var model))
            _models.Add(contract, model = Build(type, $"{type.Name}Callback{(_models.Count == 0 ? "" : $"{_models.Count + 1}")}"));
        return $"KnowInterface<{contract}>(static receiver => new {model.Name}(receiver))";
    }

    private CallbackModel Build(INamedTypeSymbol type, string name)
    {
        var methods = new List<string>();
        var prefix = PrefixFor(type);
        var members = type.AllInterfaces.Insert(0, type).SelectMany(level => level.GetMembers())
            .Select(member => MemberText.Of(member, IsImplemented, Body))
            .OfType<MemberModel>()
            .ToList();
        return new(name, type.BareText(), prefix, new([.. methods]), new([.. members]));

        AccessorModel Body(string keyword, IMethodSymbol method)
        {
            var names = method.Parameters.Select(parameter => TypeText.Identifier(parameter.Name)).ToList();
            var call = MemberText.Invocation(
                "given", method.ContainingType, method, [.. method.Parameters.Select((parameter, index) => Value(parameter, index))]);
            var types = Types(method);
            var described = $"new {TypeText.Library}CallbackMethod({types})";
            if (method.TypeParameters.IsEmpty)
            {
                methods.Add(types);
                described = $"{prefix}{methods.Count}";
            }

            var back = method.ReturnsVoid ? "" : $"({method.ReturnType.Text()})";
            return new(
                keyword, method.ReturnsVoid, IsDisposal: false, First: "",
                Straight: $"{back}this.Send({described}, {Array(names)}, static (given, values) => {Returning(method, call)})"
                    + (method.ReturnsVoid ? "" : "!"),
                Call: null, Event: null);
        }
    }

    // A parameter of the same name would hide the field.
    private static string PrefixFor(INamedTypeSymbol type)
    {
        var names = type.AllInterfaces.Insert(0, type).SelectMany(level => level.GetMembers()).OfType<IMethodSymbol>()
            .SelectMany(method => method.Parameters.Concat<ISymbol>(method.TypeParameters)).Select(symbol => symbol.Name).ToList();
        var prefix = "Method";
        while (names.Exists(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            prefix += "_";
        return prefix;
    }

    private bool IsImplemented(IMethodSymbol method) =>
        Contract.IsOverridable(method) && method.ExplicitInterfaceImplementations.IsEmpty
        && symbols.Compilation.IsSymbolAccessibleWithin(method, symbols.Compilation.Assembly);

    private static string Types(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(parameter => parameter.Type)
        .Prepend(method.ReturnType)
        .Select(type => $"typeof({type.BareText()})"));

    private static string Returning(IMethodSymbol method, string call) => method.ReturnsVoid ? $"{{ {call}; return null; }}" : call;

    private static string Array(List<string> names) => names.Count == 0 ? "[]" : $"[{string.Join(", ", names)}]";

    private static string Values(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(Value));

    private static string Value(IParameterSymbol parameter, int index) => $"({parameter.Type.Text()})values[{index}]!";
}
