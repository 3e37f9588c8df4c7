using System.ComponentModel;
using System.Runtime.CompilerServices;
using Crochet.Callbacks;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <summary>Gives a generated proxy the members of its interface. For generated code alone; it may change with any version.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MemberSource
{
    private readonly InterfaceDescription _contract;
    private readonly MemberWiring _wiring;

    internal MemberSource(InterfaceDescription contract, MemberWiring wiring)
    {
        _contract = contract;
        _wiring = wiring;
    }

    /// <summary>Tells of a type that values of the members are made of: an item's, a report's.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public MemberSource KnowType<T>()
    {
        KnownType.Add<T>();
        return this;
    }

    /// <summary>Tells of a delegate type that callbacks have.</summary>
    /// <param name="method">Its own method.</param>
    /// <param name="wrap">Makes a delegate whose calls go to a function, in an array.</param>
    /// <param name="call">Calls a delegate with the values in an array; gives what it returns, null for void.</param>
    /// <typeparam name="TDelegate">The type.</typeparam>
    public MemberSource KnowDelegate<TDelegate>(
        CallbackMethod method, Func<Func<object?[], object?>, TDelegate> wrap, Func<TDelegate, object?[], object?> call)
        where TDelegate : Delegate
    {
        KnownDelegate.Add(method, wrap, call);
        return this;
    }

    /// <summary>Tells of an interface that callbacks have.</summary>
    /// <param name="make">Makes an object of it whose calls go to a receiver.</param>
    /// <typeparam name="T">The interface.</typeparam>
    public MemberSource KnowInterface<T>(Func<CallbackReceiver, CallbackObject> make)
    {
        ObjectCallback.Add(typeof(T), make);
        return this;
    }

    /// <summary>A marked member.</summary>
    /// <param name="declaring">The interface that declares it.</param>
    /// <param name="method">Its method or accessor: "Find"; of several of one name, "Find(int)".</param>
    /// <param name="member">What the member hands back.</param>
    /// <param name="implementation">What the implementation's method hands back.</param>
    /// <param name="takesToken">Whether the implementation's method has a CancellationToken.</param>
    /// <param name="call">Calls the implementation's method.</param>
    /// <param name="ready">Readies the arguments that are objects; null where none is.</param>
    /// <param name="key">Of a member with a [LoopKey]: its hash code; null for others.</param>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The return type of the implementation's method.</typeparam>
    public ProxyMember<TArguments, TReturn> Member<TArguments, TReturn, TMethodReturn>(
        Type declaring, string method, MemberReturn<TReturn> member, MethodReturn<TMethodReturn> implementation, bool takesToken,
        MethodCall<TArguments, TMethodReturn> call, ReadyArguments<TArguments>? ready = null,
        KeyHash<TArguments>? key = null)
        where TArguments : struct, ITuple
    {
        var known = Find(declaring, method);
        var invoker = new GeneratedInvoker<TArguments, TMethodReturn>(known, call, implementation, takesToken);
        return _wiring.Connect(known, known, member, invoker, ready, key);
    }

    /// <summary>A marked member whose implementation reports progress.</summary>
    /// <inheritdoc cref="Member{TArguments, TReturn, TMethodReturn}"/>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The return type of the implementation's method.</typeparam>
    /// <typeparam name="TProgress">What the method reports.</typeparam>
    public ProxyMember<TArguments, TReturn> ReportingMember<TArguments, TReturn, TMethodReturn, TProgress>(
        Type declaring, string method, MemberReturn<TReturn> member, MethodReturn<TMethodReturn> implementation, bool takesToken,
        ReportingCall<TArguments, TMethodReturn, TProgress> call, ReadyArguments<TArguments>? ready = null,
        KeyHash<TArguments>? key = null)
        where TArguments : struct, ITuple
    {
        var known = Find(declaring, method);
        var invoker = new ReportingInvoker<TArguments, TMethodReturn, TProgress>(known, call, implementation, takesToken);
        return _wiring.Connect(known, known, member, invoker, ready, key);
    }

    /// <summary>An accessor of an event with [Callback].</summary>
    /// <param name="declaring">The interface that declares it.</param>
    /// <param name="method">The accessor: "add_Changed".</param>
    /// <param name="access">Adds a handler to the implementation's event, or takes it off.</param>
    /// <typeparam name="TDelegate">The event's type.</typeparam>
    public ProxyEvent<TDelegate> Event<TDelegate>(Type declaring, string method, Action<object, TDelegate> access)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(access);
        return new(_wiring.Connect(Find(declaring, method), (target, handler) => access(target, (TDelegate)handler)));
    }

    /// <summary>A marked generic method.</summary>
    /// <param name="declaring">The interface that declares it.</param>
    /// <param name="method">Its name; of several of one name, with its parameters: "Find&lt;T&gt;(T)".</param>
    public GenericMember GenericMember(Type declaring, string method) => new(this, _wiring, Find(declaring, method));

    private Member Find(Type declaring, string method) =>
        _contract.Find(declaring, method)
        ?? throw new MissingMethodException(
            $"The compiled proxy of {_contract.Name} has a member {CSharpName.Of(declaring)}.{method}, and the interface has none. "
            + "The interface is another version than the one it was compiled with: rebuild the project that has [GenerateProxy].");
}
