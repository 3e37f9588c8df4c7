using Crochet.Implementations;
using Crochet.Invoking;

namespace Crochet.Objects;

/// <summary>How one member is called on instances of one implementation.</summary>
/// <param name="implementation">The implementation.</param>
/// <param name="invoker">Calls its method.</param>
/// <param name="takesToken">Whether calls of the member get a token, of this implementation or of one before it.</param>
internal sealed class BoundMethod(Implementation implementation, MemberInvoker invoker, bool takesToken)
{
    public Implementation Implementation { get; } = implementation;

    public MemberInvoker Invoker { get; } = invoker;

    public bool TakesToken { get; } = takesToken;

    public bool TakesHolder { get; } = invoker.TakesHolder;

    public bool ReturnsPlain { get; } = invoker.ReturnsPlain;
}
