using System.Runtime.CompilerServices;
using Crochet.Objects;

namespace Crochet.Generated;

/// <summary>Calls go to the loop of the thread-bound object that the proxy stands for.</summary>
/// <param name="invoker">The loop's side of the member.</param>
/// <param name="key">The member's key; null where it has none.</param>
internal readonly struct CompiledBoundRoute<TArguments>(CompiledBoundInvoker<TArguments> invoker, KeyHash<TArguments>? key)
    : ICompiledRoute<TArguments>
    where TArguments : struct, ITuple
{
    public bool TryFind(ref object target, ref TArguments arguments, out EventLoop loop)
    {
        var chosen = target as BoundObject ?? ((BoundGroup)target).Choose(key?.Invoke(ref arguments));
        target = chosen.Use();
        loop = chosen.Loop;
        return invoker.IsWorthwhile && !loop.ShowsArguments;
    }
}
