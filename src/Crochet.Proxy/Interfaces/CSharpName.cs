using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>
/// Names as C# writes them, without namespace or outer type: "IRepository&lt;Order&gt;", "int?", "Find(string, out int)".
/// </summary>
internal static class CSharpName
{
    public static string Of(Type type)
    {
        if (KeywordOf(type) is { } keyword)
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

    private static string? KeywordOf(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.String => "string",
        TypeCode.Boolean => "bool",
        TypeCode.Char => "char",
        TypeCode.Byte => "byte",
        TypeCode.SByte => "sbyte",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        _ => type == typeof(void) ? "void"
            : type == typeof(object) ? "object"
            : type == typeof(nint) ? "nint"
            : type == typeof(nuint) ? "nuint"
            : null,
    };

    private static string Of(ParameterInfo parameter)
    {
        var direction = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return direction + Of(parameter.ParameterType);
    }

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Of))}>";
}
