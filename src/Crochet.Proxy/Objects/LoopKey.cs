using System.Reflection;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Objects;

/// <summary>Gives the hash code of a call's [LoopKey], by which a group finds the key's loop.</summary>
/// <param name="hash">Gives it; of null it is 0.</param>
internal sealed class LoopKey(Func<CallArguments, int> hash)
{
    /// <summary>Which parameter is the member's key; -1 where it has none.</summary>
    public static int IndexIn(Member member) =>
        Array.FindIndex(member.Parameters, static parameter => parameter.IsDefined(typeof(LoopKeyAttribute)));

    public int HashOf(CallArguments arguments) => hash(arguments);
}
