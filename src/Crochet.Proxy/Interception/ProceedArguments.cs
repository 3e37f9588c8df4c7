using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Crochet.Invoking;

namespace Crochet.Interception;

/// <summary>An invocation that goes on in the loop, at the interceptor after ours.</summary>
internal sealed class ProceedArguments : CallArguments
{
    private readonly IInvocation _invocation;
    private readonly IInvocationProceedInfo _rest;

    private ProceedArguments(IInvocation invocation)
    {
        _invocation = invocation;
        _rest = invocation.CaptureProceedInfo();
        Target = invocation.Proxy;
    }

    public override object? Proxy => _invocation.Proxy;

    public override object? this[int index] => _invocation.Arguments[index];

    public static ProceedArguments Of(IInvocation invocation, bool callerWaits) =>
        // A caller that goes on reads its own return value from the invocation, while the loop proceeds and writes the implementation's to
        // it: it needs another.
        new(callerWaits ? invocation : Copy(invocation));

    private static AbstractInvocation Copy(IInvocation invocation)
    {
        var copy = (AbstractInvocation)Clone(invocation);
        ref var arguments = ref ArgumentsOf(copy);
        arguments = [.. arguments];
        return copy;
    }

    public override object?[] ToArray() => _invocation.Arguments;

    /// <summary>Of one that has not gone on: each copy goes on once.</summary>
    public override CallArguments CopyFor(object target) => new ProceedArguments(Copy(_invocation));

    /// <summary>Puts other arguments in the place of the caller's.</summary>
    public void Replace(object?[] values)
    {
        for (var index = 0; index < values.Length; index++)
            _invocation.SetArgumentValue(index, values[index]);
    }

    public void SetToken(int index, CancellationToken token) => _invocation.SetArgumentValue(index, token);

    public object? Proceed()
    {
        _rest.Invoke();
        return _invocation.ReturnValue;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object Clone(object invocation);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "arguments")]
    private static extern ref object?[] ArgumentsOf(AbstractInvocation invocation);
}
