using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Invoking;
using Crochet.Objects;

namespace Crochet.Generated;

/// <summary>
/// Runs a member on the instance of a thread-bound object with the arguments that the call's own object has. The body is the <see
/// cref="BoundObject"/>. A call that finds no instance, or one that is not called through generated code, goes on with packed arguments.
/// </summary>
internal sealed class CompiledBoundInvoker<TArguments>(BoundInvoker invoker) : CallInvoker
    where TArguments : struct, ITuple
{
    /// <summary>Whether calls need no packed arguments, by the instance that was called last. From any thread.</summary>
    public bool IsWorthwhile => invoker.CallsGenerated && !invoker.ReportsProgress;

    public override bool TakesToken => invoker.TakesToken;

    public override string GetName(object body) => invoker.Member.Name;

    public override void Invoke(EventualResult result, object body, CancellationToken cancellationToken)
    {
        var bound = (BoundObject)body;
        var arguments = ((ICompiledCall<TArguments>)result).TakeArguments();
        if (bound.Ready is { } ready)
        {
            var method = invoker.MethodOf(ready);
            if (method.Invoker is GeneratedInvoker<TArguments> generated)
            {
                var own = new OwnBody<TArguments>(generated, arguments);
                invoker.RunAndEnd(ready, method, result, ref own, cancellationToken);
                return;
            }
        }

        var packed = PackedArguments<TArguments>.New(bound);
        packed.Values = arguments;
        // Whoever ends the call while it waits withdraws it by its arguments.
        result.GoOnWith(packed);
        invoker.Invoke(result, (object)packed, cancellationToken);
    }

    public override bool TryWithdraw(object body) => body is CallArguments && invoker.TryWithdraw(body);

    public override void OnNeverRan(EventualResult result, object body) => ((ICompiledCall<TArguments>)result).TakeArguments();
}
