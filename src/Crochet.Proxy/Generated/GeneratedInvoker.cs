using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>Calls the implementation's method through the generator's code.</summary>
internal abstract class GeneratedInvoker(Member member) : ImplementationInvoker(member)
{
    /// <summary>The same for calls that have their arguments in their own object.</summary>
    public abstract CallInvoker CreateForOwnArguments();
}
