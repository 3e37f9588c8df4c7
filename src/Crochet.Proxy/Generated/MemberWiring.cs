using System.Runtime.CompilerServices;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>Connects the members of generated proxies with the loops that they call.</summary>
internal abstract class MemberWiring
{
    /// <param name="member">The member, which has the settings.</param>
    /// <param name="closed">The same member; of a generic method, with its type arguments.</param>
    /// <param name="return">What the member hands back.</param>
    /// <param name="invoker">Calls the implementation.</param>
    public abstract ProxyMember<TArguments, TReturn> Connect<TArguments, TReturn>(
        Member member, Member closed, MemberReturn<TReturn> @return, MemberInvoker invoker)
        where TArguments : struct, ITuple;
}
