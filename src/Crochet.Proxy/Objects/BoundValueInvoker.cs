using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Objects;

/// <inheritdoc/>
internal sealed class BoundValueInvoker<T>(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures)
    : BoundInvoker(member, bind, asksOfFailures)
{
    protected override Task RunLaterAsync(
        Task<BoundInstance> making, EventualResult? call, CallArguments arguments, CancellationToken cancellationToken) =>
        RunLaterWithValueAsync(making, call, arguments, cancellationToken);

    protected override void Follow(EventualResult call, Task task) => ((EventualResult<T>)call).Follow((Task<T>)task);

    private async Task<T> RunLaterWithValueAsync(
        Task<BoundInstance> making, EventualResult? call, CallArguments arguments, CancellationToken cancellationToken)
    {
        var instance = await making.ConfigureAwait(true);
        return await ((Task<T>)Run(instance, call, arguments, cancellationToken)).ConfigureAwait(true);
    }
}
