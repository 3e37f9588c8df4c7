using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Objects;

/// <inheritdoc/>
internal sealed class BoundVoidInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures)
    : BoundInvoker(member, bind, asksOfFailures)
{
    protected override async Task RunLaterAsync(
        Task<BoundInstance> making, EventualResult? call, CallArguments arguments, CancellationToken cancellationToken)
    {
        var instance = await making.ConfigureAwait(true);
        await Run(instance, call, arguments, cancellationToken).ConfigureAwait(true);
    }

    protected override void Follow(EventualResult call, Task task) => call.Follow(task);
}
