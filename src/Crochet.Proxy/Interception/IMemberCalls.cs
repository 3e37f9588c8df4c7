using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Starts the calls of an interface's members on the objects that proxies stand for, without a proxy.</summary>
internal interface IMemberCalls
{
    /// <param name="member">A marked member, not generic.</param>
    IServedMember Find(Member member);
}
