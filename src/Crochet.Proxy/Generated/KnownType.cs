using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Crochet.Callbacks;
using Crochet.Calls;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>
/// Makes what is generic in a type that only a member's signature names. Generated code has told which types its members need; the
/// others are closed at run time, where that can be.
/// </summary>
internal abstract class KnownType
{
    // What stands for the value of a callback that gives none is known anyway.
    private static readonly ConcurrentDictionary<Type, KnownType> _known = new() { [typeof(bool)] = new KnownType<bool>() };

    public static KnownType Of(Type type)
    {
        if (_known.TryGetValue(type, out var known))
            return known;
        if (!RunTimeProxies.AreEnabled)
        {
            throw new NotSupportedException(
                $"No generated code of this program has values of the type {CSharpName.Of(type)}. Put [GenerateProxy] on the interface.");
        }

        return _known.GetOrAdd(type, Close(type));
    }

    public static void Add<T>() => _known.TryAdd(typeof(T), new KnownType<T>());

    public abstract CallSender CreateValueSender(MemberInvoker invoker, LoopRoute route, CallSettings settings);

    /// <summary>Of a member that returns an IAsyncEnumerable of the type.</summary>
    public abstract CallSender CreateStreamSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan);

    public abstract BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures);

    public abstract MemberInvoker CreateLiveInvoker(MemberInvoker inner, LivePlan plan, LiveConversion conversion);

    public abstract LiveConversion CreateArrayConversion(LiveConversion element);

    public abstract LiveConversion CreateListConversion(LiveConversion element);

    public abstract LiveConversion CreateSequenceConversion(LiveConversion element);

    public abstract LiveConversion CreateStreamConversion(bool isAsync, LiveConversion? collection, LiveConversion? item);

    /// <summary>Stands for an IProgress of the type.</summary>
    public abstract CallbackTarget CreateProgressCallback(object given, CallbackChannel channel, LiveCall live, CallbackGiving giving);

    /// <summary>A call that the implementation awaits, and what it is given.</summary>
    public abstract (CallbackDelivery Delivery, object? Returned) CreateDelivery(
        ReturnShape shape, CallbackTarget callback, Func<object?> call);

    public abstract CallProgress CreateProgress();

    [RequiresDynamicCode(RunTimeProxies.Reason)]
    private static KnownType Close(Type type) => (KnownType)Activator.CreateInstance(typeof(KnownType<>).MakeGenericType(type))!;
}

/// <inheritdoc/>
internal sealed class KnownType<T> : KnownType
{
    public override CallSender CreateValueSender(MemberInvoker invoker, LoopRoute route, CallSettings settings) =>
        new ValueSender<T>(invoker, route, settings);

    public override CallSender CreateStreamSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan) =>
        new Streams.StreamSender<T>(invoker, route, settings, plan);

    public override BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures) =>
        new BoundValueInvoker<T>(member, bind, asksOfFailures);

    public override MemberInvoker CreateLiveInvoker(MemberInvoker inner, LivePlan plan, LiveConversion conversion) =>
        new LiveInvoker<T>(inner, plan, conversion);

    public override LiveConversion CreateArrayConversion(LiveConversion element) => new ArrayConversion<T>(element);

    public override LiveConversion CreateListConversion(LiveConversion element) => new ListConversion<T>(element);

    public override LiveConversion CreateSequenceConversion(LiveConversion element) => new SequenceConversion<T>(element);

    public override LiveConversion CreateStreamConversion(bool isAsync, LiveConversion? collection, LiveConversion? item) =>
        new StreamConversion<T>(isAsync, collection, item);

    public override CallbackTarget CreateProgressCallback(object given, CallbackChannel channel, LiveCall live, CallbackGiving giving) =>
        new ProgressCallback<T>((IProgress<T>)given, channel, live, giving);

    public override (CallbackDelivery Delivery, object? Returned) CreateDelivery(
        ReturnShape shape, CallbackTarget callback, Func<object?> call)
    {
        var delivery = new AwaitedDelivery<T>(callback, call, shape);
        return (delivery, delivery.Returned);
    }

    public override CallProgress CreateProgress() => new CallProgress<T>();
}
