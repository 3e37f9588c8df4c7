using Crochet.Calls;
using Crochet.Interfaces;

namespace Crochet.Calling;

/// <summary>Names a member's calls that run in another process. Nothing is ever run by it.</summary>
internal sealed class RemoteInvoker(Member member, EventLoop home) : CallInvoker
{
    public override EventLoop Home => home;

    public override bool TakesToken => true;

    public override string GetName(object body) => member.Name;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{member.Name} runs in another process.");
}
