using System.ComponentModel;
using System.Runtime.CompilerServices;
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

    /// <summary>A marked member.</summary>
    /// <param name="declaring">The interface that declares it.</param>
    /// <param name="method">Its method or accessor: "Find"; of several of one name, "Find(int)".</param>
    /// <param name="member">What the member hands back.</param>
    /// <param name="implementation">What the implementation's method hands back.</param>
    /// <param name="takesToken">Whether the implementation's method has a CancellationToken.</param>
    /// <param name="call">Calls the implementation's method.</param>
    /// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
    /// <typeparam name="TReturn">The member's return type.</typeparam>
    /// <typeparam name="TMethodReturn">The return type of the implementation's method.</typeparam>
    public ProxyMember<TArguments, TReturn> Member<TArguments, TReturn, TMethodReturn>(
        Type declaring, string method, MemberReturn<TReturn> member, MethodReturn<TMethodReturn> implementation, bool takesToken,
        MethodCall<TArguments, TMethodReturn> call)
        where TArguments : struct, ITuple
    {
        var known = Find(declaring, method);
        return _wiring.Connect<TArguments,
            TReturn>(known, known, member, new GeneratedInvoker<TArguments, TMethodReturn>(known, call, implementation, takesToken));
    }

    /// <summary>A marked generic method.</summary>
    /// <param name="declaring">The interface that declares it.</param>
    /// <param name="method">Its name; of several of one name, with its parameters: "Find&lt;T&gt;(T)".</param>
    public GenericMember GenericMember(Type declaring, string method) => new(_wiring, Find(declaring, method));

    private Member Find(Type declaring, string method) =>
        _contract.Find(declaring, method)
        ?? throw new MissingMethodException(
            $"The compiled proxy of {_contract.Name} has a member {CSharpName.Of(declaring)}.{method}, and the interface has none. "
            + "The interface is another version than the one it was compiled with: rebuild the project that has [GenerateProxy].");
}
