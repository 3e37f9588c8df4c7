using System.Diagnostics.CodeAnalysis;
using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Interception;

/// <summary>Takes the arguments of one member's calls out of DynamicProxy's invocations.</summary>
/// <param name="member">The member.</param>
/// <param name="packed">The tuple that they go into; null leaves them in the invocation's array.</param>
/// <param name="isReturned">Whether a blocking caller hands them back for its next call.</param>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class ArgumentPacking(Member member, Type? packed, bool isReturned)
{
    private static readonly Type[] _tuples =
    [
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>),
        typeof(ValueTuple<,,,,,,>),
    ];

    private PackCall? _pack;

    /// <summary>The tuple that holds a call's arguments; null for members with by-ref parameters, or too many.</summary>
    public static Type? TupleOf(Member member)
    {
        if (member.Parameters.Length > _tuples.Length || Array.Exists(member.Parameters, parameter => parameter.ParameterType.IsByRef))
            return null;
        return member.Parameters.Length == 0
            ? typeof(ValueTuple)
            : _tuples[member.Parameters.Length - 1].MakeGenericType(
                Array.ConvertAll(member.Parameters, parameter => parameter.ParameterType));
    }

    public CallArguments Pack(IInvocation invocation) => Pack(Target.Of(invocation.Proxy), invocation.Arguments);

    public CallArguments Pack(object target, object?[] arguments)
    {
        if (packed is null)
            return new ArrayArguments(target, arguments);
        _pack ??= CallCompiler.PackOf(member, packed, isReturned);
        return _pack(target, arguments);
    }
}
