namespace Crochet.Interception;

/// <summary>One marked member, for calls that come from another process.</summary>
internal interface IServedMember
{
    /// <summary>Queues a call for the proxy's target; throws where its loop refuses it.</summary>
    EventualResult Start(object target, object?[] values);

    /// <summary>A stream for a reader in another process, from the proxy's target.</summary>
    object OpenStream(object target, object?[] values);
}
