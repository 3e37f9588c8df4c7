using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <summary>A marked generic method of a generated proxy. For generated code alone; it may change with any version.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GenericMember
{
    private readonly ConcurrentDictionary<Type, object> _closed = new();
    private readonly MemberWiring _wiring;
    private readonly Member _member;

    internal GenericMember(MemberWiring wiring, Member member)
    {
        _wiring = wiring;
        _member = member;
    }

    /// <summary>The method with its type arguments.</summary>
    /// <param name="typeArguments">A tuple type of the type arguments.</param>
    /// <param name="close">Makes it, when it is first called with them, by <see cref="Close"/>.</param>
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

    /// <summary>Makes the method with its type arguments.</summary>
    /// <param name="typeArguments">A tuple type of the type arguments.</param>
    /// <param name="member">What the member hands back.</param>
    /// <param name="implementation">What the implementation's method hands back.</param>
    /// <param name="takesToken">Whether the method has a CancellationToken.</param>
    /// <param name="call">Calls the method.</param>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The return type of the implementation's method.</typeparam>
    [UnconditionalSuppressMessage("Trimming", "IL2060",
        Justification = "The generated code around this call has the method with these very type arguments.")]
    [UnconditionalSuppressMessage("AOT", "IL3050",
        Justification = "The generated code around this call has the method with these very type arguments.")]
    public ProxyMember<TArguments, TReturn> Close<TArguments, TReturn, TMethodReturn>(
        Type typeArguments, MemberReturn<TReturn> member, MethodReturn<TMethodReturn> implementation, bool takesToken,
            MethodCall<TArguments, TMethodReturn> call)
        where TArguments : struct, ITuple
    {
        ArgumentNullException.ThrowIfNull(typeArguments);
        var closed = _member.Close(_member.Method.MakeGenericMethod(typeArguments.GenericTypeArguments));
        return _wiring.Connect<TArguments,
            TReturn>(_member, closed, member, new GeneratedInvoker<TArguments, TMethodReturn>(closed, call, implementation, takesToken));
    }
}
