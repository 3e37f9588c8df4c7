using System.Reflection;
using System.Runtime.CompilerServices;

namespace Crochet.Diagnostics;

/// <summary>Names of the methods behind delegates, as a reader of C# expects them.</summary>
internal static class MethodName
{
    private static readonly ConditionalWeakTable<MethodInfo, string> _names = [];

    public static string Of(Delegate callback)
    {
        var method = callback.Method;
        // A continuation of an async method: the box around its state machine is what the delegate belongs to.
        if (callback.Target is { } target && method.Name == "MoveNext" && target.GetType() is { IsGenericType: true } box)
        {
            foreach (var argument in box.GetGenericArguments())
            {
                if (argument.Name.StartsWith('<'))
                    return Of(argument.DeclaringType, argument.Name);
            }
        }

        return Of(method);
    }

    public static string Of(MethodInfo method) => _names.GetValue(method, static named => Of(named.DeclaringType, named.Name));

    private static string Of(Type? type, string name)
    {
        // Closures, state machines and lambdas live in nested types that the compiler names with angle brackets.
        string? enclosing = null;
        while (type is not null && type.Name.StartsWith('<'))
        {
            enclosing ??= Between(type.Name);
            type = type.DeclaringType;
        }

        var method = name.StartsWith('<') ? Unmangle(name) : name == "MoveNext" && enclosing is not null ? enclosing : name;
        return type is null ? method : $"{ShortNameOf(type)}.{method}";
    }

    // <Build>b__0 is a lambda of Build, <Build>g__Add|0 its local function Add, <Build>d__0 its state machine.
    private static string Unmangle(string name)
    {
        var enclosing = Between(name) ?? name;
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local >= 0)
        {
            var end = name.IndexOf('|', local);
            return $"{enclosing}.{name[(local + 4)..(end < 0 ? name.Length : end)]}";
        }

        return name.Contains(">b__", StringComparison.Ordinal) ? $"{enclosing} (lambda)" : enclosing;
    }

    private static string? Between(string name)
    {
        var end = name.LastIndexOf('>');
        return end > 1 ? name[1..end].Trim('<', '>', '$').Replace(">$", "", StringComparison.Ordinal) : null;
    }

    public static string ShortNameOf(Type type)
    {
        var tick = type.Name.IndexOf('`');
        return tick < 0 ? type.Name : type.Name[..tick];
    }
}
