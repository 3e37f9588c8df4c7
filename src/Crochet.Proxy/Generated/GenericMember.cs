using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <summary>A marked generic method of a generated proxy. For generated code alone; it may change with any version.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GenericMember
{
    private const int ItemsInATuple = 7;

    private readonly ConcurrentDictionary<Type, object> _closed = new();
    private readonly MemberSource _source;
    private readonly MemberWiring _wiring;
    private readonly Member _member;

    internal GenericMember(MemberSource source, MemberWiring wiring, Member member)
    {
        _source = source;
        _wiring = wiring;
        _member = member;
    }

    /// <summary>The method with its type arguments.</summary>
    /// <param name="typeArguments">A tuple type of the type arguments.</param>
    /// <param name="close">Makes it, when it is first called with them, by Close.</param>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    public ProxyMember<TArguments, TReturn> Of<TArguments,
        TReturn>(Type typeArguments, Func<GenericMember, Type, ProxyMember<TArguments, TReturn>> close)
        where TArguments : struct, ITuple
    {
        ArgumentNullException.ThrowIfNull(close);
        return (ProxyMember<TArguments, TReturn>)(_closed.TryGetValue(typeArguments, out var known)
            ? known
            : _closed.GetOrAdd(typeArguments, close(this, typeArguments)));
    }

    /// <summary>Tells of the types that the method has with these type arguments.</summary>
    /// <param name="tell">Tells.</param>
    public GenericMember Know(Action<MemberSource> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        tell(_source);
        return this;
    }

    /// <summary>Makes the method with its type arguments.</summary>
    /// <param name="typeArguments">A tuple type of the type arguments.</param>
    /// <param name="member">What the member hands back.</param>
    /// <param name="implementation">What the implementation's method hands back.</param>
    /// <param name="takesToken">Whether the method has a CancellationToken.</param>
    /// <param name="call">Calls the method.</param>
    /// <param name="ready">Readies the arguments that are objects; null where none is.</param>
    /// <param name="key">Of a member with a [LoopKey]: its hash code; null for others.</param>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The return type of the implementation's method.</typeparam>
    public ProxyMember<TArguments, TReturn> Close<TArguments, TReturn, TMethodReturn>(
        Type typeArguments, MemberReturn<TReturn> member, MethodReturn<TMethodReturn> implementation, bool takesToken,
        MethodCall<TArguments, TMethodReturn> call, ReadyArguments<TArguments>? ready = null,
        KeyHash<TArguments>? key = null)
        where TArguments : struct, ITuple
    {
        var closed = Close<TArguments, TReturn>(typeArguments);
        var invoker = new GeneratedInvoker<TArguments, TMethodReturn>(closed, call, implementation, takesToken);
        return _wiring.Connect(_member, closed, member, invoker, ready, key);
    }

    /// <summary>Makes a method that reports progress with its type arguments.</summary>
    /// <inheritdoc cref="Close{TArguments, TReturn, TMethodReturn}"/>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The return type of the implementation's method.</typeparam>
    /// <typeparam name="TProgress">What the method reports.</typeparam>
    public ProxyMember<TArguments, TReturn> CloseReporting<TArguments, TReturn, TMethodReturn, TProgress>(
        Type typeArguments, MemberReturn<TReturn> member, MethodReturn<TMethodReturn> implementation, bool takesToken,
        ReportingCall<TArguments, TMethodReturn, TProgress> call, ReadyArguments<TArguments>? ready = null,
        KeyHash<TArguments>? key = null)
        where TArguments : struct, ITuple
    {
        var closed = Close<TArguments, TReturn>(typeArguments);
        var invoker = new ReportingInvoker<TArguments, TMethodReturn, TProgress>(closed, call, implementation, takesToken);
        return _wiring.Connect(_member, closed, member, invoker, ready, key);
    }

    // The tuple has the parameters' types as the compiler closed them.
    private Member Close<TArguments, TReturn>(Type typeArguments)
    {
        ArgumentNullException.ThrowIfNull(typeArguments);
        return _member.Close(
            typeArguments.GenericTypeArguments,
            [.. ItemsOf(typeof(TArguments))],
            typeof(TReturn) == typeof(Nothing) ? typeof(void) : typeof(TReturn));
    }

    private static IEnumerable<Type> ItemsOf(Type tuple) => tuple.GenericTypeArguments.SelectMany(
        static (item, index) => index < ItemsInATuple ? [item] : ItemsOf(item));
}
