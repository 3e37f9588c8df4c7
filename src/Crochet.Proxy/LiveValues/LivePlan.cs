using Crochet.Generated;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Sending;
using Crochet.Streams;

namespace Crochet.LiveValues;

/// <summary>What of a member's return value lives on in the loop, and what becomes of it. Decided once for the member.</summary>
internal sealed class LivePlan
{
    private readonly InterfaceDescription _contract;
    private readonly Member _member;
    private readonly CallSettings _settings;
    private readonly Func<EventLoop, ProxyFactory> _factories;

    private LivePlan(InterfaceDescription contract, Member member, CallSettings settings, Func<EventLoop, ProxyFactory> factories)
    {
        _contract = contract;
        _member = member;
        _settings = settings;
        _factories = factories;
        var shape = member.Return;
        if (shape.IsAsyncStream)
            Items = LiveConversion.Of(shape.Value.GenericTypeArguments[0]);
        else
            Returned = shape.IsStream ? StreamConversion.Of(shape.Value) : LiveConversion.Of(shape.Value);
    }

    /// <summary>Of the return value; null where it goes as it is, or its readers make the call.</summary>
    public LiveConversion? Returned { get; }

    /// <summary>Of the items of a stream whose readers make the call.</summary>
    public LiveConversion? Items { get; }

    /// <summary>Null where the member returns nothing that lives on.</summary>
    public static LivePlan? Of(InterfaceDescription contract, Member member, CallSettings settings, Func<EventLoop, ProxyFactory> factories)
    {
        var plan = new LivePlan(contract, member, settings, factories);
        return plan.Returned is null && plan.Items is null ? null : plan;
    }

    /// <summary>The member's invoker, which hands out what the plan says.</summary>
    public MemberInvoker Around(MemberInvoker inner) => Returned is null
        ? inner
        : KnownType.Of(_member.Return.Value).CreateLiveInvoker(inner, this, Returned);

    /// <summary>Loop thread: what is known of a call that begins.</summary>
    public LiveCall Begin(CallArguments arguments, object target, IStreamHolder? holder, CancellationTokenSource? token)
    {
        var loop = EventLoop.Current!;
        var objects = _factories(loop).Objects;
        var implementation = arguments is ProceedArguments ? Target.Of(target) : target;
        if (arguments.Proxy is { } proxy)
            objects.Remember(implementation, _contract.Type, proxy);
        return new()
        {
            Loop = loop,
            Member = _member,
            Settings = _settings,
            Objects = objects,
            Proxy = arguments.Proxy,
            Target = implementation,
            Holder = holder,
            Scope = arguments.Scope?.Calls,
            Token = token,
            CallerToken = _member.TokenIndex >= 0 && arguments[_member.TokenIndex] is CancellationToken callerToken ? callerToken : default,
        };
    }
}
