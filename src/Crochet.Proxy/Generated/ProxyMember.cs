using System.ComponentModel;
using System.Runtime.CompilerServices;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Scopes;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>
/// One marked member of a generated proxy: the caller's side of its calls. For generated code alone; it may change with any
/// version.
/// </summary>
/// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
/// <typeparam name="TReturn">The member's return type; <see cref="Nothing"/> for void.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProxyMember<TArguments, TReturn> where TArguments : struct, ITuple
{
    private readonly CallSender _sender;
    private readonly MemberReturn<TReturn> _return;
    private readonly bool _returnsArguments;
    private readonly LiveArguments? _live;
    private readonly ReadyArguments<TArguments>? _ready;
    private readonly bool _knowsProxy;

    internal ProxyMember(
        CallSender sender, MemberReturn<TReturn> @return, bool returnsArguments, LiveArguments? live, ReadyArguments<TArguments>? ready,
        bool knowsProxy)
    {
        _sender = sender;
        _return = @return;
        _returnsArguments = returnsArguments;
        _live = live;
        _ready = ready;
        _knowsProxy = knowsProxy;
    }

    /// <summary>Sends calls with their arguments in the call's own object; null where that cannot be.</summary>
    internal CompiledSender<TArguments, TReturn>? OwnSender { get; init; }

    /// <summary>Makes one call.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="callerToken">The caller's token, where the member takes one.</param>
    public TReturn Send(CompiledProxy proxy, TArguments arguments, CancellationToken callerToken)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        if (OwnSender is { } sender && proxy.Scope is not { Calls: not null }
            && sender.TrySend(proxy.Target, arguments, callerToken, out var returned))
            return returned;
        var packed = _returnsArguments ? PackedArguments<TArguments>.Rent(proxy.Target) : PackedArguments<TArguments>.New(proxy.Target);
        packed.Values = arguments;
        return Send(proxy, packed, callerToken);
    }

    /// <summary>Makes one call of a member with by-ref parameters, and takes over what they come out as.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="arguments">The arguments, as they go in and come out.</param>
    /// <param name="callerToken">The caller's token, where the member takes one.</param>
    public TReturn SendByRef(CompiledProxy proxy, ref TArguments arguments, CancellationToken callerToken)
    {
        // Its own object: the next call must not find it before the values are read.
        ArgumentNullException.ThrowIfNull(proxy);
        var packed = PackedArguments<TArguments>.New(proxy.Target);
        packed.Values = arguments;
        var returned = Send(proxy, packed, callerToken);
        arguments = packed.Values;
        return returned;
    }

    private TReturn Send(CompiledProxy proxy, PackedArguments<TArguments> packed, CancellationToken callerToken)
    {
        if (_knowsProxy)
            Ready(proxy, packed);
        return proxy.Scope is { Calls: not null } scope
            ? SendCounted(scope, packed, callerToken)
            : _return.Send(_sender, packed, callerToken);
    }

    /// <summary>What goes in is readied for its loop, and the call knows its proxy.</summary>
    private void Ready(CompiledProxy proxy, PackedArguments<TArguments> packed)
    {
        packed.Proxy = proxy;
        if (_live is null || _ready is null)
            return;
        var loop = _sender.FindLoop(packed);
        _ready(ref packed.Values, new(_live, packed.Target, proxy, loop));
    }

    private TReturn SendCounted(ProxyScope scope, PackedArguments<TArguments> packed, CancellationToken callerToken) =>
        _sender.IsSentByReaders
            ? (TReturn)scope.Calls!.Send(_sender, packed, scope.Loop, callerToken)!
            : scope.Calls!.Send(_sender.Name, packed, scope.Loop, arguments => _return.Send(_sender, arguments, callerToken));
}
