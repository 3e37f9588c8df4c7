using System.ComponentModel;
using Crochet.Callbacks;

namespace Crochet.Generated;

/// <summary>A method of a delegate or of an interface for callbacks. For generated code alone; it may change with any version.</summary>
/// <param name="returnType">The return type.</param>
/// <param name="parameters">The parameters' types.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallbackMethod(Type returnType, params Type[] parameters)
{
    // Made with the first call: types of its parameters may be told of later.
    internal CallbackSignature Signature => field ??= new(returnType, parameters);
}
