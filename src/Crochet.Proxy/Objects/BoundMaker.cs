using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interfaces;

namespace Crochet.Objects;

/// <summary>Makes the instances of a thread-bound object, on its loop, and takes none that does not fit the interface.</summary>
internal sealed class BoundMaker(InterfaceDescription contract, MakeInstance make)
{
    public async Task<BoundInstance> MakeAsync(BoundObject owner)
    {
        var made = await make(owner.Loop, owner.Loop.Stopping).ConfigureAwait(true);
        owner.Loop.Turns.UseOwnSynchronizationContext();
        return await AcceptAsync(owner, made).ConfigureAwait(true);
    }

    /// <summary>Before its first call: subscribes to it the handlers of the one before it.</summary>
    public void Resubscribe(BoundInstance instance, BoundObject owner)
    {
        foreach (var subscription in CallbackSubscriptions.Of(owner).All)
        {
            try
            {
                subscription.SubscribeTo!(instance);
            }
            catch (Exception exception)
            {
                owner.Loop.Report(new Failure(exception), $"A subscription to {contract.Name}.{subscription.Event}");
            }
        }
    }

    private async ValueTask<BoundInstance> AcceptAsync(BoundObject owner, MadeInstance made)
    {
        Exception problem;
        if (made.Value is null)
        {
            problem = new InvalidOperationException($"The factory of {owner.Name} returned null.");
        }
        else
        {
            var implementation = Implementation.Of(contract, made.Value.GetType());
            if (implementation.Problems.Count == 0)
                return new(owner, made.Value, made.Scope, implementation);
            problem = new CrochetConfigurationException(implementation.Problems);
        }

        if (made.Value is not null)
            await new BoundInstance(owner, made.Value, made.Scope, null!).DisposeOnLoopAsync().ConfigureAwait(true);
        else if (made.Scope is { } scope)
            await scope.DisposeAsync().ConfigureAwait(true);
        throw problem;
    }
}
