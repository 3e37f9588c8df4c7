using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>
/// Names as C# writes them, without namespace or outer type: "IRepository&lt;Order&gt;", "int?", "Find(string, out int)".
/// </summary>
internal static class CSharpName
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type)
    {
        if (_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsFunctionPointer)
            return $"delegate*{Arguments([.. type.GetFunctionPointerParameterTypes(), type.GetFunctionPointerReturnType()])}";
        if (type.IsByRef)
            return Of(type.GetElementType()!);

        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
            return name;

        var own = type.GetGenericArguments().AsSpan()[^int.Parse(name.AsSpan(tick + 1), provider: null)..];
        return name[..tick] + Arguments(own.ToArray());
    }

    /// <summary>"a Task", "an EventualResult".</summary>
    public static string WithArticle(Type type) => $"{("AEIO".Contains(Of(type)[0], StringComparison.Ordinal) ? "an" : "a")} {Of(type)}";

    public static string Signature(MethodInfo method) =>
        $"{method.Name}{Arguments(method.GetGenericArguments())}({string.Join(", ", method.GetParameters().Select(Of))})";

    private static string Of(ParameterInfo parameter)
    {
        var direction = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return direction + Of(parameter.ParameterType);
    }

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Of))}>";
}
