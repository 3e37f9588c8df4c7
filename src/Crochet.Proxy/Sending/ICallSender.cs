using Crochet.Invoking;

namespace Crochet.Sending;

/// <summary>The caller's side of one marked member, wherever its calls run.</summary>
internal interface ICallSender
{
    /// <summary>Makes one call; gives what the caller gets: the value, or what stands for it until it is there.</summary>
    object? Send(CallArguments arguments, CancellationToken callerToken);
}
