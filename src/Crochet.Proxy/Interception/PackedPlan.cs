using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>A plan for members that block: their callers unpack the arguments, and have the same object to put them in for every call.</summary>
internal sealed class PackedPlan(Member member, MethodInfo method, Type values) : DirectPlan(member, method)
{
    private static readonly Type[] _tuples =
    [
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>),
        typeof(ValueTuple<,,,,,,>),
    ];

    private PackCall? _pack;

    /// <summary>The type that holds a call's arguments; null for members whose calls need their invocation to the end.</summary>
    public static Type? ValuesOf(Member member, bool showsArguments)
    {
        // What is shown is read at any time, from any thread: an object that serves the next call too would tell of that one.
        if (!member.Blocks || showsArguments || member.Parameters.Length > _tuples.Length || Array.Exists(member.Parameters, parameter => parameter.ParameterType.IsByRef))
            return null;
        return member.Parameters.Length == 0
            ? typeof(ValueTuple)
            : _tuples[member.Parameters.Length - 1].MakeGenericType(Array.ConvertAll(member.Parameters, parameter => parameter.ParameterType));
    }

    public override void Prepare()
    {
        if (_pack is not null)
            return;
        Start = CallCompiler.CompileStart(Member, Method, values);
        Volatile.Write(ref _pack, CallCompiler.CompilePack(Member, values));
    }

    public override object BodyOf(IInvocation invocation) => _pack!(Target.Of(invocation.Proxy), invocation.Arguments);

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        Start!(call, ((PackedArguments)body).Target, body, cancellationToken);

    public override void Release(object body) => ((PackedArguments)body).Return();
}
