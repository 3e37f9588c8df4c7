using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>A return type taken apart: how the value comes, and its type; null where there is none.</summary>
internal readonly struct ReturnForm
{
    private ReturnForm(string kind, ITypeSymbol? value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>"Value", "Task", "ValueTask", "Result" or "Nothing".</summary>
    public string Kind { get; }

    public ITypeSymbol? Value { get; }

    public static ReturnForm Of(ITypeSymbol type, CrochetSymbols symbols)
    {
        if (type.SpecialType == SpecialType.System_Void)
            return new("Nothing", null);
        if (!symbols.IsHandedBackAtOnce(type))
            return new("Value", type);
        return new(symbols.IsEventualResult(type) ? "Result" : type.Name, symbols.Unwrap(type));
    }

    /// <summary>"OfTask&lt;int&gt;()", for the member.</summary>
    public string MemberText => Value is null ? $"Of{Kind}()" : $"Of{Kind}<{Value.Text()}>()";

    /// <summary>"OfTask&lt;object, int&gt;()", for an implementation's method that gives an int where the member gives an object.</summary>
    public string MethodText(ReturnForm member) =>
        Value is null ? $"Of{Kind}()" : $"Of{Kind}<{member.Value!.Text()}, {Value.Text()}>()";
}
